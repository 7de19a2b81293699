from pathlib import Path

import numpy as np
from thinc.api import Linear, Model, Relu, chain

from pipeline.components.weights import load_weights, save_weights


def network() -> Model:
    model: Model = chain(Relu(4, 3), Linear(2, 4))
    model.initialize()
    return model


def test_weights_come_back_in_half_precision(tmp_path: Path) -> None:
    saved, loaded = network(), network()
    for layer in saved.layers:
        layer.set_param("W", np.random.default_rng(1).normal(size=layer.get_param("W").shape).astype("f"))
    save_weights(saved, tmp_path / "weights")
    load_weights(loaded, tmp_path / "weights")
    x = np.ones((5, 3), dtype="f")
    assert np.allclose(saved.predict(x), loaded.predict(x), atol=1e-2)
    assert not np.allclose(saved.predict(x), network().predict(x), atol=1e-2)
