"""The words that a pkuseg model (Luo et al. 2019) finds, as `spacy_pkuseg` cuts them, in a fifth of its time.

pkuseg makes some sixty strings a character to look up its features. Here what the model knows of one
character, of two, of a word and of two words side by side is gathered once, and a text is scored with arrays.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import srsly
from spacy_pkuseg.feature_extractor import FeatureExtractor
from spacy_pkuseg.inference import run_viterbi

Scores = npt.NDArray[np.float64]

FILES: Final = ("features.msgpack", "weights.npz")
"""What a model consists of."""
_PIECE: Final = re.compile(r"\S+")
_CHARACTER: Final = {"c": 0, "c-1": 1, "c1": -1, "c-2": 2, "c2": -2}
"""pkuseg's features of a character, and how far behind it the character stands whose tag they tell of."""
_BIGRAM: Final = {"cc1": 0, "c-1c": 1, "c-2c-1": 2}
"""The same of two characters, seen from the first."""
_LENGTHS: Final = range(2, 7)
"""Of the words that are looked up."""
_APART: Final = "\n" * max(_LENGTHS)
"""Stands around and between pieces: farther than a feature reaches, and no feature has a space in it."""
_CLASSES: Final = {"**Num": "\t", "**Letter": "\r"}
"""pkuseg's names of all digits and of all letters, each a space here: one character that no piece has."""
_NORMAL: Final = (
    dict.fromkeys(map(ord, FeatureExtractor.letter), _CLASSES["**Letter"])
    | dict.fromkeys(map(ord, FeatureExtractor.num), _CLASSES["**Num"])
    | FeatureExtractor.keywords_translate_table
)


class Segmenter:
    """A trained pkuseg model, read from a folder that has `FILES`."""

    def __init__(self, folder: Path) -> None:
        data = srsly.read_msgpack(folder / FILES[0])
        with np.load(folder / FILES[1], allow_pickle=False) as arrays:
            weights, tags = arrays["w"], len(data["tag_to_idx"])
        features = _by_kind(data["feature_to_idx"])
        nodes = weights[: -tags * tags].reshape(-1, tags)
        self._begins = np.array(
            ["B" in tag for tag, _ in sorted(data["tag_to_idx"].items(), key=lambda t: t[1])]
        )
        self._edges = 1 + weights[-tags * tags :].reshape(tags, tags).T  # pkuseg adds 1 to each
        self._always = nodes[features["$$"][""]]
        self._characters = _Table(features, nodes, tuple(_CHARACTER))
        self._bigrams = _Table(features, nodes, tuple(_BIGRAM))
        self._words = _Table(features, nodes, ("w1", "w-1"))
        self._pairs = _Table(features, nodes, ("ww.l", "ww.r"))

    def segment(self, text: str) -> list[tuple[int, int]]:
        """Return the (start, end) of each word of a text; spaces belong to no word."""
        pieces = [match.span() for match in _PIECE.finditer(text)]
        padded = _APART.join(["", *(text[start:end] for start, end in pieces), ""])
        scores = self._scores(padded.translate(_NORMAL))
        words: list[tuple[int, int]] = []
        at = len(_APART)
        for start, end in pieces:
            _, tags = run_viterbi(scores[at : at + end - start], self._edges)
            later = np.flatnonzero(self._begins[tags[1:]]) + start + 1
            words += pairwise([start, *later.tolist(), end])
            at += end - start + len(_APART)
        return words

    def _scores(self, text: str) -> Scores:
        """Return the (characters, tags) scores of a text whose pieces stand apart."""
        scores = np.tile(self._always, (len(text), 1))
        for table, length, ways in ((self._characters, 1, _CHARACTER), (self._bigrams, 2, _BIGRAM)):
            rows = table.find(text, length)
            for kind, way in ways.items():
                scores += table.scores[kind][np.roll(rows, way)]
        begin: dict[int, list[str]] = {}
        for length in _LENGTHS:
            rows = self._words.find(text, length)
            scores += self._words.scores["w1"][rows] + self._words.scores["w-1"][np.roll(rows, length - 1)]
            for i in np.flatnonzero(rows).tolist():
                begin.setdefault(i, []).append(text[i : i + length])
        pairs = [
            (i + len(left), row)
            for i, words in begin.items()
            for left in words
            for right in begin.get(i + len(left), ())
            if (row := self._pairs.rows.get(f"{left}*{right}"))
        ]
        if pairs:
            at, found = np.array(pairs).T
            np.add.at(scores, at, self._pairs.scores["ww.l"][found])
            np.add.at(scores, at - 1, self._pairs.scores["ww.r"][found])
        return scores


class _Table:
    """What a model knows of strings of one sort: `rows` numbers them, row 0 stands for all others.

    `scores` holds a (rows, tags) array for each kind of feature.
    """

    def __init__(
        self, features: Mapping[str, Mapping[str, int]], nodes: Scores, kinds: Sequence[str]
    ) -> None:
        known = dict.fromkeys(key for kind in kinds for key in features[kind])
        self.rows = {key: row for row, key in enumerate(known, 1)}
        self.scores = {kind: np.zeros((len(known) + 1, nodes.shape[1])) for kind in kinds}
        for kind in kinds:
            rows = [self.rows[key] for key in features[kind]]
            self.scores[kind][rows] = nodes[list(features[kind].values())]

    def find(self, text: str, length: int) -> npt.NDArray[np.int64]:
        """Return the row of what begins at each character of a text and has the length."""
        row_of = self.rows.get
        return np.array([row_of(text[i : i + length], 0) for i in range(len(text))], dtype=np.int64)


def _by_kind(features: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Return kind to what stands there to the number of the feature: c-1c.公.安 is 公安 under c-1c."""
    kinds: dict[str, dict[str, int]] = {
        kind: {} for kind in ("$$", *_CHARACTER, *_BIGRAM, "w1", "w-1", "ww.l", "ww.r")
    }
    for name, number in features.items():
        kind, *parts = name.split(".")
        if kind == "ww":
            kind = f"ww.{parts.pop(0)}"
        kinds[kind]["".join(_CLASSES.get(part, part) for part in parts)] = number
    return kinds
