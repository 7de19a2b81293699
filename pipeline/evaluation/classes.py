"""Choices among classes: each class, the mean over classes, and what is taken for what."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.evaluation.resampling import Estimate, estimate
from pipeline.evaluation.scores import Array, Score, ratio
from pipeline.evaluation.verdicts import Choice


@dataclass(frozen=True, slots=True)
class Classes:
    """The scores of one task: by class, their mean, and the non-zero cells (gold, found, times)."""

    by_class: dict[str, Score]
    macro_f1: Estimate
    accuracy: Estimate
    confusion: list[tuple[str, str, int]]


def classes_of(documents: Sequence[Sequence[Choice]]) -> Classes:
    """Score the choices of each document together; only classes that occur count."""
    labels = sorted({label for choices in documents for pair in choices for label in pair})
    tables = np.array([_table(choices, labels) for choices in documents])
    table = tables.sum(axis=0)
    cells = [(labels[i], labels[j], int(table[i, j])) for i, j in np.argwhere(table)]
    return Classes(
        {
            label: Score(int(table[i, i]), int(table[:, i].sum()), int(table[i].sum()))
            for i, label in enumerate(labels)
        },
        estimate(tables, macro_f1),
        estimate(tables, accuracy),
        sorted(cells, key=lambda cell: (cell[0], -cell[2], cell[1])),
    )


def macro_f1(table: Array) -> Array:
    """Return the mean F1 over the classes that occur; `table` is (…, gold class, found class).

    As sklearn.metrics.f1_score with average="macro", for many tables at once.
    """
    either = table.sum(axis=-1) + table.sum(axis=-2)
    scores = ratio(2 * np.diagonal(table, axis1=-2, axis2=-1), either)
    return ratio(np.nansum(scores, axis=-1), (either > 0).sum(axis=-1))


def accuracy(table: Array) -> Array:
    """Return the share of right choices; `table` as for `macro_f1`."""
    return ratio(np.trace(table, axis1=-2, axis2=-1), table.sum(axis=(-2, -1)))


def _table(choices: Sequence[Choice], labels: list[str]) -> Array:
    # Not sklearn.metrics.confusion_matrix: it warns of a single class and refuses a document without choices.
    place = {label: i for i, label in enumerate(labels)}
    table = np.zeros((len(labels), len(labels)))
    for gold, found in choices:
        table[place[gold], place[found]] += 1
    return table
