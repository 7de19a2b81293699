"""Bytes to Document: decode, normalise, set furniture aside, find title and publication day."""

import hashlib
import re
from datetime import date
from typing import Final

from pipeline.errors import Code, ReadError
from pipeline.reading.decode import decode
from pipeline.reading.document import Document, Ledger
from pipeline.reading.furniture import furniture_edits, without
from pipeline.reading.gaps import find_gaps
from pipeline.reading.script import script_edits
from pipeline.reading.shifted import shifted_runs

MAX_CHARACTERS: Final = 2_000_000
TITLE_LENGTH: Final = 60
_SECTION: Final = r"[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[.、]"
_NO_TITLE: Final = re.compile(rf"。|[,;:、]$|^(?:——|--|{_SECTION})")


def read_bytes(data: bytes, *, id: str, source: str, published: date | None = None) -> Document:
    """Read one report; raises ReadError with a code where it cannot be read."""
    raw, encoding = decode(data)
    return read_text(raw, id=id, source=source, published=published, data=data, encoding=encoding)


def read_text(
    raw: str,
    *,
    id: str,
    source: str = "",
    published: date | None = None,
    data: bytes | None = None,
    encoding: str = "utf-8",
) -> Document:
    """Read a report that is text already; `published` counts only where the page states no day."""
    if len(raw) > MAX_CHARACTERS:
        raise ReadError(Code.TOO_LONG, f"more than {MAX_CHARACTERS} characters: cut it into reports")
    runs = tuple(shifted_runs(raw))
    first = Ledger(raw, script_edits(raw, runs))
    spans, stated = furniture_edits(first.text)
    ledger = Ledger(raw, without(first, spans))
    if not ledger.text.strip():
        raise ReadError(Code.NOT_A_REPORT, "nothing but page furniture: is this the right page?")
    digest = hashlib.sha256(raw.encode("utf-8", "surrogatepass") if data is None else data).hexdigest()
    return Document(
        id=id,
        source=source,
        raw=raw,
        text=ledger.text,
        ledger=ledger,
        title=title_of(ledger.text),
        published=stated or published,
        sha256=digest,
        encoding=encoding,
        gaps=find_gaps(raw, runs),
    )


def title_of(text: str) -> str | None:
    """Return the first line where it reads as a headline: short, no sentence, subtitle or section head."""
    line, newline, _ = text.partition("\n")
    headline = bool(newline) and len(line) <= TITLE_LENGTH and not _NO_TITLE.search(line)
    return line if headline else None
