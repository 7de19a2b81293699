"""The entity component learns, annotates and reads back what it wrote."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from pipeline.components.entities import Entities
from pipeline.components.tokens import make_char_tokenizer
from pipeline.learning.markup import compile_sample

BODY = (
    "[市公安局|A#a name=兰溪市公安局 county][出动/警力|M deploy public_order @a][300人次|Q],"
    "[检查/旅馆|M inspect premises @a][12家|Q],[网吧|M+][7家|Q],[抓获/逃犯|M apprehend crime @a][3名|Q]。"
)
PIPES = ("zh_words", "zh_quantities", "zh_dates", "zh_lexicon")


@pytest.fixture(scope="module")
def nlp() -> Language:
    fix_random_seed(0)
    language = spacy.blank("zh")
    language.tokenizer = make_char_tokenizer()(language)
    for name in PIPES:
        language.add_pipe(name)
    return language


def _example(nlp: Language) -> Example:
    sample = compile_sample(f"# id: t\n---\n{BODY}")
    predicted, reference = nlp(sample.text), nlp.make_doc(sample.text)
    reference._.entities = sample.entities
    return Example(predicted, reference)


def _spans(doc: Doc) -> set[tuple[str, str]]:
    return {(e.label, doc.text[e.start : e.end]) for e in doc._.entities}


def test_learns_one_report_and_reads_back(nlp: Language, tmp_path: Path) -> None:
    entities = nlp.create_pipe("zh_entities", config={"width": 32, "depth": 2, "window": 1})
    assert isinstance(entities, Entities)
    example = _example(nlp)
    entities.initialize(lambda: [example], nlp=nlp)
    optimizer = Adam(0.01)
    losses = [entities.update([example], sgd=optimizer)[entities.name] for _ in range(40)]
    assert losses[-1] < losses[0] / 10
    entities.set_annotations([example.predicted], entities.predict([example.predicted]))
    assert entities.score([example])["ents_f"] == 1.0
    gold = {(e.label, e.start, e.end) for e in example.reference._.entities}
    assert gold == {(e.label, e.start, e.end) for e in example.predicted._.entities}
    measure = next(e for e in example.predicted._.entities if e.label == "MEASURE")
    assert (measure.attributes["action"], measure.attributes["object"]) == ("出动", "警力")

    entities.to_disk(tmp_path / "entities")
    again = nlp.create_pipe("zh_entities", config={"width": 32, "depth": 2, "window": 1})
    again.from_disk(tmp_path / "entities")
    doc = nlp(example.reference.text)
    again.set_annotations([doc], again.predict([doc]))
    assert _spans(doc) == _spans(example.predicted)
