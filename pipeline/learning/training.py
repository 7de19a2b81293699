"""Training: every trainable part of the pipeline from the annotated samples, in one call."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from pipeline.annotation import Entity
from pipeline.components.agencies import resolve_agencies
from pipeline.components.categories import Categories
from pipeline.components.entities import Entities
from pipeline.components.measures import Measures
from pipeline.components.relations import Relations
from pipeline.learning.samples import Sample
from pipeline.model import blank

GRAMMARS = ("zh_words", "zh_quantities", "zh_dates", "zh_lexicon")


def examples_of(nlp: Language, samples: list[Sample]) -> list[Example]:
    """Return training examples: the grammars' candidates on one side, the gold on the other."""
    examples = []
    for sample in samples:
        predicted, reference = nlp.make_doc(sample.text), nlp.make_doc(sample.text)
        predicted._.published = sample.published
        for name in GRAMMARS:
            nlp.get_pipe(name)(predicted)
        reference._.entities = as_resolved(predicted, sample.entities)
        reference._.relations = sample.relations
        examples.append(Example(predicted, reference))
    return examples


def as_resolved(doc: Doc, gold: list[Entity]) -> list[Entity]:
    """Return the gold entities with the attributes that grammars and resolver give to these spans.

    The relation component decides by attributes; it must learn from what it will see.
    """
    proposed = {(c.label, c.start, c.end): c.attributes for c in doc._.candidates}
    entities = [
        replace(e, attributes=dict(proposed.get((e.label, e.start, e.end), e.attributes))) for e in gold
    ]
    doc._.entities = entities
    resolve_agencies(doc)
    doc._.entities = None
    return entities


def train(
    samples: list[Sample],
    output: Path,
    *,
    seed: int = 1,
    rounds: int = 40,
    tell: Callable[[str], None] = lambda _: None,
) -> Language:
    """Train on `samples` and write the model folder `output`; the same inputs give the same weights."""
    fix_random_seed(seed)
    nlp = blank()
    examples = examples_of(nlp, samples)
    order = Random(seed)
    for name, rate in (("zh_entities", 0.002), ("zh_relations", 0.003)):
        component = nlp.get_pipe(name)
        assert isinstance(component, Entities | Relations)
        component.initialize(lambda: examples, nlp=nlp)
        optimizer = Adam(rate, L2=0.01, grad_clip=1.0)
        for number in range(1, rounds + 1):
            losses: dict[str, float] = {}
            shuffled = order.sample(examples, len(examples))
            for i in range(0, len(shuffled), 2):
                component.update(shuffled[i : i + 2], drop=0.2, sgd=optimizer, losses=losses)
            tell(f"{name} round {number}/{rounds}: loss {losses[component.name]:.3f}")
    gold = [(s.text, s.entities, s.relations) for s in samples]
    measures, categories = nlp.get_pipe("zh_measures"), nlp.get_pipe("zh_categories")
    assert isinstance(measures, Measures)
    assert isinstance(categories, Categories)
    measures.fit(gold)
    categories.fit(gold)
    output.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(output)
    return nlp
