"""A small sample, and annotators that read its gold, changed at will."""

from copy import deepcopy
from typing import Any

import spacy
from spacy.language import Language

from pipeline.annotation import Entity, Relation
from pipeline.components import tokens  # noqa: F401  registers the tokenizer and the extensions
from pipeline.evaluation.compare import Annotate, Comparison, compare
from pipeline.learning.markup import compile_sample
from pipeline.learning.samples import Sample
from pipeline.reading.document import Document
from pipeline.record import Record, records_of

FIGURES = "[出动/警力|M deploy events @pl ^cj][860人次|Q],[检查/旅馆|M inspect premises @pl ^cj][98家|Q]。"
MARKUP = f"""# id: s1
# published: 2024-02-20
# region: 620800
# genre: festival
# level: prefecture
---
[春节期间|D#cj 2024-02-10..2024-02-17 holiday],[平凉市公安局|A#pl prefecture]{FIGURES}
"""


def blank() -> Language:
    """Return a pipeline without components."""
    return spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": "zh_police.CharTokenizer.v1"}}})


def small_sample(id_: str = "s1") -> Sample:
    """Return a report with two figures."""
    return compile_sample(MARKUP.replace("# id: s1", f"# id: {id_}"))


def gold_reader(
    sample: Sample, change: dict[str, Any] | None = None, drop: int | None = None, label: str = "MEASURE"
) -> Annotate:
    """Return an annotator that reads the gold, but for what `change` says of the second entity of a label.

    `drop` leaves the measure of that number out.
    """
    sample = deepcopy(sample)

    def annotate(_nlp: Language, document: Document) -> tuple[list[Entity], list[Relation], list[Record]]:
        if change:
            sample.labelled(label)[-1].attributes.update(change)
        lost = sample.labelled("MEASURE")[drop].id if drop is not None else ""
        entities = [e for e in sample.entities if e.id != lost]
        relations = [r for r in sample.relations if lost not in (r.head, r.child)]
        categories = {e.id: {e.attributes["category"]: 1.0} for e in entities if e.label == "MEASURE"}
        return entities, relations, records_of(document, entities, relations, categories)

    return annotate


def scored(id_: str = "s1", change: dict[str, Any] | None = None, **more: Any) -> Comparison:
    """Return the comparison of such a reading."""
    sample = small_sample(id_)
    return compare(blank(), sample, gold_reader(sample, change, **more))
