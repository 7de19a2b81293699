"""`convert` as its user types it."""

from pathlib import Path

from typer.testing import CliRunner

from pipeline.__main__ import app

ROOT = Path(__file__).parents[2]
GOLD = str(ROOT / "training" / "gold")


def test_there_and_back(tmp_path: Path) -> None:
    there, back = str(tmp_path / "gold.json"), str(tmp_path / "back")
    result = CliRunner().invoke(
        app, ["convert", GOLD, "-o", there, "--from", "markup", "--to", "labelstudio"]
    )
    assert result.exit_code == 0, result.output
    assert "5 documents written" in result.output
    assert (tmp_path / "gold.config.xml").read_text().startswith("<View>")
    result = CliRunner().invoke(
        app, ["convert", there, "-o", back, "--from", "labelstudio", "--to", "markup"]
    )
    assert result.exit_code == 0, result.output
    result = CliRunner().invoke(app, ["check", back])
    assert "5 sound samples" in result.output


def test_wrong_input_is_said_in_one_line(tmp_path: Path) -> None:
    command = [
        "convert",
        str(tmp_path / "none"),
        "-o",
        str(tmp_path / "o"),
        "--from",
        "brat",
        "--to",
        "jsonl",
    ]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1


def test_a_fault_leaves_the_document_out_and_the_status_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"id":1,"text":"检查宾馆","entities":[{"id":1,"label":"MEASURE","start_offset":0,"end_offset":9}],"relations":[]}\n'
        '{"id":2,"text":"检查宾馆","entities":[],"relations":[]}\n',
        encoding="utf-8",
    )
    out = tmp_path / "o.jsonl"
    command = ["convert", str(tmp_path / "a.jsonl"), "-o", str(out), "--from", "doccano", "--to", "jsonl"]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 1
    assert "a.jsonl:1 «检查宾馆» is outside the text of 4 characters" in result.output
    assert len(out.read_text().splitlines()) == 1
