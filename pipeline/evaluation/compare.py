"""One document: the system's reading of the raw file against its gold annotation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
from spacy.language import Language

from pipeline.annotation import Entity, Relation
from pipeline.errors import Code, CommandError
from pipeline.evaluation.alignment import Alignment
from pipeline.evaluation.annotations import attribute_scores, relation_scores, span_scores
from pipeline.evaluation.baseline import annotate_left
from pipeline.evaluation.facts import FIELDS, Fact, fact_of, pair
from pipeline.evaluation.given import given_scores
from pipeline.evaluation.matching import Span
from pipeline.evaluation.scores import Array, Score
from pipeline.evaluation.traits import traits_of
from pipeline.evaluation.verdicts import Verdicts, verdicts
from pipeline.learning.samples import Sample
from pipeline.model import prepare
from pipeline.progress import Advance, silent
from pipeline.reading.document import Document, Ledger
from pipeline.reading.reader import read_bytes, read_text
from pipeline.record import Record, records_of

Annotate = Callable[[Language, Document], tuple[list[Entity], list[Relation], list[Record]]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The scores of one document by name, and the facts behind them; `pairs` are (found, gold)."""

    id: str
    traits: dict[str, str]
    scores: dict[str, Score]
    pairs: list[tuple[Fact, Fact]] = field(default_factory=list)
    missed: list[Fact] = field(default_factory=list)
    invented: list[Fact] = field(default_factory=list)
    verdicts: Verdicts = field(default_factory=Verdicts)


def read_sample(sample: Sample) -> Document:
    """Read the raw page of a sample, or its own text where there is none.

    The sample's day of publication is given along, as `run --published` gives it: pages may show none.
    """
    published = date.fromisoformat(sample.published) if sample.published else None
    if sample.source:
        try:
            data = Path(sample.source).read_bytes()
        except OSError as error:
            raise CommandError(
                Code.NO_INPUT,
                f"the source {sample.source} of the sample {sample.id} cannot be read ({error.strerror}): "
                "call from the folder where it is, or take `source` out to evaluate on the sample's text",
            ) from None
        return read_bytes(data, id=sample.id, source=sample.source, published=published)
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

    def place(start: int, end: int) -> Span:
        return alignment.place(*document.ledger.to_text(start, end))

    found = [fact for record in records if (fact := fact_of(record, place))]
    gold = [
        fact for record in gold_records(sample) if (fact := fact_of(record, lambda start, end: (start, end)))
    ]
    pairs = pair(found, gold)
    right = {id(fact) for both in pairs for fact in both}
    by_place = {(r.measure.start, r.measure.end): r for r in records}
    reported = {
        e.id: by_place[source]
        for e in entities
        if e.label == "MEASURE" and (source := document.ledger.to_source(e.start, e.end)) in by_place
    }
    placed = [replace(e, start=s[0], end=s[1]) for e in entities for s in [alignment.place(e.start, e.end)]]
    links = relation_scores(sample.text, placed, relations, sample.entities, sample.relations)
    scores = {
        "core": Score(len(pairs), len(found), len(gold)),
        "record": Score(sum(not p.differences(g) for p, g in pairs), len(found), len(gold)),
        **_field_scores(pairs),
        **span_scores(placed, sample.entities),
        **attribute_scores(placed, sample.entities),
        **{f"relation {name}": score for name, score in links.items()},
    }
    return Comparison(
        sample.id,
        traits_of(document, sample),
        scores,
        pairs,
        missed=[f for f in gold if id(f) not in right],
        invented=[f for f in found if id(f) not in right],
        verdicts=verdicts(placed, relations, sample.entities, sample.relations, reported),
    )


def compare_all(nlp: Language, samples: Iterable[Sample], advance: Advance = silent) -> list[Comparison]:
    """Score a model on samples, its relation component also on gold entities; each sample advances."""
    found = []
    for sample in samples:
        comparison = compare(nlp, sample)
        found.append(replace(comparison, scores=comparison.scores | given_scores(nlp, sample)))
        advance(note=sample.id)
    return found


def compare_baseline(nlp: Language, samples: Iterable[Sample], advance: Advance = silent) -> list[Comparison]:
    """Score the baseline on samples, with the grammars of the model; each sample advances."""
    found = []
    for sample in samples:
        found.append(compare(nlp, sample, annotate_left))
        advance(note=sample.id)
    return found


def _field_scores(pairs: list[tuple[Fact, Fact]]) -> dict[str, Score]:
    """Score each field over the pairs with the right core: precision and recall are the same there."""
    wrong = [found.differences(gold) for found, gold in pairs]
    return {
        f"field {name}": Score(len(pairs) - sum(name in w for w in wrong), len(pairs), len(pairs))
        for name in FIELDS
    }


def counts(comparisons: Iterable[Comparison], name: str) -> Array:
    """Return the counts of one score, (documents, 3); zeros where a document has no such score."""
    return np.array([c.scores.get(name, Score()).counts for c in comparisons])
