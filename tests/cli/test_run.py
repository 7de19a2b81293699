"""`run` as its user types it: good files, bad files, wrong commands."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from calling import REPORT, ROOT, SEEDS, call, rows
from jsonschema import Draft202012Validator

from pipeline.reading.decode import decode
from pipeline.reading.script import normalise_text
from pipeline.record import json_schema


def test_every_record_keeps_the_schema_and_leads_back_to_its_source(seed_records: Path) -> None:
    validator = Draft202012Validator(json_schema())
    records = rows(seed_records)
    assert {r["doc"]["id"] for r in records} == {path.stem for path in SEEDS.iterdir()}
    assert len({r["id"] for r in records}) == len(records)
    for record in records:
        validator.validate(record)
        raw, _ = decode((SEEDS / f"{record['doc']['id']}.txt").read_bytes())
        for part in ("sentence", "measure", "quantity", "agency", "date", "campaign"):
            if record[part]:
                source = raw[record[part]["start"] : record[part]["end"]]
                assert normalise_text(source) == record[part]["text"]


def test_two_workers_write_the_same_bytes(seed_records: Path, tmp_path: Path) -> None:
    output = tmp_path / "two.jsonl"
    assert call("run", SEEDS, "-o", output, "--workers", 2).exit_code == 0
    assert output.read_bytes() == seed_records.read_bytes()


def test_the_order_of_inputs_changes_nothing_but_the_order(seed_records: Path, tmp_path: Path) -> None:
    output = tmp_path / "reversed.jsonl"
    assert call("run", *sorted(SEEDS.iterdir(), reverse=True), "-o", output).exit_code == 0
    # A file named by itself, in a folder or by a glob has the same source: the path as it can be opened.
    assert sorted(output.read_bytes().splitlines()) == sorted(seed_records.read_bytes().splitlines())
    assert output.read_bytes() != seed_records.read_bytes()


def test_stdin_stdout_and_the_summary_on_stderr() -> None:
    result = call("run", "-", "--published", "2024-03-01", stdin=REPORT.encode("gb18030"))
    assert result.exit_code == 0
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert {(r["doc"]["id"], r["doc"]["source"]) for r in records} == {("stdin", "-")}
    assert {r["doc"]["published"] for r in records} == {"2024-03-01"}
    assert re.search(rf"1 documents, {len(records)} records, 0 rejected", result.stderr)
    assert "兰溪市公安局" in result.stderr
    assert "\x1b" not in result.stderr


def test_bad_files_are_rejected_and_good_ones_unharmed(tmp_path: Path) -> None:
    folder = tmp_path / "in" / "deep"
    folder.mkdir(parents=True)
    (folder / "good.txt").write_text(REPORT, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "cut.txt").write_bytes(b"\xef\xbb\xbf" + REPORT.encode()[:-2])
    lines = [json.dumps({"id": "line1", "text": REPORT}, ensure_ascii=False), "{broken", '{"no": "text"}']
    (folder / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "digits.txt").write_text("1" * 100_000)
    (folder / "commas.txt").write_text("," * 20_000)
    (folder / os.fsdecode(b"\xff.txt")).write_text(REPORT, encoding="utf-8")
    output = tmp_path / "out.jsonl"
    result = call("run", tmp_path / "in", "-o", output)
    assert result.exit_code == 1, result.output
    rejects = rows(tmp_path / "out.rejects.jsonl")
    assert {Path(r["source"]).name: r["cause"] for r in rejects} == {
        "empty.txt": "R001",
        "binary.txt": "R002",
        "cut.txt": "R003",
        "lines.jsonl:2": "R004",
        "lines.jsonl:3": "R004",
        "gone.txt": "R005",
        "loop": "R005",
    }
    assert all(set(r) == {"source", "cause", "message"} and r["message"] for r in rejects)
    assert [r["doc"]["id"] for r in rows(output) if r["doc"]["id"] not in {"digits", "commas"}] == sorted(
        ["good"] * 6 + ["line1"] * 6 + ["?"] * 6, key=["good", "line1", "?"].index
    )
    # Without a bad file there is no rejects file, and an old one goes.
    assert call("run", folder / "good.txt", "-o", output).exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.jsonl", "out.manifest.json"]


def test_records_below_the_least_confidence_are_left_out(seed_records: Path, tmp_path: Path) -> None:
    output = tmp_path / "sure.jsonl"
    result = call("run", SEEDS, "-o", output, "--min-confidence", 0.8)
    kept, everything = rows(output), rows(seed_records)
    assert [r["id"] for r in kept] == [
        r["id"] for r in everything if min(r["measure"]["confidence"], r["category"]["confidence"]) >= 0.8
    ]
    assert 0 < len(kept) < len(everything)
    assert f"{len(everything) - len(kept)} left out by confidence" in result.stderr
    assert {r["part_of"] for r in kept} <= {None, *(r["id"] for r in kept)}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["run"], "C006"),
        (["run", "no-such-folder"], "C001"),
        (["run", "no-such-*.txt"], "C001"),
        (["run", "EMPTY"], "C001"),
        (["run", SEEDS, "--model", "no-such-model"], "C002"),
        (["run", SEEDS, "-o", "no-such-folder/out.jsonl"], "C003"),
        (["run", SEEDS, "-o", SEEDS], "C003"),
        (["run", SEEDS, "-o", "OLD", "--rejects", "no-such-folder/r.jsonl"], "C003"),
        (["run", SEEDS, "-o", "OLD", "--rejects", "OLD"], "C006"),
        (["run", SEEDS, "OLD", "-o", "OLD"], "C006"),
        (["run", SEEDS, "-o", "OLD", "--published", "soon"], "C006"),
        (["run", SEEDS, "-o", "OLD", "--workers", "0"], "C006"),
        (["run", SEEDS, "-o", "OLD", "--timeout", "0"], "C006"),
        (["run", SEEDS, "-o", "OLD", "--engine", "none"], "C006"),
        (["run", SEEDS, "-o", "OLD", "--model", "BROKEN"], "C008"),
        (["run", SEEDS, "-o", "OLD", "--model", "BROKEN", "--workers", "2"], "C008"),
        (["run", SEEDS, "--resume"], "C010"),
        (["run", SEEDS, "-o", "/dev/full"], "C003"),
        (["no-such-command"], "C006"),
    ],
)
def test_a_wrong_command_is_one_line_and_the_output_stays(
    arguments: list[object], code: str, tmp_path: Path
) -> None:
    (tmp_path / "EMPTY").mkdir()
    (tmp_path / "OLD").write_text("as it was\n")
    broken = tmp_path / "BROKEN"
    broken.mkdir()
    config = (ROOT / "models/zh_police_reports/config.cfg").read_text()
    (broken / "config.cfg").write_text(config)
    (broken / "meta.json").write_text("{}")
    own = {"EMPTY", "OLD", "BROKEN"}
    result = call(*(tmp_path / a if a in own else a for a in arguments))
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert re.fullmatch(rf"\[{code}\] .+\n", result.stderr)
    assert (tmp_path / "OLD").read_text() == "as it was\n"
    assert {path.name for path in tmp_path.iterdir()} == own


def test_an_output_is_replaced_when_all_is_done_and_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "real.jsonl").write_text("old\n")
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "real.jsonl")
    assert call("run", tmp_path / "in.txt", "-o", tmp_path / "link.jsonl").exit_code == 0
    assert (tmp_path / "link.jsonl").is_symlink()
    assert len(rows(tmp_path / "real.jsonl")) == 6


def test_a_closed_pipe_is_one_line() -> None:
    # One process for the whole chain: what Python itself does at exit counts too.
    command = f"{sys.executable} -W error -m pipeline run {SEEDS} | true"
    result = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert result.returncode == 2
    assert re.fullmatch(r"\[C003\] cannot write standard output: .+\n", result.stderr)
