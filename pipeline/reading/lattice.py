"""The characters of a run put back by one byte, each settled where one reading is nearly certain.

The readings of the bytes form a lattice: between two tokens lies one character, or two where the decoder
dropped an undefined pair. Forward and backward weights over it give the certainty of each reading.
"""

from collections.abc import Container, Iterable
from functools import cache
from itertools import pairwise
from math import exp, log
from typing import Final, NamedTuple

from pipeline.reading.plausible import attested, followers, is_common, weight
from pipeline.reading.simplified import FORMS

LOST: Final = "\ufffd"
"""Stands in the text for a character that cannot be known."""
_CERTAIN: Final = 0.99
_DROPPED: Final = log(0.14)
"""13 of the 94 trail bytes of GB 2312 make an undefined pair with any following lead byte."""
_WIDEST: Final = 20
_MOST_DROPS: Final = 200
"""Places of a run where dropped pairs are tried; beyond it what reads badly is lost."""
_BYTES: Final = (*range(0x40, 0x7F), *range(0x80, 0xFF))


class _Reading(NamedTuple):
    text: str
    prior: float


def settle(
    codes: list[bytes], first: int | None = None, letter: int | None = None, spoken: Container[str] = ()
) -> list[str]:
    """Return the text of each place: before, between and after the tokens of a run.

    `first` is the byte lost before the run, where it is known. `letter` is a final character of one byte
    that was the second byte of a pair; without one the last character has lost its second byte. `spoken`
    holds the characters that the last one can be, where a reading in brackets follows it.
    """
    start = _ending(codes[0][0]) if first is None else (_char(first, codes[0][0]) or LOST,)
    layers = [[_Reading(c, 0.0) for c in start]]
    direct = [_char(a[1], b[0]) for a, b in pairwise(codes)]
    if letter is not None:
        direct.append(_char(codes[-1][1], letter))
    ends = [*(code[0] for code in codes[1:]), *([] if letter is None else [letter])]
    drops = 0
    for i, c in enumerate(direct):
        layer = [_Reading(c, 0.0)] if c else []
        joined = i > 0 and attested(direct[i - 1], c), i + 1 < len(direct) and attested(c, direct[i + 1])
        if not all(joined) and drops < _MOST_DROPS:
            drops += 1
            layer += _dropped(codes[i][1], ends[i])
        layers.append(layer or [_Reading(LOST, 0.0)])
    if letter is not None and spoken:
        layers[-1] = [r for r in layers[-1] if r.text[-1] in spoken] or [_Reading(LOST, 0.0)]
    return [*_certain(layers), *([LOST] if letter is None else [])]


def _certain(layers: list[list[_Reading]]) -> Iterable[str]:
    """Yield the certain reading of each layer, else `LOST`."""
    forward = [[r.prior + _inner(r.text) for r in layers[0]]]
    for before, layer in pairwise(layers):
        forward.append(
            [
                r.prior
                + _inner(r.text[1:], r.text[0])
                + _sum(w + _joint(b, r) for b, w in zip(before, forward[-1], strict=True))
                for r in layer
            ]
        )
    backward = [[0.0] * len(layers[-1])]
    for layer, after in zip(reversed(layers[:-1]), reversed(layers[1:]), strict=True):
        tails = [
            r.prior + _inner(r.text[1:], r.text[0]) + w for r, w in zip(after, backward[-1], strict=True)
        ]
        backward.append([_sum(_joint(b, r) + t for r, t in zip(after, tails, strict=True)) for b in layer])
    backward.reverse()
    for layer, ahead, behind in zip(layers, forward, backward, strict=True):
        weights = [a + b for a, b in zip(ahead, behind, strict=True)]
        best = max(range(len(layer)), key=weights.__getitem__)
        sure = exp(weights[best] - _sum(weights)) >= _CERTAIN and all(map(is_common, layer[best].text))
        yield layer[best].text if sure else LOST


def _joint(before: _Reading, after: _Reading) -> float:
    return weight(after.text[0], before.text[-1])


def _inner(text: str, before: str = "") -> float:
    total = 0.0
    for c in text:
        total += weight(c, before)
        before = c
    return total


def _sum(weights: Iterable[float]) -> float:
    values = list(weights)
    top = max(values)
    return top + log(sum(exp(v - top) for v in values))


@cache
def _char(lead: int, trail: int) -> str:
    """Return the simplified character of two bytes of GBK, empty where there is none."""
    c = bytes((lead, trail)).decode("gbk", "ignore") if trail >= 0x40 else ""
    return "" if len(c) != 1 else (chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else FORMS.get(ord(c), c))


@cache
def _ending(trail: int) -> tuple[str, ...]:
    """Return the common characters with a second byte."""
    return tuple(c for lead in range(0x81, 0xFF) if (c := _char(lead, trail)) and is_common(c)) or (LOST,)


@cache
def _dropped(lead: int, trail: int) -> tuple[_Reading, ...]:
    """Return the likeliest characters around one or two pairs of bytes that GBK leaves undefined."""
    first = [(a, x) for x in _BYTES if x >= 0x81 and (a := _char(lead, x)) and is_common(a)]
    last = [(b, y) for y in _BYTES if y >= 0x81 and (b := _char(y, trail)) and is_common(b)]
    found = [_Reading(a + b, _DROPPED) for a, x in first for b, y in last if not _char(x, y)]
    for a, x in first:
        middles = [m for m in followers(a) if (code := _code(m)) and not _char(x, code[0])]
        found += [
            _Reading(a + m + b, 2 * _DROPPED)
            for m in middles
            for b, y in last
            if attested(m, b) and not _char(_code(m)[1], y)
        ]
    found.sort(key=lambda r: -r.prior - _inner(r.text))
    return tuple(found[:_WIDEST])


@cache
def _code(c: str) -> bytes:
    return c.encode("gbk", "ignore")
