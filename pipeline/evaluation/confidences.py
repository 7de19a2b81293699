"""Calibration and coverage of the two probabilities of a record, pooled over the documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.evaluation.calibration import (
    COVERAGES,
    TARGET,
    Bin,
    Step,
    at_coverage,
    at_precision,
    calibration_error,
    reliability,
    steps,
)
from pipeline.evaluation.compare import Comparison
from pipeline.evaluation.tables import Cell, Table
from pipeline.evaluation.verdicts import Trial
from pipeline.record import Record
from pipeline.sinks.confidence import least_confidence

EVENTS: Final = {
    "record": "Confidence of the record: every amount of the measure (or its having none) and its type are "
    "right; one trial a measure that came to a record.",
    "category": "Confidence of the category: the label is right; one trial a measure that came to a record "
    "and meets a gold measure.",
}
KEPT: Final = {
    "figure": "by the record's confidence; quantity, measure and type are right",
    "record": "by the lesser of both confidences, as `run --min-confidence`; the whole record is right",
}


@dataclass(frozen=True, slots=True)
class Curves:
    """What the plots show: bins by the event of the confidence, steps by what is counted as right."""

    reliability: dict[str, list[Bin]]
    coverage: dict[str, list[Step]]


def curves_of(comparisons: Sequence[Comparison]) -> Curves:
    """Pool the trials of all documents."""
    return Curves(
        {
            name: reliability([trial for c in comparisons for trial in c.verdicts.trials[name]])
            for name in EVENTS
        },
        {name: steps([trial for c in comparisons for trial in kept(c)[name]]) for name in KEPT},
    )


def kept(comparison: Comparison) -> dict[str, list[Trial]]:
    """Return the confidence of each figure found in a document, and whether it is right, by `KEPT`."""
    judged: list[tuple[Record, list[str] | None]] = [
        *((found.record, found.differences(gold)) for found, gold in comparison.pairs),
        *((fact.record, None) for fact in comparison.invented),
    ]
    return {
        "figure": [(r.measure.confidence, wrong is not None and "type" not in wrong) for r, wrong in judged],
        "record": [(least_confidence(r), wrong == []) for r, wrong in judged],
    }


def confidence_tables(curves: Curves) -> list[Table]:
    """Return a reliability table a probability, and the table of precision at coverage."""
    return [
        *(_reliability_table(name, bins) for name, bins in curves.reliability.items()),
        _coverage_table(curves.coverage),
    ]


def _reliability_table(name: str, bins: list[Bin]) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (f"{b.low:.3f}–{b.high:.3f}", b.count, b.confidence, b.right, b.right - b.confidence) for b in bins
    ]
    total = sum(b.count for b in bins)
    rows.append(("expected calibration error", total, None, None, calibration_error(bins)))
    return Table(
        f"calibration {name}",
        f"Calibration: {name}",
        f"{EVENTS[name]} Up to ten bins of about equal count.",
        ("", "trials", "mean confidence", "share right", "difference"),
        rows,
    )


def _coverage_table(coverage: dict[str, list[Step]]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for name, curve in coverage.items():
        if curve:
            rows += [(f"{name}: {share:.0%}", *_cells(at_coverage(curve, share))) for share in COVERAGES]
            best = at_precision(curve)
            rows.append(
                (f"{name}: precision {TARGET:.0%}", *(_cells(best) if best else (None, 0.0, 0, None)))
            )
    return Table(
        "coverage",
        "Precision at coverage",
        "Figures, the surest first; those as sure as the last one kept are kept as "
        "well. "
        + "; ".join(f"{name}: {event}" for name, event in KEPT.items())
        + f". Last of each: the largest coverage at {TARGET:.0%} precision.",
        ("", "least confidence", "coverage", "kept", "precision"),
        rows,
    )


def _cells(step: Step) -> tuple[Cell, ...]:
    return step.threshold, step.coverage, step.count, step.precision
