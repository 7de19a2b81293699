"""The summary of a run on stderr: counts, records by category, the first figures."""

import sys
from collections.abc import Iterable
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.batch import Summary
from pipeline.record import MeasurePart, Record
from pipeline.taxonomy import CATEGORIES

PLAIN_WIDTH = 110
"""Columns where stderr is no terminal."""


def show(summary: Summary) -> None:
    """Print the summary; where stderr is no terminal, without colours."""
    terminal = sys.stderr.isatty()
    console = Console(file=sys.stderr, width=None if terminal else PLAIN_WIDTH, highlight=False)
    counts = f"{summary.documents} documents, {summary.records} records, {summary.rejected} rejected"
    if summary.duplicates:
        counts += f", {summary.duplicates} in duplicates (not in the tables)"
    if summary.left_out:
        counts += f", {summary.left_out} left out by confidence"
    console.print(counts)
    if summary.categories:
        console.print()
        rows = [(CATEGORIES[c], c, str(n)) for c, n in summary.categories.most_common()]
        console.print(_table(("类别", "category", "records"), rows, right=2))
    if summary.first:
        console.print()
        headings = ("机关 agency", "日期 date", "措施 measure", "数量 quantity", "类别 category")
        console.print(_table(headings, map(_cells, summary.first), right=3))


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]], right: int) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for number, heading in enumerate(headings):
        justify: Literal["left", "right"] = "right" if number == right else "left"
        table.add_column(heading, no_wrap=True, overflow="ellipsis", max_width=32, justify=justify)
    for row in rows:
        table.add_row(*(Text(_inert(cell)) for cell in row))  # Text: brackets are no markup
    return table


def _inert(words: str) -> str:
    """Return words on one line and without codes that a terminal would obey."""
    return "".join(c for c in " ".join(words.split()) if c.isprintable())


def _cells(record: Record) -> tuple[str, ...]:
    return (
        record.agency.name if record.agency else "",
        _days(record.date.from_, record.date.to) or record.date.text if record.date else "",
        _words(record.measure),
        record.quantity.text if record.quantity else "",
        CATEGORIES[record.category.label],
    )


def _days(first: str | None, last: str | None) -> str:
    if first == last:
        return first or ""
    return f"{first or ''}..{last or ''}"


def _words(measure: MeasurePart) -> str:
    """Return the measure as it stands, behind the verb that it takes from before."""
    return measure.text if measure.action in measure.text else measure.action + measure.text
