"""Fields of finished records: what a classifier can see of a figure when its document is gone.

The distinct sentences of a document's records, a line each, stand for the document.
"""

from collections.abc import Callable, Sequence
from itertools import groupby

from pipeline.components.bags import Bags, bags_of
from pipeline.components.features import Fields, Reader, Surroundings
from pipeline.components.structure import structure_of
from pipeline.record import Record

Segment = Callable[[str], list[tuple[int, int]]]


def fields_of_records(records: Sequence[Record], segment: Segment) -> tuple[Bags, list[int]]:
    """Return the counted fields of each record and its document's number; records of one stand together."""
    rows: list[Fields] = []
    documents: list[int] = []
    for number, (_, group) in enumerate(groupby(records, key=lambda r: (r.doc.id, r.doc.sha256))):
        together = list(group)
        sentences = list(dict.fromkeys(record.sentence.text for record in together))
        text = "\n".join(sentences)
        starts = {s: len("\n".join(sentences[:i])) + bool(i) for i, s in enumerate(sentences)}
        reader = Reader(text, segment(text), together[0].doc.title or "")
        structure = structure_of(text)
        for record in together:
            start = starts[record.sentence.text] + _place(record)
            end = start + len(record.measure.text)
            linked = [span.text for span in (record.agency, record.campaign) if span]
            q = record.quantity
            line = structure.line_span(start)
            clause = structure.clause_span(start)
            rows.append(
                reader.fields(
                    Surroundings(
                        record.measure.action,
                        record.measure.object,
                        start,
                        end,
                        clause,
                        line,
                        line,
                        [q.unit] if q else [],
                        bool(q and q.change),
                        linked,
                    )
                )
            )
            documents.append(number)
    return bags_of(rows), documents


def _place(record: Record) -> int:
    """Return where the measure stands in its sentence, nearest to its offset in the source."""
    text, words = record.sentence.text, record.measure.text
    about = record.measure.start - record.sentence.start
    places = [i for i in range(len(text)) if text.startswith(words, i)]
    return min(places, key=lambda i: abs(i - about), default=0)
