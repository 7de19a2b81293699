"""PDF files with a text layer: lines joined to paragraphs, page numbers left out."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from pipeline.errors import Code, ReadError
from pipeline.reading.packed import damaged

MAX_PAGES: Final = 2_000
_PAGE_NUMBER: Final = re.compile(r"[-—–\s·第]*\d{1,4}(?:\s*[/页共·—–-]\s*\d{0,4})*")
_END: Final = re.compile(r"[。!?;:!?;:…][”」』\"')]*$")
_FULL: Final = 0.8
"""A line so long, as a share of the page's longest, goes on in the next."""


def pdf_text(data: bytes) -> str:
    """Return the text of a PDF file, a paragraph a line; raises ReadError where it has no text layer."""
    import pypdfium2

    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise damaged(error) from error
    try:
        if len(file) > MAX_PAGES:
            raise ReadError(Code.TOO_LONG, f"more than {MAX_PAGES} pages: cut it into reports")
        pages = [page.get_textpage().get_text_range() for page in file]
    except pypdfium2.PdfiumError as error:
        raise damaged(error) from error
    finally:
        file.close()
    text = "\n".join(_joined(chain.from_iterable(map(_lines, pages))))
    if not text.strip():
        raise ReadError(Code.NO_TEXT, "a PDF file without a text layer: recognise its text first (OCR)")
    return text + "\n"


def _lines(page: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines of a page and whether each fills it."""
    lines = [line.replace("\ufffe", "").strip() for line in page.splitlines()]  # the mark of a hyphen
    longest = max(map(len, lines), default=0)
    for line in lines:
        if line and not _PAGE_NUMBER.fullmatch(line):
            yield line, len(line) >= _FULL * longest


def _joined(lines: Iterator[tuple[str, bool]]) -> Iterator[str]:
    paragraph = ""
    for line, full in lines:
        paragraph += line
        if not full or _END.search(line):
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph
