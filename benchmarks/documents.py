"""Documents of any length and number, made of reports: no two have the same figures.

Copies of one document would be duplicates, which are not what an archive is made of.
"""

import random
import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, cycle
from typing import Final

from pipeline.learning.samples import Sample

DIGIT: Final = re.compile(r"\d")
SENTENCE: Final = re.compile(r"[^。\n]+[。\n]*")
SHORT: Final = 60
"""The fewest characters of a short document."""


def changed(sample: Sample, start: int, end: int, dice: random.Random) -> str:
    """Return a part of a report with other digits in its figures; zeros, and so the length, stay."""
    text = sample.text
    inside = [(e.start, e.end) for e in sample.labelled("QUANTITY") if start <= e.start and e.end <= end]
    parts, at = [], start
    for a, b in sorted(inside):
        parts += [
            text[at:a],
            DIGIT.sub(lambda d: d[0] if d[0] == "0" else str(dice.randint(1, 9)), text[a:b]),
        ]
        at = b
    return "".join([*parts, text[at:end]])


def short_places(sample: Sample) -> Iterator[tuple[int, int]]:
    """Yield the places of sentences, each with as many behind it as make a short document."""
    start: int | None = None
    for sentence in SENTENCE.finditer(sample.text):
        start = sentence.start() if start is None else start
        if sentence.end() - start >= SHORT:
            yield start, sentence.end()
            start = None


def short_documents(samples: Sequence[Sample], number: int, seed: int = 0) -> Iterator[str]:
    """Yield short documents of a few sentences, as many as are asked for."""
    places = [(sample, a, b) for sample in samples for a, b in short_places(sample)]
    for dice, (sample, a, b) in zip(
        map(random.Random, range(seed, seed + number)), cycle(places), strict=False
    ):
        yield changed(sample, a, b, dice)


def long_document(samples: Sequence[Sample], size: int, seed: int = 0) -> str:
    """Return one document of `size` bytes in UTF-8 (a few less, so that no character is cut)."""
    dice, parts, held = random.Random(seed), [], 0
    for sample in cycle(samples):
        parts.append(changed(sample, 0, len(sample.text), dice))
        held += len(parts[-1].encode()) + 1
        if held >= size:
            break
    text = "\n".join(parts)
    ends = accumulate(len(character.encode()) for character in text)
    return text[: sum(end <= size for end in ends)]


def whole_documents(samples: Sequence[Sample], characters: int, seed: int = 0) -> Iterator[str]:
    """Yield whole reports until they have so many characters."""
    dice, held = random.Random(seed), 0
    for sample in cycle(samples):
        if held >= characters:
            return
        text = changed(sample, 0, len(sample.text), dice)
        held += len(text)
        yield text
