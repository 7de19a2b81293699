"""Files to raw documents: what a file is, and what it holds.

The content decides, not the name; only tables of text are told by their names (.jsonl, .csv). Whatever
cannot be opened becomes a Reject, never silence.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final, cast

from pipeline.errors import Code, ReadError
from pipeline.reading.packed import MAX_BYTES, Budget, is_word, members, open_archive, seekable, unpacked
from pipeline.reading.raw import Form, Opening, Raw, Reject
from pipeline.reading.tables import csv_rows, json_rows, parquet_rows

_MAGIC: Final = {
    b"%PDF-": Form.PDF,
    b"PK\x03\x04": Form.ZIP,
    b"PK\x05\x06": Form.ZIP,
    b"\x1f\x8b": Form.GZIP,
    b"\x28\xb5\x2f\xfd": Form.ZSTD,
    b"PAR1": Form.PARQUET,
}
_SUFFIXES: Final = {
    ".jsonl": Form.JSONL,
    ".ndjson": Form.JSONL,
    ".csv": Form.CSV,
    ".tsv": Form.CSV,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".shtml": Form.HTML,
    ".xhtml": Form.HTML,
}
TOLD: Final = frozenset({Form.TEXT, Form.HTML, Form.JSONL, Form.CSV})
"""What the content alone cannot always tell: here the user's word counts, else the name."""
_TABLES: Final = {Form.JSONL: json_rows, Form.CSV: csv_rows, Form.PARQUET: parquet_rows}
_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_HEAD: Final = 4096
"""Bytes by which a page is told."""
MAX_DEPTH: Final = 2
"""So many packings may lie inside one another: a .jsonl.gz in a .zip."""


def open_path(path: Path, opening: Opening = Opening()) -> Iterator[Raw | Reject]:
    """Yield the documents of one file."""
    try:
        file = open(path, "rb", buffering=1 << 20)  # noqa: SIM115 - closed below
    except OSError as error:
        yield Reject(str(path), Code.UNREADABLE, f"cannot be opened: {error.strerror}")
        return
    with file:
        yield from open_file(cast("io.BufferedReader", file), str(path), path.name, opening)


def open_file(
    file: io.BufferedReader,
    source: str,
    name: str,
    opening: Opening = Opening(),
) -> Iterator[Raw | Reject]:
    """Yield the documents of an open file that can be sought in; `name` says what its content does not."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    yield from _open(file, source, name, opening, Budget.of(size), 0)


def form_of(head: bytes, name: str) -> Form:
    """Return what a file is, by its first bytes, else by its name.

    >>> form_of(b"%PDF-1.7", "a.txt"), form_of(b"<!DOCTYPE html>", "a"), form_of(b"{}", "a.JSONL")
    (<Form.PDF: 'pdf'>, <Form.HTML: 'html'>, <Form.JSONL: 'jsonl'>)
    """
    for start, form in _MAGIC.items():
        if head.startswith(start):
            return form
    by_name = _SUFFIXES.get(PurePosixPath(name).suffix.lower())
    return by_name or page_or_text(head.replace(b"\0", b"").decode("latin-1").lstrip("\xef\xbb\xbf\xff\xfe"))


def page_or_text(start: str) -> Form:
    """Return HTML where a text begins as a page does."""
    return Form.HTML if _PAGE.match(start[:_HEAD]) else Form.TEXT


def _open(
    file: io.BufferedReader, source: str, name: str, opening: Opening, budget: Budget, depth: int
) -> Iterator[Raw | Reject]:
    try:
        form = form_of(file.peek(_HEAD)[:_HEAD], name)
        if opening.form and form in TOLD:
            form = opening.form
        if form in {Form.ZIP, Form.PARQUET}:  # what they hold is told at their ends
            file = seekable(file, budget)
        if form in _TABLES:
            for row in _TABLES[form](file, source, opening):
                yield _formed(row) if isinstance(row, Raw) else row
        elif form in {Form.GZIP, Form.ZSTD, Form.ZIP}:
            yield from _unpack(file, source, name, form, opening, budget, depth)
        else:
            yield _document(file, source, name, form, opening)
    except ReadError as error:
        yield Reject(source, error.code, error.message)


def _formed(row: Raw) -> Raw:
    """Tell a page in a column of a table from text."""
    assert isinstance(row.content, str)
    return replace(row, form=page_or_text(row.content))


def _document(file: io.BufferedReader, source: str, name: str, form: Form, opening: Opening) -> Raw:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ReadError(Code.TOO_LONG, f"more than {MAX_BYTES >> 20} MiB: cut it into reports")
    return Raw(PurePosixPath(name).stem, source, data, form, opening.published)


def _unpack(
    file: io.BufferedReader,
    source: str,
    name: str,
    form: Form,
    opening: Opening,
    budget: Budget,
    depth: int,
) -> Iterator[Raw | Reject]:
    if form == Form.ZIP:
        with open_archive(file) as archive:
            if is_word(archive):
                file.seek(0)
                yield _document(file, source, name, Form.DOCX, opening)
                return
            _check_depth(depth)
            for inner_name, inner in members(archive, budget):
                place = f"{source}!{inner_name}"
                if isinstance(inner, ReadError):
                    yield Reject(place, inner.code, inner.message)
                    continue
                with inner:
                    base = PurePosixPath(inner_name).name
                    yield from _open(inner, place, base, opening, budget, depth + 1)
        return
    _check_depth(depth)
    with unpacked(file, form, budget) as inner:
        bare = name[: -len(form) - 1] if name.lower().endswith(f".{form}") else name
        yield from _open(inner, source, bare, opening, budget, depth + 1)


def _check_depth(depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise ReadError(Code.EXPANDS, f"more than {MAX_DEPTH} archives inside one another: unpack it first")
