"""One document: the system's reading of the raw file against its gold annotation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from spacy.language import Language

from pipeline.annotation import Entity, Relation
from pipeline.evaluation.alignment import Alignment
from pipeline.evaluation.facts import Fact, Place, Span, fact_of, pair
from pipeline.evaluation.scores import Score, exact, overlapping
from pipeline.learning.samples import Sample
from pipeline.model import prepare
from pipeline.reading.document import Document, Ledger
from pipeline.reading.reader import read_bytes, read_text
from pipeline.record import Record, records_of
from pipeline.taxonomy import ENTITY_LABELS, RELATION_LABELS

Annotate = Callable[[Language, Document], tuple[list[Entity], list[Relation], list[Record]]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The scores of one document by name, and the facts behind them."""

    id: str
    meta: dict[str, str]
    scores: dict[str, Score]
    pairs: list[tuple[Fact, Fact]] = field(default_factory=list)
    missed: list[Fact] = field(default_factory=list)
    invented: list[Fact] = field(default_factory=list)


def read_sample(sample: Sample) -> Document:
    """Read the raw file a sample was made from, or its own text where it was written for the project."""
    if sample.source:
        path = Path(sample.source)
        return read_bytes(path.read_bytes(), id=sample.id, source=sample.source)
    published = date.fromisoformat(sample.published) if sample.published else None
    return read_text(sample.text, id=sample.id, published=published)


def gold_records(sample: Sample) -> list[Record]:
    """Return the records that the gold annotation asserts, with offsets into the sample's text."""
    digest = sha256(sample.text.encode()).hexdigest()
    published = date.fromisoformat(sample.published) if sample.published else None
    document = Document(
        sample.id, "", sample.text, sample.text, Ledger(sample.text, ()), None, published, digest, "", ()
    )
    categories = {e.id: {e.attributes["category"]: 1.0} for e in sample.labelled("MEASURE")}
    return records_of(document, sample.entities, sample.relations, categories)


def annotate(nlp: Language, document: Document) -> tuple[list[Entity], list[Relation], list[Record]]:
    """Run the whole pipeline on a document."""
    doc = nlp(prepare(nlp, document))
    entities, relations = doc._.entities, doc._.relations
    return entities, relations, records_of(document, entities, relations, doc._.categories)


def compare(nlp: Language, sample: Sample, annotate: Annotate = annotate) -> Comparison:
    """Score the system on one sample, from the raw file to the record."""
    document = read_sample(sample)
    entities, relations, records = annotate(nlp, document)
    alignment = Alignment(document.text, sample.text)

    def place(start: int, end: int) -> Span | None:
        return alignment.span(*document.ledger.to_text(start, end))

    gold = _facts(gold_records(sample), lambda start, end: (start, end))
    found = _facts(records, place)
    pairs = pair(found, gold)
    right = {id(fact) for both in pairs for fact in both}
    scores = {
        **_span_scores(entities, sample.entities, alignment),
        **_relation_scores(entities, relations, sample, alignment),
        **_field_scores(pairs),
        "core": Score(len(pairs), len(found), len(gold)),
        "record": Score(sum(not p.differences(g) for p, g in pairs), len(found), len(gold)),
    }
    return Comparison(
        sample.id,
        sample.meta,
        scores,
        pairs,
        missed=[f for f in gold if id(f) not in right],
        invented=[f for f in found if id(f) not in right],
    )


def _facts(records: Iterable[Record], place: Place) -> list[Fact]:
    return [fact for record in records if (fact := fact_of(record, place))]


def _span_scores(found: list[Entity], gold: list[Entity], alignment: Alignment) -> dict[str, Score]:
    scores = {}
    for label in ENTITY_LABELS:
        theirs = [s for e in found if e.label == label and (s := alignment.span(e.start, e.end))]
        ours = [(e.start, e.end) for e in gold if e.label == label]
        scores[f"span {label}"] = exact(theirs, ours)
        scores[f"overlap {label}"] = overlapping(theirs, ours)
    return scores


def _relation_scores(
    found: list[Entity], relations: list[Relation], sample: Sample, alignment: Alignment
) -> dict[str, Score]:
    theirs = {e.id: alignment.span(e.start, e.end) for e in found}
    ours = {e.id: (e.start, e.end) for e in sample.entities}
    return {
        f"relation {label}": exact(
            ((theirs[r.head], theirs[r.child]) for r in relations if r.label == label),
            ((ours[r.head], ours[r.child]) for r in sample.relations if r.label == label),
        )
        for label in RELATION_LABELS
    }


def _field_scores(pairs: list[tuple[Fact, Fact]]) -> dict[str, Score]:
    """Score each field over the pairs with the right core: precision and recall are the same there."""
    wrong = [found.differences(gold) for found, gold in pairs]
    names = pairs[0][0].fields if pairs else ()
    return {
        f"field {name}": Score(len(pairs) - sum(name in w for w in wrong), len(pairs), len(pairs))
        for name in names
    }
