"""`report` as its user types it."""

import re
from pathlib import Path

import pytest
from calling import call
from made_records import jsonl, record


def test_a_page_and_what_is_in_it(tmp_path: Path) -> None:
    result = call(
        "report",
        "-",
        "-o",
        tmp_path / "page.html",
        "--title",
        "七月",
        stdin=jsonl(record(1), record(2)).encode(),
    )
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines() == [f"2 records of 1 documents in {tmp_path / 'page.html'}"]
    assert "<title>七月</title>" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_sources_that_are_missing_are_counted(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text(jsonl(record(1), record(1, doc="b")), encoding="utf-8")
    arguments = ("report", tmp_path / "r.jsonl", "-o", tmp_path / "page.html", "--sources", tmp_path)
    assert "2 documents are not in" in call(*arguments).stderr
    nowhere = call(*arguments[:-1], tmp_path / "none")
    assert (nowhere.exit_code, nowhere.stderr.count("\n")) == (2, 1)
    assert "C001" in nowhere.stderr


@pytest.mark.parametrize(
    ("records", "output", "code"),
    [
        ("none.jsonl", "page.html", "C001"),
        ("bad.jsonl", "old.html", "C004"),
        ("good.jsonl", ".", "C003"),
        ("good.jsonl", "no/page.html", "C003"),
    ],
)
def test_a_wrong_command_is_one_line_and_the_output_stays(
    records: str, output: str, code: str, tmp_path: Path
) -> None:
    (tmp_path / "good.jsonl").write_text(jsonl(record()), encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text("{}\n")
    (tmp_path / "old.html").write_text("as it was")
    before = sorted(tmp_path.iterdir())
    result = call("report", tmp_path / records, "-o", tmp_path / output)
    assert result.exit_code == 2
    assert re.fullmatch(rf"\[{code}\] .+\n", result.stderr)
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "old.html").read_text() == "as it was"
