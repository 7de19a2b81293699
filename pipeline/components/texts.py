"""A calibrated classifier over fields of feature words that sees its neighbours, saved without pickle.

First stage: TF-IDF of hashed words (Weinberger et al. 2009), each field brought to its own weight, and a
logistic regression. Second stage: a regression over the log probabilities of the row, of the rows before
and after, of a window and of the whole document (stacked sequential learning, Cohen and Carvalho 2005).
It learns from first-stage probabilities of documents held out in turn, which also calibrates it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED

import numpy as np
import numpy.typing as npt
import skops.io
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.utils import murmurhash3_32

from pipeline.components.features import Fields

Array = npt.NDArray[np.float64]

BUCKETS: Final = 2**15
LEAST: Final = 2
"""Documents' rows a word must occur in to count."""
_FIRST_C: Final = 10.0
_SECOND_C: Final = 0.03
_WINDOW: Final = 3
_FLOOR: Final = 1e-4
_FOLDS: Final = 5


class TextClassifier:
    """Labels rows of fields; `weights` says which fields count and how much."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = dict(weights)
        self._idf: Array = np.ones(BUCKETS)
        self._first: Any = None
        self._second: Any = None

    def fit(self, rows: Sequence[Fields], labels: Sequence[str], documents: Sequence[int]) -> None:
        """Learn from rows in text order; `documents` numbers the document of each row."""
        counted = self._counted(rows)
        seen = np.zeros(BUCKETS)
        for parts in counted:
            seen[np.unique(np.concatenate([columns for _, columns, _ in parts]))] += 1
        self._idf = np.where(seen < LEAST, 0.0, np.log((1 + len(rows)) / (1 + seen)) + 1)
        table, gold = self._table(counted), np.asarray(labels)
        self._first = LogisticRegression(C=_FIRST_C, max_iter=400).fit(table, gold)
        held_out = np.full((len(rows), len(self._first.classes_)), 0.0)
        for learn, rest in GroupKFold(min(_FOLDS, len(set(documents)))).split(table, gold, documents):
            fold = LogisticRegression(C=_FIRST_C, max_iter=400).fit(table[learn], gold[learn])
            columns = np.searchsorted(self._first.classes_, fold.classes_)
            held_out[np.ix_(rest, columns)] = fold.predict_proba(table[rest])
        neighbours = _neighbours(held_out, documents)
        self._second = LogisticRegression(C=_SECOND_C, max_iter=2000).fit(neighbours, gold)
        for model in (self._first, self._second):
            model.coef_ = model.coef_.astype(np.float32)

    def probabilities(self, rows: Sequence[Fields], documents: Sequence[int]) -> list[dict[str, float]]:
        """Return label to probability for each row, all labels that were seen in training."""
        if not rows:
            return []
        first = self._first.predict_proba(self._table(self._counted(rows)))
        table = self._second.predict_proba(_neighbours(first, documents))
        labels = [str(label) for label in self._second.classes_]
        return [dict(zip(labels, map(float, row), strict=True)) for row in table]

    def save(self, path: Path) -> None:
        """Write the classifier (skops: no code runs on loading)."""
        state = {"idf": self._idf.astype(np.float32), "first": self._first, "second": self._second}
        skops.io.dump(state, path, compression=ZIP_DEFLATED)

    def load(self, path: Path) -> None:
        """Read a classifier; types outside skops' trusted list are refused."""
        state = skops.io.load(path, trusted=[])
        self._idf, self._first, self._second = state["idf"], state["first"], state["second"]

    def _counted(self, rows: Sequence[Fields]) -> list[list[tuple[float, Any, Any]]]:
        """Return (weight, columns, counts) of each field of each row; a shared list is counted once."""
        done: dict[tuple[str, int], tuple[Any, Any]] = {}

        def count(field: str, words: list[str]) -> tuple[Any, Any]:
            key = (field, id(words))
            if key not in done:
                counts = Counter(murmurhash3_32(f"{field}:{w}", positive=True) % BUCKETS for w in words)
                done[key] = (np.array(list(counts), dtype=np.int64), 1 + np.log(list(counts.values())))
            return done[key]

        return [
            [(weight, *count(field, row[field])) for field, weight in self._weights.items() if row[field]]
            for row in rows
        ]

    def _table(self, counted: Sequence[list[tuple[float, Any, Any]]]) -> csr_matrix:
        """Return the rows as a sparse (rows, BUCKETS) table, each field of a row brought to its weight."""
        columns, values, ends = [], [], [0]
        for parts in counted:
            for weight, place, counts in parts:
                value = counts * self._idf[place]
                norm = np.sqrt(value @ value)
                columns.append(place)
                values.append(value * (weight / norm) if norm else value)
            ends.append(ends[-1] + sum(len(place) for _, place, _ in parts))
        data = (np.concatenate(values), np.concatenate(columns), ends)
        return csr_matrix(data, shape=(len(counted), BUCKETS))


def _neighbours(probabilities: Array, documents: Sequence[int]) -> Array:
    """Return the second stage's columns for rows in text order."""
    logs = np.log(probabilities + _FLOOR)
    blocks = []
    usual = logs.mean(0, keepdims=True)
    for _, members in groupby(range(len(documents)), key=lambda row: documents[row]):
        rows = list(members)
        own, p = logs[rows], probabilities[rows]
        sums = np.vstack([np.zeros((1, p.shape[1])), p.cumsum(0)])
        last = np.minimum(np.arange(len(rows)) + _WINDOW + 1, len(rows))
        first = np.maximum(np.arange(len(rows)) - _WINDOW, 0)
        window = (sums[last] - sums[first]) / (last - first)[:, None]
        whole = np.repeat(p.mean(0, keepdims=True), len(rows), axis=0)
        before, after = np.vstack([usual, own[:-1]]), np.vstack([own[1:], usual])
        blocks.append(np.hstack([own, before, after, np.log(window + _FLOOR), np.log(whole + _FLOOR)]))
    return np.vstack(blocks)
