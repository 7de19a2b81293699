"""Page furniture: what of a saved page is no text of the report (`data/furniture.toml`).

A line is furniture when a whole-line pattern fits it, or when it falls into pieces that are all labels with
values, moments, names or buttons. Of a line of prose only datelines before and credits behind it go.
"""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from itertools import islice
from typing import Any, Final

from pipeline.reading.document import Edit, Ledger

_TABLES: Final[dict[str, Any]] = tomllib.loads(
    files("pipeline.reading").joinpath("data/furniture.toml").read_text(encoding="utf-8")
)


def _any(patterns: list[str]) -> str:
    return "|".join(sorted(patterns, key=len, reverse=True))


_LINE: Final = re.compile("|".join(f"(?:{pattern})" for pattern in _TABLES["lines"]))
_LABELS: Final = _any(_TABLES["labels"]).replace("_", r"\s{0,2}")
SURNAMES: Final[str] = _TABLES["surnames"]
"""The characters that family names begin with."""
_NAME: Final = rf"[{SURNAMES}](?:[一-龥·]{{1,3}}| [一-龥])"
_LABEL: Final = re.compile(rf"\s*(?:{_LABELS})\s{{0,2}}[:|/][^。!?;]{{0,100}}")
_PIECE: Final = re.compile(
    rf"\s*(?:(?P<moment>{_TABLES['moment']})"
    rf"|(?P<label>(?:{_LABELS})\s{{0,2}}[:|/])\s*(?P<value>[^\s。,;!?|]{{0,40}})"
    rf"|(?P<person>{_any(_TABLES['people'])})\s+(?:{_NAME})(?![一-龥])"
    rf"|(?P<button>(?>(?:{_any(_TABLES['buttons'])})+))(?![一-龥\d])"
    rf"|(?P<name>{_NAME})(?![一-龥])"
    r"|(?P<between>[\s|/、,·•*>\-—_\[\]()【】]|次|&nbsp;))"
)
_BLOCK: Final = re.compile(_TABLES["blocks"])
_HEADS: Final = re.compile(rf"(?:{'|'.join(_TABLES['heads'])})\s*[:—-]{{0,2}}\s*")
_TAILS: Final = re.compile(_TABLES["tails"])
_STAMP: Final = re.compile(
    rf"\s+{_TABLES['moment']}(?<=:\d\d)(?:\s+(?:来源|作者|编辑)\s?:\s?[^\s。,]{{0,20}})*\s*$"
)
_DAY: Final = re.compile(_TABLES["day"])
_DAY_LAST: Final = re.compile(_TABLES["day_last"])
_DAY_ADDRESS: Final = re.compile(_TABLES["day_address"])
_CLOSING: Final = re.compile(rf"[(]?\s*{_TABLES['day']}日?\s*[)]?")
MAX_LINE: Final = 160
"""Furniture lines are short; longer ones are prose."""
_TITLE_LINE: Final = 60
"""Lines of a block of links are at most so long."""
_TAIL: Final = 120
"""Characters at the end of a line in which stamps and credits are looked for."""
_MARKS: Final = 2
"""Characters of prose that may go with credits that begin inside a repaired run."""


def is_furniture(line: str) -> bool:
    """Tell whether a stripped line of normalised text is page furniture.

    >>> is_furniture("责任编辑:王某"), is_furniture("全市公安机关重点推进工作")
    (True, False)
    """
    if len(line) > MAX_LINE:
        return False
    return bool(_LINE.fullmatch(line) or _LABEL.fullmatch(line)) or _all_pieces(line)


def _all_pieces(line: str) -> bool:
    """Tell whether a line is nothing but labels, moments, people and buttons."""
    at, named, told = 0, False, False
    while at < len(line):
        match = _PIECE.match(line, at)
        if not match or match.end() == at or (match["name"] and not named):
            return False
        named = named or bool(match["person"] or match["label"])
        told = told or not (match["between"] or match["name"])
        at = match.end()
    return told


def furniture_edits(text: str) -> tuple[list[tuple[int, int]], date | None]:
    """Return the spans of furniture, outer spaces and blank lines, and the publication day stated there.

    A day in words that stands alone below the prose is the signature of a notice: it stays in the text.
    """
    spans: list[tuple[int, int]] = []
    published: date | None = None
    at = 0
    in_block = seen_prose = False
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        bare = line.strip()
        if not bare:
            spans.append((at, at + len(line)))
            at += len(line)
            continue
        in_block = (in_block and _is_title(bare)) or (
            seen_prose and bool(_BLOCK.fullmatch(bare[:MAX_LINE])) and _heads_links(lines, number + 1)
        )
        signed = seen_prose and "年" in bare and bool(_CLOSING.fullmatch(bare[:MAX_LINE]))
        if in_block or (is_furniture(bare) and not signed):
            spans.append((at, at + len(line)))
            published = published or (None if in_block else stated_day(bare))
        else:
            start, end = _prose(bare)
            published = published or _prose_day(bare, start, end)
            first = at + line.index(bare)
            newline = line.endswith("\n")
            spans += [(at, first + start), (first + end, at + len(line) - newline)]
            seen_prose = seen_prose or "。" in bare
        at += len(line)
    return _merged(spans), published


def _is_title(line: str) -> bool:
    return len(line) <= _TITLE_LINE and "。" not in line


def _heads_links(lines: list[str], start: int) -> bool:
    """Tell whether titles follow, and not one title with prose below: that is a section of the report."""
    bare = (lines[i].strip() for i in range(start, len(lines)))
    return all(map(_is_title, islice(filter(None, bare), 2)))


def _prose(line: str) -> tuple[int, int]:
    """Return the span of a line of prose that is left between dateline and credits."""
    start, end = 0, len(line)
    head = _HEADS.match(line)
    if head and head.end() < end:
        start = head.end()
    for tails in (_STAMP, _TAILS):
        tail = tails.search(line, max(start, end - _TAIL), end)
        if tail and tail.start() > start:
            end = start + len(line[start : tail.start()].rstrip())
    return start, end


def _prose_day(line: str, start: int, end: int) -> date | None:
    """Return the day of a dateline or stamp with a year, or of a line that is a day in brackets."""
    if len(line) < 24 and _CLOSING.fullmatch(line):
        return stated_day(line)
    stamp = line[end:] if _STAMP.search(line, max(0, len(line) - _TAIL)) else ""
    return stated_day(line[:start]) or stated_day(stamp)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(s for s in spans if s[0] < s[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def stated_day(line: str) -> date | None:
    """Return the first possible day that a line states with its year.

    >>> stated_day("2024年2月31日 更新 2024-03-01")
    datetime.date(2024, 3, 1)
    """
    found = [(m[1], m[2], m[3]) for m in (*_DAY_ADDRESS.finditer(line), *_DAY.finditer(line))]
    found += [(m[3], m[2], m[1]) for m in _DAY_LAST.finditer(line)]
    for year, month, day in found:
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def without(ledger: Ledger, spans: list[tuple[int, int]]) -> Iterator[Edit]:
    """Yield the edits of a ledger with spans of its text removed as well.

    A span that cuts a repaired run in two takes its rest along, unless that is more than a mark.
    """
    removed = [source for span in spans if (source := _source(ledger, *span))]
    at = 0
    for edit in ledger.edits:
        while at < len(removed) and removed[at][1] <= edit.start:
            at += 1
        if at == len(removed) or edit.end <= removed[at][0]:
            yield edit
    for start, end in removed:
        yield Edit(start, end, "", "furniture")


def _source(ledger: Ledger, start: int, end: int) -> tuple[int, int] | None:
    source = ledger.to_source(start, end)
    first, last = ledger.to_text(*source)
    return source if (start - first) + (last - end) <= _MARKS else None
