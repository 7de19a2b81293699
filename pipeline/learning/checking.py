"""Rules that every annotated sample keeps, beyond what the markup compiler enforces."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipeline.errors import Code, CommandError, SampleError
from pipeline.learning.corpus import read_samples, sample_files
from pipeline.learning.exchange.shape import attribute_faults
from pipeline.learning.samples import Sample
from pipeline.taxonomy import (
    AGENCY_KINDS,
    CATEGORIES,
    DATE_KINDS,
    ENTITY_LABELS,
    LEVELS,
    MEASURE_TYPES,
    RELATION_LABELS,
    STATUSES,
)

_EDGE = re.compile(r"^[\s,.:;?!、。()【】]|[\s,.:;?!、。(【】]$")
_WIDE = re.compile("[\uff01-\uff5e]")
_NUMERAL = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十百千万两半几]+")
_TITLE = re.compile(r"《[^《》\n]*》")
_CLOSED: dict[str, set[str | None]] = {
    "level": {*LEVELS, None},
    "kind": {*AGENCY_KINDS, *DATE_KINDS},
    "type": {*MEASURE_TYPES},
    "category": {*CATEGORIES},
    "status": {*STATUSES},
}


def check_files(files: Iterable[Path]) -> tuple[list[Sample], list[SampleError]]:
    """Read all files, going on after faults; return the sound samples and every fault found."""
    samples: list[Sample] = []
    faults: list[SampleError] = []
    seen: Counter[str] = Counter()
    for file in files:
        try:
            read = list(read_samples([file]))
        except SampleError as error:
            faults.append(error)
            continue
        for sample in read:
            seen[sample.id] += 1
            found = list(sample_faults(sample, str(file)))
            if seen[sample.id] > 1:
                found.append(SampleError(f"repeats the id {sample.id!r}", file=str(file)))
            faults += found
            if not found:
                samples.append(sample)
    return samples, faults


def sound_samples(path: Path) -> list[Sample]:
    """Return the samples under a file or folder; CommandError for the first fault, and for no samples."""
    if not path.exists():
        raise CommandError(Code.NO_INPUT, f"no such samples: {path}")
    samples, faults = check_files(sample_files(path))
    faults += [fault for sample in samples for fault in attribute_faults(sample, sample.id)]
    if faults:
        more = f" (and {len(faults) - 1} more: python -m pipeline check {path})" if len(faults) > 1 else ""
        raise CommandError(Code.BAD_SAMPLES, f"{faults[0].message}{more}")
    if not samples:
        raise CommandError(Code.NO_INPUT, f"no samples in {path}")
    return samples


def sample_faults(sample: Sample, file: str = "") -> Iterator[SampleError]:
    """Yield each breach of the guideline in one sample."""

    def fault(message: str, start: int = 0, end: int = 0) -> SampleError:
        line = sample.text.count("\n", 0, start) + 1
        return SampleError(message, file=f"{file} text line", line=line, span=sample.text[start:end])

    wide = _WIDE.search(sample.text)
    if wide:
        yield fault("is full width: samples are normalised text", *wide.span())
    titles = [m.span() for m in _TITLE.finditer(sample.text)]
    last = 0
    for entity in sorted(sample.entities, key=lambda e: e.start):
        words = sample.text[entity.start : entity.end]
        place = (entity.start, entity.end)
        if entity.label not in ENTITY_LABELS:
            yield fault(f"has the unknown label {entity.label!r}", *place)
        if entity.start < last:
            yield fault("overlaps the span before it", *place)
        last = max(last, entity.end)
        if not words or "\n" in words or (_EDGE.search(words) and not words.endswith(")")):
            yield fault("begins or ends with a mark or a space", *place)
        if any(a < entity.end and entity.start < b for a, b in titles):
            yield fault("stands inside 《…》, where nothing is marked", *place)
        for name, values in _CLOSED.items():
            if name in entity.attributes and entity.attributes[name] not in values:
                yield fault(f"has the unknown {name} {entity.attributes[name]!r}", *place)
        for low, high in (("low", "high"), ("from", "to")):
            a, b = entity.attributes.get(low), entity.attributes.get(high)
            if a is not None and b is not None and a > b:
                yield fault(f"runs backwards: {a} to {b}", *place)
        police = entity.label == "AGENCY" and entity.attributes.get("kind") == "police"
        if police and entity.attributes.get("level") is None:
            yield fault("needs a level (ministry province prefecture county station)", *place)
    yield from _relation_faults(sample, fault)


def unmarked_numerals(sample: Sample) -> Iterator[str]:
    """Yield each numeral outside every span and title, with the words around it, for a reader to judge."""
    covered = [(e.start, e.end) for e in sample.entities] + [m.span() for m in _TITLE.finditer(sample.text)]
    for match in _NUMERAL.finditer(sample.text):
        if not any(a <= match.start() and match.end() <= b for a, b in covered):
            around = sample.text[max(0, match.start() - 10) : match.end() + 10].replace("\n", " ")
            yield f"{match.group()} in …{around}…"


def _relation_faults(sample: Sample, make: Callable[..., SampleError]) -> Iterator[SampleError]:
    by_id = {e.id: e for e in sample.entities}
    amounts: Counter[str] = Counter()
    for relation in sample.relations:
        head, child = by_id.get(relation.head), by_id.get(relation.child)
        if head is None or child is None:
            yield make(f"{relation.label} points to an entity that is not there")
        elif head.label != "MEASURE" or child.label != RELATION_LABELS.get(relation.label):
            yield make(f"{relation.label} cannot run to {child.label}", head.start, head.end)
        amounts[relation.child] += relation.label == "AMOUNT"
    for entity in sample.labelled("QUANTITY"):
        if amounts[entity.id] != 1:
            yield make(f"belongs to {amounts[entity.id]} measures, not one", entity.start, entity.end)
