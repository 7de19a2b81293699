"""CSV that spreadsheets open as it is meant: UTF-8 with mark, and no text that runs as a formula."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pipeline.sinks.tables.rows import COLUMNS, Row, Value

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the start of a formula; a text that begins so gets an apostrophe before it."""


def write_csv(rows: Iterable[Row], path: Path) -> None:
    """Write the rows below a line of names."""
    # Without the mark Excel reads Chinese in the code page of the machine.
    with open(path, "w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.name for column in COLUMNS)
        for row in rows:
            writer.writerow(map(_cell, row))


def _cell(value: Value) -> Value:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
