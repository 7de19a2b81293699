"""Weights of a thinc model on disk: arrays in one compressed file, by layer and name.

Matrices are kept as 8-bit integers with one half-precision scale a row (the symmetric quantisation of Jacob
et al. 2018), a quarter of single precision; in memory they are single precision again. Vectors are kept in
half precision.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from thinc.api import Model

FILE: Final = "weights.npz"
_SCALE: Final = ".scale"


def packed(name: str, array: npt.NDArray[Any]) -> dict[str, Any]:
    """Return what is stored of an array: rows (of the last axis) of integers up to 127, and their scales."""
    if array.ndim < 2:
        return {name: array.astype(np.float16)}
    scale = (np.abs(array).max(-1, keepdims=True) / 127).astype(np.float16)
    safe = np.where(scale > 0, scale, 1).astype(np.float32)
    return {name: np.clip(np.round(array / safe), -127, 127).astype(np.int8), f"{name}{_SCALE}": scale}


def unpacked(name: str, arrays: Mapping[str, npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Return an array of a file in single precision."""
    array: npt.NDArray[Any] = arrays[name].astype(np.float32)
    return array * arrays[f"{name}{_SCALE}"].astype(np.float32) if f"{name}{_SCALE}" in arrays else array


def save_weights(model: Model[Any, Any], folder: Path) -> None:
    """Write the weights of all layers into `folder`, which is made where it is missing."""
    folder.mkdir(exist_ok=True)
    arrays: dict[str, Any] = {}
    for number, layer in enumerate(model.walk()):
        for name in layer.param_names:
            if layer.has_param(name):
                arrays |= packed(f"{number}.{name}", np.asarray(layer.get_param(name)))
    np.savez_compressed(folder / FILE, **arrays)


def load_weights(model: Model[Any, Any], folder: Path) -> None:
    """Read weights into an initialised model of the same shape; raises ValueError where they do not fit."""
    layers = list(model.walk())
    with np.load(folder / FILE, allow_pickle=False) as arrays:
        for key in arrays.files:
            if key.endswith(_SCALE):
                continue
            number, name = key.split(".", 1)
            layer = layers[int(number)] if int(number) < len(layers) else None
            if not layer or not layer.has_param(name) or layer.get_param(name).shape != arrays[key].shape:
                raise ValueError(f"{FILE} is of another version of this package: {key} has another shape")
            layer.set_param(name, unpacked(key, arrays))
