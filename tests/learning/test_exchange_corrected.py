"""What people do in the tools themselves, and what comes back.

`data/tools` holds exports of Label Studio 1.23.2, doccano 1.8.4 and brat of 2021: a prediction with emoji
went in, and someone marked 同比下降 as a measure. In Label Studio and brat 刑事警情 became `handle`; in Label
Studio the figure 168家 was deleted, in brat the first span.
"""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from pipeline.learning.exchange.fields import CLOSED, FIELDS, NULL
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.formats import EXCHANGES, Format
from pipeline.learning.exchange.labelstudio_config import config
from pipeline.learning.samples import Sample
from pipeline.taxonomy import ENTITY_LABELS, RELATION_LABELS

EXPORTS = Path(__file__).parent / "data" / "tools"
FILES = {
    Format.LABELSTUDIO: EXPORTS / "labelstudio.json",
    Format.DOCCANO: EXPORTS / "doccano.jsonl",
    Format.BRAT: EXPORTS / "brat",
}
SPANS = [
    "春节期间",
    "嘉峪关市公安局",
    "出动警力",
    "2660人次",
    "警车",
    "120余台次",
    "检查宾馆旅馆",
    "168家",
    "2月18日",
    "𠮷林派出所",
    "刑事警情",
    "同比下降",
    "10.98%",
]
DELETED = {Format.LABELSTUDIO: "168家", Format.DOCCANO: None, Format.BRAT: "春节期间"}


def read(form: Format, path: Path) -> tuple[list[Sample], Findings]:
    findings = Findings()
    return list(EXCHANGES[form].read(path, findings)), findings


def exported() -> dict[str, Any]:
    (task,) = json.loads(FILES[Format.LABELSTUDIO].read_text(encoding="utf-8"))
    assert isinstance(task, dict)
    return task


def sample_of(form: Format) -> Sample:
    (sample,), findings = read(form, FILES[form])
    assert not findings.faults
    return sample


@pytest.mark.parametrize("form", FILES)
def test_a_correction_comes_back_and_all_else_stays(form: Format) -> None:
    sample = sample_of(form)
    assert [sample.words(e) for e in sample.entities] == [w for w in SPANS if w != DELETED[form]]
    assert (sample.id, sample.published, sample.source) == ("jyg-02", "2024-02-20", "jyg-02.txt")
    crime, new = sample.labelled("MEASURE")[-2:]
    assert crime.attributes["type"] == ("indicator" if form is Format.DOCCANO else "handle")
    assert (crime.attributes["category"], new.attributes["type"]) == ("crime", None)
    fall = sample.labelled("QUANTITY")[-1].attributes
    assert (fall["low"], fall["change"]) == (10.98, {"direction": "down", "basis": "yoy"})
    gone = {Format.LABELSTUDIO: 1, Format.DOCCANO: 0, Format.BRAT: 3}[form]
    assert len(sample.relations) == 13 - gone


@pytest.mark.parametrize("form", FILES)
def test_what_goes_in_again_comes_back_the_same(form: Format, tmp_path: Path) -> None:
    sample = sample_of(form)
    assert EXCHANGES[form].write([sample], tmp_path / "out", Findings()) == 1
    assert read(form, tmp_path / "out")[0] == [sample]


def predicted(tmp_path: Path) -> tuple[Path, Sample]:
    sample = sample_of(Format.LABELSTUDIO)
    sample.meta["certainty"] = "0.9000"
    EXCHANGES[Format.LABELSTUDIO].write([sample], tmp_path / "in.json", Findings())
    return tmp_path / "in.json", sample


def test_a_prediction_is_offered_for_correction(tmp_path: Path) -> None:
    file, sample = predicted(tmp_path)
    (task,) = json.loads(file.read_text(encoding="utf-8"))
    assert task["annotations"] == []
    assert task["predictions"][0]["score"] == 0.9
    assert read(Format.LABELSTUDIO, file)[0] == [sample]


def test_who_has_corrected_is_sure(tmp_path: Path) -> None:
    sample = sample_of(Format.LABELSTUDIO)
    assert "certainty" not in sample.meta
    EXCHANGES[Format.LABELSTUDIO].write([sample], tmp_path / "in.json", Findings())
    (task,) = json.loads((tmp_path / "in.json").read_text(encoding="utf-8"))
    assert (len(task["annotations"]), task["predictions"]) == (1, [])


@pytest.mark.parametrize("corrected", [True, False])
def test_in_an_export_a_bare_prediction_is_left_out(corrected: bool, tmp_path: Path) -> None:
    file, _ = predicted(tmp_path)
    (bare,) = json.loads(file.read_text(encoding="utf-8"))
    if not corrected:
        bare["predictions"] = [29]
    file.write_text(json.dumps([bare, *[exported()] * corrected]), encoding="utf-8")
    samples, findings = read(Format.LABELSTUDIO, file)
    assert (len(samples), findings.faults) == (int(corrected), [])
    assert findings.notes == [f"{file} task 1 is not annotated and left out"]


@pytest.mark.parametrize(
    ("child", "label"), [("2660人次", "AMOUNT"), ("𠮷林派出所", "AGENT"), ("警车", None), ("gone", None)]
)
def test_an_arrow_without_label_says_what_it_can_only_be(
    child: str, label: str | None, tmp_path: Path
) -> None:
    task = exported()
    result = task["annotations"][0]["result"]
    ids = {r["value"].get("text"): r["id"] for r in result if r["type"] == "labels"}
    arrow = {"from_id": ids["同比下降"], "to_id": ids.get(child, "gone"), "type": "relation", "labels": []}
    result.append({**arrow, "direction": "right"})
    (tmp_path / "x.json").write_text(json.dumps([task]), encoding="utf-8")
    samples, findings = read(Format.LABELSTUDIO, tmp_path / "x.json")
    if label is None:
        assert not samples
        assert "has a relation without label, from «同比下降» to" in str(findings.faults[0])
        assert child in str(findings.faults[0])
    else:
        new = samples[0].labelled("MEASURE")[-1]
        assert [r.label for r in samples[0].relations if r.head == new.id] == [label]


def test_a_wrong_value_keeps_a_task_out(tmp_path: Path) -> None:
    task = exported()
    for result in task["annotations"][0]["result"]:
        if result.get("from_name") == "quantity_low":
            result["value"]["text"] = ["many"]
    (tmp_path / "x.json").write_text(json.dumps([task]), encoding="utf-8")
    samples, findings = read(Format.LABELSTUDIO, tmp_path / "x.json")
    assert not samples
    assert "has low 'many', which is no number" in str(findings.faults[0])


def test_every_attribute_has_a_control_with_its_name_in_sight() -> None:
    tree = ElementTree.fromstring(config())
    bar, text = tree.findall("View")
    assert text.find("Text") is not None
    assert [e.get("value") for e in tree.iter("Relation")] == [*RELATION_LABELS]
    assert [e.get("value") for e in bar.iter("Label")] == [*ENTITY_LABELS]
    shown = {}
    for group in bar.findall("View"):
        for control in group.findall("View"):
            head, field = control
            assert field.get("whenLabelValue") == group.get("whenLabelValue")
            assert str(field.get("name")).endswith(f"_{head.get('value')}")
            shown[field.get("name")] = [e.get("value") for e in field]
    names = {(label, n) for label in ENTITY_LABELS for n in FIELDS[label] if n != "change"}
    names |= {("QUANTITY", "direction"), ("QUANTITY", "basis")}
    assert {*shown} == {f"{label.lower()}_{n}" for label, n in names}
    for (label, name), values in CLOSED.items():
        assert shown[f"{label.lower()}_{name}"] == [*values, NULL]


def test_doccano_gets_offsets_as_its_page_counts_and_all_labels(tmp_path: Path) -> None:
    sample = sample_of(Format.DOCCANO)
    EXCHANGES[Format.DOCCANO].write([sample], tmp_path / "in.jsonl", Findings())
    line = json.loads((tmp_path / "in.jsonl").read_text(encoding="utf-8"))
    units = sample.text.encode("utf-16-le")
    first = line["entities"][0]
    assert units[first["start_offset"] * 2 : first["end_offset"] * 2].decode("utf-16-le") == "春节期间"
    for name, labels in (("labels", ENTITY_LABELS), ("relations", RELATION_LABELS)):
        types = json.loads((tmp_path / f"in.{name}.json").read_text(encoding="utf-8"))
        assert [t["text"] for t in types] == [*labels]
        assert (
            len({t["suffixKey"] for t in types}) == len({t["backgroundColor"] for t in types}) == len(types)
        )


def test_a_measure_marked_anew_in_doccano_keeps_what_was_said_of_it(tmp_path: Path) -> None:
    line = json.loads(FILES[Format.DOCCANO].read_text(encoding="utf-8"))
    at = line["text"].encode("utf-16-le").index("检查宾馆旅馆".encode("utf-16-le")) // 2
    (old,) = (e for e in line["entities"] if e["start_offset"] == at)
    line["entities"] = [e for e in line["entities"] if e is not old] + [
        old | {"id": 999, "end_offset": at + 4}
    ]
    line["relations"] = [r for r in line["relations"] if old["id"] not in (r["from_id"], r["to_id"])]
    (tmp_path / "x.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (sample,), findings = read(Format.DOCCANO, tmp_path / "x.jsonl")
    (new,) = (e for e in sample.labelled("MEASURE") if sample.words(e) == "检查宾馆")
    assert (new.attributes["object"], new.attributes["type"]) == ("宾馆", "inspect")
    assert new.attributes["category"] == line["attributes"][f"{at}-{at + 6} MEASURE"]["category"]
    assert "for a span that is no longer there" in findings.notes[0]


@pytest.mark.parametrize("offset", [1, 99])
def test_an_offset_inside_a_character_or_behind_the_text_has_no_place(offset: int, tmp_path: Path) -> None:
    line = json.loads(FILES[Format.DOCCANO].read_text(encoding="utf-8"))
    line["entities"][0]["end_offset"] = offset
    line["entities"][0]["start_offset"] = 0
    (tmp_path / "x.jsonl").write_text(json.dumps(line), encoding="utf-8")
    samples, findings = read(Format.DOCCANO, tmp_path / "x.jsonl")
    assert not samples
    assert "is outside the text of 76 characters" in str(findings.faults[0])


def test_an_export_that_does_not_tell_how_it_counts_is_named(tmp_path: Path) -> None:
    line = {"id": 1, "text": "🚨检查", "label": [[1, 3, "MEASURE"]]}
    (tmp_path / "x.jsonl").write_text(json.dumps(line), encoding="utf-8")
    (sample,), findings = read(Format.DOCCANO, tmp_path / "x.jsonl")
    assert sample.words(sample.entities[0]) == "检查"
    assert "look at its spans" in findings.notes[0]


def test_a_note_of_brat_that_was_spoilt_keeps_the_document_out(tmp_path: Path) -> None:
    for file in FILES[Format.BRAT].iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes().replace(b'"low": 2660', b'"low": 2660!'))
    samples, findings = read(Format.BRAT, tmp_path)
    assert not samples
    assert "has a note that is no JSON" in str(findings.faults[0])
    assert "jyg-02.ann:" in str(findings.faults[0])
