"""Bars on a terminal and nothing elsewhere; the summary of a training. No clock is asked."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.annotation import Relation
from pipeline.cli.progress import bars, show_progress
from pipeline.cli.trained import StepLog, show_trained
from pipeline.learning.samples import Sample
from pipeline.progress import unseen


def test_where_nobody_watches_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress() as steps, steps("tagger", 3, "reports") as advance:
        advance(note="loss 0.1")
    written = capsys.readouterr()
    assert (written.out, written.err) == ("", "")


def test_on_a_terminal_each_step_has_a_bar_while_it_lasts() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=120, color_system=None)
    with bars(console) as steps:
        with steps("models/[mine]", 4, "reports") as advance:
            advance(3, "[bold]round 1")
        shown = screen.getvalue()
        with steps("words", None, "rounds"):
            pass
    assert "models/[mine]" in shown
    assert "reports" in shown


def test_a_log_keeps_what_each_step_took_and_said_last() -> None:
    ticks = iter([0.0, 75.0, 80.0, 80.0])
    log = StepLog(unseen, clock=lambda: next(ticks))
    with log("tagger", 2, "reports") as advance:
        advance(1, "loss 0.2")
        advance(1, "loss 0.1")
        advance()
    with log("confidence", None, "reports"):
        pass
    assert log.rows == [("tagger", 75.0, "loss 0.1"), ("confidence", 0.0, "")]


def test_the_summary_says_what_was_trained_and_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "weights.npz").write_bytes(bytes(1_500_000))
    samples = [Sample("a", "", None, None, [], [Relation("m", "q", "AMOUNT"), Relation("m", "a", "AGENT")])]
    log = StepLog(unseen, rows=[("tagger", 75.0, "loss [0.1]"), ("relations", 10.0, "")])
    show_trained(log, samples, 1, tmp_path, "python -m pipeline evaluate")
    lines = [line.split() for line in capsys.readouterr().err.splitlines()]
    assert ["trained", "on", "1", "reports,", "1", "of", "them", "added:", "1", "figures"] in lines
    assert ["tagger", "1:15", "loss", "[0.1]"] in lines
    assert ["together", "1:25"] in lines
    assert ["model:", f"{tmp_path},", "1.5", "MB"] in lines
    assert lines[-1] == ["next:", "python", "-m", "pipeline", "evaluate"]
