"""Tables with a text a row: JSON Lines, CSV and Parquet, as streams that hold a row or a block at a time.

A row that is no document is rejected by its number and the rest goes on. Bytes that the file's encoding
cannot say become U+FFFD, which reading marks as gaps.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from pipeline.errors import Code, ReadError
from pipeline.reading.carried import plain
from pipeline.reading.decode import decode
from pipeline.reading.packed import damaged
from pipeline.reading.raw import Opening, Raw, Reject

MAX_ROW: Final = 8 << 20
"""Characters that a row may have."""
_MARKED: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_TAIL: Final = 4
"""Bytes of the longest character."""
_BATCH: Final = 64
"""Rows of a Parquet file that are in memory at once, beside its own blocks."""
_MAX_GROUP: Final = 1 << 30
"""Bytes, unpacked, that one column of a block of a Parquet file may have."""


def json_rows(file: io.BufferedReader, source: str, opening: Opening) -> Iterator[Raw | Reject]:
    """Yield the documents of JSON Lines."""
    with _as_text(file, "\n") as text:
        for number, line in enumerate(_lines(text), 1):
            if line is None or line.strip():
                yield _row(partial(_json, line), number, source, opening)


def csv_rows(file: io.BufferedReader, source: str, opening: Opening) -> Iterator[Raw | Reject]:
    """Yield the documents of a table with heads; the commonest of , ; and tab in the heads divides it."""
    csv.field_size_limit(MAX_ROW)
    with _as_text(file, "") as text:
        first = text.readline(MAX_ROW)
        rows = csv.reader(_chain(first, text), delimiter=max(",;\t", key=first.count))
        try:
            heads = [head.strip() for head in next(rows, [])]
            _check_heads(heads, opening)
            for number, cells in enumerate(rows, 1):
                if cells:
                    yield _row(partial(_dictionary, heads, cells), number, source, opening)
        except csv.Error as error:
            raise ReadError(Code.ROW, f"is no CSV from here on ({error}): mend its quotes") from error


def parquet_rows(file: io.BufferedReader, source: str, opening: Opening) -> Iterator[Raw | Reject]:
    """Yield the documents of a Parquet file."""
    import pyarrow
    from pyarrow.parquet import ParquetFile

    try:
        with ParquetFile(file) as table:
            _check_heads(table.schema_arrow.names, opening)
            groups = [table.metadata.row_group(i) for i in range(table.num_row_groups)]
            sizes = (g.column(i).total_uncompressed_size for g in groups for i in range(g.num_columns))
            if max(sizes, default=0) > _MAX_GROUP:
                raise ReadError(Code.EXPANDS, "its blocks are too large: write it with smaller row groups")
            number = 0
            for batch in table.iter_batches(_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield _row(partial(dict, row), number, source, opening)
    except (pyarrow.ArrowException, OSError) as error:
        raise damaged(error) from error


@contextmanager
def _as_text(file: io.BufferedReader, newline: str) -> Iterator[io.TextIOWrapper]:
    """Give a stream of text in the encoding of the first block."""
    encoding = _encoding(file.peek(1 << 16))
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=newline)
    try:
        yield text
    finally:
        text.detach()  # else it would close the file


def _encoding(start: bytes) -> str:
    """Return the encoding of a file by its first block, whose end may be half a character."""
    for mark, name in _MARKED.items():
        if start.startswith(mark):
            return name
    whole = start[: start.rfind(b"\n") + 1] or start
    for cut in range(_TAIL):
        try:
            return decode(whole[: len(whole) - cut])[1]
        except ReadError as error:
            if error.code in {Code.EMPTY, Code.BINARY}:
                raise
    return "utf-8"


def _lines(text: io.TextIOWrapper) -> Iterator[str | None]:
    """Yield the lines, None for one that is too long."""
    while line := text.readline(MAX_ROW):
        if len(line) < MAX_ROW or line.endswith("\n"):
            yield line
            continue
        while (rest := text.readline(MAX_ROW)) and not rest.endswith("\n"):
            pass
        yield None


def _chain(first: str, text: io.TextIOWrapper) -> Iterator[str]:
    yield first
    while line := text.readline(MAX_ROW):
        yield line


def _check_heads(heads: list[str], opening: Opening) -> None:
    if opening.text not in heads:
        there = ", ".join(heads)[:200]
        raise ReadError(Code.ROW, f"has no column {opening.text!r} but {there}: name it by --text-column")


def _json(line: str | None) -> Mapping[str, Any]:
    if line is None:
        raise ReadError(Code.TOO_LONG, f"more than {MAX_ROW} characters: cut it into reports")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadError(Code.JSON_LINE, f"is no JSON: {error}") from error
    if not isinstance(row, dict):
        raise ReadError(Code.JSON_LINE, "is no JSON object")
    return row


def _dictionary(heads: list[str], cells: list[str]) -> Mapping[str, Any]:
    if len(cells) != len(heads):
        raise ReadError(Code.ROW, f"has {len(cells)} cells under {len(heads)} heads: mend its quotes")
    return dict(zip(heads, cells, strict=True))


def _row(read: Callable[[], Mapping[str, Any]], number: int, source: str, opening: Opening) -> Raw | Reject:
    try:
        row = read()
        text, id_, day = (row.get(name) for name in (opening.text, opening.id, opening.day))
        if not isinstance(text, str):
            raise ReadError(
                Code.JSON_LINE, f"has no string {opening.text!r}: name its column by --text-column"
            )
        if not text.strip():
            raise ReadError(Code.EMPTY, f"its {opening.text!r} is blank: leave the row out")
        named = {opening.text, opening.id, opening.day}
        carried = [k for k in row if k not in named] if opening.carried is None else opening.carried
        return Raw(
            id=f"{source}#{number}" if id_ in (None, "") else str(id_),
            source=source,
            content=text,
            published=_day(day) if day else opening.published,
            row=number,
            columns={str(plain(name)): plain(row[name]) for name in carried if name in row},
        )
    except ReadError as error:
        return Reject(f"{source}:{number}", error.code, error.message)


def _day(value: Any) -> date:
    """Return the day of a date, a moment or a text that begins with an ISO day."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(value.strip()).date()
    except (ValueError, TypeError, AttributeError) as error:
        raise ReadError(
            Code.JSON_LINE, f"its day of publication is no day as YYYY-MM-DD: {value!s:.40}"
        ) from error
