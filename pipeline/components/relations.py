"""`zh_relations`: a trainable ranker that links measures to amounts, agents, dates, operations and measures.

Each decision's candidates, `none` among them, are scored by small networks of its label, normalised by
softmax and averaged (the networks differ in where they begin); several right candidates share the probability
(Kadlec et al. 2016, attention-sum). Decisions do not see each other, so those of a document are scored
together, a batch at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Linear, Maxout, Model, Optimizer, chain, concatenate, set_dropout_rate

from pipeline.annotation import Relation
from pipeline.components.candidates import BATCH, CARRIED, date_lists, decisions_of
from pipeline.components.columns import COLUMNS, FEATURE_COUNT
from pipeline.components.forward import ranked
from pipeline.components.tokens import text_of
from pipeline.components.view import Decision, identity
from pipeline.components.weights import load_weights, save_weights
from pipeline.taxonomy import RELATION_LABELS

Rows = npt.NDArray[np.float32]
Scored = tuple[Decision, Rows]
"""A decision and the probabilities of its rows."""
LABELS: Final = tuple(RELATION_LABELS)
OWED: Final = frozenset({"AMOUNT", *CARRIED})
"""Relations that nearly every measure, or quantity, has."""
NONE_LEAST: Final = 0.5


def build_ranker(hidden: int, members: int) -> Model[list[Rows], list[Rows]]:
    """Return one scorer a relation label: rows of features in, a score of each member a row out, per label.

    Members are alike but for where their weights begin (docs/design.md says what three are worth).
    """
    layers: list[Model[Rows, Rows]] = [
        concatenate(
            *(
                chain(Maxout(hidden, FEATURE_COUNT, nP=3, dropout=0.0), Linear(1, hidden))
                for _ in range(members)
            )
        )
        for _ in LABELS
    ]
    return Model("zh_relation_ranker", _forward, init=_init, layers=layers, attrs={"members": members})


def _init(model: Model[list[Rows], list[Rows]], **_: Any) -> None:
    for layer in model.layers:
        layer.initialize(X=np.zeros((1, FEATURE_COUNT), np.float32), Y=_zeros(1, model.attrs["members"]))


def _forward(
    model: Model[list[Rows], list[Rows]], inputs: list[Rows], is_train: bool
) -> tuple[list[Rows], Callable[[list[Rows]], list[Rows]]]:
    # A label without a single decision has no rows, which thinc's kernels do not take.
    pairs = [
        layer(rows, is_train) if len(rows) else (_zeros(0, model.attrs["members"]), None)
        for layer, rows in zip(model.layers, inputs, strict=True)
    ]

    def backprop(gradients: list[Rows]) -> list[Rows]:
        return [
            back(gradient) if back else rows
            for (_, back), gradient, rows in zip(pairs, gradients, inputs, strict=True)
        ]

    return [output for output, _ in pairs], backprop


def _zeros(rows: int, columns: int) -> Rows:
    return np.zeros((rows, columns), np.float32)


class Relations(TrainablePipe):
    """Sets `doc._.relations` from the entities of `doc._.entities`."""

    def __init__(
        self,
        vocab: Vocab,
        model: Model[list[Rows], list[Rows]],
        name: str = "relations",
        blind: Sequence[str] = (),
    ) -> None:
        self.blind = [column for columns in blind for column in COLUMNS[columns]]
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {}

    def predict(self, docs: Iterable[Doc]) -> list[list[Scored]]:
        """Return, per Doc, each decision with the probabilities of its rows (row 0: none)."""
        return [self._scored(decisions_of(text_of(doc), doc._.entities or [])) for doc in docs]

    def _scored(self, decisions: Iterator[tuple[Decision, Rows]]) -> list[Scored]:
        """Score a document by batches of decisions, and let go of their features, which can be large."""
        scored: list[Scored] = []
        while batch := list(islice(decisions, BATCH)):
            tables = [(decision.label, self._seen(rows)) for decision, rows in batch]
            scores = [ranked(*pair) for pair in zip(self.model.layers, _stacked(tables), strict=True)]
            means = [shares.mean(1) for shares in _shares(tables, scores)]
            scored += zip([decision for decision, _ in batch], _split(tables, means), strict=True)
        return scored

    def _seen(self, features: Rows) -> Rows:
        """Return a decision's features, with nothing in the columns that an ablation leaves out."""
        if not self.blind:
            return features
        rows = features.copy()
        rows[:, self.blind] = 0.0
        return rows

    def set_annotations(self, docs: Iterable[Doc], scored: Sequence[list[Scored]]) -> None:
        """Keep the best candidate of each decision where it beats none; a list of dates is linked whole."""
        for doc, decisions in zip(docs, scored, strict=True):
            relations = []
            lists = date_lists(text_of(doc), doc._.entities or [])
            for decision, probabilities in decisions:
                best = choice(decision.label, probabilities)
                if best:
                    child, score = decision.candidates[best - 1], float(probabilities[best])
                    if decision.label == "AMOUNT":
                        relations.append(Relation(child.id, decision.anchor.id, decision.label, score))
                    else:
                        relations += [
                            Relation(decision.anchor.id, one.id, decision.label, score)
                            for one in lists.get(child.id, [child])
                        ]
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
        tables: list[tuple[str, Rows]] = []
        right: list[list[int]] = []
        for example in examples:
            for label, rows, chosen in _lessons(example.reference):
                right.append(chosen)
                tables.append((label, self._seen(rows)))
        scores, backprop = self.model.begin_update(_stacked(tables))
        loss, gradients = self.get_loss(tables, right, scores)
        backprop(gradients)
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] += loss
        return losses

    def get_loss(
        self, tables: list[tuple[str, Rows]], right: list[list[int]], scores: list[Rows]
    ) -> tuple[float, list[Rows]]:
        """Return the mean of -log(probability of the right rows) and its gradient per label.

        Each member learns for itself.
        """
        pieces: dict[str, list[Rows]] = {label: [] for label in LABELS}
        loss = 0.0
        parts = _split(tables, _shares(tables, scores))
        for (label, _), rows, p in zip(tables, right, parts, strict=True):
            mass = np.maximum(p[rows].sum(0), 1e-9)
            gradient = p.copy()
            gradient[rows] -= p[rows] / mass
            loss -= float(np.log(mass).mean())
            pieces[label].append((gradient / len(tables)).astype(np.float32))
        empty = _zeros(0, self.model.attrs["members"])
        return loss / max(1, len(tables)), [
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
        save_weights(self.model, Path(path))

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "Relations":
        """Read the weights."""
        self.initialize(lambda: [])
        load_weights(self.model, Path(path))
        return self


def choice(label: str, probabilities: Rows) -> int:
    """Return the row of a decision that is chosen; 0 is none.

    None is chosen only where that is likelier than all candidates together: the candidates share what
    speaks for any of them. Of the measures before, which are many, the likeliest row counts.
    """
    if label in OWED and len(probabilities) > 1 and probabilities[0] < NONE_LEAST:
        return 1 + int(probabilities[1:].argmax())
    return int(probabilities.argmax())


def _stacked(tables: list[tuple[str, Rows]]) -> list[Rows]:
    empty = _zeros(0, FEATURE_COUNT)
    return [np.vstack([empty, *(rows for name, rows in tables if name == label)]) for label in LABELS]


def _split(tables: list[tuple[str, Rows]], columns: list[Rows]) -> list[Rows]:
    """Return the part of its label's columns that belongs to each table, in the order of the tables."""
    parts = {
        label: iter(np.split(rows, np.cumsum(_sizes(tables, label))[:-1]))
        for label, rows in zip(LABELS, columns, strict=True)
    }
    return [next(parts[label]) for label, _ in tables]


def _shares(tables: list[tuple[str, Rows]], scores: list[Rows]) -> list[Rows]:
    """Return the scores of each label as probabilities: their softmax over each table."""
    return [_softmax(columns, _sizes(tables, label)) for label, columns in zip(LABELS, scores, strict=True)]


def _sizes(tables: list[tuple[str, Rows]], label: str) -> list[int]:
    return [len(rows) for name, rows in tables if name == label]


def _softmax(columns: Rows, sizes: Sequence[int]) -> Rows:
    """Return the softmax of each run of each column; `sizes` are the lengths of the runs, none empty."""
    if not sizes:
        return columns
    starts: npt.NDArray[np.int64] = np.cumsum(sizes) - np.asarray(sizes)
    exp: Rows = np.exp(columns - np.repeat(np.maximum.reduceat(columns, starts), sizes, axis=0))
    return np.asarray(exp / np.repeat(np.add.reduceat(exp, starts), sizes, axis=0))


def _gold(doc: Doc) -> set[tuple[str, str, str]]:
    """Return (label, head id, identity of the child) of the gold arcs."""
    by_id, text = {e.id: e for e in doc._.entities}, text_of(doc)
    return {(r.label, r.head, identity(text, by_id[r.child])) for r in doc._.relations}


def _lessons(doc: Doc) -> list[tuple[str, Rows, list[int]]]:
    """Return the label, the features and the right rows of each decision of a gold Doc; made once a Doc.

    Of measures that a tagger invented (`user_data["invented"]`) there is no agent or date to learn.
    """
    if "lessons" not in doc.user_data:
        gold, text = _gold(doc), text_of(doc)
        doc.user_data["lessons"] = [
            (decision.label, rows, _right_rows(text, decision, gold))
            for decision, rows in decisions_of(text, doc._.entities)
            if decision.label not in CARRIED or decision.anchor.id not in doc.user_data.get("invented", ())
        ]
    lessons: list[tuple[str, Rows, list[int]]] = doc.user_data["lessons"]
    return lessons


def _right_rows(text: str, decision: Decision, gold: set[tuple[str, str, str]]) -> list[int]:
    rows = []
    for row, candidate in enumerate(decision.candidates, 1):
        head, child = decision.anchor, candidate
        if decision.label == "AMOUNT":
            head, child = candidate, decision.anchor
        if (decision.label, head.id, identity(text, child)) in gold:
            rows.append(row)
    return rows or [0]


def _arcs(doc: Doc) -> set[tuple[str, int, int, str]]:
    by_id = {e.id: e for e in doc._.entities or []}
    return {
        (r.label, by_id[r.head].start, by_id[r.head].end, identity(text_of(doc), by_id[r.child]))
        if by_id[r.child].label not in {"MEASURE", "QUANTITY"}
        else (r.label, by_id[r.head].start, by_id[r.head].end, str(by_id[r.child].start))
        for r in doc._.relations or []
    }


@Language.factory(
    "zh_relations",
    default_config={"hidden": 48, "members": 3, "blind": []},
    default_score_weights={"rels_f": 1.0},
)
def make_relations(nlp: Language, name: str, hidden: int, members: int, blind: list[str]) -> Relations:
    """Make the relation component; `blind` names columns (columns.COLUMNS) that it is to do without."""
    return Relations(nlp.vocab, build_ranker(hidden, members), name, blind)
