"""No document of one split is like a document of another: what is tested was not trained on."""

from collections import defaultdict
from itertools import combinations
from pathlib import Path

from pipeline.learning.corpus import load_split
from pipeline.learning.samples import Sample

RUN = 32
"""Official set phrases that reports share run to 31 characters with the words around them."""
PIECE = 8
MOST_SHARED = 0.15
"""The share of pieces of eight characters from which two reports would count as one."""

SAMPLES = [s for name in ("reports", "gold", "fire") for s in load_split(Path("training") / name)]


def pieces(sample: Sample, size: int) -> set[str]:
    text = sample.text
    return {text[i : i + size] for i in range(len(text) - size + 1) if "\n" not in text[i : i + size]}


def test_no_two_documents_share_a_sentence() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for sample in SAMPLES:
        for piece in pieces(sample, RUN):
            owners[piece].add(sample.id)
    assert {piece: ids for piece, ids in owners.items() if len(ids) > 1} == {}


def test_no_document_is_nearly_another_of_another_split() -> None:
    cut = [(s.id, s.meta["split"], pieces(s, PIECE)) for s in SAMPLES]
    near = [
        (a, b)
        for (a, split_a, left), (b, split_b, right) in combinations(cut, 2)
        if split_a != split_b and len(left & right) > MOST_SHARED * min(len(left), len(right))
    ]
    assert near == []
