"""Fields of feature words as hashed bags: counted once a document, for every classifier that weighs them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from murmurhash.mrmr import hash as murmurhash

from pipeline.components.features import Fields

Array = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

BUCKETS: Final = 2**15


@dataclass(frozen=True, slots=True)
class Bag:
    """One field of several rows; a list of words that rows share is one bag, the empty list is bag 0."""

    of_row: Numbers
    """(rows,): the number of each row's bag."""
    starts: Numbers
    """(bags + 1,): where each bag begins in `buckets` and `dampened`, and the end."""
    buckets: Numbers
    """(entries,): the buckets that the words of a bag fall into, ascending, bag after bag."""
    dampened: Array
    """(entries,): 1 + log of the words that fall into the bucket."""

    def sums(self, entries: Array) -> Array:
        """Return the sum over each bag, (bags, …), of values of its entries, (entries, …)."""
        none = np.zeros((1, *entries.shape[1:]))
        return np.concatenate([none, np.add.reduceat(entries, self.starts[1:-1])])

    def spread(self, values: Array) -> Array:
        """Return for each entry the value of its bag: (bags,) to (entries,)."""
        return np.repeat(values, np.diff(self.starts))


Bags = dict[str, Bag]
"""Field to its bags, all of the same rows."""


def bags_of(rows: Sequence[Fields]) -> Bags:
    """Return the bags of each field that the rows have."""
    return {field: _bag(field, [row[field] for row in rows]) for field in (rows[0] if rows else ())}


def _bag(field: str, lists: Sequence[list[str]]) -> Bag:
    distinct = {id(words): words for words in lists if words}
    numbers = {key: number for number, key in enumerate(distinct, 1)}
    of_row = np.array([numbers.get(id(words), 0) for words in lists], dtype=np.int64)
    hashes = [murmurhash(f"{field}:{word}") for words in distinct.values() for word in words]
    bags = np.repeat(np.arange(1, len(distinct) + 1), [len(words) for words in distinct.values()])
    keys, counts = np.unique(bags * BUCKETS + np.array(hashes, np.int64) % BUCKETS, return_counts=True)
    starts = np.searchsorted(keys, np.arange(len(distinct) + 2) * BUCKETS)
    return Bag(of_row, starts, keys % BUCKETS, 1 + np.log(counts))
