"""What a document and its paragraphs look like from afar: few bytes by which two of them can be compared."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from pipeline.reading.document import Document

PERMUTATIONS: Final = 32
"""Numbers of a MinHash: its estimate of a similarity of 0.8 has a standard error of 0.07."""
MIN_FIGURES: Final = 3
"""Texts with fewer figures are the same only where all their letters are."""
MIN_PARAGRAPH: Final = 40
"""Characters; shorter paragraphs can be the same by chance, and those without a figure by habit."""
_SHINGLE: Final = 4
_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)*|[零〇一二三四五六七八九十百千万亿两]{2,}")
_LETTER: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Part:
    """A document or a paragraph: its span in the source, what it must share, and its MinHash.

    `key` is a hash of the figures in their order, so that two months of one table of words are never one.
    """

    start: int
    end: int
    key: int
    signature: bytes


@dataclass(frozen=True, slots=True)
class Sketch:
    """A document: the first of its parts is the whole, the others are paragraphs."""

    id: str
    published: date | None
    sha256: str
    parts: tuple[Part, ...]
    raw: str | None = None


def sketch(document: Document, *, with_text: bool = False) -> Sketch:
    """Return the sketch of a document."""
    hashes = _empty()
    paragraphs = []
    for start, end in _lines(document.text):
        words = document.text[start:end]
        own = _min_hash(words)
        hashes.merge(own)
        if end - start >= MIN_PARAGRAPH and _FIGURE.search(words):
            span = document.ledger.to_source(start, end)
            paragraphs.append(Part(*span, _key("paragraph", words), _bytes(own)))
    whole = Part(0, len(document.raw), _key("document", document.text), _bytes(hashes))
    return Sketch(
        document.id,
        document.published,
        document.sha256,
        (whole, *paragraphs),
        document.raw if with_text else None,
    )


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def _key(kind: str, text: str) -> int:
    figures = _FIGURE.findall(text)
    common = "|".join(figures) if len(figures) >= MIN_FIGURES else "=" + "".join(_LETTER.findall(text))
    digest = hashlib.blake2b(f"{kind}:{common}".encode("utf-8", "replace"), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


@cache
def _none() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=1, scheme="affine32")


def _empty() -> Any:
    return _none().copy()  # making the permutations anew takes longer than hashing a paragraph


def _min_hash(text: str) -> Any:
    letters = "".join(_LETTER.findall(text))
    found = _empty()
    found.update_batch(
        [
            letters[n : n + _SHINGLE].encode("utf-8", "replace")
            for n in range(max(1, len(letters) - _SHINGLE + 1))
        ]
    )
    return found


def _bytes(hashes: Any) -> bytes:
    return bytes(hashes.hashvalues.astype("<u4").tobytes())
