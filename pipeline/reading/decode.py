"""Bytes to text: which encoding a report is in.

A byte-order mark decides (Unicode, section 23.8), then valid UTF-8; else the encodings of Chinese reports are
tried (GB 18030 with GBK inside it, Big5, UTF-16 without a mark) and the most plausible text wins.
"""

import codecs
import re
from itertools import islice
from math import log
from typing import Final, NamedTuple

from pipeline.errors import Code, ReadError
from pipeline.reading.plausible import share
from pipeline.reading.simplified import NORMAL

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY: Final = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF-": "a PDF file",
    b"PK\x03\x04": "a zip file, perhaps a .docx",
    b"\xd0\xcf\x11\xe0": "an old .doc file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip file",
}
"""First bytes of files that are often put where a report should be."""
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_STRAY: Final = 0.02
"""The share of control characters that a text may hold: they are left out with the other stray marks."""
_GUESSED: Final = ("gb18030", "big5", "utf-16-le", "utf-16-be")
_PLAUSIBLE: Final = -9.5
"""The least mean logarithm of the shares of its characters: near -7 in reports, under -11 in misread text."""
_SAMPLE: Final = 20_000
_TAIL: Final = 3
"""Bytes at the end that can belong to a character cut in half."""


class _Candidate(NamedTuple):
    score: float
    text: str
    encoding: str
    cut: int | None


def decode(data: bytes) -> tuple[str, str]:
    """Return (text, encoding); raises ReadError for empty, binary, broken and undecodable data."""
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise ReadError(Code.EMPTY, "the input is empty: leave it out, or save the report again")
    for start, kind in _BINARY.items():
        if data.startswith(start):
            raise ReadError(Code.BINARY, f"the input is {kind}, no text: convert it to a text file first")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _filled(_strict(data[len(mark) :], encoding), encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _filled(*_guess(data, error))
    if len(_CONTROL.findall(text)) <= _STRAY * len(text):
        return _filled(text, "utf-8")
    return _filled(*_guess(data, None))


def _filled(text: str, encoding: str) -> tuple[str, str]:
    if not text.strip():
        raise ReadError(Code.EMPTY, "the input is blank: leave it out, or save the report again")
    return text, encoding


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(encoding, error.start, len(data)) from error


def _broken(encoding: str, at: int, length: int) -> ReadError:
    if at >= length - _TAIL:
        cause = f"the input ends in the middle of a character of {encoding}: it was cut off, save it again"
    else:
        cause = f"the input is broken {encoding} at byte {at}: save it again as UTF-8"
    return ReadError(Code.ENCODING, cause)


def _guess(data: bytes, utf8: UnicodeDecodeError | None) -> tuple[str, str]:
    found = [c for encoding in _GUESSED if (c := _candidate(data, encoding))]
    if utf8:  # broken UTF-8 is told by what is left of it
        rest = data.decode("utf-8", "replace")
        found.append(_Candidate(_score(rest), rest, "utf-8", utf8.start))
    best = max(found, default=None)
    if best and best.score > _PLAUSIBLE:
        if best.cut is not None:
            raise _broken(best.encoding, best.cut, len(data))
        return best.text, best.encoding
    if _CONTROL.search(data.decode("latin-1")[:_SAMPLE]) and b"\x00" in data:
        raise ReadError(Code.BINARY, "the input is binary, no text: convert it to a text file first")
    raise ReadError(
        Code.ENCODING, "the encoding is unknown or the input is cut off: save the report as UTF-8"
    )


def _candidate(data: bytes, encoding: str) -> _Candidate | None:
    """Return the text in an encoding, without the end where that is half a character."""
    cut = None
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(data) - _TAIL:
            return None
        cut = error.start
        text = data[:cut].decode(encoding)
    if len(_CONTROL.findall(text)) > _STRAY * len(text):
        return None
    return _Candidate(_score(text), text, encoding, cut)


def _score(text: str) -> float:
    """Return the mean logarithm of the shares of the characters that are not ASCII."""
    shares = [log(share(NORMAL.get(c, (c,))[0])) for c in islice((c for c in text if c > "\x7f"), _SAMPLE)]
    return sum(shares) / len(shares) if shares else -100.0
