"""Where a tool's offsets point to in the clean text: without byte order mark, lines ended by LF.

Tools count differently: with or without the mark, CR LF as one or as two, code points or UTF-16 units.
Where a file gives the words of its spans, they tell how it counts; nothing is guessed without them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Final

MARK: Final = "\ufeff"
_SPACE: Final = re.compile(r"\s+")


@dataclass(slots=True)
class RawSpan:
    """A span as a tool gives it; `words` is the tool's own copy of its text, where it has one."""

    id: str
    label: str
    start: int
    end: int
    words: str | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


Place = Callable[[int], int | None]
"""From a counted offset to the offset in the clean text; None where no character begins there."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The clean text, the place of each span in it (None where it has none), and how offsets count.

    `counting` is empty where the offsets count the characters of the text as it stands.
    """

    text: str
    spans: list[tuple[int, int] | None]
    counting: str


def clean(text: str) -> str:
    r"""Return the text without byte order mark, with LF at the ends of lines and none after the last.

    >>> clean("\ufeff甲\r\n乙\r\n")
    '甲\n乙'
    """
    return text.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def utf16_offsets(text: str) -> list[int]:
    """Return the offset of each character, and of the end, in UTF-16 units.

    >>> utf16_offsets("𠮷林")
    [0, 2, 3]
    """
    return [0, *accumulate(2 if c > "\uffff" else 1 for c in text)]


def place(text: str, spans: Sequence[RawSpan]) -> Placed:
    """Put the spans into the clean text, by the first way of counting under which all words agree.

    Where there is none, the spans that do not agree with the text as it stands have no place.
    """
    tidy = clean(text)
    first: list[tuple[int, int] | None] = []
    for counting, where in _countings(text, tidy):
        places = [_span(tidy, span, where) for span in spans]
        if all(places):
            return Placed(tidy, places, counting)
        first = first or places
        if not any(span.words for span in spans):
            break
    return Placed(tidy, first, "")


def _span(text: str, span: RawSpan, where: Place) -> tuple[int, int] | None:
    start, end = where(span.start), where(span.end)
    if start is None or end is None or start >= end:
        return None
    if span.words is not None and not _same(span.words, text[start:end]):
        return None
    return start, end


def _same(words: str, text: str) -> bool:
    """Tell whether a tool's copy is the text; tools write a line end as a space, or as backslash and n."""
    if words == text:
        return True
    return _SPACE.sub(" ", words.replace("\\n", "\n")) == _SPACE.sub(" ", text)


def _countings(raw: str, tidy: str) -> Iterator[tuple[str, Place]]:
    """Yield the ways of counting, the plain one first, each with its name."""
    yield "", _as_it_stands(raw, tidy)
    for mark in (0, 1):
        for line_end in (1, 2):
            for units in (False, True):
                name = ", ".join(
                    [
                        "a byte order mark is counted" if mark else "no byte order mark is counted",
                        "a line end counts two" if line_end == 2 else "a line end counts one",
                        *["UTF-16 units"] * units,
                    ]
                )
                yield name, _counted(tidy, mark, line_end, units)


def _as_it_stands(raw: str, tidy: str) -> Place:
    if raw.startswith(tidy):
        return lambda offset: offset if 0 <= offset <= len(tidy) else None
    places, at = [0], 0
    for i, c in enumerate(raw):
        skipped = (i == 0 and c == MARK) or (c == "\r" and raw[i + 1 : i + 2] == "\n")
        at += not skipped
        places.append(at)
    return lambda offset: (
        places[offset] if 0 <= offset < len(places) and places[offset] <= len(tidy) else None
    )


def _counted(tidy: str, mark: int, line_end: int, units: bool) -> Place:
    places, at = {mark: 0}, mark
    for i, c in enumerate(tidy, 1):
        at += line_end if c == "\n" else 2 if units and ord(c) > 0xFFFF else 1
        places[at] = i
    return places.get
