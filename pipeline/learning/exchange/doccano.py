"""doccano: the JSONL of a sequence labeling project with relations.

doccano knows no attributes; it keeps further columns of an import with the document and gives them
back. So the attributes travel in a column `attributes`, by place and label (doccano numbers its spans
anew), and the header of the sample in a column `document`. Its page counts in UTF-16 units, which the
column `offsets` remembers. It knows only the labels that a file uses; so all go beside it, to import first.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any, Final

from pipeline.annotation import Relation
from pipeline.errors import reason
from pipeline.learning.exchange.files import files_in, json_lines, write_bytes, write_lines
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.offsets import RawSpan, utf16_offsets
from pipeline.learning.exchange.shape import RawDocument, finish, header, header_of
from pipeline.learning.samples import Sample
from pipeline.taxonomy import ENTITY_LABELS, RELATION_LABELS

_COLUMNS: Final = frozenset(
    {"id", "text", "data", "entities", "relations", "label", "labels", "Comments"}
    | {"attributes", "document", "offsets"}
)
_UTF16: Final = "utf-16"
_COLOURS: Final = ("#c0392b", "#8e44ad", "#1f618d", "#117864", "#9a7d0a", "#5d6d7e")
"""Dark enough for the white letters of doccano."""


def read_doccano(path: Path, findings: Findings) -> Iterator[Sample]:
    """Read exports, with relations or (as `label`: start, end, label) without."""
    for file in files_in(path, ".jsonl"):
        for place, data in json_lines(file, findings):
            try:
                raw = _document(data, place, findings)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                findings.fault(f"is no line of a doccano export: {reason(error)}", file=place)
                continue
            sample = finish(raw, findings)
            if sample:
                yield sample


def _document(data: dict[str, Any], place: str, findings: Findings) -> RawDocument:
    own = {k: v for k, v in data.items() if k not in _COLUMNS and isinstance(v, str | int)}
    known = header(data.get("document") or {"meta": own})
    raw = RawDocument(**{"id": str(data.get("id", place)), **known}, text=data["text"], file=place)
    if raw.published is None and raw.meta.get("published"):
        raw.published = raw.meta.pop("published")
    entities = data.get("entities")
    if entities is None:
        plain = data.get("label", data.get("labels", []))
        entities = [
            {"id": n, "start_offset": start, "end_offset": end, "label": label}
            for n, (start, end, label) in enumerate(plain)
        ]
    attributes = dict(data.get("attributes") or {})
    where = _places(data, place, findings)
    for e in entities:
        key = _key(e["start_offset"], e["end_offset"], e["label"])
        given = attributes.pop(key, {})
        start, end = where(e["start_offset"]), where(e["end_offset"])
        raw.spans.append(RawSpan(str(e["id"]), e["label"], start, end, None, given))
    for span, e in zip(raw.spans, entities, strict=True):
        if span.label == "MEASURE" and not span.attributes:
            span.attributes = _taken_over(e, attributes)
    raw.relations = [
        Relation(str(r["from_id"]), str(r["to_id"]), r["type"]) for r in data.get("relations", [])
    ]
    for key in attributes:
        findings.note(f"has attributes for a span that is no longer there: {key}", file=place)
    for comment in data.get("Comments", []):
        words = comment.get("comment", comment) if isinstance(comment, dict) else comment
        findings.note(f"has the comment {words!r}, which is not kept", file=place)
    return raw


def _taken_over(e: dict[str, Any], left: dict[str, Any]) -> dict[str, Any]:
    """Return what a reader said of a measure that is gone and whose words this one has in part.

    doccano moves no span: who wants other bounds deletes it and marks it anew.
    """
    for key, given in left.items():
        place, _, label = key.partition(" ")
        start, end = map(int, place.split("-"))
        if label == "MEASURE" and start < e["end_offset"] and e["start_offset"] < end:
            return {name: given[name] for name in ("type", "category", "status") if name in given}
    return {}


def _places(data: dict[str, Any], place: str, findings: Findings) -> Callable[[int], int]:
    """Return the way from doccano's offsets to those of characters; one without place leads past the text."""
    text = data["text"]
    if data.get("offsets") == _UTF16:
        back = {unit: n for n, unit in enumerate(utf16_offsets(text))}
        return lambda offset: back.get(offset, max(offset, len(text) + 1))
    if any(c > "\uffff" for c in text):
        message = (
            "has an emoji or another rare character and does not tell how it is counted: look at its spans"
        )
        findings.note(message, file=place)
    return lambda offset: offset


def write_doccano(samples: list[Sample], out: Path, _findings: Findings) -> int:
    """Write one JSONL file to import, ids numbered through the whole file, and beside it the labels.

    These are `NAME.labels.json` and `NAME.relations.json`, as doccano imports them.
    """
    lines = []
    spans = relations = 0
    for number, sample in enumerate(samples, 1):
        ids = {e.id: spans + n for n, e in enumerate(sample.entities, 1)}
        spans += len(ids)
        at = utf16_offsets(sample.text)
        line = {
            "id": number,
            "text": sample.text,
            "entities": [
                {"id": ids[e.id], "label": e.label, "start_offset": at[e.start], "end_offset": at[e.end]}
                for e in sample.entities
            ],
            "relations": [
                {"id": relations + n, "from_id": ids[r.head], "to_id": ids[r.child], "type": r.label}
                for n, r in enumerate(sample.relations, 1)
            ],
            "Comments": [],
            "document": header_of(sample),
            "offsets": _UTF16,
            "attributes": {_key(at[e.start], at[e.end], e.label): e.attributes for e in sample.entities},
        }
        relations += len(sample.relations)
        lines.append(json.dumps(line, ensure_ascii=False))
    write_lines(out, lines)
    write_bytes(out.with_suffix(".labels.json"), _types(ENTITY_LABELS))
    write_bytes(out.with_suffix(".relations.json"), _types(RELATION_LABELS))
    return len(lines)


def _types(labels: Iterable[str]) -> bytes:
    types = [
        {"text": label, "suffixKey": str(n), "backgroundColor": colour, "textColor": "#ffffff"}
        for n, (label, colour) in enumerate(zip(labels, cycle(_COLOURS), strict=False), 1)
    ]
    return json.dumps(types, indent=1).encode()


def _key(start: int, end: int, label: str) -> str:
    return f"{start}-{end} {label}"
