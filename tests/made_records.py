"""Records made for tests: one good record with what a test wants to be different."""

from typing import Any

from pipeline.record import Record

SENTENCE = "春节期间,兰溪市公安局共检查旅馆12家。"


def span(text: str, sentence: str = SENTENCE, offset: int = 100) -> dict[str, Any]:
    """Return a span where the words stand in the sentence, which begins at `offset`."""
    start = sentence.index(text) + offset
    return {"text": text, "start": start, "end": start + len(text)}


def record(number: int = 1, doc: str = "a", **changes: Any) -> Record:
    """Return the record `doc#number`; a change names a field as `part__field` or a whole part."""
    data: dict[str, Any] = {
        "id": f"{doc}#{number}",
        "doc": {"id": doc, "source": f"{doc}.txt", "title": None, "published": "2024-02-20", "sha256": doc},
        "sentence": {"text": SENTENCE, "start": 100, "end": 100 + len(SENTENCE)},
        "measure": {
            **span("检查旅馆"),
            "action": "检查",
            "object": "旅馆",
            "type": "inspect",
            "status": "done",
            "confidence": 0.9,
        },
        "quantity": {
            **span("12家"),
            **{"low": 12, "high": 12, "unit": "家", "approximate": False, "per": None, "change": None},
        },
        "agency": {
            **span("兰溪市公安局"),
            **{"name": "兰溪市公安局", "region": "330781", "level": "county", "kind": "police"},
        },
        "date": {**span("春节期间"), "from": "2024-02-10", "to": "2024-02-17", "kind": "holiday"},
        "campaign": None,
        "part_of": None,
        "category": {"label": "premises", "confidence": 0.8, "scores": {"premises": 0.8}},
    }
    for name, value in changes.items():
        part, _, field = name.partition("__")
        if field:
            data[part][field] = value
        else:
            data[part] = value
    return Record.model_validate(data)


def jsonl(*records: Record) -> str:
    """Return the records as lines of JSON."""
    return "".join(r.model_dump_json(by_alias=True) + "\n" for r in records)
