"""Label Studio: its JSON export, one task a document, and the tasks that `labelstudio_tasks` writes.

A region is a result of type `labels`; its attributes are results of the same id, closed lists as
`choices`, the rest as `textarea` (`?` for null); relations are results of type `relation`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pipeline.annotation import Relation
from pipeline.errors import reason
from pipeline.learning.exchange.fields import FIELDS, from_words
from pipeline.learning.exchange.files import files_in, read_text
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.offsets import RawSpan
from pipeline.learning.exchange.shape import RawDocument, finish, header
from pipeline.learning.samples import CERTAINTY, Sample
from pipeline.taxonomy import RELATION_LABELS

_VALUES: Final = ("choices", "textarea", "number", "datetime")


def read_labelstudio(path: Path, findings: Findings) -> Iterator[Sample]:
    """Read JSON exports; of a task that several people annotated, the first annotation counts.

    Predictions are read from a file without any annotation, as `convert` writes it; in an export they are
    what nobody has looked at.
    """
    for file in files_in(path, ".json"):
        text = read_text(file, findings)
        if text is None:
            continue
        try:
            tasks = json.loads(text.removeprefix("\ufeff"))
        except ValueError as error:
            findings.fault(f"is no JSON: {error}", file=str(file))
            continue
        tasks = tasks if isinstance(tasks, list) else [tasks]
        untouched = not any(isinstance(task, dict) and _people(task) for task in tasks)
        for number, task in enumerate(tasks, 1):
            before = len(findings.faults)
            place = f"{file} task {task.get('id', number) if isinstance(task, dict) else number}"
            try:
                raw = _document(task, place, untouched, findings)
            except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
                findings.fault(f"is no task of a Label Studio JSON export: {reason(error)}", file=place)
                continue
            sample = finish(raw, findings) if raw else None
            if sample and len(findings.faults) == before:
                yield sample


def _people(task: dict[str, Any]) -> list[Any]:
    """Return what people annotated, be it one annotation a file, as target storage has it."""
    if "result" in task and "task" in task:
        return [{"result": task["result"]}]
    return list(task.get("annotations") or task.get("completions") or [])


def _document(task: dict[str, Any], place: str, untouched: bool, findings: Findings) -> RawDocument | None:
    if not {"annotations", "completions", "predictions", "result"} & task.keys():
        raise KeyError("annotations")
    live = [a for a in _people(task) if not a.get("was_cancelled") and not a.get("skipped")]
    # An export names predictions by number only.
    predictions = [p for p in task.get("predictions") or [] if isinstance(p, dict)]
    predicted = untouched and not live and bool(predictions)
    if predicted:
        live = predictions[:1]
    if not live:
        findings.note("is not annotated and left out", file=place)
        return None
    if len(live) > 1:
        findings.note(f"has {len(live)} annotations; the first is taken", file=place)
    if "result" in task and "task" in task:
        task = task["task"]
    data = task["data"]
    raw = RawDocument(**{"id": str(task.get("id", place)), **header(data)}, text=data["text"], file=place)
    if not predicted:
        raw.meta.pop(CERTAINTY, None)
    regions: dict[str, RawSpan] = {}
    words: dict[str, dict[str, str]] = {}
    drawn: list[dict[str, Any]] = []
    for result in live[0]["result"]:
        kind, value = result["type"], result.get("value", {})
        if kind == "labels":
            regions[result["id"]] = _region(result, place, findings)
        elif kind == "relation":
            drawn.append(result)
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
    raw.relations = [r for result in drawn for r in _relations(result, regions, place, findings)]
    return raw


def _region(result: dict[str, Any], place: str, findings: Findings) -> RawSpan:
    value = result["value"]
    labels = value["labels"]
    if len(labels) != 1:
        findings.fault(f"has {len(labels)} labels, not one", file=place, span=str(value.get("text", "")))
    return RawSpan(
        result["id"], (labels or [""])[0], int(value["start"]), int(value["end"]), value.get("text")
    )


def _relations(
    result: dict[str, Any], regions: dict[str, RawSpan], place: str, findings: Findings
) -> Iterator[Relation]:
    """Yield a relation for each label; without any, which is how it is drawn, the only one its end allows."""
    ends = (result["from_id"], result["to_id"])
    head, child = reversed(ends) if result.get("direction") == "left" else ends
    labels = result.get("labels") or []
    if not labels and child in regions:
        allowed = [label for label, end in RELATION_LABELS.items() if end == regions[child].label]
        labels = allowed if len(allowed) == 1 else []
    if not labels:
        words = " to ".join(f"«{regions[end].words}»" if end in regions else end for end in (head, child))
        findings.fault(f"has a relation without label, from {words}", file=place)
        return
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
