"""Predictions as samples: plain, least certain first, and the same after a tool has had them."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.annotation import Entity, Relation
from pipeline.components.tokens import CharTokenizer
from pipeline.errors import Code
from pipeline.learning.checking import check_files
from pipeline.learning.exchange.formats import Format, convert
from pipeline.learning.predicted import certainty, predicted, write_samples
from pipeline.learning.samples import Sample, from_json
from pipeline.reading.document import Document
from pipeline.reading.raw import Reject
from pipeline.reading.reader import read_text

TEXT = "春节期间,兰溪市公安局共检查旅馆12家,网吧5家。\n"
AGENCY = {"name": "兰溪市公安局", "region": "330781", "level": "county", "kind": "police"}
AMOUNT = {"unit": "家", "approximate": False, "per": None, "change": None}
MEASURE = {"type": "inspect", "status": "done"}
SCORES = {"premises": 0.7, "crime": 0.2}


class Pipeline:
    """Stands for a model: it finds the same in every text, with the confidence given for its id."""

    def __init__(self, sure: dict[str, float]) -> None:
        self.sure = sure
        self.make_doc = CharTokenizer(Vocab())

    def __call__(self, doc: Doc) -> Doc:
        offset = doc.text.index("春节")
        sure = self.sure[doc.text[:offset]]

        def entity(id_: str, label: str, words: str, **attributes: Any) -> Entity:
            start = doc.text.index(words)
            return Entity(id_, label, start, start + len(words), attributes, score=0.5)

        doc._.entities = [
            entity("a", "AGENCY", "兰溪市公安局", **AGENCY),
            entity("m", "MEASURE", "检查旅馆", action="检查", object="旅馆", confidence=sure, **MEASURE),
            entity("n", "MEASURE", "网吧", action="检查", object="网吧", confidence=sure, **MEASURE),
            entity("q", "QUANTITY", "12家", low=12, high=12, **AMOUNT),
            entity("r", "QUANTITY", "5家", low=5, high=5, **AMOUNT),
        ]
        pairs = [("m", "q", "AMOUNT"), ("n", "r", "AMOUNT"), ("m", "a", "AGENT"), ("n", "m", "SHARES_ACTION")]
        doc._.relations = [Relation(*pair) for pair in pairs] + [Relation("n", "a", "AGENT")]
        doc._.categories = {"m": SCORES, "n": SCORES}
        return doc


SURE = {"甲。": 0.9, "乙。": 0.2, "丙。": 0.6}


def document(head: str) -> Document:
    return read_text(head + TEXT, id=f"id {head[0]}", source=f"{head[0]}.txt")


def outcomes(sure: dict[str, float]) -> Generator[Sample | Reject]:
    yield Reject("bad.txt", Code.TIMEOUT, "")
    for head in SURE:
        yield predicted(Pipeline(sure), document(head))  # type: ignore[arg-type]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "samples.jsonl"
    assert write_samples(outcomes(SURE), path) == (3, 1)
    return path


def test_the_least_certain_come_first(written: Path) -> None:
    samples = [from_json(line) for line in written.read_text(encoding="utf-8").splitlines()]
    assert [s.meta["certainty"] for s in samples] == ["0.2000", "0.6000", "0.9000"]
    assert [s.id for s in samples] == ["id 乙", "id 丙", "id 甲"]


def test_samples_are_sound_and_carry_no_scores(written: Path) -> None:
    samples, faults = check_files([written])
    assert faults == []
    measure = samples[0].labelled("MEASURE")[0]
    assert measure.attributes == {**MEASURE, "action": "检查", "object": "旅馆", "category": "premises"}
    assert len(samples[0].relations) == 5


@pytest.mark.parametrize("format", [f for f in Format if f is not Format.JSONL])
def test_every_tool_gives_them_back_as_they_were(format: Format, written: Path, tmp_path: Path) -> None:
    theirs, back = tmp_path / "theirs", tmp_path / "back.jsonl"
    written_out, findings = convert(written, theirs, Format.JSONL, format)
    assert (written_out, findings.faults) == (3, [])
    assert convert(theirs, back, format, Format.JSONL)[0] == 3
    assert sorted(back.read_text().splitlines()) == sorted(written.read_text().splitlines())


def test_where_nothing_is_found_nothing_is_doubted() -> None:
    assert certainty([]) == 1.0


def test_what_stood_there_stays_where_writing_fails(written: Path) -> None:
    before = written.read_bytes()
    with pytest.raises(KeyError):
        write_samples(outcomes({}), written)
    assert written.read_bytes() == before
    assert [p.name for p in written.parent.iterdir()] == ["samples.jsonl"]
