"""`classify`: only the category may change."""

import json
from pathlib import Path

import pytest
from calling import SEEDS, call, rows

from pipeline.cli.classify import _value_span


def test_only_the_category_changes_and_a_second_time_nothing(seed_records: Path, tmp_path: Path) -> None:
    once, twice = tmp_path / "once.jsonl", tmp_path / "twice.jsonl"
    result = call("classify", seed_records, "-o", once)
    assert result.exit_code == 0
    before, after = rows(seed_records), rows(once)
    new = sum(b["category"]["label"] != a["category"]["label"] for b, a in zip(before, after, strict=True))
    assert result.stderr.splitlines() == [f"{len(after)} records, {new} with another category than before"]
    assert [r | {"category": None} for r in before] == [r | {"category": None} for r in after]
    assert new < 0.2 * len(before)
    assert call("classify", once, "-o", twice).exit_code == 0
    assert twice.read_bytes() == once.read_bytes()


def test_all_other_bytes_stay_as_they_are(seed_records: Path, tmp_path: Path) -> None:
    record = rows(seed_records)[0]
    other = record["category"] | {"label": "epidemic", "confidence": 0.5, "scores": {"epidemic": 0.5}}
    line = json.dumps({"category": other} | record | {"category": other}, ensure_ascii=True) + "\r\n"
    output = tmp_path / "out.jsonl"
    assert call("classify", "-", "-o", output, stdin=json.dumps(record).encode()).exit_code == 0
    alone = rows(output)[0]["category"]  # without its neighbours a record may be labelled otherwise
    assert call("classify", "-", "-o", output, stdin=line.encode()).exit_code == 0
    result = output.read_bytes().decode()
    start, end = _value_span(line, "category")
    new_start, new_end = _value_span(result, "category")
    assert (result[:new_start], result[new_end:]) == (line[:start], line[end:])
    assert json.loads(result)["category"] == alone != other


@pytest.mark.parametrize("bad", ["{", "{}", '{"id": 1}', "[]", "\udcff"])
def test_a_line_that_is_no_record_is_named_and_the_file_stays(
    seed_records: Path, tmp_path: Path, bad: str
) -> None:
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_bytes(seed_records.read_bytes() + bad.encode("utf-8", "surrogateescape") + b"\n")
    before = mixed.read_bytes()
    result = call("classify", mixed, "-o", mixed)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"[C004] {mixed}:{len(rows(seed_records)) + 1} is no record")
    assert result.stderr.count("\n") == 1
    assert mixed.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["mixed.jsonl"]


@pytest.mark.parametrize("arguments", [["classify", "nowhere.jsonl"], ["classify", SEEDS]])
def test_missing_records_are_one_line(arguments: list[object]) -> None:
    result = call(*arguments)
    assert (result.exit_code, result.stderr[:6]) == (2, "[C001]")
