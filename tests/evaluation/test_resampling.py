import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.evaluation.resampling import Difference, Estimate, difference, estimate
from pipeline.evaluation.scores import f1, precision


def rows(*counts: tuple[int, int, int]) -> np.ndarray:
    return np.array(counts, dtype=float)


ROW = st.tuples(st.integers(0, 5), st.integers(5, 9), st.integers(5, 9))


@settings(max_examples=20)
@given(ROW, st.integers(2, 6))
def test_equal_documents_leave_no_doubt(row: tuple[int, int, int], documents: int) -> None:
    found = estimate(rows(*[row] * documents), f1)
    assert found.low == pytest.approx(found.value)
    assert found.high == pytest.approx(found.value)


@settings(max_examples=20)
@given(st.lists(ROW, min_size=2, max_size=8))
def test_an_interval_lies_between_the_worst_and_the_best_document(counts: list[tuple[int, int, int]]) -> None:
    found = estimate(rows(*counts), precision)
    each = precision(rows(*counts))
    assert found.low is not None
    assert found.high is not None
    assert each.min() - 1e-9 <= found.low <= found.high <= each.max() + 1e-9


def test_the_interval_is_that_of_the_binomial_where_documents_are_single_trials() -> None:
    found = estimate(rows(*[(1, 1, 1)] * 60, *[(0, 1, 1)] * 40), precision)
    assert (found.low, found.high) == (pytest.approx(0.504, abs=0.02), pytest.approx(0.696, abs=0.02))


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (rows((1, 2, 2)), Estimate(0.5)),
        (rows((0, 0, 0), (0, 0, 0)), Estimate(None)),
        (rows((1, 2, 2), (0, 0, 0)), Estimate(0.5)),
        (rows((1, 2, 2), (1, 2, 2), (0, 0, 0)), Estimate(0.5, 0.5, 0.5)),
    ],
    ids=["one document", "nothing to score", "one with counts", "draws of nothing are left out"],
)
def test_an_estimate_is_of_documents_that_have_anything_to_score(
    counts: np.ndarray, expected: Estimate
) -> None:
    assert estimate(counts, f1) == expected


def test_the_same_model_twice_differs_by_nothing() -> None:
    counts = rows((1, 2, 2), (2, 2, 3))
    assert difference(counts, counts, f1) == Difference(
        estimate(counts, f1).value, estimate(counts, f1).value, Estimate(0.0, 0.0, 0.0), 1.0
    )
    # Only one model finds something in a document without gold.
    assert difference(rows((1, 1, 1), (0, 1, 0)), rows((1, 1, 1), (0, 0, 0)), f1).difference.low is not None
    nothing = rows((0, 0, 0), (0, 0, 0))
    assert difference(nothing, nothing, f1).p == 1.0


def test_a_model_better_on_every_document_is_better_for_sure() -> None:
    better, worse = rows(*[(9, 10, 10)] * 20), rows(*[(6, 10, 10)] * 20)
    found = difference(better, worse, f1)
    assert found.p < 0.01
    assert found.difference.low == pytest.approx(0.3)
    assert difference(worse, better, f1).difference.value == pytest.approx(-0.3)


def test_p_of_one_document_of_three_that_differs_is_that_of_all_swaps() -> None:
    # Of the eight ways to swap three documents, every one leaves the difference as large.
    first, second = rows((2, 2, 2), (1, 2, 2), (1, 2, 2)), rows((1, 2, 2), (1, 2, 2), (1, 2, 2))
    assert difference(first, second, f1).p == 1.0
    # All three differ by the same: two of the eight ways are as far apart, p near 1/4.
    first, second = rows(*[(2, 2, 2)] * 3), rows(*[(1, 2, 2)] * 3)
    assert difference(first, second, f1).p == pytest.approx(0.25, abs=0.03)
