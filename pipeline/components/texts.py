"""A calibrated classifier over fields of feature words that sees its neighbours, saved as plain arrays.

First stage: TF-IDF of hashed words (Weinberger et al. 2009), each field brought to its own weight, and the
mean of a logistic regression and of a network with one hidden layer, which err differently. Second stage: a
regression over the log probabilities of the row, of the rows before and after, of a window and of the whole
document (stacked sequential learning, Cohen and Carvalho 2005).
It learns from first-stage probabilities of documents held out in turn, which also calibrates it.
"""

import json
import warnings
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import numpy as np

from pipeline.components.bags import BUCKETS, Array, Bag, Bags
from pipeline.components.weights import packed, unpacked

LEAST: Final = 2
"""Rows a word must occur in to count."""
_FIRST_C: Final = 10.0
_SECOND_C: Final = 0.03
_WINDOW: Final = 3
_FLOOR: Final = 1e-4
_FOLDS: Final = 3
_PASSES: Final = 8
"""Passes of the network over the rows; more of them learn the rows by heart."""
_BATCH: Final = 64


class Regression:
    """A fitted multinomial logistic regression; scikit-learn fits it, applying it takes no scikit-learn."""

    def __init__(self, weights: Array, intercept: Array) -> None:
        self.weights, self.intercept = weights, intercept  # (columns, labels) and (labels,)

    @classmethod
    def fit(cls, table: Any, labels: Any, c: float) -> "Regression":
        """Learn from a (rows, columns) table, dense or sparse, and labels; columns of labels are sorted."""
        from sklearn.linear_model import LogisticRegression

        # A tolerance of 1e-4 takes three times as long and gives no better labels.
        model = LogisticRegression(C=c, max_iter=2000, tol=1e-3).fit(table, labels)
        return cls.of(model.coef_.T, model.intercept_)

    @classmethod
    def of(cls, weights: Array, intercept: Array) -> "Regression":
        """Return the regression of scikit-learn's arrays; of two labels it keeps the second one's only."""
        if weights.shape[1] == 1:
            weights = np.hstack([np.zeros_like(weights), weights])
            intercept = np.array([0.0, intercept[0]])
        return cls(weights.astype(np.float32), intercept.astype(np.float32))

    def probabilities(self, products: Array) -> Array:
        """Return the softmax of rows times weights."""
        logits = (products + self.intercept).astype(np.float64)
        odds = np.exp(logits - logits.max(1, keepdims=True))
        return np.asarray(odds / odds.sum(1, keepdims=True), dtype=np.float64)


class Network:
    """A fitted network with one hidden layer of rectified units; as above, scikit-learn only fits it."""

    def __init__(self, weights: Array, bias: Array, out: Regression) -> None:
        self.weights, self.bias, self.out = weights, bias, out  # (columns, hidden) and (hidden,)

    @classmethod
    def fit(cls, table: Any, labels: Any, hidden: int) -> "Network":
        """Learn from a sparse (rows, columns) table and labels; columns of labels are sorted."""
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.neural_network import MLPClassifier

        model = MLPClassifier(
            (hidden,),
            batch_size=min(_BATCH, len(labels)),
            learning_rate_init=2e-3,
            max_iter=_PASSES,
            random_state=1,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # it is stopped early on purpose
            model.fit(table.astype(np.float32), labels)
        (weights, out), (bias, intercept) = model.coefs_, model.intercepts_
        weights[table.getnnz(0) == 0] = 0.0  # what no row has stays as it was drawn, which is noise
        return cls(weights, bias, Regression.of(out, intercept))

    def probabilities(self, products: Array) -> Array:
        """Return the probabilities for rows times the first weights."""
        return self.out.probabilities(np.maximum(products + self.bias, 0) @ self.out.weights)


class _First:
    """The first stage: a regression and, beside it or not, a network; their mean."""

    def __init__(self, regression: Regression, network: Network | None) -> None:
        self.regression, self.network = regression, network
        parts = [regression.weights, network.weights] if network else [regression.weights]
        self.weights: Array = np.hstack(parts)  # (columns, labels + hidden): one product for both

    @classmethod
    def fit(cls, table: Any, labels: Any, hidden: int) -> "_First":
        network = Network.fit(table, labels, hidden) if hidden else None
        return cls(Regression.fit(table, labels, _FIRST_C), network)

    def probabilities(self, products: Array) -> Array:
        count = len(self.regression.intercept)
        own = self.regression.probabilities(products[:, :count])
        return (own + self.network.probabilities(products[:, count:])) / 2 if self.network else own


class TextClassifier:
    """Labels rows of fields; `weights` says which fields count and how much.

    `hidden` is the number of the network's hidden units; with 0 the first stage is the regression alone.
    """

    def __init__(self, weights: Mapping[str, float], hidden: int = 0) -> None:
        self._weights = dict(weights)
        self._hidden = hidden
        self._idf: Array = np.ones(BUCKETS)
        self.labels: list[str] = []
        self._first: _First | None = None
        self._second: Regression | None = None

    def fit(self, bags: Bags, labels: Sequence[str], documents: Sequence[int]) -> None:
        """Learn from rows in text order; `documents` numbers the document of each row."""
        from sklearn.model_selection import GroupKFold

        seen = self._table({field: bags[field].dampened for field in self._weights}, bags).getnnz(0)
        self._idf = np.where(seen < LEAST, 0.0, np.log((1 + len(labels)) / (1 + seen)) + 1)
        valued = {field: self._valued(weight, bags[field]) for field, weight in self._weights.items()}
        table, gold = self._table(valued, bags), np.asarray(labels)
        self.labels = sorted(set(labels))
        held_out = np.zeros((len(labels), len(self.labels)))
        for learn, rest in GroupKFold(min(_FOLDS, len(set(documents)))).split(table, gold, documents):
            fold = _First.fit(table[learn], gold[learn], self._hidden)
            there = np.searchsorted(self.labels, sorted(set(gold[learn])))
            held_out[np.ix_(rest, there)] = fold.probabilities(table[rest] @ fold.weights)
        self._first = _First.fit(table, gold, self._hidden)
        self._second = Regression.fit(_neighbours(held_out, documents), gold, _SECOND_C)

    def probabilities(self, bags: Bags, documents: Sequence[int]) -> list[dict[str, float]]:
        """Return label to probability for each row, all labels that were seen in training."""
        if not documents:
            return []
        if self._first is None or self._second is None:
            raise ValueError("the classifier is not trained")
        second = _neighbours(self._first.probabilities(self._products(bags)), documents)
        table = self._second.probabilities(second @ self._second.weights)
        return [dict(zip(self.labels, row, strict=True)) for row in table.tolist()]

    def _products(self, bags: Bags) -> Array:
        """Return the rows times the first weights; what rows share is multiplied once."""
        assert self._first is not None
        products = []
        for field, weight in self._weights.items():
            bag = bags[field]
            values = self._valued(weight, bag).astype(np.float32)
            products.append(bag.sums(values[:, None] * self._first.weights[bag.buckets])[bag.of_row])
        return np.asarray(sum(products))

    def save(self, path: Path) -> None:
        """Write the classifier as plain arrays and its labels as JSON beside them: nothing that runs."""
        if self._first is None or self._second is None:
            raise ValueError("the classifier is not trained")
        arrays = {
            "idf": self._idf.astype(np.float16),
            **packed("first", self._first.regression.weights),
            "first_intercept": self._first.regression.intercept,
            "second": self._second.weights,
            "second_intercept": self._second.intercept,
        }
        if network := self._first.network:
            arrays |= packed("hidden", network.weights)
            arrays |= {"hidden_bias": network.bias, "out": network.out.weights}
            arrays |= {"out_intercept": network.out.intercept}
        np.savez_compressed(path, **arrays)
        labels = json.dumps(self.labels) + "\n"
        path.with_suffix(".labels.json").write_text(labels, encoding="utf-8")

    def load(self, path: Path) -> None:
        """Read a classifier; arrays of objects, which could run code, are refused by numpy."""
        self.labels = json.loads(path.with_suffix(".labels.json").read_text(encoding="utf-8"))
        with np.load(path, allow_pickle=False) as arrays:
            self._idf = arrays["idf"].astype(np.float64)
            network = None
            if "hidden" in arrays:
                out = Regression(arrays["out"], arrays["out_intercept"])
                network = Network(unpacked("hidden", arrays), arrays["hidden_bias"], out)
            self._first = _First(Regression(unpacked("first", arrays), arrays["first_intercept"]), network)
            self._second = Regression(arrays["second"], arrays["second_intercept"])

    def _valued(self, weight: float, bag: Bag) -> Array:
        """Return the TF-IDF of a field's entries, each bag brought to the field's weight."""
        value = bag.dampened * self._idf[bag.buckets]
        norms = np.sqrt(bag.sums(value * value))
        return value * bag.spread(np.divide(weight, norms, out=np.zeros_like(norms), where=norms > 0))

    def _table(self, valued: Mapping[str, Array], bags: Bags) -> Any:
        """Return the rows as a sparse (rows, BUCKETS) table, from the values of each field's entries."""
        from scipy.sparse import csr_matrix

        fields = ((bags[field], values) for field, values in valued.items())
        return sum(
            csr_matrix((values, bag.buckets, bag.starts), shape=(len(bag.starts) - 1, BUCKETS))[bag.of_row]
            for bag, values in fields
        )


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
