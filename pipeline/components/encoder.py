"""Character features and the encoder over them.

Each character is described by hashed features (itself, its bigrams, its word and place in it, what the
grammars and the lexicon propose there); hash embeddings (Svenstrup et al. 2017) feed a residual
convolution with maxout units, as in spaCy's tok2vec.
"""

import unicodedata
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from spacy.strings import get_string_id
from spacy.tokens import Doc
from thinc.api import (
    HashEmbed,
    Maxout,
    Model,
    NumpyOps,
    Softmax,
    chain,
    clone,
    concatenate,
    expand_window,
    residual,
    with_array,
)

from pipeline.components.tokens import text_of

Features = npt.NDArray[np.uint64]
Scores = npt.NDArray[np.float32]

FEATURES = (
    ("char", 4000, 96),
    ("left_bigram", 6000, 48),
    ("right_bigram", 6000, 48),
    ("word", 6000, 64),
    ("place", 64, 16),
    ("proposed", 64, 24),
    ("shape", 64, 16),
)
"""Name, rows of the hash table, width of the embedding."""


class BlasOps(NumpyOps):
    """thinc's operations with NumPy's matrix product: its OpenBLAS takes half the time of thinc's BLIS."""

    def gemm(
        self,
        x: npt.NDArray[np.float32],
        y: npt.NDArray[np.float32],
        out: npt.NDArray[np.float32] | None = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> npt.NDArray[np.float32]:
        """Return the product of two matrices, each transposed before where told."""
        product: npt.NDArray[np.float32] = np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)
        return product


def char_features(doc: Doc) -> Features:
    """Return the (characters, features) array of hashes for a Doc that has words and candidates."""
    text = text_of(doc)
    n = len(text)
    words, places, proposed = ["|"] * n, ["S"] * n, ["-"] * n
    for start, end in doc._.words or []:
        word = text[start:end]
        for i in range(start, end):
            words[i] = word
            edge = "S" if end - start == 1 else "B" if i == start else "E" if i == end - 1 else "M"
            places[i] = f"{edge}{min(end - start, 5)}"
    for c in doc._.candidates or []:
        sure = "!" if c.score == 1.0 else "?"
        for i in range(c.start, c.end):
            edge = "B" if i == c.start else "E" if i == c.end - 1 else "I"
            proposed[i] += f"{c.label[0]}{edge}{sure}"
    padded = f"\n{text}\n"
    columns = (
        [_key(_fold(c)) for c in text],
        [_key("<" + padded[i : i + 2]) for i in range(n)],
        [_key(">" + padded[i : i + 2]) for i in range(1, n + 1)],
        map(_key, words),
        map(_key, places),
        map(_key, proposed),
        [_key(_shape(c)) for c in text],
    )
    return np.stack([np.fromiter(column, np.uint64, n) for column in columns], axis=1)


@lru_cache(maxsize=2**17)
def _key(feature: str) -> int:
    return get_string_id(feature)


@lru_cache(maxsize=2**14)
def _fold(c: str) -> str:
    """Digits are one character to the encoder: their values are the grammars' business."""
    return "0" if c.isdigit() else c


@lru_cache(maxsize=2**14)
def _shape(c: str) -> str:
    return c if not c.isalnum() else "0" if c.isdigit() else unicodedata.category(c)


def build_encoder(
    labels: int, width: int, depth: int, window: int, pieces: int
) -> Model[list[Features], list[Scores]]:
    """Return the model from feature arrays to (characters, labels) probabilities.

    Each of `depth` layers sees `window` characters on both sides, through maxout units of `pieces` pieces.
    """
    embeddings = [
        HashEmbed(columns, rows, column=i, seed=i + 1) for i, (_, rows, columns) in enumerate(FEATURES)
    ]
    total = sum(columns for _, _, columns in FEATURES)
    embed = chain(concatenate(*embeddings), Maxout(width, total, nP=3, normalize=True, dropout=0.0))
    layer = residual(
        chain(
            expand_window(window),
            Maxout(width, width * (2 * window + 1), nP=pieces, normalize=True, dropout=0.0),
        )
    )
    model: Model[list[Features], list[Scores]] = chain(
        with_array(embed),
        with_array(clone(layer, depth), pad=depth * window),
        with_array(Softmax(labels, width)),
    )
    for node in model.walk():
        node.ops = BlasOps()
    return model
