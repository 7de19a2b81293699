"""Pages of the web: title, day and main text, tables as rows with their heads; no script, style or menus."""

import logging
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

from pipeline.errors import Code, ReadError
from pipeline.reading.grid import table_lines

MAX_PAGE: Final = 8_000_000
"""Characters of markup that are parsed."""
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
    lines = (
        [line for line in _lines(found.body) if line] if found is not None and found.body is not None else []
    )
    title = " ".join((found.title or "").split()) if found is not None else ""
    if not lines:
        lines = trafilatura.baseline(markup)[1].split("\n")
    if title and lines and title not in lines[0]:
        lines.insert(0, title)
    text = "\n".join(lines)
    if not text.strip():
        raise ReadError(Code.NOT_A_REPORT, "a page without text: is it made by script, or an error page?")
    return Page(text + "\n", _day(found.date if found is not None else None))


@cache
def _config() -> Any:
    from trafilatura.settings import use_config

    config = use_config()
    # Below this the library takes all text of the page, without tables and with menus; its own 250 is made
    # for languages that need three times the characters.
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "80")
    return config


def _lines(element: Any) -> Iterator[str]:
    """Yield the blocks of trafilatura's tree in order."""
    if element.tag == "table":
        rows = ([_text(cell) for cell in row.iter("cell")] for row in element.iter("row"))
        yield from table_lines(list(rows))
        return
    blocks = [child for child in element if child.tag in _BLOCKS]
    if not blocks:
        yield from (" ".join(line.split()) for line in _text(element).split("\n"))
        return
    loose = element.text or ""
    for child in element:
        if child.tag in _BLOCKS:
            yield loose.strip()
            yield from _lines(child)
            loose = child.tail or ""
        else:
            loose += _text(child) + (child.tail or "")
    yield loose.strip()


def _text(element: Any) -> str:
    """Return the text of an element, with a new line for each break."""
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if child.tag == "lb" else _text(child), child.tail or ""]
    return "".join(parts)


def _day(stated: str | None) -> date | None:
    try:
        return date.fromisoformat(stated) if stated else None
    except ValueError:
        return None
