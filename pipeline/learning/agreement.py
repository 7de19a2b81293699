"""How far two annotators of the same reports agree, and every place where they do not.

The first annotator's text is the frame; scores are those of the evaluation, with the second annotator in
the place of the system: F1 is the same whoever comes first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from pipeline.annotation import Entity
from pipeline.components.structure import Structure, structure_of
from pipeline.evaluation.alignment import Alignment
from pipeline.evaluation.compare import gold_records
from pipeline.evaluation.facts import FIELDS, Fact, fact_of, pair
from pipeline.evaluation.matching import Span
from pipeline.evaluation.scores import Score, exact, overlapping, pooled
from pipeline.learning.samples import Sample
from pipeline.taxonomy import ENTITY_LABELS, RELATION_LABELS

NOTHING: Final = "—"
Arcs = dict[tuple[Span, str], set[Span]]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A place that two annotators read differently; `ours` and `theirs` are both readings in words."""

    document: str
    about: str
    sentence: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """The scores of one document by name, and its disagreements in text order."""

    id: str
    scores: dict[str, Score]
    disagreements: list[Disagreement]


def agree(ours: Sample, theirs: Sample) -> Agreement:
    """Compare two annotations of one document."""
    return _Comparer(ours, theirs).agreement()


def agree_all(
    ours: Iterable[Sample], theirs: Iterable[Sample]
) -> tuple[list[Agreement], list[str], list[str]]:
    """Compare documents of the same id; also return the ids that only one side has."""
    left, right = {s.id: s for s in ours}, {s.id: s for s in theirs}
    both = [agree(left[id_], right[id_]) for id_ in left if id_ in right]
    return both, [i for i in left if i not in right], [i for i in right if i not in left]


class _Comparer:
    def __init__(self, ours: Sample, theirs: Sample) -> None:
        self.ours, self.theirs = ours, theirs
        self.structure: Structure = structure_of(ours.text)
        align = Alignment(theirs.text, ours.text)
        self.left = [((e.start, e.end), e) for e in ours.entities]
        self.right = [(p, e) for e in theirs.entities if (p := align.span(e.start, e.end))]
        self.found: list[tuple[int, Disagreement]] = []
        self.facts = (
            _facts(ours, lambda start, end: (start, end)),
            _facts(theirs, align.span),
        )

    def agreement(self) -> Agreement:
        scores = {**self._spans(), **self._attributes(), **self._relations(), **self._records()}
        found = [d for _, d in sorted(self.found, key=lambda item: item[0])]
        return Agreement(self.ours.id, scores, found)

    def differ(self, at: int, about: str, ours: str, theirs: str) -> None:
        sentence = self.ours.text[slice(*self.structure.sentence_span(at))]
        self.found.append((at, Disagreement(self.ours.id, about, sentence, ours, theirs)))

    def _spans(self) -> dict[str, Score]:
        scores = {}
        for label in ENTITY_LABELS:
            left = [p for p, e in self.left if e.label == label]
            right = [p for p, e in self.right if e.label == label]
            scores[f"span {label}"] = exact(right, left)
            scores[f"overlap {label}"] = overlapping(right, left)
        mine = {(p, e.label) for p, e in self.left}
        other = {(p, e.label) for p, e in self.right}
        free = sorted(other - mine)
        for place, label in sorted(mine - other):
            against = [o for o in free if o[0][0] < place[1] and place[0] < o[0][1]]
            free = [o for o in free if o not in against]
            theirs = " + ".join(self._labelled(*o) for o in against) or NOTHING
            self.differ(place[0], f"span {label}", self._labelled(place, label), theirs)
        for place, label in free:
            self.differ(place[0], f"span {label}", NOTHING, self._labelled(place, label))
        return scores

    def _attributes(self) -> dict[str, Score]:
        scores: dict[str, Score] = defaultdict(Score)
        theirs = {(p, e.label): e for p, e in self.right}
        for place, mine in self.left:
            other = theirs.get((place, mine.label))
            if other is None:
                continue
            for name, value in mine.attributes.items():
                same = value == other.attributes.get(name)
                scores[f"attribute {mine.label} {name}"] += Score(int(same), 1, 1)
                if not same:
                    about = f"{name} of {self._words(place)}"
                    self.differ(place[0], about, _show(value), _show(other.attributes.get(name)))
        return dict(sorted(scores.items()))

    def _relations(self) -> dict[str, Score]:
        mine, other = _arcs(self.ours, self.left), _arcs(self.theirs, self.right)
        for head, label in sorted(mine.keys() | other.keys()):
            left, right = mine.get((head, label), set()), other.get((head, label), set())
            if left != right:
                about = f"{label} of {self._words(head)}"
                self.differ(
                    head[0], about, *("、".join(map(self._at, sorted(x))) or NOTHING for x in (left, right))
                )
        return {
            f"relation {label}": exact(
                [(h, c) for (h, name), ends in other.items() if name == label for c in ends],
                [(h, c) for (h, name), ends in mine.items() if name == label for c in ends],
            )
            for label in RELATION_LABELS
        }

    def _records(self) -> dict[str, Score]:
        mine, other = self.facts
        pairs = pair(other, mine)
        paired = {id(fact) for both in pairs for fact in both}
        wrong = [theirs.differences(ours) for theirs, ours in pairs]
        for (theirs, ours), names in zip(pairs, wrong, strict=True):
            for name in names:
                values = (_show(ours.fields[name]), _show(theirs.fields[name]))
                self.differ(ours.quantity[0], f"record {name} of {self._figure(ours)}", *values)
        for fact in mine:
            if id(fact) not in paired:
                self.differ(fact.quantity[0], "record", self._figure(fact), NOTHING)
        for fact in other:
            if id(fact) not in paired:
                self.differ(fact.quantity[0], "record", NOTHING, self._figure(fact))
        return {
            "core": Score(len(pairs), len(other), len(mine)),
            **{
                f"field {name}": Score(sum(name not in w for w in wrong), len(pairs), len(pairs))
                for name in FIELDS
            },
            "record": Score(sum(not w for w in wrong), len(other), len(mine)),
        }

    def _words(self, place: Span) -> str:
        return f"«{self.ours.text[slice(*place)]}»"

    def _at(self, place: Span) -> str:
        return f"{self._words(place)} {place[0]}"

    def _labelled(self, place: Span, label: str) -> str:
        return f"{label} {self._words(place)}"

    def _figure(self, fact: Fact) -> str:
        return f"{self._words(fact.measure)} {self._words(fact.quantity)}"


def _facts(sample: Sample, place: Any) -> list[Fact]:
    return [fact for record in gold_records(sample) if (fact := fact_of(record, place))]


def _arcs(sample: Sample, placed: list[tuple[Span, Entity]]) -> Arcs:
    """Return the ends of each (head, label); arcs with an end that the other text lacks are left out."""
    places = {e.id: place for place, e in placed}
    arcs: Arcs = defaultdict(set)
    for r in sample.relations:
        if r.head in places and r.child in places:
            arcs[places[r.head], r.label].add(places[r.child])
    return dict(arcs)


def _show(value: Any) -> str:
    if isinstance(value, tuple):
        return "–".join(map(_show, value))
    if isinstance(value, dict):
        return " ".join(map(_show, value.values()))
    return "none" if value is None else str(value) or "«»"


def as_markdown(agreements: list[Agreement]) -> str:
    """Return the tables (pooled, by document) and every disagreement as Markdown."""
    return "\n".join(
        [*_pooled_lines(agreements), "", *_document_lines(agreements), "", *_list_lines(agreements), ""]
    )


def _pooled_lines(agreements: list[Agreement]) -> Iterator[str]:
    scores = pooled(a.scores for a in agreements)
    yield "## Agreement, all documents"
    yield ""
    yield "| | F1 or share | equal | ours | theirs |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for name, s in scores.items():
        yield f"| {name} | {s.f1:.3f} | {s.right} | {s.gold} | {s.predicted} |"


def _document_lines(agreements: list[Agreement]) -> Iterator[str]:
    groups = ["span", "overlap", "attribute", "relation", "core", "field", "record"]
    yield "## By document"
    yield ""
    yield "| document | " + " | ".join(groups) + " | disagreements |"
    yield "| --- |" + " ---: |" * (len(groups) + 1)
    for a in agreements:
        sums = [sum((s for n, s in a.scores.items() if n.split()[0] == g), Score()) for g in groups]
        cells = " | ".join(f"{s.f1:.3f}" for s in sums)
        yield f"| {a.id} | {cells} | {len(a.disagreements)} |"


def _list_lines(agreements: list[Agreement]) -> Iterator[str]:
    yield "## Disagreements"
    for a in agreements:
        yield ""
        yield f"### {a.id}"
        sentence = ""
        for d in a.disagreements:
            if d.sentence != sentence:
                sentence = d.sentence
                yield ""
                yield f"> {sentence}"
                yield ""
            yield f"- {d.about}: {d.ours} ≠ {d.theirs}"
