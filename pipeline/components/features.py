"""What the classifiers see of a measure: fields of feature words, made once a document.

A field is a list of words or character n-grams; fields that measures share (their line, the document)
are the same list object, so that a classifier can weigh each of them once.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.annotation import Entity, Relation
from pipeline.components.named import KINDS, Named
from pipeline.components.structure import structure_of

Fields = dict[str, list[str]]
Spans = Sequence[tuple[int, int]]

_HEAD: Final = 25
"""Characters at the beginning of a line that often state its subject."""
_LEFT: Final = 60
_NO_WORDS: Final = frozenset(",。、;:()“”《》!?—")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A measure, the clause, sentence and line around it, and what it is linked to."""

    action: str
    object: str
    start: int
    end: int
    clause: tuple[int, int]
    sentence: tuple[int, int]
    line: tuple[int, int]
    units: list[str]
    changes: bool
    linked: list[str]


class Reader:
    """Makes fields from one text and its words."""

    def __init__(self, text: str, words: Spans, title: str = "") -> None:
        self.text = text
        kept = [(a, text[a:b]) for a, b in words if not text[a].isdigit() and text[a:b] not in _NO_WORDS]
        self._words = [word for _, word in kept]
        self._starts = [start for start, _ in kept]
        self._shared: dict[tuple[int, int], list[str]] = {}
        self._labels = Named(text)
        in_title = Named(title)
        self._titled = {kind: in_title.within(kind, 0, len(title)) for kind in KINDS}
        self.title = ngrams("", title, (2, 3)) or ["-"]

    def words(self, start: int, end: int) -> list[str]:
        """Return the words that begin in a span, without numbers and marks; one list a span."""
        if (start, end) not in self._shared:
            first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
            self._shared[start, end] = self._words[first:last]
        return self._shared[start, end]

    def fields(self, around: Surroundings) -> Fields:
        """Return all fields of a measure; a classifier chooses among them by its weights."""
        text, start, end = self.text, around.start, around.end
        clause = text[slice(*around.clause)]
        line_start, line_end = around.line
        return {
            "measure": ngrams("", text[start:end], (1, 2, 3)),
            "action": ngrams("", around.action, (1, 2, 3)) or ["-"],
            "object": [
                *ngrams("", around.object, (1, 2, 3)),
                *(f"={word}" for word in self.words(start, end)),
                f"${around.object[-2:]}",
                f"${around.object[-1:]}",
            ],
            "units": [*around.units, "±"] if around.changes else around.units or ["-"],
            "clause": [*self.words(*around.clause), *ngrams("", clause, (2,))],
            "before": ngrams("", text[max(0, start - 6) : start], (1, 2, 3)),
            "left": self.words(max(around.sentence[0], start - _LEFT), start),
            "sentence": self.words(*around.sentence),
            "head": self.words(line_start, min(line_end, line_start + _HEAD)),
            "line": self.words(*around.line),
            "document": self.words(0, len(text)),
            "title": self.title,
            "fields": self._named("category", around),
            "activities": self._named("type", around),
            "linked": [gram for words in around.linked for gram in ngrams("", words, (2,))] or ["-"],
        }

    def _named(self, kind: str, around: Surroundings) -> list[str]:
        """Return the labels that the lexicon finds in the measure and around it, marked by the place."""
        line = around.line[0]
        places = {
            "measure": (around.start, around.end),
            "clause": around.clause,
            "sentence": around.sentence,
            "head": (line, line + _HEAD),
        }
        labels = {place: self._labels.within(kind, *span) for place, span in places.items()}
        labels["title"] = self._titled[kind]
        return [f"{place}:{label}" for place, found in labels.items() for label in found] or ["-"]


def ngrams(mark: str, text: str, sizes: Sequence[int]) -> list[str]:
    """Return the character n-grams of a text without its spaces, each with a mark before it."""
    bare = "".join(text.split())
    return [f"{mark}{bare[i : i + n]}" for n in sizes for i in range(len(bare) - n + 1)]


def sorted_measures(entities: Sequence[Entity]) -> list[Entity]:
    """Return the MEASUREs in text order."""
    return sorted((e for e in entities if e.label == "MEASURE"), key=lambda e: e.start)


def measures_of(
    text: str, entities: Sequence[Entity], relations: Sequence[Relation]
) -> list[tuple[Entity, Surroundings]]:
    """Return each MEASURE in text order with its surroundings."""
    structure = structure_of(text)
    by_id = {e.id: e for e in entities}
    links: dict[tuple[str, str], list[Entity]] = {}
    for relation in relations:
        links.setdefault((relation.head, relation.label), []).append(by_id[relation.child])
    found = []
    for e in sorted_measures(entities):
        amounts = links.get((e.id, "AMOUNT"), [])
        linked = [*links.get((e.id, "AGENT"), []), *links.get((e.id, "UNDER"), [])]
        found.append(
            (
                e,
                Surroundings(
                    e.attributes["action"],
                    e.attributes["object"],
                    e.start,
                    e.end,
                    structure.clause_span(e.start),
                    structure.sentence_span(e.start),
                    structure.line_span(e.start),
                    [str(q.attributes["unit"]) for q in amounts],
                    any(q.attributes["change"] for q in amounts),
                    [text[x.start : x.end] for x in linked],
                ),
            )
        )
    return found
