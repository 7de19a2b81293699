"""Every miss, invention and wrong record with its sentence, grouped by cause."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.evaluation.compare import Comparison
from pipeline.evaluation.facts import Fact
from pipeline.evaluation.matching import match


@dataclass(frozen=True, slots=True)
class Error:
    """A miss, an invention, or a figure with wrong fields, with the sentence it stands in."""

    document: str
    cause: str
    figure: str
    sentence: str
    detail: str = ""


def errors(comparisons: Iterable[Comparison]) -> list[Error]:
    """Return every error, those of the most frequent cause first, each cause in text order.

    A quantity found with another measure than the gold's is one error, `wrong measure`, though it counts as
    a miss and as an invention.
    """
    found = [error for comparison in comparisons for error in _errors(comparison)]
    times = Counter(error.cause for error in found)
    return sorted(found, key=lambda e: (-times[e.cause], e.cause))


def causes(found: Sequence[Error]) -> dict[str, list[Error]]:
    """Return the errors by cause, in the order they come."""
    groups: dict[str, list[Error]] = {}
    for error in found:
        groups.setdefault(error.cause, []).append(error)
    return groups


def wrong_fields(fact: Fact, gold: Fact) -> str:
    """Say which fields differ, the system's value before the gold's; empty where none does."""
    names = fact.differences(gold)
    return "; ".join(f"{n}: {_show(fact.fields[n])} ≠ {_show(gold.fields[n])}" for n in names)


def figure(fact: Fact) -> str:
    """Return a figure in words: measure and quantity."""
    r = fact.record
    return f"{r.measure.text} {r.quantity.text if r.quantity else ''}"


def _errors(c: Comparison) -> Iterator[Error]:
    swapped = match([f.quantity for f in c.invented], [f.quantity for f in c.missed])
    given = {j: c.invented[i] for i, j in swapped}
    taken = {i for i, _ in swapped}
    for j, fact in enumerate(c.missed):
        if j in given:
            detail = f"measure: {given[j].record.measure.text} ≠ {fact.record.measure.text}"
            yield _error(c, "wrong measure", fact, detail)
        else:
            yield _error(c, "missed", fact)
    for i, fact in enumerate(c.invented):
        if i not in taken:
            yield _error(c, "invented", fact)
    for fact, gold in c.pairs:
        if wrong := fact.differences(gold):
            yield _error(c, "wrong " + ", ".join(wrong), fact, wrong_fields(fact, gold))


def _error(c: Comparison, cause: str, fact: Fact, detail: str = "") -> Error:
    return Error(c.id, cause, figure(fact), fact.record.sentence.text, detail)


def _show(value: Any) -> str:
    if isinstance(value, tuple):
        return "–".join(_show(v) for v in value)
    return "none" if value is None else str(value)
