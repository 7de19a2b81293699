from dataclasses import replace

from reading_gold import blank, scored, small_sample

from pipeline.evaluation.compare import compare
from pipeline.evaluation.errors import causes, errors


def test_a_wrong_field_is_named_with_both_values() -> None:
    (error,) = errors([scored(change={"type": "patrol"})])
    assert (error.cause, error.figure) == ("wrong type", "检查旅馆 98家")
    assert error.detail == "type: patrol ≠ inspect"
    assert "出动警力860人次" in error.sentence


def test_the_most_frequent_cause_comes_first() -> None:
    documents = [
        scored("a", {"category": "crime"}),
        scored("b", drop=0),
        scored("c", drop=1),
        scored("d", {"type": "patrol"}),
        scored("e", drop=1),
        scored("f", {"type": "patrol"}),
    ]
    groups = causes(errors(documents))
    assert [(cause, len(group)) for cause, group in groups.items()] == [
        ("missed", 3),
        ("wrong type", 2),
        ("wrong category", 1),
    ]
    assert [e.document for e in groups["missed"]] == ["b", "c", "e"]


def test_nothing_found_is_missed_and_all_found_of_nothing_invented() -> None:
    missing = compare(blank(), small_sample(), lambda _nlp, _document: ([], [], []))
    assert [e.cause for e in errors([missing])] == ["missed", "missed"]
    turned = replace(missing, missed=[], invented=missing.missed)
    assert [e.cause for e in errors([turned])] == ["invented", "invented"]


def test_a_quantity_with_another_measure_is_one_error() -> None:
    comparison = compare(blank(), small_sample(), lambda _nlp, _document: ([], [], []))
    first, second = comparison.missed
    swapped = replace(first, measure=second.measure, record=second.record)
    (error,) = errors([replace(comparison, missed=[first], invented=[swapped])])
    assert (error.cause, error.detail) == ("wrong measure", "measure: 检查旅馆 ≠ 出动警力")
