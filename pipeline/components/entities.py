"""`zh_entities`: a trainable tagger over characters, joined with what the grammars propose."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import srsly
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from spacy.vocab import Vocab
from thinc.api import Model, Optimizer, set_dropout_rate

from pipeline.annotation import Entity
from pipeline.components.bodies import mended
from pipeline.components.counted import one_measure_a_quantity
from pipeline.components.encoder import Features, Scores, build_encoder, char_features
from pipeline.components.forward import forward
from pipeline.components.tagging import INDEX, TAGS, decode, spans_of, split_measure, tags_of
from pipeline.components.tokens import text_of
from pipeline.components.weights import load_weights, save_weights

MAX_PIECE = 4000
"""Characters the encoder sees at once: bounds memory on very long lines."""


class Entities(TrainablePipe):
    """Finds AGENCY, CAMPAIGN and MEASURE spans, and settles which grammar candidates are figures and dates.

    Sets `doc._.entities` (sorted, no overlaps) and `doc.ents`.
    """

    def __init__(
        self,
        vocab: Vocab,
        model: Model[list[Features], list[Scores]],
        name: str = "entities",
        *,
        accept_certain: float = 0.2,
        accept_uncertain: float = 0.5,
    ) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {
            "accept_certain": accept_certain,
            "accept_uncertain": accept_uncertain,
        }

    def predict(self, docs: Iterable[Doc]) -> list[Scores]:
        """Return the (characters, tags) probabilities of each Doc."""
        features = [char_features(doc) for doc in docs]
        pieces = [array[i : i + MAX_PIECE] for array in features for i in range(0, len(array), MAX_PIECE)]
        outputs = iter([scores for batch in _batches(pieces) for scores in forward(self.model, batch)])
        empty = np.zeros((0, len(TAGS)), np.float32)
        return [
            np.concatenate([empty, *(next(outputs) for _ in range(0, len(array), MAX_PIECE))])
            for array in features
        ]

    def set_annotations(self, docs: Iterable[Doc], scores: Sequence[Scores]) -> None:
        """Decode the probabilities and set the entities of each Doc."""
        for doc, probabilities in zip(docs, scores, strict=True):
            doc._.entities = self._entities(doc, probabilities)
            doc._.relations = []
            spans = [doc.char_span(e.start, e.end, label=e.label) for e in doc._.entities]
            doc.ents = [span for span in spans if span is not None]

    def _entities(self, doc: Doc, probabilities: Scores) -> list[Entity]:
        text = text_of(doc)
        found = self._placed(doc, probabilities)
        blocked = np.array([c == "\n" for c in text], dtype=np.bool_)
        for entity in found:
            blocked[entity.start : entity.end] = True
        tags = decode(probabilities, blocked)
        agencies: list[Entity] = []
        for start, end, label in spans_of(tags):
            chosen = probabilities[np.arange(start, end), tags[start:end]]
            entity = Entity("", label, start, end, {}, float(np.exp(np.log(chosen + 1e-9).mean())))
            if label == "MEASURE":
                action, object_ = split_measure(text, start, tags[start:end])
                entity.attributes |= {"action": action, "object": object_}
            (agencies if label == "AGENCY" else found).append(entity)
        found += _mended(text, agencies, found)
        found = one_measure_a_quantity(found)
        found.sort(key=lambda e: e.start)
        for number, entity in enumerate(found, 1):
            entity.id = f"e{number}"
        return found

    def _placed(self, doc: Doc, probabilities: Scores) -> list[Entity]:
        """Return the grammars' candidates that the tagger takes for figures and dates too."""
        found: list[Entity] = []
        end = 0
        for c in sorted(doc._.candidates or [], key=lambda c: (c.start, -c.end)):
            if c.label not in {"QUANTITY", "DATE"} or c.start < end:
                continue
            columns = [INDEX[f"{edge}-{c.label}"] for edge in "BIES"]
            score = float(probabilities[c.start : c.end, columns].sum(1).mean())
            if score >= self.cfg["accept_certain" if c.score == 1.0 else "accept_uncertain"]:
                found.append(Entity("", c.label, c.start, c.end, dict(c.attributes), score))
                end = c.end
        return found

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from examples whose reference Docs carry gold `doc._.entities`."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        batch = list(examples)
        set_dropout_rate(self.model, drop)
        features = [char_features(eg.predicted) for eg in batch]
        guesses, backprop = self.model.begin_update(features)
        loss, gradient = self.get_loss(batch, guesses)
        backprop(gradient)
        if sgd is not None:
            self.finish_update(sgd)
        losses[self.name] += loss
        return losses

    def get_loss(self, examples: Iterable[Example], scores: Sequence[Scores]) -> tuple[float, list[Scores]]:
        """Return the cross-entropy loss and its gradient, of the shape of `scores`."""
        gradients = []
        loss = 0.0
        total = sum(len(s) for s in scores)
        for example, guess in zip(examples, scores, strict=True):
            gold = tags_of(example.reference.text, example.reference._.entities)
            rows = np.arange(len(gold))
            gradient = guess.copy()
            gradient[rows, gold] -= 1.0
            loss -= float(np.log(guess[rows, gold] + 1e-9).sum())
            gradients.append((gradient / total).astype(np.float32))
        return loss / max(1, total), gradients

    def initialize(
        self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None, **_: Any
    ) -> None:
        """Allocate the weights."""
        sample = np.zeros((2, 7), dtype=np.uint64)
        self.model.initialize(X=[sample])

    def score(self, examples: Iterable[Example], **_: Any) -> dict[str, Any]:
        """Return exact precision, recall and F1 of the spans, over all labels and per label."""
        counts: dict[str, list[int]] = {}
        for example in examples:
            gold = {(e.label, e.start, e.end) for e in example.reference._.entities}
            found = {(e.label, e.start, e.end) for e in example.predicted._.entities or []}
            for label, *_place in gold | found:
                counts.setdefault(label, [0, 0, 0])
            for key in gold | found:
                counts[key[0]][0] += key in gold and key in found
                counts[key[0]][1] += key in found
                counts[key[0]][2] += key in gold
        total = [sum(c[i] for c in counts.values()) for i in range(3)]
        return {
            "ents_f": _f1(*total),
            "ents_per_type": {label: _f1(*c) for label, c in sorted(counts.items())},
        }

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write weights and settings."""
        save_weights(self.model, Path(path))
        srsly.write_json(Path(path) / "cfg.json", self.cfg)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "Entities":
        """Read weights and settings."""
        self.initialize(lambda: [])
        load_weights(self.model, Path(path))
        self.cfg = srsly.read_json(Path(path) / "cfg.json")
        return self


def _batches(pieces: Iterable[Features]) -> Iterator[list[Features]]:
    """Yield the pieces in order, as many at once as make up to MAX_PIECE characters."""
    batch: list[Features] = []
    for piece in pieces:
        if batch and sum(map(len, batch)) + len(piece) > MAX_PIECE:
            yield batch
            batch = []
        batch.append(piece)
    if batch:
        yield batch


def _mended(text: str, agencies: list[Entity], others: list[Entity]) -> list[Entity]:
    """Return the agencies as the bodies they are, each as sure as the least sure of its pieces."""
    taken = {i for e in others for i in range(e.start, e.end)}
    return [
        Entity(
            "", "AGENCY", a, b, {}, min((e.score for e in agencies if e.start < b and a < e.end), default=0.0)
        )
        for a, b in mended(text, [(e.start, e.end) for e in agencies], taken)
    ]


def _f1(right: int, found: int, gold: int) -> float:
    return 2 * right / (found + gold) if found + gold else 0.0


@Language.factory(
    "zh_entities",
    default_config={"width": 96, "depth": 3, "window": 4, "pieces": 2},
    default_score_weights={"ents_f": 1.0},
)
def make_entities(nlp: Language, name: str, width: int, depth: int, window: int, pieces: int) -> Entities:
    """Make the entity component."""
    return Entities(nlp.vocab, build_encoder(len(TAGS), width, depth, window, pieces), name)
