"""Figures out of Chinese police reports: who did what, when and how much.

    import pipeline

    for record in pipeline.extract("……全市公安机关共检查旅馆12家……", published="2024-09-01"):
        print(record.measure.text, record.quantity)

Importing this package is cheap: spaCy and the model come with the first call.
"""

import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.reading.document import Document
    from pipeline.record import Record

__all__ = ["DEFAULT", "extract", "extract_many", "load"]

_PACKAGE: Final = Path(__file__).parent
_SHIPPED: Final = _PACKAGE / "shipped" / "zh_police_reports"  # which only a wheel has (setup.py)
DEFAULT: Final = _SHIPPED if _SHIPPED.is_dir() else _PACKAGE.parent / "models" / "zh_police_reports"
"""The model of the project: the one in the installed wheel, or that of the checkout."""
_lock: Final = threading.Lock()


def load(path: "Path | str" = DEFAULT) -> "Language":
    """Load a trained pipeline; raises CommandError where the folder holds none, or one that is not ours."""
    from pipeline.model import load as load_model

    return load_model(path)


def extract(
    text: str, published: "date | str | None" = None, nlp: "Language | None" = None
) -> "list[Record]":
    """Return the records of one report.

    `published` counts where the text itself states no day; without `nlp` the model of the project is
    loaded once and kept. Raises ReadError where the text is no report (empty, too long).
    """
    from pipeline.model import extract_documents

    document = _document({"text": text, "published": published}, 1)
    return next(extract_documents(nlp or _default(), [document]))


def extract_many(
    items: "Iterable[str | Mapping[str, Any]]", nlp: "Language | None" = None, batch_size: int = 32
) -> "Iterator[list[Record]]":
    """Yield the records of each report of a stream, in order; reads `batch_size` items ahead.

    An item is a text or a mapping with `text` and, if known, `id` and `published`. One that cannot be
    read gives an empty list and a warning, and the stream goes on.
    """
    from pipeline.errors import PipelineError
    from pipeline.model import extract_documents

    nlp = nlp or _default()
    rest, number = iter(items), 0
    while chunk := list(islice(rest, batch_size)):
        documents: list[Document | None] = []
        for item in chunk:
            number += 1
            try:
                documents.append(_document({"text": item} if isinstance(item, str) else item, number))
            except (PipelineError, ValueError, KeyError, TypeError, AttributeError) as error:
                warnings.warn(f"item {number}: {error!r:.200}", stacklevel=2)
                documents.append(None)
        found = extract_documents(nlp, [d for d in documents if d])
        yield from (next(found) if document else [] for document in documents)


def _document(item: "Mapping[str, Any]", number: int) -> "Document":
    from pipeline.reading.reader import read_text

    day = item.get("published")
    if isinstance(day, str):
        day = date.fromisoformat(day)
    return read_text(item["text"], id=str(item.get("id", number)), published=day)


def _default() -> "Language":
    with _lock:  # two threads that come at once load one model
        return _load_once()


@cache
def _load_once() -> "Language":
    return load()
