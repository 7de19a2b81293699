"""The forward passes of the encoder and of the rankers where nothing is learnt.

thinc's layers keep what their backward pass needs: which piece of a maxout unit won, the windows of a whole
text. Prediction needs only the output, so the same sums are taken here block by block, in arrays that stay in
the processor's cache, at three quarters of the time. The result is the layers' own but for rounding.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from thinc.api import Model

Floats = npt.NDArray[np.float32]

_BLOCK: Final = 512
"""Characters whose windows are multiplied at once: about 2 MB at 9 characters of 96 numbers."""
_EPSILON: Final = np.float32(1e-8)
"""As in thinc's layer normalisation (Ba et al. 2016)."""


class _Unit(NamedTuple):
    """A maxout layer with its normalisation; weights are (inputs, pieces * outputs), piece by piece."""

    weights: Floats
    bias: Floats
    pieces: int
    gain: Floats
    shift: Floats

    def __call__(self, x: Floats) -> Floats:
        sums = x @ self.weights
        sums += self.bias
        width = len(self.gain)
        best: Floats = sums[:, :width]
        for piece in range(1, self.pieces):
            np.maximum(best, sums[:, piece * width : (piece + 1) * width], out=best)
        best = best - best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best)[:, None] / np.float32(width)
        best *= 1.0 / np.sqrt(variance + _EPSILON)
        best *= self.gain
        best += self.shift
        return best


def forward(model: Model[Any, Any], features: Sequence[npt.NDArray[np.uint64]]) -> list[Floats]:
    """Return the (characters, labels) probabilities of each array of features, as `model.predict` does.

    The texts lie one behind another with rows of padding between, as thinc's `with_array` lays them, so
    that no window reaches from one text into the next.
    """
    nodes: dict[str, list[Model[Any, Any]]] = {}
    for node in model.walk():
        nodes.setdefault(node.name, []).append(node)
    embed, *layers = (_unit(*pair) for pair in zip(nodes["maxout"], nodes["layernorm"], strict=True))
    window = nodes["expand_window"][0].attrs["window_size"]
    pad = window * len(layers)
    lengths = [len(array) for array in features]
    starts = np.cumsum([pad, *(n + pad for n in lengths)])[:-1].tolist()
    rows = np.zeros((sum(lengths) + pad * (len(lengths) + 1), len(embed.gain)), np.float32)
    for array, start in zip(features, starts, strict=True):
        for at in range(0, len(array), _BLOCK):
            block = array[at : at + _BLOCK]
            vectors = [table.predict(block[:, i]) for i, table in enumerate(nodes["hashembed"])]
            rows[start + at : start + at + len(block)] = embed(np.hstack(vectors))
    for layer in layers:
        rows += _convolved(rows, layer, window)
    scores = rows @ nodes["softmax"][0].get_param("W").T + nodes["softmax"][0].get_param("b")
    scores -= scores.max(axis=1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=1, keepdims=True)
    return [scores[start : start + n] for start, n in zip(starts, lengths, strict=True)]


def ranked(layer: Model[Any, Any], rows: Floats) -> Floats:
    """Return the (rows, members) scores of maxout networks that stand side by side, all in one product."""
    weights = np.stack([node.get_param("W") for node in layer.walk() if node.name == "maxout"])
    bias = np.stack([node.get_param("b") for node in layer.walk() if node.name == "maxout"])
    last = [node for node in layer.walk() if node.name == "linear"]
    members, outputs, pieces, inputs = weights.shape
    width = members * outputs
    into = np.ascontiguousarray(weights.transpose(3, 2, 0, 1).reshape(inputs, -1))
    onto = bias.transpose(2, 0, 1).reshape(-1)
    out = np.concatenate([node.get_param("W") for node in last])
    scores = np.empty((len(rows), members), np.float32)
    for at in range(0, len(rows), _BLOCK):
        sums = rows[at : at + _BLOCK] @ into
        sums += onto
        best: Floats = sums[:, :width]
        for piece in range(1, pieces):
            np.maximum(best, sums[:, piece * width : (piece + 1) * width], out=best)
        scores[at : at + _BLOCK] = np.einsum("rmo,mo->rm", best.reshape(-1, members, outputs), out)
    scores += np.concatenate([node.get_param("b") for node in last])
    return scores


def _convolved(rows: Floats, unit: _Unit, window: int) -> Floats:
    """Return the layer's output for each row and `window` rows on both sides; beyond the ends are zeros."""
    n, width = rows.shape
    padded = np.zeros((n + 2 * window, width), np.float32)
    padded[window : window + n] = rows
    windows = np.lib.stride_tricks.sliding_window_view(padded.reshape(-1), (2 * window + 1) * width)[::width]
    out = np.empty_like(rows)
    for at in range(0, n, _BLOCK):
        out[at : at + _BLOCK] = unit(np.ascontiguousarray(windows[at : at + _BLOCK]))
    return out


def _unit(maxout: Model[Any, Any], norm: Model[Any, Any]) -> _Unit:
    """Return the weights of a maxout layer, in thinc (outputs, pieces, inputs), with the pieces apart."""
    weights = np.asarray(maxout.get_param("W"))
    outputs, pieces, inputs = weights.shape
    return _Unit(
        np.ascontiguousarray(weights.transpose(2, 1, 0).reshape(inputs, pieces * outputs)),
        np.asarray(maxout.get_param("b")).T.reshape(-1),
        pieces,
        np.asarray(norm.get_param("G")),
        np.asarray(norm.get_param("b")),
    )
