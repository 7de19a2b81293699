"""The comparison of a reading with gold, on a small sample written here."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from reading_gold import blank, gold_reader, scored, small_sample

from pipeline.evaluation.compare import compare, counts, gold_records
from pipeline.evaluation.scores import Score


def test_gold_records_carry_the_links() -> None:
    first, second = gold_records(small_sample())
    assert first.quantity is not None
    assert (first.quantity.low, first.quantity.unit, first.measure.type) == (860, "人次", "deploy")
    assert first.date is not None
    assert (first.date.from_, first.date.to) == ("2024-02-10", "2024-02-17")
    assert second.agency is not None
    assert second.agency.name == "平凉市公安局"


def test_the_gold_itself_is_right_throughout() -> None:
    comparison = scored()
    assert all(score.f1 == 1.0 for score in comparison.scores.values())
    assert not comparison.missed
    assert not comparison.invented
    assert comparison.verdicts.choices["category"] == [("events", "events"), ("premises", "premises")]
    assert comparison.verdicts.trials["record"] == [(1.0, True), (1.0, True)]


@pytest.mark.parametrize(
    ("label", "change", "lowered"),
    [
        ("MEASURE", {"type": "patrol"}, {"field type"}),
        ("MEASURE", {"category": "crime"}, {"field category"}),
        ("QUANTITY", {"low": 90}, {"field bounds", "attribute QUANTITY bounds"}),
        ("QUANTITY", {"unit": "间"}, {"field unit", "attribute QUANTITY unit"}),
        ("DATE", {"kind": "absolute"}, {"attribute DATE kind"}),
        ("AGENCY", {"region": "110000"}, {"attribute AGENCY region"}),
        (
            "AGENCY",
            {"name": "平凉市公安机关"},
            {"field agency", "attribute AGENCY name", "relation AGENT, any mention"},
        ),
    ],
)
def test_a_wrong_value_costs_its_own_scores_and_no_core(
    label: str, change: dict[str, Any], lowered: set[str]
) -> None:
    scores = scored(change=change, label=label).scores
    wrong = {name for name, score in scores.items() if score.f1 < 1}
    assert wrong - {"record"} == lowered
    assert ("record" in wrong) == any(name.startswith("field") for name in lowered)


def test_a_wrong_type_is_no_right_figure_for_the_confidence_and_a_wrong_category_is() -> None:
    assert [right for _, right in scored(change={"type": "patrol"}).verdicts.trials["record"]] == [
        True,
        False,
    ]
    verdicts = scored(change={"category": "crime"}).verdicts
    assert [right for _, right in verdicts.trials["record"]] == [True, True]
    assert [right for _, right in verdicts.trials["category"]] == [True, False]


def test_a_measure_that_comes_to_no_record_is_not_judged() -> None:
    sample = small_sample()
    sample.relations = [r for r in sample.relations if r.label != "AMOUNT"]
    comparison = compare(blank(), sample, gold_reader(sample, {"confidence": 0.1}))
    assert comparison.verdicts.trials["record"] == [(1.0, True)]
    assert comparison.verdicts.choices["type"] == [("deploy", "deploy")]


def test_a_figure_found_in_what_the_gold_leaves_out_is_invented(tmp_path: Path) -> None:
    sample = small_sample()
    (tmp_path / "page.txt").write_text(sample.text, encoding="utf-8")
    line = "本站只有这一行正文。"
    gold = replace(sample, text=line, source=str(tmp_path / "page.txt"), entities=[], relations=[])
    comparison = compare(blank(), gold, gold_reader(sample))
    assert comparison.scores["core"] == Score(0, 2, 0)
    assert comparison.scores["span MEASURE"] == Score(0, 2, 0)


def test_counts_are_a_row_a_document() -> None:
    documents = [scored("a"), scored("b", drop=1)]
    assert counts(documents, "core").tolist() == [[2, 2, 2], [1, 1, 2]]
    assert counts(documents, "no such score").tolist() == [[0, 0, 0], [0, 0, 0]]
