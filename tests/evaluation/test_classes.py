import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score

from pipeline.evaluation.classes import classes_of
from pipeline.evaluation.scores import Score

LABEL = st.sampled_from(["crime", "drugs", "events", "force"])
DOCUMENTS = st.lists(st.lists(st.tuples(LABEL, LABEL), min_size=1, max_size=6), min_size=1, max_size=5)


@settings(max_examples=25)
@given(DOCUMENTS)
def test_macro_f1_and_accuracy_are_those_of_scikit_learn(documents: list[list[tuple[str, str]]]) -> None:
    gold, found = zip(*(pair for choices in documents for pair in choices), strict=True)
    classes = classes_of(documents)
    labels = sorted({*gold, *found})
    assert classes.macro_f1.value == pytest.approx(
        f1_score(gold, found, average="macro", labels=labels, zero_division=0)
    )
    assert classes.accuracy.value == pytest.approx(accuracy_score(gold, found))
    assert classes_of(documents[::-1]).by_class == classes.by_class


def test_only_cells_that_are_not_zero_are_listed() -> None:
    classes = classes_of([[("crime", "crime"), ("crime", "drugs")], [], [("crime", "crime")]])
    assert classes.confusion == [("crime", "crime", 2), ("crime", "drugs", 1)]
    assert classes.by_class == {"crime": Score(2, 2, 3), "drugs": Score(0, 1, 0)}


def test_without_choices_there_is_no_score() -> None:
    classes = classes_of([[], []])
    assert (classes.by_class, classes.confusion, classes.macro_f1.value) == ({}, [], None)
