"""Whether a probability is what it says, and what precision a threshold on it buys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from pipeline.evaluation.verdicts import Trial

BINS: Final = 10
COVERAGES: Final = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
TARGET: Final = 0.99
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Bin:
    """Trials of like confidence, from `low` to `high`: their number, mean confidence and share right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Step:
    """What is kept at or above a threshold: its share of all, its number, and the precision among it."""

    threshold: float
    coverage: float
    count: int
    precision: float


def reliability(trials: Sequence[Trial], most: int = BINS) -> list[Bin]:
    """Return the trials in up to `most` bins of about equal count, from low to high confidence.

    Equal confidences stay in one bin, so that the order of the trials does not matter.
    """
    if not trials:
        return []
    confidence, right = _arrays(trials)
    edges = np.unique(np.quantile(confidence, np.linspace(0, 1, most + 1)[1:-1]))
    places = np.searchsorted(edges, confidence, side="right")
    return [
        Bin(float(c.min()), float(c.max()), len(c), float(c.mean()), float(right[places == place].mean()))
        for place in np.unique(places)
        for c in [confidence[places == place]]
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """Return the expected calibration error: |share right - confidence|, the mean over all trials.

    Naeini, Cooper & Hauskrecht 2015, Obtaining well calibrated probabilities using Bayesian binning; 0 where
    there is no trial.
    """
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.right - b.confidence) for b in bins) / total if total else 0.0


def steps(trials: Sequence[Trial]) -> list[Step]:
    """Return a step for each confidence that occurs, highest first.

    Precision over coverage is 1 - the risk-coverage curve of El-Yaniv & Wiener 2010, On the foundations of
    noise-free selective classification; equal confidences are kept or left together.
    """
    if not trials:
        return []
    confidence, right = _arrays(trials)
    falling, place, counts = np.unique(-confidence, return_inverse=True, return_counts=True)
    kept = np.cumsum(counts)
    hits = np.cumsum(np.bincount(place, weights=right))
    rows = zip(-falling, kept / kept[-1], kept, hits / kept, strict=True)
    return [Step(float(t), float(c), int(n), float(p)) for t, c, n, p in rows]


def at_coverage(curve: Sequence[Step], coverage: float) -> Step:
    """Return the first step that keeps at least this share; raises StopIteration of an empty curve."""
    return next(step for step in curve if step.coverage >= coverage - _ROUNDING)


def at_precision(curve: Sequence[Step], precision: float = TARGET) -> Step | None:
    """Return the last step of at least this precision; None where no threshold reaches it."""
    return next((step for step in reversed(curve) if step.precision >= precision - _ROUNDING), None)


def _arrays(trials: Sequence[Trial]) -> tuple[np.ndarray, np.ndarray]:
    table = np.array(trials, dtype=float)
    return table[:, 0], table[:, 1]
