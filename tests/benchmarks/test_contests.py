"""Rounds, medians and what a contestant that cannot be measured gives; no time decides."""

import json
import sys
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.contestants import serve
from benchmarks.contests import Contestant, ContestantError, Run, Standing, take_turns


def run(seconds: float, busy: float = 1.0, peak: float | None = 10.0) -> Run:
    return Run(seconds, busy, None, [], peak)


def test_turns_alternate() -> None:
    order: list[str] = []

    def turn(name: str) -> Run:
        order.append(name)
        return run(1)

    standings = take_turns([lambda: turn("a"), lambda: turn("b")], 3)
    assert order == list("ababab")
    assert [len(standing.runs) for standing in standings] == [3, 3]


def test_who_dies_in_a_round_has_a_cause_and_the_others_go_on() -> None:
    turns = iter([run(1)])

    def dying() -> Run:
        try:
            return next(turns)
        except StopIteration:
            raise ContestantError("ended: Killed") from None

    dead, alive = take_turns([dying, lambda: run(2)], 3)
    assert (dead.runs, dead.error) == ([], "ended: Killed")
    assert (len(alive.runs), alive.error) == (3, None)


def test_speeds_are_medians_and_ratios_are_taken_within_a_round() -> None:
    a = Standing([run(1, 1), run(2, 1), run(10, 1, 12.0)])
    b = Standing([run(2), run(4), run(10, peak=None)])
    assert a.speed(100) == 50
    assert a.speeds(100) == (10, 100)
    assert a.ratio(b) == 2
    assert a.cores() == 0.5
    assert (a.peak(), Standing([run(1, peak=None)]).peak()) == (12.0, None)


def test_a_text_that_fails_is_counted_and_the_others_are_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(what: str) -> object:
        return lambda text: [text[int(what)]]

    made = SimpleNamespace(
        PACKAGES=(), start=start, tokens=len, spans=lambda text, result: [("c", 0, len(result))]
    )
    monkeypatch.setitem(sys.modules, "use_made", made)
    texts = tmp_path / "texts.json"
    texts.write_text(json.dumps(["ab", "c", "de"]), encoding="utf-8")
    requests = "".join(json.dumps({"do": do, "texts": str(texts)}) + "\n" for do in ("time", "spans"))
    said = StringIO()
    serve.serve("use_made", "1", StringIO(requests), said)
    ready, time, spans = map(json.loads, said.getvalue().splitlines())
    assert ready["versions"] == {}
    assert time["tokens"] == 2
    assert time["failed"] == ["IndexError: string index out of range"]
    assert spans["spans"] == [[["c", 0, 1]], [], [["c", 0, 1]]]


def test_a_contestant_that_never_gets_ready_gives_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(ContestantError, match="No module named 'use_nothing'"):
        Contestant(Path(sys.executable), "use_nothing", "", tmp_path / "logs" / "log.txt")


def test_our_grammars_take_part_as_a_process(tmp_path: Path) -> None:
    texts = tmp_path / "texts.json"
    text = "8月11日出动警力2660人次,罚款3万元。"
    texts.write_text(json.dumps([text]), encoding="utf-8")
    contestant = Contestant(Path(sys.executable), "use_ours", "grammars", tmp_path / "log.txt")
    try:
        found = [(label, text[a:b]) for label, a, b in contestant.spans(texts)[0]]
        taken = contestant.time(texts)
    finally:
        contestant.stop()
    assert found == [("QUANTITY", "2660人次"), ("MONEY", "3万元"), ("DATE", "8月11日")]
    assert (taken.tokens, taken.failed) == (None, [])
    assert "zh-police-reports" in contestant.versions
