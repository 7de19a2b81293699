"""The project's own two forms: the inline markup, one file a report, and the JSONL of the contract."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.annotation import Relation
from pipeline.errors import SampleError, reason
from pipeline.learning.exchange.files import (
    file_name,
    files_in,
    fresh_folder,
    json_lines,
    read_text,
    write_bytes,
    write_lines,
)
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.inline import to_markup
from pipeline.learning.exchange.offsets import RawSpan, clean
from pipeline.learning.exchange.shape import RawDocument, canonical, finish, incomplete
from pipeline.learning.markup import compile_sample
from pipeline.learning.samples import Sample, to_json


def read_markup(path: Path, findings: Findings) -> Iterator[Sample]:
    """Read markup files; of each, the first fault is reported."""
    for file in files_in(path, ".txt"):
        text = read_text(file, findings)
        if text is not None:
            try:
                yield canonical(compile_sample(clean(text), str(file)))
            except SampleError as error:
                findings.faults.append(error)


def write_markup(samples: list[Sample], out: Path, findings: Findings) -> int:
    """Write a folder of markup files; what the notation cannot say is reported and its file left out."""
    fresh_folder(out)
    written = 0
    for sample in samples:
        name = file_name(sample.id, findings)
        if name is None:
            continue
        try:
            source = to_markup(sample, sample.id)
        except SampleError as error:
            findings.faults.append(error)
            continue
        write_bytes(out / f"{name}.txt", source.encode())
        written += 1
        open_ = [e for e in sample.entities if incomplete(e)]
        if open_:
            message = f"and {len(open_) - 1} more spans" if len(open_) > 1 else "span"
            findings.note(
                f"{message} to complete: type, category or value", file=name, span=sample.words(open_[0])
            )
    return written


def read_jsonl(path: Path, findings: Findings) -> Iterator[Sample]:
    """Read JSONL files of the contract; attributes that are left out are filled."""
    for file in files_in(path, ".jsonl"):
        for place, data in json_lines(file, findings):
            try:
                raw = _document(data, place)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                findings.fault(f"is no annotated sample: {reason(error)}", file=place)
                continue
            sample = finish(raw, findings)
            if sample:
                yield sample


def _document(data: dict[str, Any], place: str) -> RawDocument:
    spans = []
    for entity in data["entities"]:
        attributes = {k: v for k, v in entity.items() if k not in {"id", "label", "start", "end"}}
        start, end = int(entity["start"]), int(entity["end"])
        spans.append(RawSpan(str(entity["id"]), entity["label"], start, end, None, attributes))
    return RawDocument(
        str(data["id"]),
        data["text"],
        place,
        spans,
        [Relation(str(r["head"]), str(r["child"]), r["label"]) for r in data["relations"]],
        data.get("published"),
        data.get("source"),
        {str(k): str(v) for k, v in data.get("meta", {}).items()},
    )


def write_jsonl(samples: list[Sample], out: Path, _findings: Findings) -> int:
    """Write one JSONL file of the contract."""
    write_lines(out, (to_json(sample) for sample in samples))
    return len(samples)
