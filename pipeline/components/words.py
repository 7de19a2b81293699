"""Word boundaries from a pkuseg model of our own, loaded by path."""

import tempfile
from collections.abc import Iterable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import spacy_pkuseg
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.segmenter import FILES, Segmenter
from pipeline.components.tokens import text_of


class Words:
    """Sets `doc._.words`, the (start, end) of each word; without a model each character is a word."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._files: dict[str, bytes] = {}
        self._segmenter: Segmenter | None = None

    def load_segmenter(self, folder: Path) -> None:
        """Load a trained pkuseg model folder (features and weights)."""
        self._files = {name: (folder / name).read_bytes() for name in FILES}
        self._segmenter = Segmenter(folder)

    def __call__(self, doc: Doc) -> Doc:
        """Set the words of a Doc."""
        doc._.words = self.segment(text_of(doc))
        return doc

    def segment(self, text: str) -> list[tuple[int, int]]:
        """Return the (start, end) of each word of a text; spaces belong to no word."""
        if self._segmenter is None:
            return [(i, i + 1) for i, c in enumerate(text) if c != "\n"]
        return self._segmenter.segment(text)

    def initialize(self, *_: Any, **__: Any) -> None:
        """Do nothing: the segmenter is trained on its own before the other components."""

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Write the pkuseg model files to a folder."""
        Path(path).mkdir(exist_ok=True)
        for name, data in self._files.items():
            (Path(path) / name).write_bytes(data)

    def from_disk(self, path: str | Path, **_: Any) -> "Words":
        """Load the pkuseg model from a folder."""
        if Path(path).exists() and any(Path(path).iterdir()):
            self.load_segmenter(Path(path))
        return self


@Language.factory("zh_words")
def make_words(nlp: Language, name: str) -> Words:
    """Make the component that finds word boundaries."""
    return Words(name)


def train_segmenter(sentences: Iterable[str], words: Words, rounds: int = 20) -> None:
    """Train the pkuseg model of `words` from sentences with words parted by spaces."""
    lines = list(sentences)
    with tempfile.TemporaryDirectory() as scratch, redirect_stdout(StringIO()):
        train, test, folder = (Path(scratch) / name for name in ("train.txt", "test.txt", "model"))
        train.write_text("\n".join(lines) + "\n", encoding="utf-8")
        test.write_text("\n".join(lines[:20]) + "\n", encoding="utf-8")
        folder.mkdir()
        spacy_pkuseg.train(str(train), str(test), str(folder), train_iter=rounds)
        words.load_segmenter(folder)
