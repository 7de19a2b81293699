"""Where the bodies stand in what the tagger took for agencies: joined ones apart, torn ones whole, trimmed.

A tagger sees characters; what an organ's name can begin and end with is known of the language, not learned.
"""

import re
from collections.abc import Container
from typing import Final

from pipeline.values.divisions import find_divisions
from pipeline.values.organs import TABLES, bodies_of, starts_organ

Span = tuple[int, int]

_EDGES: Final = {name: re.compile(form) for name, form in TABLES["spans"].items()}
_LEAST: Final = 4
"""Characters that a span must have to lose one."""
_LONGEST: Final = 4
"""Characters of a place name that can be cut off."""
_NEAR: Final = 3
"""Characters of a place name that can stand between a house and its unit: 北京铁路公安处|北京|南站派出所."""


def mended(text: str, spans: list[Span], taken: Container[int] = frozenset()) -> list[Span]:
    """Return the bodies in the agency spans of a text, in order; characters that are `taken` stay outside.

    >>> text = "全国边检机关向徐州铁路公安处永城北站派出所通报"
    >>> [text[a:b] for a, b in mended(text, [(1, 6), (6, 14), (15, 21)])]
    ['全国边检机关', '徐州铁路公安处永城北站派出所']
    >>> mended("听取辽宁公安汇报", [(3, 6)])
    [(2, 6)]
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        for a, b in bodies_of(text[start:end]):
            span = _trimmed(text, start + a, start + b, taken)
            if found and _belongs(text, found[-1], span):
                span = (found.pop()[0], span[1])
            found.append(span)
    return found


def _trimmed(text: str, start: int, end: int, taken: Container[int]) -> Span:
    """Return a span without a preposition at its edges, with the 全 of 全国, 全市."""
    if end - start >= _LEAST:
        if _EDGES["before"].match(text, start) and starts_organ(text[start + 1 : end]):
            start += 1
        if _EDGES["after"].search(text, end - 1, end):
            end -= 1
    start = _place_whole(text, start, end, taken)
    if start - 1 not in taken and _EDGES["area"].match(text, start):
        start -= bool(_EDGES["whole"].match(text[:start][-1:]))
    return start, end


def _place_whole(text: str, start: int, end: int, taken: Container[int]) -> int:
    """Return the start of a place name that a span cuts in two (辽|宁公安), else the span's own."""
    first = max(0, start - _LONGEST)
    for a, b, _ in find_divisions(text[first:end]):
        if first + a < start < first + b and not any(i in taken for i in range(first + a, start)):
            return first + a
    return start


def _belongs(text: str, house: Span, unit: Span) -> bool:
    """Tell whether two spans are one name: a house and, at once or behind a place, its unit."""
    gap = text[house[1] : unit[0]]
    kinds = _EDGES["house"].search(text, *house), _EDGES["unit"].search(text, *unit)
    if len(gap) > _NEAR or not all(kinds):
        return False
    place = find_divisions(text[house[1] : unit[1]])
    return not gap or bool(place and place[0][0] == 0 and place[0][1] >= len(gap))
