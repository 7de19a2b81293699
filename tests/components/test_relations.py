"""The relation component learns, links across a list and reads back what it wrote."""

from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from pipeline.components.candidates import decisions_of
from pipeline.components.columns import FEATURE_COUNT
from pipeline.components.forward import ranked
from pipeline.components.relations import Relations, build_ranker
from pipeline.components.tokens import make_char_tokenizer
from pipeline.learning.markup import compile_sample

BODY = (
    "[春节期间|D#c ? holiday],[兰溪市公安局|A#a county][出动/警力|M deploy public_order @a ^c][300人次|Q],"
    "[检查/旅馆|M #m inspect premises @a ^c][12家|Q],[网吧|M+ <m][7家|Q]。\n"
    "召开[3次|Q >][党委会|M organise force @a act=召开],[破获/案件|M investigate crime @a][8起|Q]。"
)


def _examples() -> tuple[Language, Example]:
    fix_random_seed(0)
    nlp = spacy.blank("zh")
    nlp.tokenizer = make_char_tokenizer()(nlp)
    sample = compile_sample(f"# id: t\n---\n{BODY}")
    docs = [nlp.make_doc(sample.text) for _ in range(2)]
    for doc in docs:
        doc._.entities = sample.entities
    docs[1]._.relations = sample.relations
    return nlp, Example(docs[0], docs[1])


def test_learns_the_links_of_one_report(tmp_path: Path) -> None:
    nlp, example = _examples()
    component = nlp.create_pipe("zh_relations", config={"hidden": 16})
    assert isinstance(component, Relations)
    component.initialize(lambda: [example])
    optimizer = Adam(0.02)
    losses = [component.update([example], sgd=optimizer)[component.name] for _ in range(80)]
    assert losses[-1] < losses[0] / 5
    component.set_annotations([example.predicted], component.predict([example.predicted]))
    assert component.score([example])["rels_f"] == 1.0

    component.to_disk(tmp_path / "relations")
    again = nlp.create_pipe("zh_relations", config={"hidden": 16})
    again.from_disk(tmp_path / "relations")
    learned = [(r.head, r.child, r.label) for r in example.predicted._.relations]
    again.set_annotations([example.predicted], again.predict([example.predicted]))
    assert [(r.head, r.child, r.label) for r in example.predicted._.relations] == learned


def test_each_decision_has_a_row_for_none_and_one_a_candidate() -> None:
    _, example = _examples()
    for decision, rows in decisions_of(example.reference.text, example.reference._.entities):
        assert rows.shape == (len(decision.candidates) + 1, FEATURE_COUNT)


def test_prediction_scores_as_the_layers_do() -> None:
    model = build_ranker(8, 3)
    model.initialize()
    rows = np.random.default_rng(1).random((5, FEATURE_COUNT)).astype(np.float32)
    expected = model.predict([rows for _ in model.layers])
    for layer, scores in zip(model.layers, expected, strict=True):
        assert np.allclose(ranked(layer, rows), scores, atol=1e-5)
        assert ranked(layer, rows[:0]).shape == (0, 3)


def test_a_document_without_entities_has_no_relations() -> None:
    nlp, _ = _examples()
    component = nlp.create_pipe("zh_relations")
    component.initialize(lambda: [])
    doc = nlp.make_doc("今天天气很好。")
    component.set_annotations([doc], component.predict([doc]))
    assert doc._.relations == []
