"""The evaluation of a model on several documents: what every format of the report is made of."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.evaluation.against import Against, against, against_table
from pipeline.evaluation.compare import Comparison
from pipeline.evaluation.confidences import Curves, confidence_tables, curves_of
from pipeline.evaluation.errors import Error, errors
from pipeline.evaluation.resampling import LEVEL, RESAMPLES, SEED
from pipeline.evaluation.scores import Score, defined, f1, pooled, precision, recall
from pipeline.evaluation.sections import (
    annotation_tables,
    cause_table,
    class_tables,
    document_table,
    record_tables,
)
from pipeline.evaluation.slices import slice_table
from pipeline.evaluation.tables import Table, as_data, datum


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything the report shows; the same whatever order the documents came in."""

    heading: str
    by_document: dict[str, dict[str, Score]]
    tables: list[Table]
    errors: list[Error]
    curves: Curves
    against: Against | None


def evaluation_of(
    heading: str,
    comparisons: Sequence[Comparison],
    baseline: Sequence[Comparison],
    rival: Sequence[Comparison] = (),
    other: str = "",
) -> Evaluation:
    """Evaluate a model by its comparisons; the baseline, and `rival` by the model `other`, are beside it.

    Raises ValueError where there is no document, or where the rival's are not the same.
    """
    if not comparisons:
        raise ValueError("there is no document to evaluate on")
    ours, base, theirs = (sorted(cs, key=lambda c: c.id) for cs in (comparisons, baseline, rival))
    found, curves = errors(ours), curves_of(ours)
    paired = against(ours, theirs, other) if theirs else None
    tables = [
        *record_tables(ours, base),
        *([against_table(paired)] if paired else []),
        *annotation_tables(ours),
        *(table for task in ("type", "status", "category") for table in class_tables(ours, task)),
        *confidence_tables(curves),
        slice_table(ours),
        document_table(ours),
        cause_table(found),
    ]
    return Evaluation(heading, {c.id: c.scores for c in ours}, tables, found, curves, paired)


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return the report as JSON data: scores, all tables by key, errors, records gained and lost."""
    return {
        "heading": evaluation.heading,
        "documents": len(evaluation.by_document),
        "intervals": {"level": LEVEL, "resamples": RESAMPLES, "seed": SEED},
        "scores": _scores(pooled(evaluation.by_document.values())),
        "by_document": {id_: _scores(scores) for id_, scores in evaluation.by_document.items()},
        "tables": {table.key: as_data(table) for table in evaluation.tables},
        "errors": [asdict(error) for error in evaluation.errors],
        "against": asdict(evaluation.against) if evaluation.against else None,
    }


def _scores(scores: dict[str, Score]) -> dict[str, Any]:
    return {
        name: {
            "precision": datum(defined(precision(s.counts))),
            "recall": datum(defined(recall(s.counts))),
            "f1": datum(defined(f1(s.counts))),
            "right": s.right,
            "predicted": s.predicted,
            "gold": s.gold,
        }
        for name, s in scores.items()
    }
