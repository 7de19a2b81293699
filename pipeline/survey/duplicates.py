"""Which documents and paragraphs of a run say what an earlier one says."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Final

import numpy as np

from pipeline.survey.sketch import PERMUTATIONS, Sketch

NEAR: Final = 0.75
"""Texts with the same figures are one where so many of their shingles are, by MinHash."""
_MOST: Final = 1_000
"""Originals with the same figures that a text is compared with: a bound on what hostile input costs."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What of a document stands elsewhere: the id of the original of the whole, or of paragraphs by span."""

    whole: str | None = None
    paragraphs: tuple[tuple[int, int, str], ...] = ()

    def at(self, place: int) -> str | None:
        """Return the original of what stands at an offset of the source."""
        if self.whole is not None:
            return self.whole
        return next((original for start, end, original in self.paragraphs if start <= place < end), None)


@dataclass(slots=True)
class Duplicates:
    """The sketches of a run, about 160 bytes a part.

    The original is the earliest published of those alike, then the first in the order of the inputs; one
    without a day counts as later than any with one.
    """

    _names: list[str] = field(default_factory=list)
    _days: "array[int]" = field(default_factory=lambda: array("q"))
    _numbers: "array[int]" = field(default_factory=lambda: array("q"))
    _owners: "array[int]" = field(default_factory=lambda: array("q"))
    _places: "array[int]" = field(default_factory=lambda: array("q"))
    _keys: "array[int]" = field(default_factory=lambda: array("Q"))
    _signatures: bytearray = field(default_factory=bytearray)

    def add(self, number: int, sketch: Sketch) -> None:
        """Take in the document with that number in the run."""
        for part in sketch.parts:
            self._owners.append(len(self._names))
            self._places.extend((part.start, part.end))
            self._keys.append(part.key)
            self._signatures += part.signature
        self._names.append(sketch.id)
        self._numbers.append(number)
        self._days.append((sketch.published or date.max).toordinal())

    def marks(self) -> dict[int, Marks]:
        """Return the marks of each document that has some, by its number."""
        wholes: dict[int, str] = {}
        paragraphs: dict[int, list[tuple[int, int, str]]] = {}
        for part, original in self._pairs():
            owner, other = self._owners[part], self._owners[original]
            if owner == other:
                continue  # a page that says a thing twice is one report all the same
            number, name = self._numbers[owner], self._names[other]
            if part == 0 or self._owners[part - 1] != owner:
                wholes[number] = name
            else:
                span = self._places[2 * part], self._places[2 * part + 1]
                paragraphs.setdefault(number, []).append((*span, name))
        return {
            number: Marks(wholes.get(number), tuple(sorted(paragraphs.get(number, ()))))
            for number in sorted(wholes.keys() | paragraphs.keys())
        }

    def _pairs(self) -> Iterator[tuple[int, int]]:
        """Yield each part that is alike an earlier one, and that one."""
        signatures = np.frombuffer(self._signatures, dtype="<u4").reshape(-1, PERMUTATIONS)
        for group in _groups(np.frombuffer(self._keys, dtype=np.uint64)):
            order = sorted(group, key=lambda part: (self._days[self._owners[part]], part))
            originals = [order[0]]
            for part in order[1:]:
                alike = (signatures[originals] == signatures[part]).mean(axis=1) >= NEAR
                if alike.any():
                    yield part, originals[int(alike.argmax())]
                elif len(originals) < _MOST:
                    originals.append(part)


def _groups(keys: Any) -> Iterator[list[int]]:
    """Yield the places of each key that is there several times."""
    order = np.argsort(keys, kind="stable")
    ends = [*np.flatnonzero(np.diff(keys[order])) + 1, len(keys)]
    for start, end in pairwise((0, *ends)):
        if end - start > 1:
            yield [int(place) for place in order[start:end]]
