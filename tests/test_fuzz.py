"""Thousands of damaged reports: every one is read or rejected with a cause, none ends a run.

FUZZ in the environment says how many (`make fuzz`); here few, with other seeds than there.
"""

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from mutating import mutated

from pipeline.batch import Summary, run_batch
from pipeline.engines.local import extract
from pipeline.engines.tasks import each
from pipeline.errors import Code
from pipeline.inputs import Inputs, input_paths
from pipeline.model import DEFAULT
from pipeline.reading.document import Document
from pipeline.reading.formats import open_file
from pipeline.reading.raw import Reject
from pipeline.reading.script import normalise_text
from pipeline.record import Record
from pipeline.sinks.jsonl import open_sink
from pipeline.survey.survey import survey

ROOT = Path(__file__).parents[1]
REPORTS = [path.read_bytes() for path in sorted((ROOT / "seeds").iterdir())]
COUNT = int(os.environ.get("FUZZ", "0"))


def fill(folder: Path, seeds: range) -> Path:
    for seed in seeds:
        name, data = mutated(REPORTS, seed)
        (folder / name).write_bytes(data)
    return folder


def read(folder: Path) -> Iterator[Document | Reject]:
    inputs = Inputs(input_paths([str(folder)]))
    yield from each(inputs.items(), lambda: lambda document: document)
    assert {account.source for account in inputs.accounts.values()} == {str(p) for p in folder.iterdir()}


def test_every_damaged_report_is_read_or_rejected(tmp_path: Path) -> None:
    found = list(read(fill(tmp_path, range(COUNT or 250))))
    bad = [r for r in found if isinstance(r, Reject)]
    assert [r for r in bad if r.cause == Code.PROCESSING] == []
    assert all(r.message and "\n" not in r.message for r in bad)
    assert len(found) - len(bad) > 0.15 * len(list(tmp_path.iterdir()))
    for document in found:
        if isinstance(document, Document):
            json.dumps(document.text, ensure_ascii=False).encode()
            start, end = document.ledger.to_source(0, len(document.text))
            assert 0 <= start <= end <= len(document.raw)


def test_damaged_reports_give_sound_records(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    seeds = range(1_000_000, 1_000_000 + (COUNT or 60))
    inputs = Inputs(input_paths([str(fill(folder, seeds))]))
    texts: dict[str, str] = {}
    found = survey(inputs.items(), text=texts.__setitem__)
    sink = open_sink(str(tmp_path / "out.jsonl"), None, "")
    summary: Summary = run_batch(
        inputs.items(), extract, DEFAULT, sink, found=found, mask_names=False, timeout=120 if COUNT else None
    )
    assert summary.documents + summary.rejected == found.found
    assert summary.causes[Code.PROCESSING] == 0, (tmp_path / "out.rejects.jsonl").read_text()
    records = [
        Record.model_validate_json(line)
        for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len(records) == summary.records > 0
    for record in records:
        text = texts[record.doc.sha256]
        for span in (record.measure, record.quantity, record.agency, record.date):
            if span:
                assert normalise_text(text[span.start : span.end]) == span.text


MAGIC = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd", b"PAR1", b"<html>"]
)


@settings(max_examples=150, deadline=None)
@given(MAGIC, st.binary(max_size=300), st.sampled_from(["a", "a.jsonl", "a.csv", "a.html", "a.docx"]))
def test_any_bytes_are_read_or_rejected(magic: bytes, data: bytes, name: str) -> None:
    file = io.BufferedReader(io.BytesIO(magic + data))
    found = list(each(open_file(file, name, name), lambda: lambda document: document.text))
    assert [f for f in found if isinstance(f, Reject) and f.cause == Code.PROCESSING] == []
