"""The same scores for documents of one kind."""

from collections.abc import Sequence

from pipeline.evaluation.compare import Comparison, counts
from pipeline.evaluation.resampling import estimate
from pipeline.evaluation.scores import f1
from pipeline.evaluation.tables import Cell, Table
from pipeline.evaluation.traits import TRAITS


def slice_table(comparisons: Sequence[Comparison]) -> Table:
    """Return core and record F1 by each trait of the documents; the largest slices of a trait first."""
    rows: list[tuple[Cell, ...]] = []
    for trait in TRAITS:
        groups: dict[str, list[Comparison]] = {}
        for c in comparisons:
            groups.setdefault(c.traits[trait], []).append(c)
        for value, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
            core, record = counts(group, "core"), counts(group, "record")
            figures = int(core[:, 2].sum())
            rows.append((f"{trait}: {value}", len(group), figures, estimate(core, f1), estimate(record, f1)))
    return Table(
        "slices",
        "By kind of document",
        "Script and broken bytes as the reading met them, genre and level as annotated, length in "
        "characters. No interval from a single document; from a handful it is rough.",
        ("", "documents", "figures", "core F1", "record F1"),
        rows,
    )
