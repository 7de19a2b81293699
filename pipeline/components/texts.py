"""A calibrated text classifier over feature words, saved without pickle."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

import numpy as np
import numpy.typing as npt
import skops.io
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline


def ngrams(mark: str, text: str, sizes: Sequence[int] = (1, 2, 3)) -> list[str]:
    """Return character n-grams as feature words; `mark` says which field they are from."""
    bare = "".join(text.split())
    return [f"{mark}{bare[i : i + n]}" for n in sizes for i in range(len(bare) - n + 1)]


class TextClassifier:
    """Multinomial logistic regression over TF-IDF of feature words; its probabilities are its confidence."""

    def __init__(self) -> None:
        self._model: Any = None

    def fit(self, rows: Sequence[list[str]], labels: Sequence[str]) -> "TextClassifier":
        """Learn from feature words and their labels."""
        self._model = make_pipeline(
            TfidfVectorizer(lowercase=False, token_pattern=r"\S+", sublinear_tf=True, max_features=8_000),
            LogisticRegression(C=20.0, max_iter=1000),
        )
        self._model.fit([" ".join(row) for row in rows], list(labels))
        # Plain integers: skops writes a file for every numpy number.
        words = self._model[0]
        words.vocabulary_ = {word: int(column) for word, column in words.vocabulary_.items()}
        return self

    def probabilities(self, rows: Sequence[list[str]]) -> list[dict[str, float]]:
        """Return label to probability for each row, all labels that were seen in training."""
        if not rows:
            return []
        table: npt.NDArray[np.float64] = self._model.predict_proba([" ".join(row) for row in rows])
        labels = [str(label) for label in self._model.classes_]
        return [dict(zip(labels, map(float, row), strict=True)) for row in table]

    def save(self, path: Path) -> None:
        """Write the classifier (skops: no code runs on loading)."""
        skops.io.dump(self._model, path, compression=ZIP_DEFLATED)

    def load(self, path: Path) -> "TextClassifier":
        """Read a classifier; types outside skops' trusted list are refused."""
        self._model = skops.io.load(path, trusted=[])
        return self
