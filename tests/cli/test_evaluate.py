"""`evaluate` as its user types it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from calling import ROOT, call

from pipeline.progress import Advance, Steps

GOLD = ROOT / "training" / "gold"
MODEL = ROOT / "models" / "zh_police_reports"
SAMPLE = """# id: s1
# published: 2024-02-20
# region: 620800
# split: test
---
[春节期间|D#cj 2024-02-10..2024-02-17 holiday],[平凉市公安局|A#pl prefecture]\
[出动/警力|M deploy events @pl ^cj][860人次|Q]。
"""


def test_reports_go_to_a_folder_with_a_model_against_itself(tmp_path: Path) -> None:
    (tmp_path / "s1.txt").write_text(SAMPLE, encoding="utf-8")
    output = tmp_path / "out"
    result = call(
        "evaluate", "--samples", tmp_path / "s1.txt", "--model", MODEL, "--against", MODEL, "-o", output
    )
    assert result.exit_code == 0, result.output
    assert sorted(p.name for p in output.iterdir()) == ["report.html", "report.json", "report.md"]
    data = json.loads((output / "report.json").read_text(encoding="utf-8"))
    assert data["scores"]["core"]["gold"] == 1
    assert data["scores"]["given relation AMOUNT"]["f1"] == 1.0
    assert data["against"]["gains"] == data["against"]["losses"] == []
    assert "Precision at coverage" in result.output


def test_no_such_split_or_model_is_said_in_one_line(tmp_path: Path) -> None:
    for arguments in (["--split", "dev"], ["--against", tmp_path / "none"]):
        result = call("evaluate", "--samples", GOLD, "--model", MODEL, *arguments)
        assert result.exit_code == 2
        assert len(result.output.strip().splitlines()) == 1


def test_each_pass_over_the_reports_tells_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, int | None, list[str]]] = []

    @contextmanager
    def listening(output: str = "") -> Iterator[Steps]:
        @contextmanager
        def step(name: str, total: int | None, unit: str) -> Iterator[Advance]:
            notes: list[str] = []
            heard.append((name, total, notes))
            yield lambda units=1, note="": notes.extend([note] * units)

        yield step

    monkeypatch.setattr("pipeline.cli.evaluate.show_progress", listening)
    (tmp_path / "s1.txt").write_text(SAMPLE, encoding="utf-8")
    result = call("evaluate", "--samples", tmp_path / "s1.txt", "--model", MODEL, "--against", MODEL)
    assert result.exit_code == 0, result.output
    assert heard == [(name, 1, ["s1"]) for name in (MODEL.name, "baseline", MODEL.name)]


def test_where_stderr_is_no_terminal_there_is_no_bar(tmp_path: Path) -> None:
    (tmp_path / "s1.txt").write_text(SAMPLE, encoding="utf-8")
    result = call("evaluate", "--samples", tmp_path / "s1.txt", "--model", MODEL)
    assert result.output.startswith("Evaluation of zh_police_reports on 1 documents")
    assert "\x1b" not in result.output
