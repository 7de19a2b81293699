"""Bytes to text: which encoding a report is in."""

import codecs
import re

from charset_normalizer import from_bytes

from pipeline.errors import Code, ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_COMMON = frozenset("的一是在了和有人公安局警不为中大市对以上全行动")
"""Characters that no report of some length lacks: a decoding without them is the wrong one."""


def decode(data: bytes) -> tuple[str, str]:
    """Return (text, encoding); raises ReadError for empty, binary and undecodable data."""
    if not data.strip():
        raise ReadError(Code.EMPTY, "the input is empty: leave it out, or save the report again")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding), encoding
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and not _CONTROL.search(text):
        return text, "utf-8"
    return _guess(data)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            Code.ENCODING, f"the input is broken {encoding} at byte {error.start}: it may be cut off"
        ) from error


def _guess(data: bytes) -> tuple[str, str]:
    """Try the encodings Chinese reports are kept in; the one with the most common characters wins."""
    best: tuple[float, str, str] = (0.0, "", "")
    for encoding in ("gb18030", "big5", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.search(text):
            continue
        share = sum(c in _COMMON for c in text) / max(1, len(text))
        best = max(best, (share, text, encoding))
    if best[0] > 0.01:
        return best[1], best[2]
    found = from_bytes(data).best()
    if found and found.encoding.startswith(("utf", "gb", "big5")) and not _CONTROL.search(str(found)):
        return str(found), found.encoding
    if b"\x00" in data or _CONTROL.search(data.decode("latin-1")):
        raise ReadError(Code.BINARY, "the input is binary, no text: convert it to a text file first")
    raise ReadError(
        Code.ENCODING, "the encoding is unknown or the input is cut off: save the report as UTF-8"
    )
