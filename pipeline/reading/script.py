"""Edits that bring characters to one form: pinyin residue, traditional script, widths, stray marks."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from opencc import OpenCC

from pipeline.reading.document import Edit

_SYLLABLE: Final = (
    "(?:[bpmfdtnlgkhjqxrzcsywāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüaoe]|zh|ch|sh)[a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüǹńň]{0,5}"
)
_RESIDUE: Final = re.compile(rf"(?P<han>[\u3400-\u9fff])\((?P<reading>{_SYLLABLE})\)")
_TONED: Final = re.compile("[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]")
_WIDE: Final = re.compile(
    "[\uff01\uff05\uff08\uff09\uff0b-\uff0e\uff0f-\uff1b\uff1f\uff21-\uff3a\uff41-\uff5a]"
)
_STRAY: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f\r]")
_SPACE: Final = re.compile("[\u3000\u00a0\t]")
RESIDUE_LEAST: Final = 3
"""Toned readings a document must show before toneless ones, which could be English, are removed."""


@cache
def _converter() -> Any:
    return OpenCC("tw2s")


@cache
def _simplified(c: str) -> str:
    """Return the simplified form of one character (tw2s gives 着 for 著)."""
    form = _converter().convert(c)
    return form if len(form) == 1 else c


def simple(c: str) -> str:
    """Return a character in simplified script and half width."""
    return chr(ord(c) - 0xFEE0) if _WIDE.match(c) else _simplified(c)


def script_edits(raw: str) -> Iterator[Edit]:
    """Yield the edits of a source, in order and without overlap."""
    toned = sum(1 for m in _RESIDUE.finditer(raw) if _TONED.search(m["reading"]))
    residue = {
        m.start(): m for m in _RESIDUE.finditer(raw) if toned >= RESIDUE_LEAST or _TONED.search(m["reading"])
    }
    i = 0
    while i < len(raw):
        c = raw[i]
        match = residue.get(i)
        if match:
            yield Edit(i, match.end(), simple(c), "residue")
            i = match.end()
            continue
        if _STRAY.match(c):
            yield Edit(i, i + 1, "", "control")
        elif _SPACE.match(c):
            yield Edit(i, i + 1, " ", "space")
        elif ord(c) > 127:
            form = simple(c)
            if form != c:
                yield Edit(i, i + 1, form, "width" if _WIDE.match(c) else "script")
        i += 1


def normalise_text(raw: str) -> str:
    """Return a piece of source in normalised wording: what a span's `text` is to its source slice.

    >>> normalise_text("春節(jié)期間,出動警力")
    '春节期间,出动警力'
    """
    out = []
    at = 0
    for edit in script_edits(raw):
        out += [raw[at : edit.start], edit.replacement]
        at = edit.end
    return "".join(out) + raw[at:]
