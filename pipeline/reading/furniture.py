"""Page furniture: the lines of a saved page that are no text of the report (`data/furniture.toml`)."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from typing import Any, Final

from pipeline.reading.document import Edit, Ledger

_TABLES: Final[dict[str, Any]] = tomllib.loads(
    files("pipeline.reading").joinpath("data/furniture.toml").read_text(encoding="utf-8")
)
_LINE: Final = re.compile("|".join(f"(?:{pattern})" for pattern in _TABLES["lines"]))
_CREDITS: Final = re.compile(_TABLES["credits"])
_PUBLISHED: Final = re.compile(_TABLES["published"])
MAX_LINE: Final = 120
"""Furniture lines are short; longer ones are prose."""


def is_furniture(line: str) -> bool:
    """Tell whether a stripped line of normalised text is page furniture.

    >>> is_furniture("责任编辑:王某"), is_furniture("全市公安机关重点推进工作")
    (True, False)
    """
    return len(line) <= MAX_LINE and bool(_LINE.fullmatch(line))


def furniture_edits(text: str) -> tuple[list[tuple[int, int]], date | None]:
    """Return the spans of furniture, outer spaces and blank lines, and the publication day stated there."""
    spans: list[tuple[int, int]] = []
    published: date | None = None
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if not bare or is_furniture(bare):
            spans.append((at, at + len(line)))
            published = published or _day(bare)
        else:
            start = at + line.index(bare)
            end = start + len(bare)
            credits_ = _CREDITS.search(bare) if len(bare) < 20_000 else None
            if credits_:
                end = start + credits_.start()
            newline = line.endswith("\n")
            spans += [(at, start), (end, at + len(line) - newline)]
        at += len(line)
    return _merged(spans), published


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(s for s in spans if s[0] < s[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _day(line: str) -> date | None:
    match = _PUBLISHED.search(line)
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def without(ledger: Ledger, spans: list[tuple[int, int]]) -> Iterator[Edit]:
    """Yield the edits of a ledger with spans of its text removed as well."""
    removed = [ledger.to_source(start, end) for start, end in spans]
    at = 0
    for edit in ledger.edits:
        while at < len(removed) and removed[at][1] <= edit.start:
            at += 1
        if at == len(removed) or edit.end <= removed[at][0]:
            yield edit
    for start, end in removed:
        yield Edit(start, end, "", "furniture")
