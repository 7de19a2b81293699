"""Where the words of a record stand: the sentence around each span, normalised and as in the source."""

from bisect import bisect_right
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from pipeline.components.structure import Structure, structure_of
from pipeline.page.sources import Sources
from pipeline.reading.document import Document
from pipeline.record import DocPart, Record


class Span(Protocol):
    """Words of a record with their place in the source."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Numbered:
    """Values, each once, known by their numbers in the order they came."""

    values: list[Any] = field(default_factory=list)
    _numbers: dict[Hashable, int] = field(default_factory=dict)

    def number(self, value: Any, key: Hashable = None) -> int:
        """Return the number of a value, a new one where its key (itself by default) is new."""
        key = value if key is None else key
        number = self._numbers.setdefault(key, len(self.values))
        if number == len(self.values):
            self.values.append(value)
        return number


class Evidence:
    """Collects the sentences and the places in them that a page shows.

    `sentences` are (document, text, source text or None where it is the same, source start and end);
    `places` are (words, sentence or -1, start and end in its text, start and end in its source text,
    source start and end). Documents and sentences are known by number.
    """

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.docs = Numbered()
        self.sentences = Numbered()
        self.places = Numbered()
        self._known: dict[int, list[tuple[int, int, str]]] = {}
        self._document: Document | None = None
        self._structure: Structure | None = None

    def begin(self, doc: DocPart, records: Iterable[Record]) -> int:
        """Take up a document with its records and return its number."""
        records = list(records)
        document = self.sources.document(doc)
        self._document = document if document and _agrees(document, records) else None
        self._structure = structure_of(self._document.text) if self._document else None
        number = self.docs.number(
            (doc.id, doc.source, doc.title, doc.published, self._document is not None),
            (doc.id, doc.source, doc.sha256),
        )
        known = self._known.setdefault(number, [])
        known += {(r.sentence.start, r.sentence.end, r.sentence.text) for r in records} - {*known}
        known.sort()
        return number

    def place(self, doc: int, span: Span | None, sentence: Span) -> int:
        """Return the number of a span's place; -1 for no span."""
        if span is None:
            return -1
        value = self._in_document(doc, span) or self._in_records(doc, span, sentence)
        return self.places.number(value or (span.text, -1, 0, 0, 0, 0, span.start, span.end), (doc, value))

    def _in_document(self, doc: int, span: Span) -> tuple[Any, ...] | None:
        """Find the span by the ledger of the document that was read again."""
        if not (self._document and self._structure):
            return None
        ledger, text = self._document.ledger, self._document.text
        start, end = ledger.to_text(span.start, span.end)
        if text[start:end] != span.text or start == end:
            return None
        first, last = self._structure.sentence_span(start)
        last = max(last, end)
        source_first, source_last = ledger.to_source(first, last)
        raw = self._document.raw[source_first:source_last]
        same = raw == text[first:last]
        sentence = self.sentences.number(
            (doc, text[first:last], None if same else raw, source_first, source_last)
        )
        marks = (start - first, end - first, span.start - source_first, span.end - source_first)
        return (span.text, sentence, *marks, span.start, span.end)

    def _in_records(self, doc: int, span: Span, own: Span) -> tuple[Any, ...] | None:
        """Find the span in the sentences that the records of its document carry."""
        known = self._known[doc]
        at = bisect_right(known, span.start, key=lambda s: s[0]) - 1
        around = (own.start, own.end, own.text)
        if not own.start <= span.start < own.end:
            if at < 0 or not known[at][0] <= span.start < known[at][1]:
                return None
            around = known[at]
        start = offset_in(span, around)
        if start is None:
            return None
        sentence = self.sentences.number((doc, around[2], None, around[0], around[1]))
        end = start + len(span.text)
        return (span.text, sentence, start, end, start, end, span.start, span.end)


def _agrees(document: Document, records: Iterable[Record]) -> bool:
    """Tell whether the sentences of records are the document's: not masked, not read by other rules."""
    for sentence in (record.sentence for record in records):
        start, end = document.ledger.to_text(sentence.start, sentence.end)
        if document.text[start:end] != sentence.text:
            return False
    return True


def offset_in(span: Span, sentence: tuple[int, int, str]) -> int | None:
    """Return where the words of a span begin in a sentence (source start, source end, normalised text).

    Where reading has edited the sentence, the source offset tells only about where: the nearest
    occurrence of the words is taken. None where they do not stand in it.
    """
    first, last, text = sentence
    stretch = len(text) / max(1, last - first)
    expected = (span.start - first) * stretch
    found = [i for i in range(len(text)) if text.startswith(span.text, i)] if span.text else []
    return min(found, key=lambda i: abs(i - expected), default=None)
