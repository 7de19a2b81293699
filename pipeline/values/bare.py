"""Numbers whose unit stands elsewhere: once for a list, over a column, in the noun.

酒驾29、超员11起 takes the unit from the end of the list, …起: 超员11,酒驾29 from the figure before it,
宾馆184 under 检查(家次) from the head, 六千警力 from the noun (ANNOTATION.md,
section 6). All are doubtful: only the context settles them.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from pipeline.values.numbers import CHINESE, MIXED, last_step, parse_number
from pipeline.values.tables import choice, load_table

_TABLES: Final[dict[str, Any]] = load_table("quantities")
_WORDS: Final[dict[str, Any]] = _TABLES["bare"]
_COLUMNS: Final[dict[str, str]] = _WORDS["columns"]


class Amount(NamedTuple):
    """What is read at one place, before its context: span, bounds, unit."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str
    approximate: bool
    certain: bool


_BARE: Final = re.compile(
    rf"(?<=[一-龥:、)\t ”↑↓])(?P<number>{MIXED})(?P<more>[余多]?)(?=\s*(?:[、,;。)(\n\t↑↓+]|和|持平|$))"
    rf"|(?P<counted>{MIXED}|{CHINESE})(?P<over>[余多]?)(?={choice(_WORDS['people'])})"
)
_UNIT: Final = choice(_TABLES["units"])
_HEAD: Final = re.compile(
    rf"\((?P<line>{_UNIT})\)[::]?|(?P<word>[一-龥]{{0,4}})单位:(?P<unit>{_UNIT})"
    rf"|[ \t](?P<column>{choice(_COLUMNS)})(?=[ \t\n])|\n"
)
_HOTLINE: Final = re.compile(_WORDS["hotline"])
_NOT_AFTER: Final = re.compile(rf"(?:{_WORDS['not_after']})[、,]?$")
_NOT_COUNTED: Final = frozenset(_WORDS["not_counted"].split())
_LIST: Final = re.compile(r"[^,。;\n\d]{0,14}")


def bare_amounts(text: str, amounts: Sequence[Amount]) -> Iterator[Amount]:
    """Yield the bare numbers of lists and columns beside the figures already found."""
    bare = [m for m in _BARE.finditer(text) if not _NOT_AFTER.search(text[max(0, m.start() - 4) : m.start()])]
    units = _units_after(text, bare, amounts)
    heads = _Heads(text)
    at = 0
    for match, after in zip(bare, units, strict=True):
        start, end = match.span()
        while at < len(amounts) and amounts[at].end <= start:
            at += 1
        if at < len(amounts) and amounts[at].start < end:
            continue
        unit = heads.unit(start)
        if match["counted"]:
            unit = _WORDS["people_unit"]
        elif not unit and not _HOTLINE.match(match[0]):
            unit = after or _unit_before(text, start, amounts[at - 1] if at else None)
        value = parse_number(re.sub(r"\s", "", match["number"] or match["counted"]))
        if unit and value:
            over = bool(match["more"] or match["over"])
            yield Amount(start, end, value, value + last_step(value) if over else value, unit, over, False)


class _Heads:
    """The units that heads give: (家次) to its line, 单位:起 and a column's 起数 to the lines that follow."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.heads = list(_HEAD.finditer(text))
        self.at = 0
        self.line: str | None = None
        self.column: str | None = None
        self.words: dict[str, str] = {}

    def unit(self, start: int) -> str | None:
        """Return the unit that governs a place; places are asked in order."""
        while self.at < len(self.heads) and self.heads[self.at].end() <= start:
            head = self.heads[self.at]
            self.at += 1
            if head["unit"]:
                self.words[head["word"].removeprefix("其余")] = head["unit"]
            elif head["column"]:
                self.column = _COLUMNS[head["column"]]
            else:
                self.line = head["line"]
        noun = self.text[max(0, start - 6) : start]
        named = next((unit for word, unit in self.words.items() if word and noun.endswith(word)), None)
        return self.line or named or self.words.get("") or self.column


def _units_after(text: str, bare: list[re.Match[str]], amounts: Sequence[Amount]) -> list[str | None]:
    """Return for each bare number the unit of the figure that ends its list."""
    units: list[str | None] = []
    at = len(amounts)
    for i in range(len(bare) - 1, -1, -1):
        end = bare[i].end()
        while at and amounts[at - 1].start >= end:
            at -= 1
        following = bare[i + 1] if i + 1 < len(bare) else None
        figure = amounts[at] if at < len(amounts) else None
        unit = None
        if following and (not figure or following.start() < figure.start):
            if _LIST.fullmatch(text[end : min(following.start(), end + 20)]):
                unit = units[-1]
        elif figure and figure.unit not in _NOT_COUNTED and _LIST.fullmatch(text[end : figure.start][:20]):
            unit = figure.unit
        units.append(unit)
    return units[::-1]


def _unit_before(text: str, start: int, last: Amount | None) -> str | None:
    """Return the unit of the figure before in the line, which the list splits up."""
    if last is None or last.unit in _NOT_COUNTED or start - last.end > 200:
        return None
    return last.unit if "\n" not in text[last.end : start] else None
