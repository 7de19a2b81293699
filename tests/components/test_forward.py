"""The forward pass by arrays gives what thinc's layers give."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from thinc.api import fix_random_seed

from pipeline.components.encoder import FEATURES, build_encoder
from pipeline.components.forward import forward

SHAPES = st.tuples(st.sampled_from([8, 24]), st.integers(1, 3), st.integers(1, 4), st.integers(1, 3))
LENGTHS = st.lists(st.sampled_from([0, 1, 2, 7, 40, 600]), max_size=4)


@given(SHAPES, LENGTHS, st.integers(0, 1000))
def test_equals_the_layers(shape: tuple[int, int, int, int], lengths: list[int], seed: int) -> None:
    fix_random_seed(seed)
    random = np.random.default_rng(seed)
    model = build_encoder(5, *shape)
    model.initialize(X=[np.zeros((2, len(FEATURES)), dtype=np.uint64)])
    for node in model.walk():
        for name in node.param_names:
            node.set_param(name, random.normal(0, 0.3, node.get_param(name).shape).astype(np.float32))
    features = [random.integers(0, 2**63, (n, len(FEATURES)), dtype=np.uint64) for n in lengths]
    found = forward(model, features)
    for scores, array in zip(found, features, strict=True):
        expected = model.predict([array])[0] if len(array) else np.zeros((0, 5))
        np.testing.assert_allclose(scores, expected, atol=1e-4)
