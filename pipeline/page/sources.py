"""The source files of records, where they are still at hand and still the same."""

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import ReadError
from pipeline.reading.document import Document
from pipeline.reading.formats import open_path
from pipeline.reading.raw import Raw, Reject
from pipeline.reading.reader import read
from pipeline.record import DocPart


class Sources:
    """Reads the documents that records are from, each file once, in the order of the records.

    Paths start from `folder`; where it is None no file is opened.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._source: str | None = None
        self._rest: Iterator[Raw | Reject] = iter(())

    def document(self, doc: DocPart) -> Document | None:
        """Return the document of a record; None where there is no such file or its content is another."""
        if self.folder and doc.source != self._source:
            self._source = doc.source
            path = self.folder / doc.source
            # Not a device or pipe, whose end may never come.
            self._rest = open_path(path) if _is_file(path) else iter(())
        for item in self._rest:
            if isinstance(item, Raw) and item.sha256 == doc.sha256:
                return _read(item)
        return None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # names too long, or with a NUL
        return False


def _read(raw: Raw) -> Document | None:
    try:
        return read(raw)
    except ReadError:
        return None
