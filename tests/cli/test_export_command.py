"""`export` as its user types it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from calling import call
from made_records import jsonl, record

RECORDS = jsonl(record(1), record(2, part_of="a#1"))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "duckdb"])
def test_the_ending_says_the_format(ending: str, tmp_path: Path) -> None:
    result = call("export", "-", "-o", tmp_path / f"t.{ending}", stdin=RECORDS.encode())
    assert result.exit_code == 0, result.output
    assert "2 records" in result.stderr
    assert "1 parts" in result.stderr
    assert result.stdout == ""
    assert [p.name for p in tmp_path.iterdir()] == [f"t.{ending}"]


@pytest.mark.parametrize(
    ("records", "output", "code"),
    [
        ("good.jsonl", "t.ods", "C006"),
        ("good.jsonl", "t", "C006"),
        ("none.jsonl", "t.csv", "C001"),
        (".", "t.csv", "C001"),
        ("bad.jsonl", "old.csv", "C004"),
        ("bad.jsonl", "old.duckdb", "C004"),
        ("bad.jsonl", "old.xlsx", "C004"),
        ("good.jsonl", "no/folder/t.csv", "C003"),
        ("good.jsonl", "folder.csv", "C003"),
    ],
)
def test_a_wrong_command_is_one_line_and_the_output_stays(
    records: str, output: str, code: str, tmp_path: Path
) -> None:
    (tmp_path / "good.jsonl").write_text(RECORDS, encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text(RECORDS + '{"id": 1}\n', encoding="utf-8")
    (tmp_path / "folder.csv").mkdir()
    for name in ("old.csv", "old.duckdb", "old.xlsx"):
        (tmp_path / name).write_text("as it was")
    before = sorted(tmp_path.iterdir())
    result = call("export", tmp_path / records, "-o", tmp_path / output)
    assert result.exit_code == 2
    assert re.fullmatch(rf"\[{code}\] .+\n", result.stderr)
    assert sorted(tmp_path.iterdir()) == before
    assert {p.read_text() for p in tmp_path.glob("old.*")} == {"as it was"}


def test_only_export_loads_the_libraries_of_tables() -> None:
    code = (
        "import sys, pipeline.cli.run, pipeline.cli.export; print({'duckdb', 'xlsxwriter'} & {*sys.modules})"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "set()"
