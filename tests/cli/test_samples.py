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


def test_samples_come_under_the_limits_of_the_records(tmp_path: Path) -> None:
    output, samples = tmp_path / "records.jsonl", tmp_path / "samples.jsonl"
    (tmp_path / "in.txt").write_text(REPORT, encoding="utf-8")
    options = ["--timeout", "0.000001", "-o", output, "--samples", samples]
    result = call("run", tmp_path / "in.txt", *options)
    assert result.exit_code == 1, result.output
    assert "0 samples" in result.stderr
    assert "1 inputs gave none" in result.stderr
    assert samples.read_bytes() == b""


def test_names_are_masked_in_samples_too_and_nothing_moves(tmp_path: Path) -> None:
    text = "兰溪市公安局民警张伟、李小强在检查旅馆12家。张伟抓获3人。\n"
    (tmp_path / "in.txt").write_text(text, encoding="utf-8")
    plain, masked = tmp_path / "plain.jsonl", tmp_path / "masked.jsonl"
    for samples, more in ((plain, []), (masked, ["--mask-names", "--workers", 2])):
        result = call("run", tmp_path / "in.txt", "-o", tmp_path / "o.jsonl", "--samples", samples, *more)
        assert result.exit_code == 0, result.output
    before, after = rows(plain)[0], rows(masked)[0]
    assert after["text"] == text.strip().replace("张伟", "张某").replace("李小强", "李某某")
    places = [[(e["label"], e["start"], e["end"]) for e in s["entities"]] for s in (before, after)]
    assert places[0] == places[1]
    assert call("check", masked).exit_code == 0


def test_samples_of_standard_input(tmp_path: Path) -> None:
    samples = tmp_path / "samples.jsonl"
    result = call("run", "-", "-o", tmp_path / "o.jsonl", "--samples", samples, stdin=REPORT.encode())
    assert result.exit_code == 0, result.output
    assert [s["id"] for s in rows(samples)] == ["stdin"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["run", "in.txt", "-o", "out.jsonl", "--samples", "out.jsonl"], "C006"),
        (["run", "in.txt", "-o", "out.jsonl", "--samples", "in.txt"], "C006"),
        (["run", "in.txt", "-o", "out.jsonl", "--samples", "no/s.jsonl"], "C003"),
        (["train", "--add", "none", "-o", "model"], "C001"),
        (["train", "--from", "none", "-o", "model"], "C006"),
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
