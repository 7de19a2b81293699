"""Precision, recall and F1 from counts: of one pool, or of many at once."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.evaluation.matching import Span, match

Array = npt.NDArray[np.float64]


def ratio(part: npt.ArrayLike, whole: npt.ArrayLike) -> Array:
    """Divide element by element; not a number where the whole is 0."""
    total = np.asarray(whole, dtype=float)
    return np.asarray(np.divide(part, total, out=np.full_like(total, np.nan), where=total > 0))


def precision(counts: Array) -> Array:
    """Return the right share of what was predicted; `counts` is (…, 3): right, predicted, gold."""
    return ratio(counts[..., 0], counts[..., 1])


def recall(counts: Array) -> Array:
    """Return the share of the gold that was found; `counts` as for `precision`."""
    return ratio(counts[..., 0], counts[..., 2])


def f1(counts: Array) -> Array:
    """Return the harmonic mean of precision and recall; `counts` as for `precision`."""
    return ratio(2 * counts[..., 0], counts[..., 1] + counts[..., 2])


def defined(value: Array | float) -> float | None:
    """Return a score, None where it is not a number: there was nothing to score."""
    return None if np.isnan(value) else float(value)


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the predicted and of the gold items are right; adding scores pools their counts.

    >>> score = Score(right=3, predicted=4, gold=6)
    >>> score.precision, score.recall, score.f1
    (0.75, 0.5, 0.6)
    """

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def counts(self) -> Array:
        """The three counts as an array."""
        return np.array([self.right, self.predicted, self.gold], dtype=float)

    @property
    def precision(self) -> float:
        """The right share of what was predicted; 1 where nothing was."""
        return _or_one(precision(self.counts))

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 1 where there is none."""
        return _or_one(recall(self.counts))

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there is nothing to find and nothing found."""
        return _or_one(f1(self.counts))


def pooled(documents: Iterable[Mapping[str, Score]]) -> dict[str, Score]:
    """Return each score over all documents together (micro average)."""
    result: dict[str, Score] = {}
    for scores in documents:
        for name, score in scores.items():
            result[name] = result.get(name, Score()) + score
    return result


def exact(predicted: Iterable[Hashable], gold: Iterable[Hashable]) -> Score:
    """Score two sets of items that are right when equal."""
    left, right = set(predicted), set(gold)
    return Score(len(left & right), len(left), len(right))


def overlapping(predicted: Sequence[Span], gold: Sequence[Span]) -> Score:
    """Score spans that are right when they share a character; each counts once."""
    return Score(len(match(predicted, gold)), len(predicted), len(gold))


def _or_one(value: Array) -> float:
    return 1.0 if np.isnan(value) else float(value)
