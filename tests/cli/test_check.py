"""`check` as its user types it."""

from pathlib import Path

from typer.testing import CliRunner

from pipeline.__main__ import app

TRAINING = Path(__file__).parents[2] / "training"


def test_two_annotators() -> None:
    command = ["check", str(TRAINING / "gold"), "--against", str(TRAINING / "second_reading")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    assert "## Agreement, all documents" in result.output
    assert "5 reports: core F1 " in result.output


def test_values_left_open_are_faults(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"id":"a","text":"检查宾馆多家","entities":['
        '{"id":"1","label":"MEASURE","start":0,"end":4,"action":"检查","object":"宾馆","type":"inspect",'
        '"category":null,"status":"done"}],"relations":[]}\n'
        '{"id":"b","text":"检查宾馆多家","entities":['
        '{"id":"1","label":"MEASURE","start":0,"end":4,"action":"检查","object":"宾馆","type":"inspect",'
        '"category":"premises","status":"done"},{"id":"2","label":"QUANTITY","start":4,"end":6,"low":null,"high":null,'
        '"unit":null,"approximate":false,"per":null,"change":null}],'
        '"relations":[{"head":"1","child":"2","label":"AMOUNT"}]}\n',
        encoding="utf-8",
    )
    result = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 1
    assert "«检查宾馆» has the unknown category None" in result.output
    assert "«多家» needs a unit" in result.output


def test_nothing_to_check_is_said_in_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(tmp_path / "none")])
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
