"""What opening an input yields: the content of one document as it was found, before it is read."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Form(StrEnum):
    """What a file is: the first four are documents, the others hold documents."""

    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    ZIP = "zip"
    GZIP = "gz"
    ZSTD = "zst"


@dataclass(frozen=True, slots=True)
class Reject:
    """An input that could not be read, with the code and the cause."""

    source: str
    cause: str
    message: str


@dataclass(frozen=True, slots=True)
class Raw:
    """One document, not read yet: bytes of a file, or text out of a table.

    `published` counts only where the page states no day; `columns` are the other columns of its `row`
    (from 1), where it came out of a table.
    """

    id: str
    source: str
    content: bytes | str
    form: Form = Form.TEXT
    published: date | None = None
    columns: Mapping[str, Any] = field(default_factory=dict)
    row: int | None = None

    @property
    def place(self) -> str:
        """Where it stands, for messages: the source, with the row where it is one of many."""
        return self.source if self.row is None else f"{self.source}:{self.row}"

    @property
    def sha256(self) -> str:
        """The hash of the content; of text, as UTF-8."""
        data = (
            self.content if isinstance(self.content, bytes) else self.content.encode("utf-8", "surrogatepass")
        )
        return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Opening:
    """How inputs are opened: the format, where it is not to be told by the content, and names of columns.

    `carried` names the columns that go with the records; None is all others.
    """

    form: Form | None = None
    published: date | None = None
    text: str = "text"
    id: str = "id"
    day: str = "published"
    carried: tuple[str, ...] | None = None
