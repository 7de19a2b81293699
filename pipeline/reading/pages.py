"""Pages of the web: title, day and main text, tables as rows with their heads; no script, style or menus."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html import unescape
from typing import Any, Final, NamedTuple

from pipeline.errors import Code, ReadError
from pipeline.reading.grid import table_lines

MAX_PAGE: Final = 8_000_000
"""Characters of markup that are parsed."""
_BREAK: Final = re.compile(r"<br\b[^<>]{0,40}>", re.IGNORECASE)
_LINE_END: Final = "\ue0f0"
"""Stands for a break on the way through the library, which loses those in cells; of private use."""
_TITLE: Final = re.compile(
    r"""<meta\s+name=["']?ArticleTitle["']?\s+content=["'](?P<title>[^"'<>]{1,200})["']""", re.IGNORECASE
)
"""The title as pages of Chinese authorities must state it (政府网站发展指引, 2017)."""
_TITLE_LEAST: Final = 6
"""Characters of a line that is taken for a part of the title."""
_BLOCKS: Final = frozenset({"head", "p", "list", "item", "table", "quote", "code", "div"})


class Page(NamedTuple):
    """What is extracted from a file that is more than text."""

    text: str
    published: date | None = None


def read_page(markup: str) -> Page:
    """Return the text of a page: its title as first line, then its main text, a block a line.

    Raises ReadError where nothing is left.
    """
    if len(markup) > MAX_PAGE:
        raise ReadError(Code.TOO_LONG, f"a page of more than {MAX_PAGE} characters: is it one page?")
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan"):  # they tell each page's oddities
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Signs that markup cannot hold; the parser would end there.
    markup = "".join(c if c >= " " or c in "\t\n\r" else " " for c in markup.replace("\0", ""))
    markup = _BREAK.sub(f"{_LINE_END}<br>", markup)
    found: Any = trafilatura.bare_extraction(
        markup,
        config=_config(),
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        with_metadata=True,
        # The day that the page states of itself, no day out of its prose or its copyright.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    body = found.body if found is not None else None
    lines = [line for line in _lines(body) if line] if body is not None else []
    if not lines:
        lines = list(_split(trafilatura.baseline(markup)[1]))
    stated = _TITLE.search(markup)
    title = unescape(stated["title"]) if stated else found.title if found is not None else None
    if title and not _has_title(lines, flat := " ".join(title.split())):
        lines.insert(0, flat)
    text = "\n".join(lines)
    if not text.strip():
        raise ReadError(Code.NOT_A_REPORT, "a page without text: is it made by script, or an error page?")
    return Page(text + "\n", _day(found.date if found is not None else None))


def _has_title(lines: list[str], title: str) -> bool:
    """Tell whether the text begins with the title, which may have the name of the site behind it."""
    return any(title in line or (len(line) >= _TITLE_LEAST and line in title) for line in lines[:3])


@cache
def _config() -> Any:
    from trafilatura.settings import use_config

    config = use_config()
    # Below this the library takes all text of the page, without tables and with menus; its own 250 is made
    # for languages that need three times the characters.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "40")
    return config


def _lines(element: Any) -> Iterator[str]:
    """Yield the blocks of trafilatura's tree in order."""
    if element.tag == "table":
        rows = element.iter("row")
        cells = [["\n".join(_split("".join(cell.itertext()))) for cell in row.iter("cell")] for row in rows]
        yield from table_lines(cells)
        return
    if not any(child.tag in _BLOCKS for child in element):
        yield from _split("".join(element.itertext()))
        return
    loose = element.text or ""
    for child in element:
        if child.tag in _BLOCKS:
            yield from _split(loose)
            yield from _lines(child)
            loose = child.tail or ""
        else:
            loose += "".join(child.itertext()) + (child.tail or "")
    yield from _split(loose)


def _split(text: str) -> Iterator[str]:
    """Yield the lines that breaks make; new lines of the markup are spaces."""
    yield from (" ".join(line.split()) for line in text.split(_LINE_END))


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat(stated) if stated else None
    except ValueError:
        return None
