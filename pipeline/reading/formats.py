"""Files to documents: plain text and JSON Lines; what cannot be read is said, never skipped."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.errors import Code, ReadError
from pipeline.reading.decode import decode
from pipeline.reading.document import Document
from pipeline.reading.reader import read_bytes, read_text


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that could not be read, with the code and the cause."""

    source: str
    cause: str
    message: str


def read_file(path: Path, published: date | None = None) -> Iterator[Document | Reject]:
    """Yield the documents of one file; a JSONL file has one a line (`id`, `text`, `published`)."""
    try:
        data = path.read_bytes()
    except OSError as error:
        yield Reject(str(path), Code.UNREADABLE, f"cannot be opened: {error.strerror}")
        return
    yield from read_data(data, str(path), path.stem, published, lines=path.suffix == ".jsonl")


def read_data(
    data: bytes, source: str, id: str, published: date | None = None, *, lines: bool = False
) -> Iterator[Document | Reject]:
    """Yield the documents of the bytes of one input."""
    try:
        if lines:
            yield from _read_lines(decode(data)[0], source, published)
        else:
            yield read_bytes(data, id=id, source=source, published=published)
    except ReadError as error:
        yield Reject(source, error.code, error.message)


def _read_lines(text: str, source: str, published: date | None) -> Iterator[Document | Reject]:
    for number, line in enumerate(text.split("\n"), 1):  # JSON strings may hold other line separators
        if not line.strip():
            continue
        try:
            yield _read_line(line, f"{source}#{number}", source, published)
        except ReadError as error:
            yield Reject(f"{source}:{number}", error.code, error.message)


def _read_line(line: str, default: str, source: str, published: date | None) -> Document:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ReadError(Code.JSON_LINE, f"is no JSON: {error}") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ReadError(Code.JSON_LINE, "is no JSON object with a string `text`")
    if not row["text"].strip():
        raise ReadError(Code.EMPTY, "its `text` is blank: leave the line out")
    try:
        day = date.fromisoformat(row["published"]) if row.get("published") else published
    except (ValueError, TypeError) as error:
        raise ReadError(Code.JSON_LINE, f"its `published` is no day as YYYY-MM-DD: {error}") from error
    id = row.get("id")
    return read_text(row["text"], id=default if id in (None, "") else str(id), source=source, published=day)
