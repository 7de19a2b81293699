"""Samples as pairs of Docs: what the grammars propose, and the gold as the components will see it."""

from dataclasses import replace
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from pipeline.annotation import Entity
from pipeline.components.agencies import resolve_agencies
from pipeline.learning.samples import Sample
from pipeline.reading.reader import title_of

GRAMMARS: Final = ("zh_words", "zh_quantities", "zh_dates", "zh_lexicon")


def examples_of(nlp: Language, samples: list[Sample]) -> list[Example]:
    """Return training examples: the grammars' candidates on one side, the gold on the other."""
    examples = []
    for sample in samples:
        predicted, reference = nlp.make_doc(sample.text), nlp.make_doc(sample.text)
        predicted._.published = sample.published
        predicted._.title = title_of(sample.text)
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
