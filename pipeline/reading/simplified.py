"""The normal form of single characters and of some words, as tables; what traditional characters read.

Script: OpenCC's `t2s`, character by character, so that every character keeps its own place in the source;
`tw2s` would turn 著 in 显著 into 着 and 么 into 幺. What depends on the word is in `data/script.toml`.
Widths: the compatibility mappings of Unicode (NFKC), as far as they give one character.
`data/readings.txt` holds the readings of the traditional characters of GBK, drawn from pypinyin 0.55 (MIT
licence), which follows the Unihan database.
"""

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from itertools import product
from typing import Any, Final
from unicodedata import normalize

from opencc import OpenCC

SYLLABLE: Final = (
    "(?:[bpmfdtnlgkhjqxrzcsywāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüaoe]|zh|ch|sh)[a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜüǹńň]{0,5}"
)
"""A syllable of Hanyu Pinyin (GB/T 16159), toned or not."""

_DATA: Final = files("pipeline.reading").joinpath("data")
_SCRIPT: Final[dict[str, Any]] = tomllib.loads(_DATA.joinpath("script.toml").read_text("utf-8"))

_COMPATIBLE: Final = (
    *range(0x2E80, 0x2FE0),  # radicals
    *range(0xF900, 0xFB00),  # compatibility ideographs
    *range(0x2F800, 0x2FA20),
    *range(0xFE50, 0xFE6C),  # small forms
    *range(0xFF01, 0xFF5E),  # full width; ～ stays
)
_SPACES: Final = "\t\u00a0\u1680\u3000\u202f\u205f" + "".join(map(chr, range(0x2000, 0x200B)))
_STRAY: Final = (
    *(*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xAD),  # controls
    *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)),  # zero width, direction
    *(*range(0xFE00, 0xFE10), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0100, 0xE01F0)),  # variants, mark
)


def _scripts() -> dict[str, str]:
    han = [chr(c) for c in (*range(0x3400, 0xA000), *range(0x20000, 0x2EBE0))]
    forms = OpenCC("t2s").convert("\n".join(han)).split("\n")
    return {c: form for c, form in zip(han, forms, strict=True) if c != form and len(form) == 1}


def _widths() -> Iterator[tuple[str, str]]:
    for code in _COMPATIBLE:
        form = normalize("NFKC", chr(code))
        if form != chr(code) and len(form) == 1:
            yield chr(code), form


_SIMPLE: Final = _scripts()
FORMS: Final = {ord(c): form for c, form in _SIMPLE.items()}
"""The simplified forms of traditional characters by their codes."""

KINDS: Final[dict[str, dict[str, str]]] = {
    "script": _SIMPLE,
    "width": {c: _SIMPLE.get(form, form) for c, form in _widths()},
    "space": dict.fromkeys(_SPACES, " "),
    "newline": dict.fromkeys("\r\u0085\u2028\u2029", "\n"),
    "control": dict.fromkeys(map(chr, _STRAY), ""),
    "character": _SCRIPT["characters"],
}
NORMAL: Final[dict[str, tuple[str, str]]] = {
    c: (form, kind) for kind, table in KINDS.items() for c, form in table.items()
}
"""The normal form of each character that is not in it, and the kind of edit."""


def _variants() -> Iterator[tuple[str, str]]:
    """Yield every way to write the words of the table, with their normal form."""
    written: dict[str, list[str]] = {}
    for c, form in _SIMPLE.items():
        written.setdefault(form, [form]).append(c)
    for word, form in (*((w, w) for w in _SCRIPT["keep"]), *_SCRIPT["change"].items()):
        for variant in product(*(written.get(c, [c]) for c in word)):
            yield "".join(variant), form


WORDS: Final = dict(_variants())
"""Words that are normalised as a whole, in every mixture of scripts."""

READINGS: Final = {
    line.split()[0]: line.split()[1]
    for line in _DATA.joinpath("readings.txt").read_text("utf-8").splitlines()
}
"""The traditional characters that have a reading."""
