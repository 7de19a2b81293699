"""How far a score would move with other documents: intervals and paired tests by resampling documents.

Figures of one document stand and fall together, so documents, not figures, are drawn. Intervals are those of
the percentile bootstrap (Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13); two models are
compared on the same documents by approximate randomisation (Noreen 1989, Computer-Intensive Methods for
Testing Hypotheses; Yeh 2000, More accurate tests for the statistical significance of result differences).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.evaluation.scores import Array, defined

RESAMPLES: Final = 2000
SEED: Final = 0
LEVEL: Final = 0.95
_ROUNDING: Final = 1e-12

Statistic = Callable[[Array], Array]
"""From pooled counts, (…, *shape), to scores (…)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A score with the bounds of its 95 % interval.

    None stands for a score of nothing, and for bounds where fewer than two documents have anything to score.
    """

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two models' scores, the first minus the second with its interval, and the two-sided p-value."""

    first: float | None
    second: float | None
    difference: Estimate
    p: float


def estimate(counts: Array, statistic: Statistic) -> Estimate:
    """Return a score of documents with its interval; `counts` is (documents, *shape)."""
    return _with_interval(float(statistic(counts.sum(axis=0))), statistic(_resampled(counts)))


def difference(first: Array, second: Array, statistic: Statistic) -> Difference:
    """Compare two models' scores; row by row both `counts` are of the same documents.

    The interval draws documents, both models' together. For the p-value each document's counts change sides
    by a coin; p is the share of such draws, the observed one among them, that differ as much.
    """
    one, two = float(statistic(first.sum(axis=0))), float(statistic(second.sum(axis=0)))
    both = _resampled(np.stack([first, second], axis=1))
    drawn = statistic(both[:, 0]) - statistic(both[:, 1])
    swaps = np.random.default_rng(SEED).integers(0, 2, (RESAMPLES, len(first)))
    moved = np.tensordot(swaps, second - first, axes=1)
    apart = np.abs(statistic(first.sum(axis=0) + moved) - statistic(second.sum(axis=0) - moved))
    as_far = int((~(apart < abs(one - two) - _ROUNDING)).sum())
    return Difference(
        defined(one), defined(two), _with_interval(one - two, drawn), (1 + as_far) / (1 + RESAMPLES)
    )


def _resampled(counts: Array) -> Array:
    """Return the pooled counts of each draw, (draws, *shape); no draw where one document has all counts."""
    size = len(counts)
    if np.count_nonzero(counts.reshape(size, -1).any(axis=1)) < 2:
        return np.zeros((0, *counts.shape[1:]))
    times = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), RESAMPLES)
    return np.asarray(np.tensordot(times, counts, axes=1))


def _with_interval(value: float, drawn: Array) -> Estimate:
    """Return the score and its bounds; draws of documents without anything to score are left out."""
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return Estimate(defined(value))
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(defined(value), float(low), float(high))
