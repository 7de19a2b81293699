"""The event that the confidence of a measure is the probability of."""

from dataclasses import replace

import pytest

from pipeline.annotation import Entity, Relation
from pipeline.components.confidence import right_measures

GOLD = [
    Entity("m", "MEASURE", 0, 4, {"type": "deploy"}),
    Entity("q", "QUANTITY", 4, 6),
    Entity("r", "QUANTITY", 7, 9),
    Entity("bare", "MEASURE", 10, 14, {"type": "patrol"}),
]
LINKS = [Relation("m", "q", "AMOUNT"), Relation("m", "r", "AMOUNT")]


@pytest.mark.parametrize(
    ("change", "links", "expected"),
    [
        ({}, LINKS, {"m": True, "bare": True}),
        ({"m": {"start": 2}}, LINKS, {"m": True, "bare": True}),
        ({"m": {"attributes": {"type": "patrol"}}}, LINKS, {"m": False, "bare": True}),
        ({"r": {"start": 20, "end": 22}}, LINKS, {"m": False, "bare": True}),
        ({}, LINKS[:1], {"m": True, "bare": True}),
        ({}, [], {"m": False, "bare": True}),
        ({}, [*LINKS, Relation("bare", "q", "AMOUNT")], {"m": True, "bare": False}),
    ],
    ids=["gold", "overlap", "type", "amount elsewhere", "one amount less", "no amount", "amount too many"],
)
def test_a_measure_is_right_with_its_type_and_all_its_amounts(
    change: dict[str, dict[str, object]], links: list[Relation], expected: dict[str, bool]
) -> None:
    found = [replace(e, **change.get(e.id, {})) for e in GOLD]
    assert right_measures(found, links, GOLD, LINKS) == expected
