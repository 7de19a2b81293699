"""Runs of GBK text that were decoded one byte off, and their repair.

Where a double-byte text loses one byte, every following pair is cut one byte late: 安全 (B0 B2 C8 AB) after
a lost byte reads 踩 (B2 C8) …. The bytes of such a run are all still there, except the first byte of its
first character and, where the run ends at a character of one byte, the last byte of its last one. Pairs
that GBK leaves undefined (GB 18030-2005, table of user-defined zones) may have been dropped by the decoder.

A run is a stretch between two breaks (a lost-byte mark, a letter, digit, space or the line's end) which, put
back one byte, reads far more plausibly than as it stands. Each of its characters is then either read with
near certainty or left as `LOST`; a stretch of which only a part is garbled, or which stays implausible, is no
provable run: it is kept as it stands and reported as a gap.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from pipeline.reading.lattice import LOST, settle
from pipeline.reading.plausible import is_common, weight
from pipeline.reading.simplified import FORMS, READINGS, SYLLABLE

_CODES: Final = {
    text: code
    for lead in range(0x81, 0xFF)
    for trail in range(0x40, 0xFF)
    if len(text := (code := bytes((lead, trail))).decode("gbk", "ignore")) == 1 and trail != 0x7F
}
_HALF: Final = {c: bytes((0xA3, ord(c) + 0x80)) for c in ",;:!()"}
"""Marks of one byte that may have been full width before the page was normalised."""
_RARE: Final = (c for c in _CODES if "\u4e00" <= c <= "\u9fff" and not is_common(FORMS.get(ord(c), c)))
_ODD: Final = re.compile(f"[{''.join(_RARE)}]")
_MARK: Final = "[?\uff1f\ufffd]"
_TOKEN: Final = re.compile(
    rf"(?P<mark>{_MARK}(?:\(?(?P<inserted>{SYLLABLE})\))?)"
    rf"|(?P<letter>[@-~](?=\({SYLLABLE}\)|[^\x00-\x7f]|$))(?:\((?P<spoken>{SYLLABLE})\))?"
    rf"|(?P<double>[^\x00-\x7f]|[,;:!()])(?:\({SYLLABLE}\))?|."
)
_LEAST_ODD: Final = 2
"""Characters out of daily use that a run shows: fewer are a rare name."""
_MOST: Final = 600
"""Tokens of garbled runs that are tried in one source; what comes after them is reported, not repaired."""
_GAIN: Final = 25.0
"""How much the logarithm of a run's plausibility must rise, over all its characters."""
_GAIN_EACH: Final = 2.5
_SLACK: Final = 8.0
"""What a stretch may lose at its ends: less than one clean character, read one byte off, costs."""
_KNOWN: Final = 0.7
"""The least share of characters of a repaired run that are known."""


@dataclass(frozen=True, slots=True)
class Run:
    """A garbled run `raw[start:end]`; `text` is its repair, None where it is not provable."""

    start: int
    end: int
    text: str | None
    gaps: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class _Stretch:
    """Double-byte tokens between two breaks, and the breaks: a mark before, a mark or letter after."""

    line: str
    before: re.Match[str] | None
    tokens: list[re.Match[str]]
    after: re.Match[str] | None = None

    @property
    def lost_byte(self) -> int | None:
        """The first byte of the run, where a reading that stands after it proves it.

        The page's tool put readings after traditional characters byte by byte. In 布氣 (B2 BC 9A E2) it
        met BC 9A, 細, and put (xì) behind it, in the middle of 氣: the reading, and the last byte of the
        character before, tell the lost one.
        """
        if not self.before or not self.before["inserted"] or not self.before.start():
            return None
        lead = _code(self.line[self.before.start() - 1])[1:]
        found = {_code(c)[1] for c in READINGS.get(self.before["inserted"], "") if _code(c)[:1] == lead}
        fits = [byte for byte in found if is_common(_char(bytes((byte, _code(self.tokens[0][0][0])[0]))))]
        return fits[0] if len(fits) == 1 else None


def shifted_runs(raw: str) -> Iterator[Run]:
    """Yield the garbled runs of a source in order; linear in its length."""
    at, left = 0, _MOST
    for line in raw.splitlines(keepends=True):
        if len(_ODD.findall(line)) >= _LEAST_ODD:
            for stretch in _stretches(line):
                run = _judge(stretch, at, left)
                if run:
                    left -= len(stretch.tokens)
                    yield run
        at += len(line)


def _stretches(line: str) -> Iterator[_Stretch]:
    stretch = _Stretch(line, None, [])
    for match in _TOKEN.finditer(line):
        if match["double"] and _code(match["double"]):
            stretch.tokens.append(match)
            continue
        if len(stretch.tokens) > 2:
            stretch.after = match if match["mark"] or match["letter"] else None
            yield stretch
        stretch = _Stretch(line, match if match["mark"] else None, [])
    if len(stretch.tokens) > 2:
        yield stretch


def _judge(stretch: _Stretch, at: int, most: int) -> Run | None:
    """Return the run that a stretch is or holds, None where it is clean; repairs at most so many tokens."""
    tokens, before, after = stretch.tokens, stretch.before, stretch.after
    if sum(bool(_ODD.match(t["double"])) for t in tokens) < _LEAST_ODD:
        return None
    codes = [_code(t["double"]) for t in tokens]
    gains = _gains(codes)
    first, last, best = _peak(gains)
    if best < _GAIN or best < _GAIN_EACH * (last - first):
        return None
    start, end = at + tokens[first].start(), at + tokens[last].end()
    unproved = Run(start, end, None, ((start, end),))
    if len(tokens) > most or sum(gains) < best - _SLACK:
        return unproved
    start = at + (before or tokens[0]).start()
    end = at + (after or tokens[-1]).end()
    letter, spoken = (after["letter"], after["spoken"]) if after else (None, None)
    pieces = settle(
        codes,
        first=stretch.lost_byte,
        letter=ord(letter) if letter else None,
        spoken={_form(c) for c in READINGS.get(spoken or "", "")},
    )
    text = "".join(pieces)
    if text.count(LOST) > (1 - _KNOWN) * len(text) + 2:
        return unproved
    ends = [start, *(at + t.start() + 1 for t in tokens), end]
    gaps = [(a, max(b, a + 1)) for a, b, piece in zip(ends, ends[1:], pieces, strict=False) if LOST in piece]
    if stretch.lost_byte is not None:  # what proves the first character belongs to the run
        start, text = start - 1, _form(stretch.line[start - at - 1]) + text
    return Run(start, end, text, tuple(gaps))


@cache
def _code(c: str) -> bytes:
    return _CODES.get(c) or _HALF.get(c, b"")


def _gains(codes: list[bytes]) -> list[float]:
    """Return how much more plausible each pair across two tokens is than the second token as it stands."""
    stands = [_char(code) for code in codes]
    read = ["", *(_char(a[1:] + b[:1]) for a, b in pairwise(codes))]
    return [
        weight(c, before) - weight(as_is, before_as_is)
        for before, c, before_as_is, as_is in zip(read, read[1:], stands, stands[1:], strict=False)
    ]


@cache
def _char(code: bytes) -> str:
    return _form(code.decode("gbk", "replace")[0])


def _form(c: str) -> str:
    return FORMS.get(ord(c), c)


def _peak(gains: list[float]) -> tuple[int, int, float]:
    """Return (first, last, sum) of the best stretch of gains (Kadane)."""
    best, total, start, found = 0.0, 0.0, 0, (0, 0)
    for i, gain in enumerate(gains):
        if total <= 0:
            total, start = 0.0, i
        total += gain
        if total > best:
            best, found = total, (start, i + 1)
    return *found, best
