"""Records that a run wrote, read again."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from pipeline.errors import Code, CommandError
from pipeline.record import Record


def stored_lines(name: str) -> Iterator[tuple[str, bytes]]:
    """Return (place, line) of each line of a file of records that is not blank; `-` is stdin.

    Raises CommandError at once where there is no such file.
    """
    if name == "-":
        return _placed("stdin", sys.stdin.buffer)
    if not Path(name).exists() or Path(name).is_dir():
        raise CommandError(Code.NO_INPUT, f"no such file of records: {name}")
    return _opened(name)


def _opened(name: str) -> Iterator[tuple[str, bytes]]:
    with open(name, "rb") as lines:
        yield from _placed(name, lines)


def _placed(source: str, lines: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield f"{source}:{number}", line


def record_of(line: bytes, place: str) -> Record:
    """Read a record; raises CommandError with its place where the line is none."""
    try:
        return Record.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise CommandError(
            Code.BAD_RECORDS,
            f"{place} is no record: {(where + ' ' + first['msg']).strip()}, see `python -m pipeline schema`",
        ) from None


def stored_records(name: str) -> Iterator[Record]:
    """Return the records of a file; `-` is stdin. Raises CommandError for what is none."""
    return (record_of(line, place) for place, line in stored_lines(name))
