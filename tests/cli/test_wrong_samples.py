"""Files that are no samples, and outputs that would cost a user's work: one line, exit status 2."""

import json
import re
from pathlib import Path

import pytest
from calling import ROOT, call

MODEL = ROOT / "models" / "zh_police_reports"
SAMPLE = {
    "id": "a",
    "text": "检查宾馆12家。",
    "published": None,
    "source": None,
    "entities": [
        {"id": "q", "label": "QUANTITY", "start": 4, "end": 7, "low": 12, "high": 12, "unit": "家"}
        | {"approximate": False, "per": None, "change": None},
        {"id": "m", "label": "MEASURE", "start": 0, "end": 4, "action": "检查", "object": "宾馆"}
        | {"type": "inspect", "category": "premises", "status": "done"},
    ],
    "relations": [{"head": "m", "child": "q", "label": "AMOUNT"}],
}
QUANTITY = SAMPLE["entities"][0]
WRONG = {
    "empty": b"",
    "no text": bytes(range(128, 256)),
    "no JSON": b"<!DOCTYPE html>\n",
    "no sample": b'{"a": 1}\n',
    "span outside": SAMPLE | {"entities": [QUANTITY | {"end": 99}]},
    "span of words": SAMPLE | {"entities": [QUANTITY | {"start": "4"}]},
    "number of words": SAMPLE | {"entities": [QUANTITY | {"low": "many"}]},
    "label unknown": SAMPLE | {"entities": [QUANTITY | {"label": "X"}]},
    "id no string": SAMPLE | {"id": 5},
    "meta no object": SAMPLE | {"meta": [1]},
    "no day": SAMPLE | {"published": "yesterday"},
}


def written(path: Path, content: bytes | dict) -> Path:
    if isinstance(content, dict):
        content = json.dumps(content, ensure_ascii=False).encode() + b"\n"
    path.write_bytes(content)
    return path


def one_line(*arguments: object) -> str:
    result = call(*arguments)
    assert result.exit_code == 2, result.output
    assert re.fullmatch(r"\[C\d+\] .+\n", result.output), result.output
    assert "Error(" not in result.output
    return result.output


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_what_is_no_sample_ends_the_command(content: bytes | dict, tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", content)
    one_line("count", file)
    assert [*tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("command", ["evaluate", "train"])
def test_faults_end_the_work_before_a_model_is_loaded(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"pipeline.cli.{command}.load", None)
    file = written(tmp_path / "a.jsonl", WRONG["span outside"])
    arguments: dict[str, list[object]] = {
        "evaluate": ["--samples", file, "--split", "train", "--model", MODEL],
        "train": ["--add", file, "--from", MODEL, "-o", tmp_path / "mine"],
    }
    assert "span from 4 to 99" in one_line(command, *arguments[command])
    assert [*tmp_path.iterdir()] == [file]


def test_nothing_to_check_is_no_success(tmp_path: Path) -> None:
    assert "no samples in" in one_line("check", written(tmp_path / "a.jsonl", b""))
    result = call("check", written(tmp_path / "a.jsonl", WRONG["no text"]))
    assert result.exit_code == 1
    assert "save it as UTF-8" in result.output


def test_a_line_separator_in_a_text_parts_no_lines(tmp_path: Path) -> None:
    text = SAMPLE | {"text": "检查宾馆12家。\u2028检查。"}
    result = call("check", written(tmp_path / "a.jsonl", text))
    assert "1 sound samples" in result.output, result.output


@pytest.mark.parametrize("form", ["jsonl", "labelstudio", "doccano", "brat", "markup", "spacy"])
def test_where_nothing_is_converted_nothing_is_written(form: str, tmp_path: Path) -> None:
    for content in (b"", b"<p>\n<p>\n<p>\n"):
        file = written(tmp_path / "a.jsonl", content)
        line = one_line("convert", file, "-o", tmp_path / "o", "--from", form, "--to", "jsonl")
        assert f"is it the format {form}?" in line
        assert [*tmp_path.iterdir()] == [file]


def test_no_command_writes_over_its_input(tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", SAMPLE)
    before = file.read_bytes()
    one_line("convert", file, "-o", file, "--from", "jsonl", "--to", "labelstudio")
    one_line("convert", tmp_path, "-o", file, "--from", "jsonl", "--to", "jsonl")
    one_line("count", file, "-o", file)
    assert file.read_bytes() == before
    page = written(tmp_path / "records.html", b"")
    assert "one of the inputs" in one_line("report", page, "-o", page)
    assert ".html" in one_line("report", page, "-o", tmp_path / "page.pdf")
    table = written(tmp_path / "records.csv", b"")
    assert "one of the inputs" in one_line("export", table, "-o", table)


def test_a_model_takes_the_place_of_a_model_only(tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", SAMPLE)
    for place in (tmp_path, file, file / "mine"):
        assert "model to" in one_line("train", "--add", file, "--from", MODEL, "-o", place)
    assert [*tmp_path.iterdir()] == [file]


def test_reports_of_an_evaluation_need_a_folder(tmp_path: Path) -> None:
    file = written(tmp_path / "a.jsonl", SAMPLE)
    arguments = ["evaluate", "--samples", file, "--split", "train", "--model", MODEL]
    assert "cannot write the reports" in one_line(*arguments, "-o", file)


def test_a_source_that_is_gone_is_named(tmp_path: Path) -> None:
    file = written(tmp_path / "b.jsonl", SAMPLE | {"source": "gone/a.html"})
    line = one_line("evaluate", "--samples", file, "--split", "train", "--model", MODEL)
    assert "gone/a.html of the sample a cannot be read" in line
