"""doccano: the JSONL of a sequence labeling project with relations.

doccano knows no attributes; it keeps further columns of an import with the document and gives them
back. So the attributes travel in a column `attributes`, by place and label (doccano numbers its spans
anew), and the header of the sample in a column `document`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pipeline.annotation import Relation
from pipeline.errors import reason
from pipeline.learning.exchange.files import files_in, json_lines, write_lines
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.offsets import RawSpan
from pipeline.learning.exchange.shape import RawDocument, finish, header, header_of
from pipeline.learning.samples import Sample

_COLUMNS: Final = frozenset(
    {"id", "text", "data", "entities", "relations", "label", "labels", "Comments", "attributes", "document"}
)


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
    for e in entities:
        key = _key(e["start_offset"], e["end_offset"], e["label"])
        given = attributes.pop(key, {})
        raw.spans.append(RawSpan(str(e["id"]), e["label"], e["start_offset"], e["end_offset"], None, given))
    raw.relations = [
        Relation(str(r["from_id"]), str(r["to_id"]), r["type"]) for r in data.get("relations", [])
    ]
    for key in attributes:
        findings.note(f"has attributes for a span that is no longer there: {key}", file=place)
    for comment in data.get("Comments", []):
        words = comment.get("comment", comment) if isinstance(comment, dict) else comment
        findings.note(f"has the comment {words!r}, which is not kept", file=place)
    return raw


def write_doccano(samples: list[Sample], out: Path, _findings: Findings) -> int:
    """Write one JSONL file to import; ids are numbered through the whole file."""
    lines = []
    spans = relations = 0
    for number, sample in enumerate(samples, 1):
        ids = {e.id: spans + n for n, e in enumerate(sample.entities, 1)}
        spans += len(ids)
        line = {
            "id": number,
            "text": sample.text,
            "entities": [
                {"id": ids[e.id], "label": e.label, "start_offset": e.start, "end_offset": e.end}
                for e in sample.entities
            ],
            "relations": [
                {"id": relations + n, "from_id": ids[r.head], "to_id": ids[r.child], "type": r.label}
                for n, r in enumerate(sample.relations, 1)
            ],
            "Comments": [],
            "document": header_of(sample),
            "attributes": {_key(e.start, e.end, e.label): e.attributes for e in sample.entities},
        }
        relations += len(sample.relations)
        lines.append(json.dumps(line, ensure_ascii=False))
    write_lines(out, lines)
    return len(lines)


def _key(start: int, end: int, label: str) -> str:
    return f"{start}-{end} {label}"
