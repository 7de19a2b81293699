"""Precision, recall and F1 from counts."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


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
    def precision(self) -> float:
        """The right share of what was predicted; 1 where nothing was."""
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 1 where there is none."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.predicted + self.gold) if self.predicted + self.gold else 1.0


def exact(predicted: Iterable[Hashable], gold: Iterable[Hashable]) -> Score:
    """Score two sets of items that are right when equal."""
    left, right = set(predicted), set(gold)
    return Score(len(left & right), len(left), len(right))


def overlapping(predicted: Sequence[tuple[int, int]], gold: Sequence[tuple[int, int]]) -> Score:
    """Score spans that are right when they share a character; each counts once."""
    free = sorted(gold)
    right = 0
    for start, end in sorted(predicted):
        match = next((g for g in free if g[0] < end and start < g[1]), None)
        if match:
            free.remove(match)
            right += 1
    return Score(right, len(predicted), len(gold))
