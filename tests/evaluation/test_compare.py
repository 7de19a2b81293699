"""The comparison of a reading with gold, on a small sample written here."""

import pytest
import spacy
from spacy.language import Language

from pipeline.annotation import Entity, Relation
from pipeline.components import tokens  # noqa: F401  registers the tokenizer and the extensions
from pipeline.evaluation.compare import Comparison, compare, gold_records
from pipeline.evaluation.render import as_html, as_markdown, as_text
from pipeline.evaluation.summary import as_json, errors, tables
from pipeline.learning.markup import compile_sample
from pipeline.learning.samples import Sample
from pipeline.reading.document import Document
from pipeline.record import Record, records_of

FIGURES = "[出动/警力|M deploy events @pl ^cj][860人次|Q],[检查/旅馆|M inspect premises @pl ^cj][98家|Q]。"
MARKUP = f"""# id: s1
# published: 2024-02-20
# region: 620800
# genre: festival
---
[春节期间|D#cj 2024-02-10..2024-02-17 holiday],[平凉市公安局|A#pl prefecture]{FIGURES}
"""


@pytest.fixture
def sample() -> Sample:
    return compile_sample(MARKUP)


@pytest.fixture
def nlp() -> Language:
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "zh_police.CharTokenizer.v1"}}})


Reading = tuple[list[Entity], list[Relation], list[Record]]


def read_as(sample: Sample, change: dict[str, object]):  # type: ignore[no-untyped-def]
    """Return an annotator that reads the gold, but for what `change` says of the second measure."""

    def annotate(_nlp: Language, document: Document) -> Reading:
        measures = sample.labelled("MEASURE")
        measures[1].attributes.update(change)
        categories = {m.id: {m.attributes["category"]: 1.0} for m in measures}
        records = records_of(document, sample.entities, sample.relations, categories)
        return sample.entities, sample.relations, records

    return annotate


def scored(nlp: Language, change: dict[str, object]) -> Comparison:
    return compare(nlp, compile_sample(MARKUP), read_as(compile_sample(MARKUP), change))


def test_gold_records_carry_the_links(sample: Sample) -> None:
    first, second = gold_records(sample)
    assert first.quantity is not None
    assert (first.quantity.low, first.quantity.unit, first.measure.type) == (860, "人次", "deploy")
    assert first.date is not None
    assert (first.date.from_, first.date.to) == ("2024-02-10", "2024-02-17")
    assert second.agency is not None
    assert second.agency.name == "平凉市公安局"


def test_the_gold_itself_is_right_throughout(nlp: Language) -> None:
    comparison = scored(nlp, {})
    assert all(score.f1 == 1.0 for score in comparison.scores.values())
    assert not comparison.missed
    assert not comparison.invented


def test_a_wrong_type_costs_the_record_but_not_the_core(nlp: Language) -> None:
    comparison = scored(nlp, {"type": "patrol"})
    assert comparison.scores["core"].f1 == 1.0
    assert comparison.scores["record"].right == 1
    assert [e.cause for e in errors([comparison])] == ["wrong type"]


def test_nothing_found_is_missed_with_its_sentence(nlp: Language, sample: Sample) -> None:
    comparison = compare(nlp, sample, lambda _nlp, _document: ([], [], []))
    assert comparison.scores["core"].recall == 0.0
    assert {e.cause for e in errors([comparison])} == {"missed"}
    assert all("出动警力" in e.sentence for e in errors([comparison]))


def test_reports_name_the_scores_and_escape_the_text(nlp: Language) -> None:
    comparisons = [scored(nlp, {"object": "<b>旅馆</b>", "type": "patrol"})]
    shown, wrong = tables(comparisons, comparisons), errors(comparisons)
    assert "whole record" in as_text(shown, wrong)
    assert "| whole record |" in as_markdown("Evaluation", shown, wrong)
    assert "<b>旅馆" not in as_html("Evaluation", shown, wrong)
    assert as_json(comparisons, comparisons)["scores"]["record"]["right"] == 1
