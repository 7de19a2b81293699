"""`run` over every format: spans into the extracted texts, accounts, duplicates, masks, a full disk."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import making
import pytest
from calling import ROOT, SEEDS, call, rows
from jsonschema import Draft202012Validator

from pipeline.reading.script import normalise_text
from pipeline.record import json_schema

COPY = "来源:某某日报\n2024-03-01\n" + making.REPORT + "全市治安大局平稳,没有发生重大案件,民警张伟受到表彰。"
ORIGINAL = COPY.replace("2024-03-01", "2024-02-18").replace("日报", "晚报")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return one file of each format."""
    folder = tmp_path_factory.mktemp("formats") / "in"
    folder.mkdir()
    (folder / "copy.txt").write_text(COPY, encoding="utf-8")
    (folder / "original.txt").write_bytes(ORIGINAL.encode("gb18030"))
    (folder / "page.html").write_bytes(making.page("gb18030"))
    (folder / "word.docx").write_bytes(making.word())
    (folder / "print.pdf").write_bytes(making.pdf(["春节安保", making.REPORT, "追回被骗资金36万元。"]))
    row = {
        "id": "row",
        "text": making.REPORT.replace("12", "13"),
        "outlet": {"name": "日报"},
        "day": "2024-02-09",
    }
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress(json.dumps(row).encode() + b"\n{}\n"))
    (folder / "old.zip").write_bytes(
        making.archive(**{"x/member.txt": making.REPORT.encode(), "bad.txt": b""})
    )
    return folder


@pytest.fixture(scope="module")
def output(folder: Path) -> Path:
    """Return the records of the folder."""
    output = folder.parent / "out.jsonl"
    options = ["--texts", folder.parent / "texts", "--published-column", "day", "--mask-names"]
    result = call("run", folder, "-o", output, *options)
    assert result.exit_code == 1, result.output
    assert "in duplicates" in result.stderr
    return output


def test_spans_of_every_format_lead_into_the_extracted_texts(output: Path) -> None:
    validator = Draft202012Validator(json_schema())
    records = rows(output)
    assert {r["doc"]["id"] for r in records} == {"copy", "original", "page", "word", "print", "row", "member"}
    for record in records:
        validator.validate(record)
        text = (output.parent / "texts" / f"{record['doc']['sha256']}.txt").read_bytes().decode()
        for part in ("sentence", "measure", "quantity", "agency", "date"):
            if record[part] and "某" not in record[part]["text"]:
                assert (
                    normalise_text(text[record[part]["start"] : record[part]["end"]]) == record[part]["text"]
                )


def test_rows_of_tables_are_figures(output: Path) -> None:
    for name in ("page", "word"):
        found = [r["quantity"] for r in rows(output) if r["doc"]["id"] == name and r["quantity"]]
        assert {(120, "人次"), (80, "人次"), (30, "家"), (20, "家")} <= {(q["low"], q["unit"]) for q in found}


def test_columns_go_with_the_records_and_only_with_theirs(output: Path) -> None:
    for record in rows(output):
        assert record["doc"].get("columns") == (
            {"outlet": {"name": "日报"}} if record["doc"]["id"] == "row" else None
        )
        assert ("columns" in record["doc"]) == (record["doc"]["id"] == "row")
    assert {r["doc"]["published"] for r in rows(output) if r["doc"]["id"] == "row"} == {"2024-02-09"}


def test_duplicates_are_marked_and_kept(output: Path) -> None:
    marks = {r["doc"]["id"]: r["doc"].get("duplicate_of") for r in rows(output)}
    assert marks["copy"] == "original"
    assert marks["original"] is None
    assert all("duplicate_of" not in r["doc"] for r in rows(output) if r["doc"]["id"] == "row")


def test_names_are_masked(output: Path) -> None:
    assert "张伟" not in output.read_text(encoding="utf-8")


def test_the_manifest_accounts_for_all(folder: Path, output: Path) -> None:
    account = json.loads(output.with_suffix(".manifest.json").read_text(encoding="utf-8"))
    rejects = rows(output.with_suffix(".rejects.jsonl"))
    assert {r["source"].removeprefix(f"{folder}/"): r["cause"] for r in rejects} == {
        "old.zip!bad.txt": "R001",
        "rows.jsonl.gz:2": "R004",
    }
    documents = account["documents"]
    assert (documents["found"], documents["read"], documents["rejected"]) == (9, 7, 2)
    assert {Path(i["source"]).name: i["documents"] for i in account["inputs"]} == {
        path.name: 2 if path.name in {"old.zip", "rows.jsonl.gz"} else 1 for path in folder.iterdir()
    }
    assert account["records"]["written"] == len(rows(output))
    assert account["settings"]["mask_names"] is True
    assert len(account["model"]["sha256"]) == 64


def test_a_full_disk_is_one_line_and_the_run_goes_on_from_there(seed_records: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    command = f"ulimit -f 40; exec {sys.executable} -m pipeline run {SEEDS} -o {output}"
    result = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert result.stderr.startswith(f"[C003] cannot write {output}: ")
    assert seed_records.read_bytes().startswith(output.read_bytes())
    assert rows(output)
    # A run goes on with other limits: those before can be why it ended.
    assert call("run", SEEDS, "-o", output, "--resume", "--timeout", 60).exit_code == 0
    assert output.read_bytes() == seed_records.read_bytes()


def test_tables_from_stdin_and_limits_together() -> None:
    line = json.dumps({"id": "x", "正文": making.REPORT}, ensure_ascii=False).encode()
    options = [
        "--format",
        "jsonl",
        "--text-column",
        "正文",
        "--columns",
        "",
        "--memory",
        2000,
        "--timeout",
        60,
    ]
    result = call("run", "-", *options, stdin=line)
    assert result.exit_code == 0, result.stderr
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert {r["doc"]["id"] for r in records} == {"x"}
    assert set(records[0]["doc"]) == {"id", "source", "title", "published", "sha256"}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--format", "pdf"], "C006"),
        (["--format", "odt"], "C006"),
        (["--memory", "0"], "C006"),
        (["--texts", SEEDS], "C006"),
        (["--texts", SEEDS / "000_9dcd08cc126eb4c0.txt"], "C003"),
    ],
)
def test_wrong_options_are_one_line(options: list[object], code: str) -> None:
    result = call("run", SEEDS, *options)
    assert (result.exit_code, result.stderr[:6], result.stderr.count("\n")) == (2, f"[{code}]", 1)
