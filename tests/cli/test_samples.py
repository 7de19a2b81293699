"""`run --samples` and `train --add` as their user types them."""

import re
from pathlib import Path

import pytest
from calling import REPORT, SEEDS, call, rows


def test_predictions_of_the_seeds_come_as_samples(tmp_path: Path) -> None:
    output, samples = tmp_path / "records.jsonl", tmp_path / "samples.jsonl"
    result = call("run", SEEDS, "-o", output, "--samples", samples)
    assert result.exit_code == 0, result.output
    assert "5 samples" in result.stderr
    found = rows(samples)
    sure = [float(s["meta"]["certainty"]) for s in found]
    assert sure == sorted(sure)
    amounts = sum(r["label"] == "AMOUNT" for s in found for r in s["relations"])
    assert amounts == sum(r["quantity"] is not None for r in rows(output))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["run", "-", "--samples", "s.jsonl"], "C006"),
        (["run", "in.txt", "-o", "out.jsonl", "--samples", "out.jsonl"], "C006"),
        (["run", "in.txt", "-o", "out.jsonl", "--samples", "in.txt"], "C006"),
        (["run", "in.txt", "-o", "out.jsonl", "--samples", "no/s.jsonl"], "C003"),
        (["train", "--add", "none", "-o", "model"], "C001"),
        (["train", "--add", "bad.jsonl", "-o", "model"], "C005"),
        (["train", "--add", "twice.jsonl", "-o", "model"], "C005"),
    ],
)
def test_what_cannot_be_is_said_before_the_work_begins(
    arguments: list[str], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.txt").write_text(REPORT, encoding="utf-8")
    Path("bad.jsonl").write_text("{}\n")
    Path("twice.jsonl").write_text('{"id": "a01", "text": "甲", "entities": [], "relations": []}\n')
    before = sorted(tmp_path.iterdir())
    result = call(*arguments)
    assert result.exit_code == 2, result.output
    assert re.fullmatch(rf"\[{code}\] .+\n", result.stderr)
    assert sorted(tmp_path.iterdir()) == before
