"""What a page shows, as plain data: documents, sentences, places in them, and a row for each record."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from pipeline.page.evidence import Evidence, Numbered
from pipeline.page.sources import Sources
from pipeline.record import Record
from pipeline.sinks.tables.codebook import LISTS, meanings
from pipeline.sinks.tables.rows import Line, lines_of
from pipeline.values.divisions import by_code

SCORES: Final = 3
"""Categories whose probability a figure shows."""


def payload_of(records: Iterable[Record], sources: Sources) -> dict[str, Any]:
    """Return the data of a page; src/data.js reads it by these names and orders."""
    evidence, agencies, dates = Evidence(sources), Numbered(), Numbered()
    rows: list[list[Any]] = []
    for _, group in groupby(lines_of(records), key=lambda line: line.record.doc):
        lines = list(group)
        doc = evidence.begin(lines[0].record.doc, (line.record for line in lines))
        rows += (_row(line, doc, evidence, agencies, dates) for line in lines)
    codes = {code for _, code, *_ in agencies.values if code}
    return {
        "labels": {
            column: {value: [label, *meanings()[column, value]] for value, label in values.items()}
            for column, values in LISTS.items()
        },
        "regions": _region_names(codes),
        "docs": evidence.docs.values,
        "sentences": evidence.sentences.values,
        "places": evidence.places.values,
        "agencies": agencies.values,
        "dates": dates.values,
        "records": rows,
    }


def _row(line: Line, doc: int, evidence: Evidence, agencies: Numbered, dates: Numbered) -> list[Any]:
    record = line.record
    measure, quantity, agency, date = record.measure, record.quantity, record.agency, record.date
    spans = (measure, quantity, agency, date, record.campaign)
    change = quantity.change if quantity else None
    return [
        record.id,
        doc,
        [evidence.place(doc, span, record.sentence) for span in spans],
        [measure.action, measure.object, measure.type, measure.status, measure.confidence],
        [
            *(quantity.low, quantity.high, quantity.unit, quantity.approximate, quantity.per),
            *((change.direction, change.basis) if change else (None, None)),
        ]
        if quantity
        else None,
        agencies.number((agency.name, agency.region, agency.level, agency.kind)) if agency else -1,
        dates.number((date.from_, date.to, date.kind)) if date else -1,
        record.category.label,
        record.category.confidence,
        dict(list(record.category.scores.items())[:SCORES]),
        record.part_of,
        line.repeats,
        line.summable,
    ]


def _region_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of divisions and of those they lie in."""
    wider = {c for code in codes for c in (f"{code[:2]}0000", f"{code[:4]}00", code)}
    return {code: by_code()[code].name for code in sorted(wider) if code in by_code()}
