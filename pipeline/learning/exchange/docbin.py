"""spaCy: a DocBin (`.spacy`) with a token a character, so that every span is one of tokens.

Spans are in `doc.spans["entities"]`, with their ids, and in `doc.ents`; attributes, relations and the
header of the sample in `doc.user_data`. A file made elsewhere may have any tokens and only `doc.ents`.
"""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from spacy.tokens import Doc, DocBin, Span, SpanGroup
from spacy.vocab import Vocab

from pipeline.annotation import Relation
from pipeline.components.tokens import CharTokenizer
from pipeline.errors import reason
from pipeline.learning.exchange.files import files_in, write_bytes
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.offsets import RawSpan
from pipeline.learning.exchange.shape import RawDocument, finish, header, header_of
from pipeline.learning.samples import Sample

_GROUPS: Final = ("entities", "sc")


def read_docbin(path: Path, findings: Findings) -> Iterator[Sample]:
    """Read .spacy files."""
    for file in files_in(path, ".spacy"):
        try:
            docs = list(DocBin().from_disk(file).get_docs(Vocab()))
        except Exception as error:  # spaCy, zlib and msgpack each have errors of their own
            findings.fault(f"is no spaCy DocBin: {reason(error)}"[:100], file=str(file))
            continue
        for number, doc in enumerate(docs, 1):
            place = f"{file} document {number}"
            try:
                raw = _document(doc, place, f"{file.stem}-{number}")
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                findings.fault(f"holds no annotated sample: {reason(error)}", file=place)
                continue
            sample = finish(raw, findings)
            if sample:
                yield sample


def _document(doc: Doc, place: str, id_: str) -> RawDocument:
    kept = doc.user_data
    raw = RawDocument(**{"id": id_, **header(kept.get("document"))}, text=doc.text, file=place)
    group = next((doc.spans[name] for name in _GROUPS if name in doc.spans), doc.ents)
    attributes = kept.get("attributes", {})
    for number, span in enumerate(group):
        name = span.id_ or f"s{number}"
        raw.spans.append(
            RawSpan(
                name, span.label_, span.start_char, span.end_char, span.text, dict(attributes.get(name, {}))
            )
        )
    raw.relations = [Relation(r["head"], r["child"], r["label"]) for r in kept.get("relations", ())]
    return raw


def write_docbin(samples: list[Sample], out: Path, _findings: Findings) -> int:
    """Write one .spacy file."""
    docs = DocBin(store_user_data=True)
    tokenizer = CharTokenizer(Vocab())
    for sample in samples:
        docs.add(_doc(tokenizer, sample))
    write_bytes(out, docs.to_bytes())
    return len(samples)


def _doc(tokenizer: CharTokenizer, sample: Sample) -> Doc:
    doc = tokenizer(sample.text)
    spans: list[Any] = [Span(doc, e.start, e.end, label=e.label, span_id=e.id) for e in sample.entities]
    doc.spans["entities"] = SpanGroup(doc, name="entities", spans=spans)
    if all(a.end <= b.start for a, b in pairwise(spans)):
        doc.set_ents(spans)
    doc.user_data = {
        "document": header_of(sample),
        "attributes": {e.id: e.attributes for e in sample.entities},
        "relations": [{"head": r.head, "child": r.child, "label": r.label} for r in sample.relations],
    }
    return doc
