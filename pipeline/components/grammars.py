"""What the closed grammars and the lexicon propose: candidates for the entity component."""

from datetime import date
from decimal import Decimal
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.annotation import Entity
from pipeline.components.tokens import text_of
from pipeline.values.dates import find_dates
from pipeline.values.organs import find_agencies
from pipeline.values.quantities import find_quantities


def _propose(doc: Doc, entities: list[Entity]) -> Doc:
    doc._.candidates = [*(doc._.candidates or []), *entities]
    return doc


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def propose_quantities(doc: Doc) -> Doc:
    """Add QUANTITY candidates with their values."""
    return _propose(
        doc,
        [
            Entity(
                "",
                "QUANTITY",
                q.start,
                q.end,
                {
                    "low": _number(q.low),
                    "high": _number(q.high),
                    "unit": q.unit,
                    "approximate": q.approximate,
                    "per": q.per,
                    "change": q.change
                    and {"direction": str(q.change.direction), "basis": str(q.change.basis)},
                },
                1.0 if q.certain else 0.5,
            )
            for q in find_quantities(text_of(doc))
        ],
    )


def propose_dates(doc: Doc) -> Doc:
    """Add DATE candidates, resolved with `doc._.published`."""
    published = date.fromisoformat(doc._.published) if doc._.published else None
    return _propose(
        doc,
        [
            Entity(
                "",
                "DATE",
                d.start,
                d.end,
                {"from": _iso(d.from_), "to": _iso(d.to), "kind": str(d.kind)},
                1.0 if d.certain else 0.5,
            )
            for d in find_dates(text_of(doc), published)
        ],
    )


def propose_agencies(doc: Doc) -> Doc:
    """Add AGENCY candidates from the lexicon of divisions and organs: features, not decisions."""
    return _propose(
        doc,
        [
            Entity("", "AGENCY", a.start, a.end, {}, 1.0 if a.certain else 0.5)
            for a in find_agencies(text_of(doc))
        ],
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@Language.factory("zh_quantities")
def make_quantities(nlp: Language, name: str) -> Any:
    """Make the component that proposes quantities."""
    return propose_quantities


@Language.factory("zh_dates")
def make_dates(nlp: Language, name: str) -> Any:
    """Make the component that proposes dates."""
    return propose_dates


@Language.factory("zh_lexicon")
def make_lexicon(nlp: Language, name: str) -> Any:
    """Make the component that proposes agencies."""
    return propose_agencies
