"""An Excel workbook: a sheet of records with typed columns, and the codebook."""

from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import Code, CommandError
from pipeline.sinks.tables.codebook import HEADINGS, codebook_rows
from pipeline.sinks.tables.rows import COLUMNS, Row, Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS: Final = 1_048_575
"""Rows that a sheet holds below its headings."""
MOST_CHARACTERS: Final = 32_767
FIRST_DAY: Final = date(1900, 3, 1)
"""Before it Excel has no days, or counts them wrong."""
WIDTHS: Final = {"text": 18, "whole": 9, "number": 11, "truth": 9, "day": 12}


def write_workbook(rows: Iterable[Row], path: Path) -> int:
    """Write the rows and the codebook; return how many texts were cut to what a cell holds.

    Raises CommandError where there are more rows than a sheet holds.
    """
    import xlsxwriter

    options = {
        # Rows go to the disk as they come. A text is never a formula or a link.
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_date_format": "yyyy-mm-dd",
    }
    try:
        with xlsxwriter.Workbook(path, options) as book:
            bold = book.add_format({"bold": True})
            sheet = book.add_worksheet("records")
            for number, column in enumerate(COLUMNS):
                sheet.set_column(number, number, WIDTHS[column.kind])
            sheet.write_row(0, 0, [column.name for column in COLUMNS], bold)
            sheet.freeze_panes(1, 1)
            cut, at, rest = 0, 0, iter(rows)
            for at, row in enumerate(islice(rest, MOST_ROWS), 1):
                for number, value in enumerate(row):
                    cut += _write(sheet, at, number, value)
            if next(rest, None) is not None:
                raise CommandError(
                    Code.OUTPUT,
                    f"a sheet of Excel holds {MOST_ROWS:,} records: use .parquet, .duckdb or .csv",
                )
            sheet.autofilter(0, 0, at, len(COLUMNS) - 1)
            _write_codebook(book, bold)
    except xlsxwriter.exceptions.XlsxWriterException as error:
        raise CommandError(Code.OUTPUT, f"the workbook cannot be written: {error}") from None
    return cut


def _write(sheet: "Worksheet", row: int, column: int, value: Value) -> bool:
    """Write a cell by its type; tell whether it was cut."""
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and value >= FIRST_DAY:
        sheet.write_datetime(row, column, value)
    elif value is not None:
        text = str(value)
        sheet.write_string(row, column, text[:MOST_CHARACTERS])
        return len(text) > MOST_CHARACTERS
    return False


def _write_codebook(book: Any, bold: Any) -> None:
    sheet = book.add_worksheet("codebook")
    sheet.write_row(0, 0, HEADINGS, bold)
    for number, row in enumerate(codebook_rows(), 1):
        sheet.write_row(number, 0, row)
    for column, width in enumerate((22, 16, 9, 70, 50)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
