"""Documents of Word (.docx): paragraphs and tables in their order."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from pipeline.errors import Code, ReadError
from pipeline.reading.grid import table_lines
from pipeline.reading.packed import DAMAGED, damaged

MAX_UNPACKED: Final = 256 << 20
"""Bytes of all parts together; pictures are most of them."""
MAX_XML: Final = 48 << 20
"""Bytes of its XML, which becomes ten times as many when it is parsed."""


def word_text(data: bytes) -> str:
    """Return the text of a document, a paragraph or row of a table a line; raises ReadError."""
    import docx
    from docx.table import Table
    from lxml.etree import LxmlError

    try:
        _check_size(data)
        lines: list[str] = []
        for block in docx.Document(io.BytesIO(data)).iter_inner_content():
            lines += _rows(block) if isinstance(block, Table) else block.text.split("\n")
    # Its parts are tied together by names, which a damaged file has wrong in many ways.
    except (*DAMAGED, LxmlError, LookupError, AttributeError, TypeError) as error:
        raise damaged(error) from error
    text = "\n".join(line.strip() for line in lines)
    if not text.strip():
        raise ReadError(
            Code.NO_TEXT, "a document without text, perhaps pictures of pages: recognise the text first"
        )
    return text + "\n"


def _check_size(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sizes = [(part.file_size, part.filename.endswith((".xml", ".rels"))) for part in parts.infolist()]
    for limit, total in (
        (MAX_UNPACKED, sum(size for size, _ in sizes)),
        (MAX_XML, sum(size for size, is_xml in sizes if is_xml)),
    ):
        if total > limit:
            raise ReadError(Code.EXPANDS, f"unpacks to more than {limit >> 20} MiB: save it as text")


def _rows(table: Any) -> Iterator[str]:
    """Yield the rows as sentences; a cell that spans columns counts once."""
    rows = []
    for row in table.rows:
        cells: list[Any] = []
        for cell in row.cells:
            if not cells or cell._tc is not cells[-1]._tc:
                cells.append(cell)
        rows.append([cell.text for cell in cells])
    yield from table_lines(rows)
