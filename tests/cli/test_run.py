"""`run` as its user types it: good files, bad files, wrong commands."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from pipeline.__main__ import app
from pipeline.reading.decode import decode
from pipeline.reading.script import normalise_text
from pipeline.record import json_schema

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
REPORT = "春节期间,兰溪市公安局共出动警力300人次,检查宾馆旅馆12家,化解矛盾纠纷5起。\n" * 2


def test_the_seeds_give_traceable_records_twice_the_same(tmp_path: Path) -> None:
    outputs = []
    for name in ("a.jsonl", "b.jsonl"):
        result = CliRunner().invoke(app, ["run", str(SEEDS), "-o", str(tmp_path / name)])
        assert result.exit_code == 0, result.output
        outputs.append((tmp_path / name).read_bytes())
    assert outputs[0] == outputs[1]
    validator = Draft202012Validator(json_schema())
    records = [json.loads(line) for line in outputs[0].decode().splitlines()]
    assert len({r["doc"]["id"] for r in records}) >= 4
    for record in records:
        validator.validate(record)
        raw, _ = decode((SEEDS / f"{record['doc']['id']}.txt").read_bytes())
        for part in ("sentence", "measure", "quantity", "agency", "date", "campaign"):
            if record[part]:
                source = raw[record[part]["start"] : record[part]["end"]]
                assert normalise_text(source) == record[part]["text"]


def test_bad_files_are_rejected_and_good_ones_unharmed(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(REPORT, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "cut.txt").write_bytes(b"\xef\xbb\xbf" + REPORT.encode()[:-2])
    (folder / "lines.jsonl").write_text(
        json.dumps({"id": "line1", "text": REPORT}, ensure_ascii=False) + "\n{broken\n", encoding="utf-8"
    )
    (folder / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (folder / "digits.txt").write_text("1" * 100_000)
    (folder / "commas.txt").write_text("," * 20_000)
    result = CliRunner().invoke(app, ["run", str(folder), "-o", str(tmp_path / "out.jsonl")])
    assert result.exit_code == 1, result.output
    rejects = [json.loads(line) for line in (tmp_path / "out.rejects.jsonl").read_text().splitlines()]
    assert {Path(r["source"]).name for r in rejects} == {
        "empty.txt",
        "binary.txt",
        "cut.txt",
        "lines.jsonl:2",
        "gone.txt",
    }
    assert all(r["cause"] and r["message"] for r in rejects)
    ids = {json.loads(line)["doc"]["id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()}
    assert {"good", "line1"} <= ids


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", "no-such-folder"],
        ["run", str(SEEDS), "--model", "no-such-model"],
        ["run", str(SEEDS), "-o", "no-such-folder/out.jsonl"],
        ["run", str(SEEDS), "--published", "soon"],
    ],
)
def test_a_wrong_command_is_one_line(arguments: list[str]) -> None:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert len(result.stderr.strip().splitlines()) == 1
