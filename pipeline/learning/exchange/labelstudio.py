"""Label Studio: its JSON export and import, one task a document.

A region is a result of type `labels`; its attributes are results of the same id, closed lists as
`choices`, the rest as `textarea` (`?` for null); relations are results of type `relation`. `settings`
gives the labeling config that shows them all.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from pipeline.annotation import Entity, Relation
from pipeline.errors import reason
from pipeline.learning.exchange.fields import CLOSED, FIELDS, NULL, from_words, to_words
from pipeline.learning.exchange.files import files_in, read_text, write_bytes, write_lines
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.offsets import RawSpan
from pipeline.learning.exchange.shape import RawDocument, finish, header, header_of
from pipeline.learning.samples import Sample
from pipeline.taxonomy import ENTITY_LABELS, RELATION_LABELS

_VALUES: Final = ("choices", "textarea", "number", "datetime")


def read_labelstudio(path: Path, findings: Findings) -> Iterator[Sample]:
    """Read JSON exports; of a task that several people annotated, the first annotation counts."""
    for file in files_in(path, ".json"):
        text = read_text(file, findings)
        if text is None:
            continue
        try:
            tasks = json.loads(text.removeprefix("\ufeff"))
        except ValueError as error:
            findings.fault(f"is no JSON: {error}", file=str(file))
            continue
        for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], 1):
            place = f"{file} task {task.get('id', number) if isinstance(task, dict) else number}"
            try:
                raw = _document(task, place, findings)
            except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
                findings.fault(f"is no task of a Label Studio JSON export: {reason(error)}", file=place)
                continue
            sample = finish(raw, findings) if raw else None
            if sample:
                yield sample


def _document(task: dict[str, Any], place: str, findings: Findings) -> RawDocument | None:
    if "result" in task and "task" in task:  # one annotation a file, as target storage has it
        task = {**task["task"], "annotations": [{"result": task["result"]}]}
    annotations = task.get("annotations", task.get("completions"))
    if annotations is None:
        raise KeyError("annotations")
    live = [a for a in annotations if not a.get("was_cancelled") and not a.get("skipped")]
    if not live:
        findings.note("is not annotated and left out", file=place)
        return None
    if len(live) > 1:
        findings.note(f"has {len(live)} annotations; the first is taken", file=place)
    data = task["data"]
    raw = RawDocument(**{"id": str(task.get("id", place)), **header(data)}, text=data["text"], file=place)
    regions: dict[str, RawSpan] = {}
    words: dict[str, dict[str, str]] = {}
    for result in live[0]["result"]:
        kind, value = result["type"], result.get("value", {})
        if kind == "labels":
            regions[result["id"]] = _region(result, place, findings)
        elif kind == "relation":
            raw.relations += _relations(result, place, findings)
        elif kind in _VALUES and "id" in result:
            written = value[kind if kind in value else "text"]
            one = written[0] if isinstance(written, list) and written else written
            words.setdefault(result["id"], {})[result["from_name"]] = "" if one == [] else str(one)
        elif kind.endswith("labels"):
            words_ = str(value.get("text", ""))
            findings.fault(f"is a region of the type {kind!r}: text takes `Labels`", file=place, span=words_)
        else:
            findings.note(f"has a result of the type {kind!r}, which is not read", file=place)
        for note in (result.get("meta") or {}).get("text", []):
            findings.note(f"has the note {note!r}, which is not kept", file=place)
    for id_, written_words in words.items():
        _attributes(regions, id_, written_words, place, findings)
    raw.spans = list(regions.values())
    return raw


def _region(result: dict[str, Any], place: str, findings: Findings) -> RawSpan:
    value = result["value"]
    labels = value["labels"]
    if len(labels) != 1:
        findings.fault(f"has {len(labels)} labels, not one", file=place, span=str(value.get("text", "")))
    return RawSpan(
        result["id"], (labels or [""])[0], int(value["start"]), int(value["end"]), value.get("text")
    )


def _relations(result: dict[str, Any], place: str, findings: Findings) -> Iterator[Relation]:
    labels = result.get("labels") or []
    if not labels:
        findings.fault(f"has a relation without label ({result['from_id']} to {result['to_id']})", file=place)
    ends = (result["from_id"], result["to_id"])
    head, child = reversed(ends) if result.get("direction") == "left" else ends
    yield from (Relation(head, child, label) for label in labels)


def _attributes(
    regions: dict[str, RawSpan], id_: str, words: dict[str, str], place: str, findings: Findings
) -> None:
    region = regions.get(id_)
    if region is None:
        findings.note(f"has values for {id_}, which is no region: {words}", file=place)
        return
    prefix = f"{region.label.lower()}_"
    plain = {name.removeprefix(prefix): word for name, word in words.items()}
    known = {*FIELDS.get(region.label, ()), "direction", "basis"}
    for name in plain.keys() - known:
        findings.note(f"has {name}={plain[name]!r}, which is not read", file=place, span=region.words or "")
    region.attributes, wrong = from_words({name: plain[name] for name in plain if name in known})
    for message in wrong:
        findings.fault(message, file=place, span=region.words or "")


def write_labelstudio(samples: list[Sample], out: Path, _findings: Findings) -> int:
    """Write tasks to import, and beside them the labeling config (`NAME.config.xml`)."""
    tasks = [_task(sample, number) for number, sample in enumerate(samples, 1)]
    write_lines(out, [json.dumps(tasks, ensure_ascii=False, indent=1)])
    write_bytes(out.with_suffix(".config.xml"), settings().encode())
    return len(samples)


def _task(sample: Sample, number: int) -> dict[str, Any]:
    result = [r for entity in sample.entities for r in _results(entity, sample.words(entity))]
    result += [
        {
            "from_id": relation.head,
            "to_id": relation.child,
            "type": "relation",
            "direction": "right",
            "labels": [relation.label],
        }
        for relation in sample.relations
    ]
    return {
        "id": number,
        "data": {"text": sample.text, **header_of(sample)},
        "annotations": [{"id": number, "result": result, "was_cancelled": False, "ground_truth": False}],
        "predictions": [],
    }


def _results(entity: Entity, words: str) -> Iterable[dict[str, Any]]:
    where = {"start": entity.start, "end": entity.end, "text": words}
    common = {"id": entity.id, "to_name": "text", "origin": "manual"}
    yield {**common, "from_name": "label", "type": "labels", "value": {**where, "labels": [entity.label]}}
    for name, word in to_words(entity.label, entity.attributes).items():
        from_name = f"{entity.label.lower()}_{name}"
        if (entity.label, name) in CLOSED:
            value = {"start": entity.start, "end": entity.end, "choices": [word]}
            yield {**common, "from_name": from_name, "type": "choices", "value": value}
        else:
            value = {"start": entity.start, "end": entity.end, "text": [word]}
            yield {**common, "from_name": from_name, "type": "textarea", "value": value}


def settings() -> str:
    """Return the labeling config: labels, relations, and each attribute as a control of its label."""
    lines = ["<View>", "  <Relations>"]
    lines += [f'    <Relation value="{label}"/>' for label in RELATION_LABELS]
    lines += ["  </Relations>", '  <Labels name="label" toName="text">']
    lines += [f'    <Label value="{label}"/>' for label in ENTITY_LABELS]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="symbol"/>']
    for label in ENTITY_LABELS:
        names = [
            n for field in FIELDS[label] for n in (("direction", "basis") if field == "change" else (field,))
        ]
        for name in names:
            control = f'name="{label.lower()}_{name}" toName="text" perRegion="true" whenTagName="label"'
            control += f' whenLabelValue="{label}"'
            closed = CLOSED.get((label, name))
            if closed:
                choices = "".join(f'<Choice value="{value}"/>' for value in (*closed, NULL))
                lines.append(f'  <Choices {control} choice="single" showInline="true">{choices}</Choices>')
            else:
                lines.append(f'  <TextArea {control} maxSubmissions="1" placeholder="{name}"/>')
    return "\n".join([*lines, "</View>", ""])
