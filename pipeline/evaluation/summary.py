"""The scores of several documents together, as tables that every report format prints."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.evaluation.compare import Comparison
from pipeline.evaluation.facts import Fact
from pipeline.evaluation.scores import Score
from pipeline.taxonomy import ENTITY_LABELS, RELATION_LABELS

Cell = str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; numbers are formatted by the renderer."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Error:
    """A miss, an invention, or a figure with wrong fields, with the sentence it stands in."""

    document: str
    cause: str
    figure: str
    sentence: str
    detail: str


def totals(comparisons: Iterable[Comparison]) -> dict[str, Score]:
    """Return each score pooled over the documents (micro average)."""
    result: dict[str, Score] = {}
    for comparison in comparisons:
        for name, score in comparison.scores.items():
            result[name] = result.get(name, Score()) + score
    return result


def tables(comparisons: list[Comparison], baseline: list[Comparison]) -> list[Table]:
    """Return the tables of the report; `baseline` holds the same documents read by the baseline."""
    pooled, base = totals(comparisons), totals(baseline)
    return [
        _table(
            "Figures, from the raw file to the record",
            [
                ("core: quantity with the right measure", pooled["core"]),
                ("whole record", pooled["record"]),
                ("baseline: grammar and clause to the left, core", base["core"]),
            ],
        ),
        _table(
            "Fields of the figures whose core is right",
            [(n.removeprefix("field "), s) for n, s in pooled.items() if n.startswith("field ")],
        ),
        _table(
            "Spans, exact and (in brackets) overlapping",
            [
                row
                for label in ENTITY_LABELS
                for row in ((label, pooled[f"span {label}"]), (f"({label})", pooled[f"overlap {label}"]))
            ],
        ),
        _table(
            "Relations between predicted spans, all gold pairs counted",
            [(label, pooled[f"relation {label}"]) for label in RELATION_LABELS],
        ),
        _table("Whole records by document", [(c.id, c.scores["record"]) for c in comparisons]),
    ]


def errors(comparisons: Iterable[Comparison]) -> list[Error]:
    """Return every miss, invention and wrong record, grouped by cause within documents' order."""
    found = []
    for c in comparisons:
        found += [_error(c, "missed", fact) for fact in c.missed]
        found += [_error(c, "invented", fact) for fact in c.invented]
        for fact, gold in c.pairs:
            wrong = fact.differences(gold)
            if wrong:
                detail = "; ".join(f"{n}: {_show(fact.fields[n])} ≠ {_show(gold.fields[n])}" for n in wrong)
                found.append(_error(c, "wrong " + ", ".join(wrong), fact, detail))
    return found


def as_json(comparisons: list[Comparison], baseline: list[Comparison]) -> dict[str, Any]:
    """Return the report as JSON data: pooled scores, scores by document, errors."""
    return {
        "documents": len(comparisons),
        "scores": _scores(totals(comparisons)),
        "baseline": _scores({"core": totals(baseline)["core"]}),
        "by_document": {c.id: _scores(c.scores) for c in comparisons},
        "errors": [
            {
                "document": e.document,
                "cause": e.cause,
                "figure": e.figure,
                "sentence": e.sentence,
                "detail": e.detail,
            }
            for e in errors(comparisons)
        ],
    }


def _scores(scores: dict[str, Score]) -> dict[str, Any]:
    return {
        name: {
            "precision": round(s.precision, 4),
            "recall": round(s.recall, 4),
            "f1": round(s.f1, 4),
            "right": s.right,
            "predicted": s.predicted,
            "gold": s.gold,
        }
        for name, s in scores.items()
    }


def _table(title: str, scores: list[tuple[str, Score]]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (name, s.precision, s.recall, s.f1, s.right, s.predicted, s.gold) for name, s in scores
    ]
    return Table(title, ("", "precision", "recall", "F1", "right", "predicted", "gold"), rows)


def _error(comparison: Comparison, cause: str, fact: Fact, detail: str = "") -> Error:
    r = fact.record
    amount = r.quantity.text if r.quantity else ""
    figure = f"{r.measure.text} {amount}"
    return Error(comparison.id, cause, figure, r.sentence.text, detail)


def _show(value: Any) -> str:
    if isinstance(value, tuple):
        return "–".join(_show(v) for v in value)
    return "none" if value is None else str(value)
