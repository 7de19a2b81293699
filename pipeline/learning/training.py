"""Training: every trainable part of the pipeline from the annotated samples, in one call.

The order is that of the pipeline: segmenter, entities, relations, then the classifiers. Relations are
learned from gold entities and from those that a tagger trained on the other half of the samples finds
(jackknifing), since it is predicted entities that they will meet.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from pipeline.annotation import Entity, Relation
from pipeline.components.agencies import resolve_agencies
from pipeline.components.categories import Categories
from pipeline.components.confidence import parts_of, right_measures
from pipeline.components.entities import Entities
from pipeline.components.measures import Lesson, Measures, inherit_actions
from pipeline.components.relations import Relations
from pipeline.components.words import Words, train_segmenter
from pipeline.learning.examples import examples_of
from pipeline.learning.samples import Sample
from pipeline.learning.settings import Learning, Stage

Tell = Callable[[str], None]


def train(
    nlp: Language, samples: list[Sample], held_out: list[Sample], words: Path, learning: Learning, tell: Tell
) -> None:
    """Train the components of `nlp` in place; the same inputs give the same weights.

    Nothing is learned from the samples `held_out` but how sure to be of a figure.
    """
    fix_random_seed(learning.seed)
    segmenter = nlp.get_pipe("zh_words")
    assert isinstance(segmenter, Words)
    train_segmenter(words.read_text(encoding="utf-8").splitlines(), segmenter, learning.words.rounds)
    examples = examples_of(nlp, samples)
    found = _jackknifed(nlp, examples, learning, tell)
    train_component(nlp, "zh_entities", examples, learning.entities, learning.seed, tell)
    train_component(nlp, "zh_relations", examples + found, learning.relations, learning.seed, tell)
    measures, categories = nlp.get_pipe("zh_measures"), nlp.get_pipe("zh_categories")
    assert isinstance(measures, Measures)
    assert isinstance(categories, Categories)
    lessons: list[Lesson] = [
        (e.predicted, s.entities, s.relations) for e, s in zip(examples, samples, strict=True)
    ]
    by_text = {s.text: s for s in samples}
    lessons += [lesson_of(e.reference, by_text[e.reference.text]) for e in found]
    measures.fit(lessons)
    categories.fit(lessons)
    calibrate(nlp, measures, held_out or samples)


def lesson_of(doc: Doc, gold: Sample) -> Lesson:
    """Return the measures a tagger found with the gold's type, category and status."""
    relations = [r for r in doc._.relations if r.head not in doc.user_data["invented"]]
    entities = [replace(e, attributes=dict(e.attributes)) for e in doc._.entities if e.label != "MEASURE"]
    for e in doc._.entities:
        match = next((m for m in gold.labelled("MEASURE") if e.label == "MEASURE" and _meet(e, m)), None)
        if match:
            entities.append(replace(e, attributes={**match.attributes, **e.attributes}))
    inherit_actions(entities, relations)
    known = {e.id for e in entities}
    return doc, entities, [r for r in relations if r.head in known and r.child in known]


def calibrate(nlp: Language, measures: Measures, samples: list[Sample]) -> None:
    """Fit the confidence of figures on samples as the trained components find them."""
    relations, tagger = nlp.get_pipe("zh_relations"), nlp.get_pipe("zh_entities")
    assert isinstance(relations, Relations)
    assert isinstance(tagger, Entities)
    rows: list[list[float]] = []
    right: list[bool] = []
    for example in examples_of(nlp, samples):
        doc, gold = example.predicted, example.reference
        tagger.set_annotations([doc], tagger.predict([doc]))
        resolve_agencies(doc)
        relations.set_annotations([doc], relations.predict([doc]))
        measures.type_of(doc)
        truth = right_measures(doc._.entities, doc._.relations, gold._.entities, gold._.relations)
        for measure, parts in parts_of(doc._.entities, doc._.relations):
            rows.append(parts)
            right.append(truth[measure.id])
    measures.confidence.fit(rows, right)


def train_component(
    nlp: Language, name: str, examples: list[Example], stage: Stage, seed: int, tell: Tell
) -> None:
    """Train one component with a learning rate that falls to zero in a line."""
    component = nlp.get_pipe(name)
    assert isinstance(component, TrainablePipe)
    component.initialize(lambda: examples, nlp=nlp)
    optimizer = Adam(stage.rate, L2=0.01, grad_clip=1.0)
    order = Random(seed)
    steps = stage.rounds * -(-len(examples) // stage.batch)
    step = 0
    for number in range(1, stage.rounds + 1):
        losses: dict[str, float] = {}
        shuffled = order.sample(examples, len(examples))
        for i in range(0, len(shuffled), stage.batch):
            optimizer.learn_rate = stage.rate * (1 - step / steps)
            component.update(shuffled[i : i + stage.batch], drop=stage.dropout, sgd=optimizer, losses=losses)
            step += 1
        tell(f"{name} round {number}/{stage.rounds}: loss {losses[component.name]:.3f}")


def _jackknifed(nlp: Language, examples: list[Example], learning: Learning, tell: Tell) -> list[Example]:
    """Return the samples as a tagger sees them that was trained on the other half of the samples.

    The references of the result carry predicted entities with the gold relations moved onto them.
    """
    tagger = nlp.get_pipe("zh_entities")
    assert isinstance(tagger, Entities)
    found: list[Example] = []
    for half in (0, 1):
        train_component(nlp, "zh_entities", examples[1 - half :: 2], learning.entities, learning.seed, tell)
        for example in examples[half::2]:
            doc = example.predicted
            tagger.set_annotations([doc], tagger.predict([doc]))
            resolve_agencies(doc)
            reference = nlp.make_doc(doc.text)
            reference._.words, reference._.title = doc._.words, doc._.title
            reference._.entities = doc._.entities
            reference._.relations, places = moved(example.reference, doc._.entities)
            reference.user_data["invented"] = {e.id for e in doc._.entities} - set(places.values())
            found.append(Example(doc, reference))
    return found


def moved(gold: Doc, entities: list[Entity]) -> tuple[list[Relation], dict[str, str]]:
    """Return the gold relations between those entities that overlap the gold ones and have their labels.

    The second result maps gold ids to the ids of these entities.
    """
    places: dict[str, str] = {}
    for mine in gold._.entities:
        match = next((e for e in entities if e.label == mine.label and _meet(e, mine)), None)
        if match:
            places[mine.id] = match.id
    relations = [
        replace(r, head=places[r.head], child=places[r.child])
        for r in gold._.relations
        if r.head in places and r.child in places
    ]
    return relations, places


def _meet(a: Entity, b: Entity) -> bool:
    return a.start < b.end and b.start < a.end
