"""The record: what the pipeline emits for each figure, and its JSON Schema."""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from pipeline.annotation import Entity, Relation
from pipeline.components.structure import structure_of
from pipeline.reading.document import Document
from pipeline.taxonomy import AGENCY_KINDS, BASES, CATEGORIES, DATE_KINDS, DIRECTIONS, LEVELS, MEASURE_TYPES

MIN_BARE_CONFIDENCE = 0.4
"""How likely a measure without an amount must be right to be reported; chosen on the split `dev`."""
MIN_SCORE = 0.01
"""Category scores below this are left out of the record."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class _Span(_Strict):
    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class DocPart(_Strict):
    """The document a record is from.

    `duplicate_of` is the id of an earlier document that says the same (the whole of it, or the paragraph that
    the record is from); `columns` are the other columns of a document out of a table.
    """

    id: str
    source: str
    title: str | None
    published: str | None = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    sha256: str
    # These two only stand in a record where there is something to say.
    duplicate_of: str | None = Field(default=None, exclude_if=lambda value: value is None)
    columns: dict[str, JsonValue] | None = Field(default=None, exclude_if=lambda value: value is None)


class MeasurePart(_Span):
    """What was done or counted."""

    action: str
    object: str
    type: Literal[tuple(MEASURE_TYPES)]  # type: ignore[valid-type]
    status: Literal["done", "planned"]
    confidence: float = Field(ge=0, le=1)


class ChangePart(_Strict):
    """A stated difference."""

    direction: Literal[tuple(DIRECTIONS)]  # type: ignore[valid-type]
    basis: Literal[tuple(BASES)]  # type: ignore[valid-type]


class QuantityPart(_Span):
    """How much; an open bound is null."""

    low: int | float | None
    high: int | float | None
    unit: str
    approximate: bool
    per: str | None
    change: ChangePart | None


class AgencyPart(_Span):
    """Who did it."""

    name: str
    region: str | None = Field(pattern=r"^\d{6}$")
    level: Literal[tuple(LEVELS)] | None  # type: ignore[valid-type]
    kind: Literal[tuple(AGENCY_KINDS)]  # type: ignore[valid-type]


class DatePart(_Span):
    """When; ISO days, both included."""

    from_: str | None = Field(alias="from")
    to: str | None
    kind: Literal[tuple(DATE_KINDS)]  # type: ignore[valid-type]


class CategoryPart(_Strict):
    """The policing category with the classifier's probabilities."""

    label: Literal[tuple(CATEGORIES)]  # type: ignore[valid-type]
    confidence: float = Field(ge=0, le=1)
    scores: dict[str, float]


class Record(_Strict):
    """One figure (or one measure without a figure) of a report."""

    schema_version: Literal["1.0"] = "1.0"
    id: str
    doc: DocPart
    sentence: _Span
    measure: MeasurePart
    quantity: QuantityPart | None
    agency: AgencyPart | None
    date: DatePart | None
    campaign: _Span | None
    part_of: str | None
    category: CategoryPart

    def __reduce__(self) -> tuple[Callable[[str], "Record"], tuple[str]]:
        """Cross processes as JSON, in half the time of a pickled tree of models."""
        return type(self).model_validate_json, (self.model_dump_json(by_alias=True),)


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema that every line of output validates against."""
    return Record.model_json_schema(by_alias=True)


def records_of(
    document: Document,
    entities: list[Entity],
    relations: list[Relation],
    categories: dict[str, dict[str, float]],
) -> list[Record]:
    """Assemble the records of a document in text order; offsets are those of the source."""
    maker = _Maker(document, entities, relations)
    pairs = [
        (measure, amount)
        for measure in entities
        if measure.label == "MEASURE"
        for amount in (*maker.linked(measure, "AMOUNT"),) or (None,)
        if amount or measure.attributes.get("confidence", 1.0) >= MIN_BARE_CONFIDENCE
    ]
    pairs.sort(key=lambda p: (min(p[0].start, p[1].start) if p[1] else p[0].start, p[0].start))
    ids: dict[str, str] = {}
    for number, (measure, _) in enumerate(pairs, 1):
        ids.setdefault(measure.id, f"{document.id}#{number}")
    return [
        maker.record(f"{document.id}#{number}", measure, amount, ids, categories[measure.id])
        for number, (measure, amount) in enumerate(pairs, 1)
    ]


def category_of(scores: dict[str, float]) -> CategoryPart:
    """Return the category of a record from the probabilities of all categories."""
    best = max(scores, key=lambda c: scores[c])
    return CategoryPart(
        label=best,
        confidence=round(min(1.0, scores[best]), 4),
        scores={
            c: round(min(1.0, p), 4)
            for c, p in sorted(scores.items(), key=lambda x: (-x[1], x[0]))
            if p >= MIN_SCORE
        },
    )


class _Maker:
    def __init__(self, document: Document, entities: list[Entity], relations: list[Relation]) -> None:
        self.document = document
        self.structure = structure_of(document.text)
        by_id = {e.id: e for e in entities}
        self.links: dict[tuple[str, str], list[Entity]] = {}
        for relation in relations:
            self.links.setdefault((relation.head, relation.label), []).append(by_id[relation.child])

    def linked(self, measure: Entity, label: str) -> list[Entity]:
        return sorted(self.links.get((measure.id, label), []), key=lambda e: e.start)

    def place(self, start: int, end: int) -> dict[str, Any]:
        """Return the source span of a piece of text and what it normalises to; no edit is cut in half."""
        source = self.document.ledger.to_source(start, end)
        first, last = self.document.ledger.to_text(*source)
        return {"text": self.document.text[first:last], "start": source[0], "end": source[1]}

    def record(
        self,
        id_: str,
        measure: Entity,
        amount: Entity | None,
        ids: dict[str, str],
        scores: dict[str, float],
    ) -> Record:
        doc, a = self.document, measure.attributes
        agent, under = self.linked(measure, "AGENT"), self.linked(measure, "UNDER")
        whole = self.linked(measure, "PART_OF")
        return Record(
            id=id_,
            doc=DocPart(
                id=doc.id,
                source=doc.source,
                title=doc.title,
                published=doc.published.isoformat() if doc.published else None,
                sha256=doc.sha256,
                columns=dict(doc.columns) or None,
            ),
            sentence=_Span(**self.place(*self.structure.sentence_span(measure.start))),
            measure=MeasurePart(
                **self.place(measure.start, measure.end),
                action=a["action"],
                object=a["object"],
                type=a["type"],
                status=a["status"],
                confidence=round(min(1.0, a.get("confidence", 1.0)), 4),  # gold carries none
            ),
            quantity=QuantityPart(**self.place(amount.start, amount.end), **amount.attributes)
            if amount
            else None,
            agency=AgencyPart(**self.place(agent[0].start, agent[0].end), **agent[0].attributes)
            if agent
            else None,
            date=self.date(self.linked(measure, "WHEN")),
            campaign=_Span(**self.place(under[0].start, under[0].end)) if under else None,
            part_of=ids.get(whole[0].id) if whole else None,
            category=category_of(scores),
        )

    def date(self, dates: list[Entity]) -> DatePart | None:
        """Return the date of a record: of several, from the first to the last."""
        if not dates:
            return None
        first, last = dates[0], dates[-1]
        return DatePart(
            **self.place(first.start, first.end),
            **{"from": first.attributes["from"]},
            to=last.attributes["to"],
            kind=first.attributes["kind"],
        )
