"""What a record asserts, in one frame of coordinates, so that gold and predicted ones can be compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pipeline.evaluation.matching import Span, meet
from pipeline.record import Record

Place = Callable[[int, int], Span | None]

FIELDS = ("bounds", "unit", "per", "change", "agency", "date", "type", "category", "status")
"""What has to be right besides the core for a record to be right as a whole."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure: the spans of its quantity and its measure (in the gold text), and its fields by name."""

    quantity: Span
    measure: Span
    fields: dict[str, Any]
    record: Record

    def same_core(self, other: "Fact") -> bool:
        """Whether both are the same quantity of the same measure; the spans need only overlap."""
        return meet(self.quantity, other.quantity) and meet(self.measure, other.measure)

    def differences(self, gold: "Fact") -> list[str]:
        """Return the names of the fields that differ from the gold's."""
        return [name for name in FIELDS if self.fields[name] != gold.fields[name]]


def fact_of(record: Record, place: Place) -> Fact | None:
    """Return the fact of a record with a quantity; `place` puts its source spans into the gold text.

    None for records without quantity, and where the gold text has no such place (page furniture).
    """
    q, m, a, d = record.quantity, record.measure, record.agency, record.date
    if q is None:
        return None
    quantity, measure = place(q.start, q.end), place(m.start, m.end)
    if not quantity or not measure:
        return None
    fields = {
        "bounds": (q.low, q.high),
        "unit": q.unit,
        "per": q.per,
        "change": (q.change.direction, q.change.basis) if q.change else None,
        "agency": a.name if a else None,
        "date": (d.from_, d.to)
        if d and (d.from_ or d.to)
        else None,  # a date that settles no day says nothing
        "type": m.type,
        "category": record.category.label,
        "status": m.status,
    }
    return Fact(quantity, measure, fields, record)


def pair(predicted: list[Fact], gold: list[Fact]) -> list[tuple[Fact, Fact]]:
    """Pair facts of the same core one to one, in text order; of several, the one with most fields right."""
    free = sorted(gold, key=lambda f: (f.quantity, f.measure))
    pairs = []
    for fact in sorted(predicted, key=lambda f: (f.quantity, f.measure)):
        matches = [g for g in free if fact.same_core(g)]
        if matches:
            best = min(matches, key=lambda g: len(fact.differences(g)))
            free.remove(best)
            pairs.append((fact, best))
    return pairs
