from pathlib import Path

import numpy as np
import pytest
from thinc.api import Linear, Model, Relu, chain

from pipeline.components.weights import load_weights, packed, save_weights, unpacked


def network() -> Model:
    model: Model = chain(Relu(4, 3), Linear(2, 4))
    model.initialize()
    return model


def test_weights_come_back_in_eight_bits(tmp_path: Path) -> None:
    saved, loaded = network(), network()
    for layer in saved.layers:
        layer.set_param("W", np.random.default_rng(1).normal(size=layer.get_param("W").shape).astype("f"))
    save_weights(saved, tmp_path / "weights")
    load_weights(loaded, tmp_path / "weights")
    x = np.ones((5, 3), dtype="f")
    assert np.allclose(saved.predict(x), loaded.predict(x), atol=5e-2)
    assert not np.allclose(saved.predict(x), network().predict(x), atol=5e-2)


def test_each_row_keeps_its_own_scale() -> None:
    array = np.array([[0, 0, 0], [1e-3, -2e-3, 0], [5, -127, 60]], dtype="f")
    back = unpacked("w", packed("w", array))
    assert (abs(back - array) <= 0.005 * abs(array).max(1, keepdims=True)).all()


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    wider: Model = chain(Relu(8, 3), Linear(2, 8))
    wider.initialize()
    save_weights(wider, tmp_path)
    with pytest.raises(ValueError, match="another version"):
        load_weights(network(), tmp_path)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    deeper: Model = chain(Relu(4, 3), Relu(4, 4), Linear(2, 4))
    deeper.initialize()
    save_weights(deeper, tmp_path)
    with pytest.raises(ValueError, match="another version"):
        load_weights(network(), tmp_path)
