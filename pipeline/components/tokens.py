"""Characters are the tokens: token i of a Doc is character i of its text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

for _name, _default in {
    "published": None,  # ISO day or None
    "title": None,
    "aside": "",  # the words of the page around the report
    "words": None,  # list of (start, end): word boundaries
    "candidates": None,  # list of Entity: what the grammars and the lexicon propose
    "entities": None,  # list of Entity
    "relations": None,  # list of Relation
    "bags": None,  # dict: field to its bags, a row for each measure in text order
    "categories": None,  # dict: measure entity id to {category: probability}
}.items():
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


class CharTokenizer:
    """Makes a Doc with one token a character, spaces and line ends included."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Return the Doc of a text."""
        return Doc(self.vocab, words=list(text), spaces=[False] * len(text))

    def to_bytes(self, **_: Any) -> bytes:
        """Return nothing: the tokenizer has no state."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> "CharTokenizer":
        """Return the tokenizer itself: it has no state."""
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Write nothing: the tokenizer has no state."""

    def from_disk(self, _path: str | Path, **_: Any) -> "CharTokenizer":
        """Return the tokenizer itself: it has no state."""
        return self


def text_of(doc: Doc) -> str:
    """Return the text of a Doc; spaCy joins the tokens anew each time it is asked, here it is kept."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    return str(doc.user_data["text"])


@spacy.registry.tokenizers("zh_police.CharTokenizer.v1")
def make_char_tokenizer() -> Callable[[Language], CharTokenizer]:
    """Return the tokenizer factory for a spaCy config."""
    return lambda nlp: CharTokenizer(nlp.vocab)
