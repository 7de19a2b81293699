"""Where the bodies stand in what the tagger took for agencies: joined ones apart, torn ones whole, trimmed.

A tagger sees characters; what an organ's name can begin and end with is known of the language, not learned.
"""

import re
from collections.abc import Container
from typing import Final

from pipeline.values.divisions import find_divisions
from pipeline.values.organs import bodies_of, starts_organ

Span = tuple[int, int]

_WHOLE: Final = re.compile("[全我本]")
_AREA: Final = re.compile("[国省市县区州盟旗局]")
_BEFORE: Final = frozenset("向交由在经对给与和请")
_AFTER: Final = frozenset("向对在将共于")
_UNIT: Final = re.compile("(?:派出所|中队|大队|检查站|警务站)$")
_HOUSE: Final = re.compile("(?:公安[局处厅]|分局|[支大总]队)$")
_NEAR: Final = 3
"""Characters of a place name that can stand between a house and its unit: 北京铁路公安处|北京|南站派出所."""


def mended(text: str, spans: list[Span], taken: Container[int] = frozenset()) -> list[Span]:
    """Return the bodies in the agency spans of a text, in order; characters that are `taken` stay outside.

    >>> text = "全国边检机关向徐州铁路公安处永城北站派出所通报"
    >>> [text[a:b] for a, b in mended(text, [(1, 6), (6, 14), (15, 21)])]
    ['全国边检机关', '徐州铁路公安处永城北站派出所']
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
    if end - start > 3:
        if text[start] in _BEFORE and text[start + 1] not in "巡警" and starts_organ(text[start + 1 : end]):
            start += 1
        if text[end - 1] in _AFTER:
            end -= 1
    if start and start - 1 not in taken and _AREA.match(text[start]) and _WHOLE.match(text[start - 1]):
        start -= 1
    return start, end


def _belongs(text: str, house: Span, unit: Span) -> bool:
    """Tell whether two spans are one name: a house and, at once or behind a place, its unit."""
    gap = text[house[1] : unit[0]]
    if len(gap) > _NEAR or not _UNIT.search(text[slice(*unit)]) or not _HOUSE.search(text[slice(*house)]):
        return False
    place = find_divisions(text[house[1] : unit[1]])
    return not gap or bool(place and place[0][0] == 0 and place[0][1] >= len(gap))
