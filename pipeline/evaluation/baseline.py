"""The baseline without models: the quantity grammar with the clause to the left of each figure."""

import re
from typing import Final

from spacy.language import Language

from pipeline.annotation import Entity, Relation
from pipeline.components.grammars import propose_quantities
from pipeline.model import prepare
from pipeline.reading.document import Document
from pipeline.record import Record, records_of

_LEFT: Final = re.compile(r"[^\s,.:;?!、。()]+$")


def annotate_left(nlp: Language, document: Document) -> tuple[list[Entity], list[Relation], list[Record]]:
    """Take every quantity of the grammar, and as its measure what stands before it in the same clause."""
    doc = propose_quantities(prepare(nlp, document))
    entities: list[Entity] = []
    relations: list[Relation] = []
    last = 0
    for number, candidate in enumerate(doc._.candidates):
        clause = _LEFT.search(document.text, last, candidate.start)
        last = candidate.end
        if clause:
            quantity = Entity(f"q{number}", "QUANTITY", candidate.start, candidate.end, candidate.attributes)
            attributes = {
                "action": "",
                "object": clause.group(),
                "type": "other",
                "status": "done",
                "confidence": 0.0,
            }
            measure = Entity(f"m{number}", "MEASURE", *clause.span(), attributes)
            entities += [quantity, measure]
            relations.append(Relation(measure.id, quantity.id, "AMOUNT"))
    categories = {e.id: {"other": 1.0} for e in entities if e.label == "MEASURE"}
    return entities, relations, records_of(document, entities, relations, categories)
