"""What is seen of an anchor with a candidate, and of the way between them: a document's pairs at once."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.annotation import Entity
from pipeline.components.view import OVERALL, REACH, Decision, View
from pipeline.taxonomy import RELATION_LABELS

Columns = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_SEPARATORS: Final = (*"、,;。:\n将对的和", "其中", "分别", "共", "同比")
_BETWEEN: Final = (*((re.compile(word), len(word)) for word in _SEPARATORS), (OVERALL, 4))
"""What is looked for between the two, and how long it can be."""
_WIDE: Final = 200
"""Characters of a gap that are looked through: of a wider one the first and the last, half as many each."""
_FAR: Final = 2000
"""Characters from which on the mentions between are not counted: they are many."""
_MANY: Final = 5
DISTANCE: Final = 2
"""Where the distance stands among the columns."""
PAIR_COUNT: Final = 12 + len(set(RELATION_LABELS.values())) + len(_BETWEEN) + 8 + 3
"""Columns: of the way, the mentions and words between, lists and neighbours, the guideline's steps."""


def pair_columns(view: View, decisions: Sequence[Decision]) -> Columns:
    """Return the (pairs, PAIR_COUNT) columns of each anchor with each of its candidates, in their order."""
    pairs = [(d.anchor, c, rank) for d in decisions for rank, c in enumerate(d.candidates)]
    if not pairs:
        return np.zeros((0, PAIR_COUNT))
    entities = [e for es in view.by_label.values() for e in es]
    number = {e.id: i for i, e in enumerate(entities)}
    anchor = np.array([number[a.id] for a, _, _ in pairs])
    other = np.array([number[c.id] for _, c, _ in pairs])
    rank = np.array([rank for _, _, rank in pairs])
    start, end = np.array([(e.start, e.end) for e in entities]).T
    before = end[other] <= start[anchor]
    a, b = np.where(before, end[other], end[anchor]), np.where(before, start[anchor], start[other])
    places = np.array([view.places[e.id] for e in entities])
    clauses, sentences, lines = abs(places[other] - places[anchor]).T
    return np.column_stack(
        [
            np.ones(len(pairs)),
            before,
            np.log1p(b - a) / 5,
            a == b,
            clauses == 0,
            sentences == 0,
            lines == 0,
            np.minimum(clauses, 8) / 8,
            np.minimum(sentences, 6) / 6,
            np.minimum(lines, 10) / 10,
            rank / REACH,
            rank == 0,
            *_mentions_between(view, a, b),
            *_words_between(view.text, a, b),
            *_lists(view, decisions, entities, anchor, other),
            *_neighbours(view, entities, anchor, other),
            *_governs(view, decisions, entities, other),
        ]
    )


def _mentions_between(view: View, a: Numbers, b: Numbers) -> list[Columns]:
    """Return for each label how many mentions begin between two offsets, up to 1 for _MANY."""
    counts = [np.searchsorted(starts, b) - np.searchsorted(starts, a) for starts in view.starts.values()]
    return [np.where(b - a < _FAR, np.minimum(n, _MANY), _MANY) / _MANY for n in counts]


def _words_between(text: str, a: Numbers, b: Numbers) -> list[Flags]:
    """Return for each pattern of _BETWEEN whether it is found in the gap between two offsets."""
    half = _WIDE // 2
    wide = np.flatnonzero(b - a > _WIDE)
    first, last = b.copy(), a.copy()
    first[wide], last[wide] = a[wide] + half, b[wide] - half
    # The two ends of a wide gap are read as one text: a word can stand across the cut.
    cuts = [text[i - 3 : i] + text[j : j + 3] for i, j in zip(first[wide], last[wide], strict=True)]
    columns = []
    for pattern, length in _BETWEEN:
        spans = [match.span() for match in pattern.finditer(text)]
        found = _holds(spans, a, first) | _holds(spans, last, b)
        if length > 1:
            found[wide] |= np.array([pattern.search(cut) is not None for cut in cuts], dtype=np.bool_)
        columns.append(found)
    return columns


def _holds(spans: Sequence[tuple[int, int]], a: Numbers, b: Numbers) -> Flags:
    """Return whether one of the spans, which are in order, lies between two offsets."""
    never = np.iinfo(np.int64).max
    starts, ends = np.array([*spans, (never, never)]).T
    return np.asarray(ends[np.searchsorted(starts, a)] <= b)


def _lists(
    view: View, decisions: Sequence[Decision], entities: Sequence[Entity], anchor: Numbers, other: Numbers
) -> list[Columns]:
    """Return whether the two stand at one place of two lists of like length, with and without 分别."""
    position, length = np.array([view.runs.get(e.id, (0, 1)) for e in entities]).T
    sentences = {d.anchor.id: view.structure.sentence_span(d.anchor.start) for d in decisions}
    told = {id: view.text.find("分别", *span) >= 0 for id, span in sentences.items()}
    respectively = np.repeat([told[d.anchor.id] for d in decisions], [len(d.candidates) for d in decisions])
    mine, many = position[other], length[other] > 1
    paired = many & (length[other] == length[anchor]) & (mine == position[anchor])
    share = np.maximum(length[anchor] // length[other], 1)
    crossed = many & (length[anchor] % length[other] == 0) & (position[anchor] // share == mine)
    return [
        paired,
        paired & respectively,
        crossed & respectively,
        respectively,
        mine == 0,
        np.minimum(length[other], 4) / 4,
    ]


def _neighbours(view: View, entities: Sequence[Entity], anchor: Numbers, other: Numbers) -> list[Flags]:
    """Return whether a quantity that is not the anchor follows the candidate, and whether one leads it."""
    start, end = np.array([(e.start, e.end) if e.label == "QUANTITY" else (-9, -9) for e in entities]).T
    here, there = np.array([(e.start, e.end) for e in entities]).T
    firsts, lasts = (sorted(offsets) for offsets in view.beside)
    follows = [np.isin(there[other] + gap, firsts) & (start[anchor] != there[other] + gap) for gap in (0, 1)]
    return [follows[0] | follows[1], np.isin(here[other], lasts) & (end[anchor] != here[other])]


def _governs(
    view: View, decisions: Sequence[Decision], entities: Sequence[Entity], other: Numbers
) -> list[Flags]:
    """Return whether a candidate is what the guideline's steps choose, acts itself, is the report's own."""
    numbers: dict[str, int] = {}
    key = np.array([numbers.setdefault(view.keys[e.id], len(numbers)) for e in entities])
    acts = np.array([e.id in view.steps.acting for e in entities])
    sizes = [len(d.candidates) for d in decisions]
    chosen, framed = (
        np.repeat([numbers[view.keys[e.id]] if e else -1 for e in mentions], sizes)
        for mentions in (
            [view.steps.answers.get((d.label, d.anchor.id)) for d in decisions],
            [view.steps.frames.get(d.label) for d in decisions],
        )
    )
    return [key[other] == chosen, acts[other], key[other] == framed]
