"""Of two measures around one quantity, one is what it counts."""

import pytest

from pipeline.annotation import Entity
from pipeline.components.counted import one_measure_a_quantity

CASES = {
    "verb": (("启用", "启用", 0.9), "5个", ("警务服务点", "", 0.5), "警务服务点", "启用"),
    "surer": (("增派警力", "增派", 1.0), "45名", ("疏导", "疏导", 0.8), "增派警力", "增派"),
    "place": (("校园周边", "", 0.5), "92家", ("文具店", "", 0.9), "文具店", ""),
}
"""Words, action and score of the measure before; the quantity; the same of the one behind; what is left."""


@pytest.mark.parametrize(("before", "quantity", "behind", "left", "action"), CASES.values(), ids=CASES)
def test_one_measure_is_left(
    before: tuple[str, str, float],
    quantity: str,
    behind: tuple[str, str, float],
    left: str,
    action: str,
) -> None:
    found, text = [], ""
    for label, (words, verb, score) in (
        ("MEASURE", before),
        ("QUANTITY", (quantity, "", 1.0)),
        ("MEASURE", behind),
    ):
        attributes = {"action": verb, "object": words.removeprefix(verb)} if label == "MEASURE" else {}
        found.append(Entity("", label, len(text), len(text) + len(words), attributes, score))
        text += words
    kept = one_measure_a_quantity(found)
    (measure,) = [e for e in kept if e.label == "MEASURE"]
    assert text[measure.start : measure.end] == left
    assert measure.attributes["action"] == action
    assert [e for e in kept if e.label == "QUANTITY"]


def test_a_measure_a_step_away_stays() -> None:
    found = [
        Entity("", "MEASURE", 0, 2, {"action": "清查", "object": ""}, 0.9),
        Entity("", "QUANTITY", 2, 4, {}, 1.0),
        Entity("", "MEASURE", 5, 7, {"action": "收缴", "object": ""}, 0.9),
    ]
    assert one_measure_a_quantity(found) == found
