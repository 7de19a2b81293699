"""brat standoff: a folder of `NAME.txt` with `NAME.ann`, and the `annotation.conf` that shows them.

Attributes from closed lists are brat attributes (`A1  type T1 inspect`); the others, which are free
text and numbers, are one note of JSON a span (`#1  AnnotatorNotes T1  {"low": 168, …}`). The header of
a sample is a note `Header` on its first line (`sent:1`): one on a span goes when brat deletes the span.
"""

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

from pipeline.annotation import Relation
from pipeline.learning.exchange.fields import CLOSED
from pipeline.learning.exchange.files import file_name, files_in, fresh_folder, read_text, write_bytes
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.offsets import RawSpan
from pipeline.learning.exchange.shape import RawDocument, finish, header, header_of
from pipeline.learning.samples import Sample
from pipeline.taxonomy import ENTITY_LABELS, RELATION_LABELS

_NOTE: Final = "AnnotatorNotes"
_HEADER: Final = "Header"
_CHOICES: Final = {place: values for place, values in CLOSED.items() if place[1] != "approximate"}
"""What is written as brat attributes; `approximate` belongs to the bounds, in the note."""


def read_brat(path: Path, findings: Findings) -> Iterator[Sample]:
    """Read a folder of pairs, or the pair of one file."""
    for file in files_in(path, ".ann"):
        ann, txt = file.with_suffix(".ann"), file.with_suffix(".txt")
        text, lines = read_text(txt, findings), read_text(ann, findings)
        if text is None or lines is None:
            continue
        raw = RawDocument(ann.stem, text, str(ann))
        reader = _Reader(raw, findings)
        before = len(findings.faults)
        for number, line in enumerate(lines.removeprefix("\ufeff").split("\n"), 1):
            if line.strip():
                reader.read(line.rstrip("\r"), number)
        reader.close()
        sample = finish(raw, findings)
        if sample and len(findings.faults) == before:
            yield sample


class _Reader:
    """Reads the lines of one .ann file into a document; attributes may stand before their spans."""

    def __init__(self, raw: RawDocument, findings: Findings) -> None:
        self.raw, self.findings = raw, findings
        self.given: dict[str, dict[str, Any]] = {}
        self.chosen: dict[str, dict[str, Any]] = {}

    def read(self, line: str, number: int) -> None:
        id_, _, rest = line.partition("\t")
        head, _, tail = rest.partition("\t")
        words = head.split()
        place = f"{self.raw.file}:{number}"
        try:
            match id_[0]:
                case "T":
                    self._span(id_, head, tail, place)
                case "R":
                    label, first, second = words
                    ends = (first.partition(":")[2], second.partition(":")[2])
                    self.raw.relations.append(Relation(*ends, label))
                case "A" | "M":
                    value: Any = words[2] if len(words) > 2 else True
                    self.chosen.setdefault(words[1], {})[words[0].lower()] = value
                case "#":
                    self._note(words[0], words[1], tail, place)
                case _:
                    self.findings.note(f"is not read: {line}", file=place)
        except (ValueError, IndexError):
            self.findings.fault("is no line of brat standoff", file=place, span=line[:60])

    def _span(self, id_: str, head: str, words: str, place: str) -> None:
        label, _, offsets = head.partition(" ")
        if ";" in offsets:
            self.findings.fault(f"is in pieces ({offsets}); a span is one piece", file=place, span=words)
            return
        start, end = map(int, offsets.split())
        self.raw.spans.append(RawSpan(id_, label, start, end, words or None))

    def _note(self, kind: str, target: str, tail: str, place: str) -> None:
        try:
            data = json.loads(tail)
        except ValueError as error:
            data = None
            if tail.lstrip().startswith("{"):
                self.findings.fault(f"has a note that is no JSON: {error}", file=place, span=tail[:60])
                return
        if kind == _HEADER and isinstance(data, dict):
            for name, value in header(data).items():
                setattr(self.raw, name, value)
        elif kind == _NOTE and isinstance(data, dict):
            self.given.setdefault(target, {}).update(data)
        else:
            self.findings.note(f"has the note {tail!r} on {target}, which is not kept", file=place)

    def close(self) -> None:
        """Give the spans their attributes; those chosen in brat go before those of the note."""
        for span in self.raw.spans:
            chosen = self.chosen.pop(span.id, {})
            span.attributes = self.given.pop(span.id, {})
            if "direction" in chosen:
                change = {"direction": chosen.pop("direction"), "basis": chosen.pop("basis", "other")}
                span.attributes["change"] = change
            span.attributes |= chosen
        for target in [*self.chosen, *self.given]:
            self.findings.note(f"has attributes for {target}, which is no span", file=self.raw.file)


def write_brat(samples: list[Sample], out: Path, findings: Findings) -> int:
    """Write the pairs and annotation.conf into a new folder."""
    fresh_folder(out)
    write_bytes(out / "annotation.conf", settings().encode())
    written = 0
    for sample in samples:
        name = file_name(sample.id, findings)
        if name:
            write_bytes(out / f"{name}.txt", sample.text.encode())
            write_bytes(out / f"{name}.ann", "".join(f"{line}\n" for line in _lines(sample)).encode())
            written += 1
    return written


def _lines(sample: Sample) -> Iterator[str]:
    attributes, notes = count(1), count(1)
    ids = {e.id: f"T{n}" for n, e in enumerate(sample.entities, 1)}
    yield f"#{next(notes)}\t{_HEADER} sent:1\t{json.dumps(header_of(sample), ensure_ascii=False)}"
    for e in sample.entities:
        words = sample.words(e).replace("\n", " ")
        yield f"{ids[e.id]}\t{e.label} {e.start} {e.end}\t{words}"
        rest: dict[str, Any] = {}
        for name, value in e.attributes.items():
            parts = value if name == "change" and value else {name: value}
            for part, word in parts.items():
                if (e.label, part) in _CHOICES and word in _CHOICES[e.label, part]:
                    yield f"A{next(attributes)}\t{part} {ids[e.id]} {word}"
                else:
                    rest[name] = value
        if rest:
            yield f"#{next(notes)}\t{_NOTE} {ids[e.id]}\t{json.dumps(rest, ensure_ascii=False)}"
    for n, r in enumerate(sample.relations, 1):
        yield f"R{n}\t{r.label} Arg1:{ids[r.head]} Arg2:{ids[r.child]}"


def settings() -> str:
    """Return the annotation.conf: entities, relations with their ends, attributes with their lists."""
    lines = ["[entities]", *ENTITY_LABELS, "", "[relations]"]
    lines += [f"{label} Arg1:MEASURE, Arg2:{child}" for label, child in RELATION_LABELS.items()]
    lines += ["", "[events]", "", "[attributes]"]
    names: dict[str, tuple[list[str], list[str]]] = {}
    for (label, name), values in _CHOICES.items():
        labels, all_values = names.setdefault(name, ([], []))
        labels.append(label)
        all_values += [v for v in values if v not in all_values]
    lines += [
        f"{name} Arg:{'|'.join(labels)}, Value:{'|'.join(values)}" for name, (labels, values) in names.items()
    ]
    return "\n".join([*lines, ""])
