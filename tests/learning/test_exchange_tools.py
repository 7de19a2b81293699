"""Files as the tools export them: what is read, what the grammars add, and what is reported."""

import json
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from pipeline.learning.checking import sample_faults
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.formats import EXCHANGES, Format
from pipeline.learning.exchange.inline import to_markup
from pipeline.learning.samples import Sample

DATA = Path(__file__).parent / "data"
TEXT = "𠮷林:\n检查宾馆168家"


def read(form: Format, path: Path) -> tuple[list[Sample], Findings]:
    findings = Findings()
    return list(EXCHANGES[form].read(path, findings)), findings


def words_of(sample: Sample, label: str) -> list[str]:
    return [sample.words(e) for e in sample.labelled(label)]


@pytest.mark.parametrize(
    ("form", "path"),
    [
        (Format.LABELSTUDIO, DATA / "labelstudio.json"),
        (Format.DOCCANO, DATA / "doccano.jsonl"),
        (Format.BRAT, DATA / "brat"),
    ],
)
def test_exports_are_read_and_the_grammars_fill_the_values(form: Format, path: Path) -> None:
    samples, findings = read(form, path)
    assert not findings.faults
    sample = samples[0]
    assert words_of(sample, "MEASURE") == ["出动警力", "警车", "检查宾馆旅馆", "刑事警情"]
    arcs = {
        (sample.words(a), r.label, sample.words(b))
        for r in sample.relations
        for a in sample.entities
        for b in sample.entities
        if (a.id, b.id) == (r.head, r.child)
    }
    assert ("警车", "SHARES_ACTION", "出动警力") in arcs
    assert ("警车", "AMOUNT", "120余台次") in arcs
    amounts = [
        (e.attributes["low"], e.attributes["high"], e.attributes["unit"]) for e in sample.labelled("QUANTITY")
    ]
    assert amounts == [(2660, 2660, "人次"), (120, 130, "台次"), (168, 168, "家"), (10.98, 10.98, "%")]
    assert sample.labelled("QUANTITY")[3].attributes["change"] == {"direction": "down", "basis": "yoy"}
    agency = sample.labelled("AGENCY")[0].attributes
    assert (agency["region"], agency["level"], agency["kind"]) == ("620200", "prefecture", "police")
    until = sample.labelled("DATE")[1].attributes
    assert until["from"] is None
    if sample.published:
        assert until["to"] == "2024-02-18"


def test_label_studio_controls_state_attributes() -> None:
    (sample,), findings = read(Format.LABELSTUDIO, DATA / "labelstudio.json")
    first, second, third, fourth = [e.attributes for e in sample.labelled("MEASURE")]
    assert (first["action"], first["object"], first["type"]) == ("出动", "警力", "deploy")
    assert second["action"] == "出动"  # taken from the head of its list
    assert (third["action"], third["object"]) == ("检查", "宾馆旅馆")
    assert third["category"] is None
    assert (fourth["action"], fourth["type"]) == ("", None)
    assert sample.id == "jyg-01"
    assert any("not annotated" in note for note in findings.notes)


def test_what_only_a_reader_can_tell_stays_open_and_is_named() -> None:
    (sample, _), _ = read(Format.DOCCANO, DATA / "doccano.jsonl")
    assert sum("unknown type None" in str(f) for f in sample_faults(sample)) == 4
    assert "[刑事警情|M ? ?" in to_markup(sample)


def test_brat_attributes_and_notes() -> None:
    (sample,), findings = read(Format.BRAT, DATA / "brat")
    assert [e.attributes["type"] for e in sample.labelled("MEASURE")] == ["deploy", None, "inspect", None]
    assert sample.labelled("MEASURE")[0].attributes["object"] == "警力"
    assert [note.partition(" ")[2] for note in findings.notes] == [
        "has the note '动词承前' on T5, which is not kept"
    ]


def test_a_spacy_file_with_other_tokens_and_ents_only(tmp_path: Path) -> None:
    doc = Doc(Vocab(), words=["检查", "宾馆", "168", "家"], spaces=[False] * 4)
    doc.ents = [Span(doc, 0, 2, label="MEASURE"), Span(doc, 2, 4, label="QUANTITY")]
    DocBin(docs=[doc]).to_disk(tmp_path / "x.spacy")
    (sample,), _ = read(Format.SPACY, tmp_path / "x.spacy")
    assert words_of(sample, "MEASURE") == ["检查宾馆"]
    assert sample.labelled("QUANTITY")[0].attributes["low"] == 168


def task(text: str, start: int, end: int, words: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": words, "labels": ["MEASURE"]}
    result = {"id": "r1", "from_name": "label", "to_name": "text", "type": "labels", "value": value}
    return {"id": 1, "data": {"text": text}, "annotations": [{"result": [result]}]}


@pytest.mark.parametrize(
    ("text", "start", "counting"),
    [
        (TEXT, 4, ""),
        (TEXT, 5, "UTF-16"),
        (TEXT.replace("\n", "\r\n"), 5, ""),
        (TEXT.replace("\n", "\r\n"), 4, "a line end counts one"),
        (TEXT, 6, "a line end counts two, UTF-16"),
        ("\ufeff" + TEXT, 5, ""),
        ("\ufeff" + TEXT, 4, "no byte order mark is counted"),
    ],
)
def test_shifted_offsets_are_put_right_and_reported(
    text: str, start: int, counting: str, tmp_path: Path
) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps([task(text, start, start + 4, "检查宾馆")]))
    (sample,), findings = read(Format.LABELSTUDIO, file)
    assert sample.text == TEXT
    assert words_of(sample, "MEASURE") == ["检查宾馆"]
    assert bool(findings.notes) == bool(counting)
    assert counting in "".join(findings.notes)


@pytest.mark.parametrize(
    ("start", "end", "words", "message"),
    [
        (0, 4, "检查宾馆", "does not stand where the file says"),
        (4, 99, "检查宾馆", "is outside the text of 12 characters"),
        (4, 4, "", "is empty"),
        (-3, 4, "检查宾馆", "is outside"),
    ],
)
def test_misplaced_spans_are_named_with_file_and_words(
    start: int, end: int, words: str, message: str, tmp_path: Path
) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps([task(TEXT, start, end, words)]))
    samples, findings = read(Format.LABELSTUDIO, file)
    assert not samples
    (fault,) = findings.faults
    assert message in str(fault)
    assert fault.file == f"{file} task 1"
    assert fault.span == words


def test_a_windows_pair_of_brat(tmp_path: Path) -> None:
    (tmp_path / "w.txt").write_bytes("\ufeff甲。\r\n检查宾馆168家\r\n".encode())
    (tmp_path / "w.ann").write_bytes("T1\tMEASURE 5 9\t检查宾馆\r\nT2\tQUANTITY 9 13\t168家\r\n".encode())
    (sample,), findings = read(Format.BRAT, tmp_path)
    assert (words_of(sample, "MEASURE"), words_of(sample, "QUANTITY")) == (["检查宾馆"], ["168家"])
    assert not findings.notes


@pytest.mark.parametrize(
    ("form", "name", "content", "message"),
    [
        (Format.BRAT, "a.ann", "T1\tMEASURE 0 2;3 4\t检查\n", "is in pieces"),
        (Format.BRAT, "a.ann", "T1\tMEASURE zero 2\t检查\n", "no line of brat"),
        (Format.BRAT, "a.ann", "T1\tMEASURE 0 2\t检查\nR1\tAMOUNT Arg1:T1 Arg2:T9\n", "no such span"),
        (
            Format.BRAT,
            "a.ann",
            'T1\tQUANTITY 0 2\t检查\n#1\tAnnotatorNotes T1\t{"low": "3"}\n',
            "has low '3'",
        ),
        (Format.DOCCANO, "a.jsonl", "{broken\n", "is no JSON"),
        (Format.DOCCANO, "a.jsonl", '{"id": 1}\n', "no line of a doccano export"),
        (Format.JSONL, "a.jsonl", '{"id": "a", "text": "甲"}\n', "no annotated sample"),
        (
            Format.JSONL,
            "a.jsonl",
            '{"id": "a", "text": "\\ud83d", "entities": [], "relations": []}\n',
            "half a char",
        ),
        (Format.LABELSTUDIO, "a.json", '[{"text": "甲", "label": []}]', "no task of a Label Studio"),
        (Format.SPACY, "a.spacy", "no DocBin", "is no spaCy DocBin"),
        (Format.MARKUP, "a.txt", "# id: a\n---\n[警力|M deploy]\n", "needs a category"),
    ],
)
def test_broken_files_are_reported(
    form: Format, name: str, content: str, message: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("检查宾馆", encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    samples, findings = read(form, tmp_path / name)
    assert not samples
    assert message in str(findings.faults[0])
    assert str(tmp_path / name) in str(findings.faults[0])


def test_relations_drawn_leftwards_are_turned(tmp_path: Path) -> None:
    (sample,), _ = read(Format.LABELSTUDIO, DATA / "labelstudio.json")
    labels = {e.id: e.label for e in sample.entities}
    assert {labels[r.head] for r in sample.relations} == {"MEASURE"}
