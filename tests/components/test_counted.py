"""Of two measures around one quantity, one is what it counts."""

import pytest

from pipeline.annotation import Entity
from pipeline.components.counted import one_measure_a_quantity


def _measure(words: str, action: str, score: float) -> tuple[str, str, str, float]:
    return ("MEASURE", words, action, score)


@pytest.mark.parametrize(
    ("before", "quantity", "behind", "left", "action"),
    [
        pytest.param(
            _measure("启用", "启用", 0.9),
            "5个",
            _measure("警务服务点", "", 0.5),
            "警务服务点",
            "启用",
            id="verb",
        ),
        pytest.param(
            _measure("增派警力", "增派", 1.0),
            "45名",
            _measure("疏导", "疏导", 0.8),
            "增派警力",
            "增派",
            id="surer",
        ),
        pytest.param(
            _measure("校园周边", "", 0.5), "92家", _measure("文具店", "", 0.9), "文具店", "", id="place"
        ),
    ],
)
def test_one_measure_is_left(
    before: tuple[str, str, str, float],
    quantity: str,
    behind: tuple[str, str, str, float],
    left: str,
    action: str,
) -> None:
    found, start, text = [], 0, ""
    for label, words, verb, score in (before, ("QUANTITY", quantity, "", 1.0), behind):
        attributes = {"action": verb, "object": words.removeprefix(verb)} if label == "MEASURE" else {}
        found.append(Entity("", label, start, start + len(words), attributes, score))
        start, text = start + len(words), text + words
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
