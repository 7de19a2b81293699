"""The tables that every format of the report shows."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from pipeline.evaluation.resampling import Estimate, estimate
from pipeline.evaluation.scores import Array, defined, f1, precision, recall

Cell = str | int | float | Estimate | None
NOTHING: Final = "—"
SCORE_COLUMNS: Final = ("precision", "recall", "F1", "right", "predicted", "gold")


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table with a note on what is counted; the first column names the rows."""

    key: str
    title: str
    note: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


def headline(key: str, title: str, note: str, rows: Sequence[tuple[str, Array]]) -> Table:
    """Return a table of scores, each with its interval; the counts of a row are (documents, 3)."""
    return Table(
        key,
        title,
        note,
        ("", *SCORE_COLUMNS),
        [(name, estimate(c, precision), estimate(c, recall), estimate(c, f1), *_sums(c)) for name, c in rows],
    )


def scored(key: str, title: str, note: str, rows: Sequence[tuple[str, Array]]) -> Table:
    """Return a table of scores, F1 with its interval; the counts of a row are (documents, 3)."""
    return Table(
        key,
        title,
        note,
        ("", *SCORE_COLUMNS),
        [
            (name, defined(precision(sums)), defined(recall(sums)), estimate(c, f1), *_sums(c))
            for name, c in rows
            for sums in [c.sum(axis=0)]
        ],
    )


def shares(key: str, title: str, note: str, rows: Sequence[tuple[str, Array]]) -> Table:
    """Return a table of the right shares of what was paired, with their intervals."""
    return Table(
        key,
        title,
        note,
        ("", "share", "right", "of"),
        [(name, estimate(c, precision), *_sums(c)[:2]) for name, c in rows],
    )


def shown(cell: Cell) -> str:
    """Return a cell in print: scores with three digits, an interval in brackets, a dash for nothing."""
    if isinstance(cell, Estimate):
        if cell.value is None:
            return NOTHING
        bounds = "" if cell.low is None else f" ({cell.low:.3f}–{cell.high:.3f})"
        return f"{cell.value:.3f}{bounds}"
    if isinstance(cell, float):
        return f"{cell:.3f}"
    return NOTHING if cell is None else str(cell)


def as_data(table: Table) -> dict[str, Any]:
    """Return a table as JSON data: its rows as objects by column, the first column as `name`."""
    columns = [column or "name" for column in table.columns]
    rows = [dict(zip(columns, map(datum, row), strict=True)) for row in table.rows]
    return {"title": table.title, "note": table.note, "rows": rows}


def datum(cell: Cell) -> str | int | float | Mapping[str, float | None] | None:
    """Return a cell as JSON data, scores with four digits."""
    if isinstance(cell, Estimate):
        return {k: None if v is None else round(v, 4) for k, v in asdict(cell).items()}
    return round(cell, 4) if isinstance(cell, float) else cell


def _sums(counts: Array) -> tuple[int, int, int]:
    right, predicted, gold = counts.sum(axis=0)
    return int(right), int(predicted), int(gold)
