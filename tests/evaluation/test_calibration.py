from itertools import pairwise
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.calibration import (
    Step,
    at_coverage,
    at_precision,
    calibration_error,
    reliability,
    steps,
)

TRIALS = st.lists(
    st.tuples(st.sampled_from([0.1, 0.35, 0.5, 0.8, 0.99]), st.booleans()), min_size=1, max_size=60
)


@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), min_size=1, max_size=15))
def test_what_is_right_as_often_as_it_says_has_no_error(groups: list[tuple[int, int]]) -> None:
    trials = [(min(right, size) / size, n < min(right, size)) for size, right in groups for n in range(size)]
    assert calibration_error(reliability(trials)) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("trials", "error"),
    [
        ([], 0.0),
        ([(0.9, False)] * 4, 0.9),
        ([(0.5, True), (0.5, False)] * 10, 0.0),
        ([(1.0, True), (0.0, True)], 0.5),
    ],
)
def test_expected_calibration_error(trials: list[tuple[float, bool]], error: float) -> None:
    assert calibration_error(reliability(trials)) == pytest.approx(error)


@given(TRIALS, st.randoms(use_true_random=False))
def test_bins_and_steps_take_every_trial_once_in_any_order(
    trials: list[tuple[float, bool]], random: object
) -> None:
    shuffled = trials.copy()
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    bins = reliability(trials)
    assert sum(b.count for b in bins) == len(trials)
    assert all(b.low <= b.confidence + 1e-9 and b.confidence <= b.high + 1e-9 for b in bins)
    assert all(a.high < b.low for a, b in pairwise(bins))
    assert calibration_error(reliability(shuffled)) == pytest.approx(calibration_error(bins))
    assert steps(shuffled) == steps(trials)


def test_ten_bins_of_about_equal_count() -> None:
    bins = reliability([(n / 1000, True) for n in range(1000)])
    assert [b.count for b in bins] == [100] * 10


@given(TRIALS, st.sampled_from([0.5, 0.6, 0.7, 0.8, 0.9, 1.0]))
def test_a_coverage_keeps_at_least_its_share_and_no_less_sure_record(
    trials: list[tuple[float, bool]], share: float
) -> None:
    step = at_coverage(steps(trials), share)
    kept = [right for p, right in trials if p >= step.threshold]
    assert len(kept) == step.count >= ceil(share * len(trials) - 1e-9)
    assert step.precision == pytest.approx(sum(kept) / len(kept))
    assert sum(p > step.threshold for p, _ in trials) < share * len(trials)


@pytest.mark.parametrize(
    ("trials", "expected"),
    [
        ([(0.9, True), (0.8, False), (0.7, False)], Step(0.9, 1 / 3, 1, 1.0)),
        ([(0.9, False), (0.8, True)], None),
        ([(0.9, False)] + [(0.5, True)] * 99, Step(0.5, 1.0, 100, 0.99)),
        ([(0.9, True), (0.8, False), *[(0.5, True)] * 98], Step(0.5, 1.0, 100, 0.99)),
        ([], None),
    ],
    ids=["first only", "never", "later on", "lost and found", "nothing"],
)
def test_largest_coverage_of_a_precision(trials: list[tuple[float, bool]], expected: Step | None) -> None:
    assert at_precision(steps(trials)) == expected
