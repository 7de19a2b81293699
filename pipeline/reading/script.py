"""Edits that bring characters to one form: residue of pages, traditional script, widths, stray marks.

No edit depends on text outside its own source span, so that a slice of the source that cuts no edit, taken
alone, normalises to the text that the whole gives for it.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Final

from pipeline.reading.document import Edit
from pipeline.reading.shifted import Run, shifted_runs
from pipeline.reading.simplified import NORMAL, READINGS, SYLLABLE, WORDS

_READING: Final = re.compile(rf"(?P<han>[\u3400-\u9fff])\((?P<reading>{SYLLABLE})\)")
_TONED: Final = re.compile("[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ]")
_ASTRAL: Final = "\U00010000"
"""From here on one range stands for the characters: a class of them would be slow to search."""
_OTHER: Final = re.compile(
    f"[{re.escape(''.join(c for c in NORMAL if c < _ASTRAL))}\ud800-\udfff{_ASTRAL}-\U0010ffff]"
    + r"(?:(?<=\r)\n)?"
)
_SPLIT_WORD: Final = re.compile(
    "|".join(rf"{word[0]}(?:\({SYLLABLE}\))?{word[1]}(?:\({SYLLABLE}\))?" for word in WORDS)
)
_MARKUP: Final = re.compile(
    r"</?(?P<tag>p|br|div|span|strong|b|i|u|em|a|img|font|center|table|tbody|tr|td|th|h[1-6]|li|ul|ol|section|o:p)"
    r"(?:[\s/][^<>\n]{0,150})?>|(?<![<\w])/(?:p|div|span)>"
    r"|&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,4});"
)
_BREAKS: Final = re.compile("</(?:p|div|tr|h[1-6]|li|section)>|<br[ />]", re.IGNORECASE)
_KEYS: Final = re.compile("[著乾藉瞭覆甚]")


def simple(c: str) -> str:
    """Return a character in its normal form: simplified script, half width, no stray marks."""
    return NORMAL.get(c, (c,))[0]


def script_edits(raw: str, runs: Iterable[Run] | None = None) -> Iterator[Edit]:
    """Yield the edits of a source, in order and without overlap; `runs` are its garbled runs, if known."""
    repairs = [
        Edit(run.start, run.end, run.text, "shifted")
        for run in (shifted_runs(raw) if runs is None else runs)
        if run.text is not None
    ]
    taken = _merged(_merged(repairs, _markup(raw)), _words(raw))
    taken = _merged(taken, _residue(raw))
    return iter(_merged(taken, _characters(raw)))


def _residue(raw: str) -> Iterator[Edit]:
    """Yield readings that a page's tool put behind traditional characters: 節(jié).

    A reading without a tone mark could be English; it counts only behind a character that reads so.
    """
    for match in _READING.finditer(raw):
        han, reading = match["han"], match["reading"]
        if _TONED.search(reading) or han in READINGS.get(reading, ""):
            yield Edit(match.start(), match.end(), simple(han), "residue")


def _markup(raw: str) -> Iterator[Edit]:
    """Yield tags and character references of HTML that were saved as text; blocks end in a new line."""
    if not ("&" in raw or ">" in raw):
        return
    for match in _MARKUP.finditer(raw):
        if match[0].startswith("&"):
            c = unescape(match[0])
            if len(c) == 1:
                yield Edit(match.start(), match.end(), simple(c), "markup")
        else:
            end = "\n" if _BREAKS.match(match[0]) else ""
            yield Edit(match.start(), match.end(), end, "markup")


def _words(raw: str) -> Iterator[Edit]:
    if not _KEYS.search(raw):
        return
    for match in _SPLIT_WORD.finditer(raw):
        word = match[0][0] + re.sub(r"\(.*?\)", "", match[0][1:])
        yield Edit(match.start(), match.end(), WORDS[word], "word")


def _characters(raw: str) -> Iterator[Edit]:
    for match in _OTHER.finditer(raw):
        c = match[0]
        if c == "\r\n":
            yield Edit(match.start(), match.end(), "\n", "newline")
        elif c in NORMAL:
            yield Edit(match.start(), match.end(), *NORMAL[c])
        elif c < _ASTRAL:
            yield Edit(match.start(), match.end(), "\ufffd", "surrogate")


def _merged(first: list[Edit], second: Iterable[Edit]) -> list[Edit]:
    """Return both in order, without those of the second that touch one of the first."""
    merged: list[Edit] = []
    at = 0
    for edit in second:
        while at < len(first) and first[at].start < edit.end:
            merged.append(first[at])
            at += 1
        if not merged or merged[-1].end <= edit.start:
            merged.append(edit)
    return merged + first[at:]


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
