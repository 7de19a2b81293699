"""Leaving out records keeps the sums right."""

from pipeline.record import Record
from pipeline.sinks.confidence import confident


def record(id: str, part_of: str | None, confidence: float) -> Record:
    span = {"text": "检查", "start": 0, "end": 2}
    measure = span | {"action": "检查", "object": "", "type": "inspect", "status": "done"}
    return Record.model_validate(
        {
            "id": id,
            "doc": {"id": "d", "source": "", "title": None, "published": None, "sha256": ""},
            "sentence": span,
            "measure": measure | {"confidence": confidence},
            "quantity": None,
            "agency": None,
            "date": None,
            "campaign": None,
            "part_of": part_of,
            "category": {"label": "crime", "confidence": 1.0, "scores": {}},
        }
    )


def test_a_part_passes_to_the_next_whole_that_stays() -> None:
    records = [
        record("d#1", None, 0.9),
        record("d#2", "d#1", 0.2),
        record("d#3", "d#2", 0.9),
        record("d#4", None, 0.2),
        record("d#5", "d#4", 0.9),
    ]
    kept = confident(records, 0.5)
    assert [(r.id, r.part_of) for r in kept] == [("d#1", None), ("d#3", "d#1"), ("d#5", None)]
    assert confident(records, 0.0) == records
