"""A raw document to Document: extract, decode, normalise, set furniture aside, find title and day."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pipeline.errors import Code, ReadError
from pipeline.reading.decode import decode
from pipeline.reading.document import Document, Ledger
from pipeline.reading.furniture import furniture_edits, without
from pipeline.reading.gaps import find_gaps
from pipeline.reading.pages import read_page
from pipeline.reading.portable import pdf_text
from pipeline.reading.raw import Form, Raw
from pipeline.reading.script import script_edits
from pipeline.reading.shifted import shifted_runs
from pipeline.reading.word import word_text

MAX_CHARACTERS: Final = 2_000_000
TITLE_LENGTH: Final = 60
_SECTION: Final = r"[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}[.、]"
_NO_TITLE: Final = re.compile(rf"。|[,;:、]$|^(?:——|--|{_SECTION})")


def read(raw: Raw) -> Document:
    """Read one document of any form; raises ReadError with a code where it cannot be read.

    Offsets point into `Document.raw`: for text what was decoded, for other forms what was extracted.
    """
    data = raw.content if isinstance(raw.content, bytes) else None
    published, encoding = raw.published, "utf-8"
    if data is None:
        text = str(raw.content)
    elif raw.form == Form.DOCX:
        text = word_text(data)
    elif raw.form == Form.PDF:
        text = pdf_text(data)
    else:
        text, encoding = decode(data)
    if raw.form == Form.HTML:
        page = read_page(text)
        text, published = page.text, page.published or published
    return read_text(
        text,
        id=raw.id,
        source=raw.source,
        published=published,
        sha256=raw.sha256,
        encoding=encoding,
        columns=raw.columns,
    )


def read_bytes(data: bytes, *, id: str, source: str, published: date | None = None) -> Document:
    """Read one report; raises ReadError with a code where it cannot be read."""
    raw, encoding = decode(data)
    sha256 = hashlib.sha256(data).hexdigest()
    return read_text(raw, id=id, source=source, published=published, sha256=sha256, encoding=encoding)


def read_text(
    raw: str,
    *,
    id: str,
    source: str = "",
    published: date | None = None,
    sha256: str | None = None,
    encoding: str = "utf-8",
    columns: Mapping[str, Any] | None = None,
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
    return Document(
        id=id,
        source=source,
        raw=raw,
        text=ledger.text,
        ledger=ledger,
        title=title_of(ledger.text),
        aside="\n".join(bare for start, end in spans if (bare := first.text[start:end].strip())),
        published=stated or published,
        sha256=sha256 or hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest(),
        encoding=encoding,
        gaps=find_gaps(raw, runs),
        columns=columns or {},
    )


def title_of(text: str) -> str | None:
    """Return the first line where it reads as a headline: short, no sentence, subtitle or section head."""
    line, newline, _ = text.partition("\n")
    headline = bool(newline) and len(line) <= TITLE_LENGTH and not _NO_TITLE.search(line)
    return line if headline else None
