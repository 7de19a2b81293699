"""`zh_relations`: a trainable ranker that links measures to amounts, agents, dates, operations and measures.

Each group of candidates, `none` among them, is scored by a small network of its label and normalised by
softmax; several right candidates share the probability (Kadlec et al. 2016, attention-sum).
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Linear, Maxout, Model, Optimizer, chain, set_dropout_rate

from pipeline.annotation import Relation
from pipeline.components.candidates import FEATURE_COUNT, Group, groups_of, identity
from pipeline.taxonomy import RELATION_LABELS

Rows = npt.NDArray[np.float32]
LABELS: Final = tuple(RELATION_LABELS)


def build_ranker(hidden: int) -> Model[list[Rows], list[Rows]]:
    """Return one scorer a relation label: rows of features in, one score a row out, per label."""
    layers: list[Model[Rows, Rows]] = [
        chain(Maxout(hidden, FEATURE_COUNT, nP=3, dropout=0.0), Linear(1, hidden)) for _ in LABELS
    ]
    return Model("zh_relation_ranker", _forward, init=_init, layers=layers)


def _init(model: Model[list[Rows], list[Rows]], **_: Any) -> None:
    for layer in model.layers:
        layer.initialize(X=np.zeros((1, FEATURE_COUNT), np.float32), Y=np.zeros((1, 1), np.float32))


def _forward(
    model: Model[list[Rows], list[Rows]], inputs: list[Rows], is_train: bool
) -> tuple[list[Rows], Callable[[list[Rows]], list[Rows]]]:
    # A label without a single group has no rows, which thinc's kernels do not take.
    pairs = [
        layer(rows, is_train) if len(rows) else (np.zeros((0, 1), np.float32), None)
        for layer, rows in zip(model.layers, inputs, strict=True)
    ]

    def backprop(gradients: list[Rows]) -> list[Rows]:
        return [
            back(gradient) if back else rows
            for (_, back), gradient, rows in zip(pairs, gradients, inputs, strict=True)
        ]

    return [output for output, _ in pairs], backprop


class Relations(TrainablePipe):
    """Sets `doc._.relations` from the entities of `doc._.entities`."""

    def __init__(self, vocab: Vocab, model: Model[list[Rows], list[Rows]], name: str = "relations") -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {}

    def predict(self, docs: Iterable[Doc]) -> list[list[tuple[Group, Rows]]]:
        """Return, per Doc, each group with the probabilities of its rows (row 0: none)."""
        per_doc = [groups_of(doc.text, doc._.entities or []) for doc in docs]
        flat = [group for groups in per_doc for group in groups]
        scores = self.model.predict(_stacked(flat))
        scored = iter(_split(flat, scores))
        return [[(group, next(scored)) for group in groups] for groups in per_doc]

    def set_annotations(self, docs: Iterable[Doc], scored: Sequence[list[tuple[Group, Rows]]]) -> None:
        """Keep the best candidate of each group where it beats none."""
        for doc, groups in zip(docs, scored, strict=True):
            relations = []
            for group, probabilities in groups:
                best = int(probabilities.argmax())
                if best:
                    child = group.candidates[best - 1]
                    head, tail = group.anchor, child
                    if group.label == "AMOUNT":
                        head, tail = child, group.anchor
                    relations.append(Relation(head.id, tail.id, group.label, float(probabilities[best])))
            doc._.relations = relations

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from the gold entities and relations of the reference Docs."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        set_dropout_rate(self.model, drop)
        groups, right = [], []
        for example in examples:
            reference = example.reference
            gold = _gold(reference)
            for group in groups_of(reference.text, reference._.entities):
                groups.append(group)
                right.append(_right_rows(reference.text, group, gold))
        scores, backprop = self.model.begin_update(_stacked(groups))
        loss, gradients = self.get_loss(groups, right, scores)
        backprop(gradients)
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] += loss
        return losses

    def get_loss(
        self, groups: list[Group], right: list[list[int]], scores: list[Rows]
    ) -> tuple[float, list[Rows]]:
        """Return the mean of -log(probability of the right rows) and its gradient per label."""
        pieces: dict[str, list[Rows]] = {label: [] for label in LABELS}
        loss = 0.0
        for group, rows, p in zip(groups, right, _split(groups, scores), strict=True):
            mass = max(float(p[rows].sum()), 1e-9)
            gradient = p.copy()
            gradient[rows] -= p[rows] / mass
            loss -= float(np.log(mass))
            pieces[group.label].append((gradient[:, None] / len(groups)).astype(np.float32))
        empty = np.zeros((0, 1), np.float32)
        return loss / max(1, len(groups)), [
            np.vstack([empty, *pieces[label]]).astype(np.float32) for label in LABELS
        ]

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, **_: Any
    ) -> None:
        """Allocate the weights."""
        self.model.initialize()

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Return F1 of the relations, an arc being right where both of its ends are."""
        right = found = total = 0
        for example in examples:
            gold, guess = _arcs(example.reference), _arcs(example.predicted)
            right += len(gold & guess)
            found += len(guess)
            total += len(gold)
        return {"rels_f": 2 * right / (found + total) if found + total else 0.0}

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the weights."""
        Path(path).mkdir(exist_ok=True)
        self.model.to_disk(Path(path) / "model")

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "Relations":
        """Read the weights."""
        self.initialize(lambda: [])
        self.model.from_disk(Path(path) / "model")
        return self


def _stacked(groups: list[Group]) -> list[Rows]:
    empty = np.zeros((0, FEATURE_COUNT), np.float32)
    return [np.vstack([empty, *(g.features for g in groups if g.label == label)]) for label in LABELS]


def _split(groups: list[Group], scores: list[Rows]) -> list[Rows]:
    """Return the softmax of each group's scores, in the order of the groups."""
    at = dict.fromkeys(LABELS, 0)
    probabilities = []
    for group in groups:
        start = at[group.label]
        at[group.label] = end = start + len(group.features)
        row = scores[LABELS.index(group.label)][start:end, 0]
        exp = np.exp(row - row.max())
        probabilities.append((exp / exp.sum()).astype(np.float32))
    return probabilities


def _gold(doc: Doc) -> set[tuple[str, str, str]]:
    """Return (label, head id, identity of the child) of the gold arcs."""
    by_id = {e.id: e for e in doc._.entities}
    return {(r.label, r.head, identity(doc.text, by_id[r.child])) for r in doc._.relations}


def _right_rows(text: str, group: Group, gold: set[tuple[str, str, str]]) -> list[int]:
    rows = []
    for row, candidate in enumerate(group.candidates, 1):
        head, child = group.anchor, candidate
        if group.label == "AMOUNT":
            head, child = candidate, group.anchor
        if (group.label, head.id, identity(text, child)) in gold:
            rows.append(row)
    return rows or [0]


def _arcs(doc: Doc) -> set[tuple[str, int, int, str]]:
    by_id = {e.id: e for e in doc._.entities or []}
    return {
        (r.label, by_id[r.head].start, by_id[r.head].end, identity(doc.text, by_id[r.child]))
        if by_id[r.child].label not in {"MEASURE", "QUANTITY"}
        else (r.label, by_id[r.head].start, by_id[r.head].end, str(by_id[r.child].start))
        for r in doc._.relations or []
    }


@Language.factory("zh_relations", default_config={"hidden": 48}, default_score_weights={"rels_f": 1.0})
def make_relations(nlp: Language, name: str, hidden: int) -> Relations:
    """Make the relation component."""
    return Relations(nlp.vocab, build_ranker(hidden), name)
