"""Label Studio: tasks to import, and the labeling config that shows them.

What the model predicted goes in as a prediction, which Label Studio offers for correction and which
becomes an annotation once someone submits it; all other samples go in as annotations.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.annotation import Entity
from pipeline.learning.exchange.fields import CLOSED, to_words
from pipeline.learning.exchange.files import write_bytes, write_lines
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.labelstudio_config import config
from pipeline.learning.exchange.shape import header_of
from pipeline.learning.samples import CERTAINTY, Sample


def write_labelstudio(samples: list[Sample], out: Path, _findings: Findings) -> int:
    """Write tasks to import, and beside them the labeling config (`NAME.config.xml`)."""
    tasks = [_task(sample, number) for number, sample in enumerate(samples, 1)]
    write_lines(out, [json.dumps(tasks, ensure_ascii=False, indent=1)])
    write_bytes(out.with_suffix(".config.xml"), config().encode())
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
    certainty = _certainty(sample)
    task: dict[str, Any] = {"id": number, "data": {"text": sample.text, **header_of(sample)}}
    if certainty is None:
        annotation = {"id": number, "result": result, "was_cancelled": False, "ground_truth": False}
        return {**task, "annotations": [annotation], "predictions": []}
    prediction = {"model_version": "predicted", "score": certainty, "result": result}
    return {**task, "annotations": [], "predictions": [prediction]}


def _certainty(sample: Sample) -> float | None:
    """Return how certain the model was of a sample that nobody has corrected; None for all others."""
    try:
        return float(sample.meta[CERTAINTY])
    except (KeyError, ValueError):
        return None


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
