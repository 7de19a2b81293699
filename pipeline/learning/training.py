"""Training: every trainable part of the pipeline from the annotated samples, in one call.

The order is that of the pipeline: segmenter, entities, relations, then the classifiers. Relations are
learned from gold entities and from those that a tagger trained on the other half of the samples finds
(jackknifing), since it is predicted entities that they will meet.
"""

from pathlib import Path
from random import Random

from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.training import Example
from thinc.api import Adam, fix_random_seed

from pipeline.components.agencies import resolve_agencies
from pipeline.components.categories import Categories
from pipeline.components.confidence import parts_of, right_measures
from pipeline.components.entities import Entities
from pipeline.components.measures import Lesson, Measures
from pipeline.components.relations import Relations
from pipeline.components.words import Words, train_segmenter
from pipeline.learning.examples import examples_of
from pipeline.learning.lessons import lessons_of, seen
from pipeline.learning.samples import Sample
from pipeline.learning.settings import Learning, Stage
from pipeline.progress import Steps, unseen


def train(
    nlp: Language,
    samples: list[Sample],
    held_out: list[Sample],
    words: Path,
    learning: Learning,
    steps: Steps = unseen,
) -> None:
    """Train the components of `nlp` in place; the same inputs give the same weights.

    Nothing is learned from the samples `held_out` but how sure to be of a figure.
    """
    fix_random_seed(learning.seed)
    segmenter = nlp.get_pipe("zh_words")
    assert isinstance(segmenter, Words)
    sentences = words.read_text(encoding="utf-8").splitlines()
    with steps("word segmenter", None, "rounds"):
        train_segmenter(sentences, segmenter, learning.words.rounds)
    examples = examples_of(nlp, samples)
    found = _jackknifed(nlp, examples, learning, steps)
    fresh(nlp, "zh_entities", examples)
    train_component(nlp, "zh_entities", examples, learning.entities, learning.seed, steps, "tagger")
    fresh(nlp, "zh_relations", examples)
    train_component(
        nlp, "zh_relations", examples + found, learning.relations, learning.seed, steps, "relations"
    )
    train_classifiers(nlp, lessons_of(examples, found, samples), held_out or samples, steps)


def train_classifiers(nlp: Language, lessons: list[Lesson], held_out: list[Sample], steps: Steps) -> None:
    """Fit type, status and category of figures, then the confidence in them."""
    measures, categories = nlp.get_pipe("zh_measures"), nlp.get_pipe("zh_categories")
    assert isinstance(measures, Measures)
    assert isinstance(categories, Categories)
    with steps("classifiers", 3, "classifiers") as advance:
        measures.fit(lessons)
        advance(2)
        categories.fit(lessons)
        advance()
    with steps("confidence", None, "reports"):
        calibrate(nlp, measures, held_out)


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


def fresh(nlp: Language, name: str, examples: list[Example]) -> None:
    """Give a component new weights to learn."""
    component = nlp.get_pipe(name)
    assert isinstance(component, TrainablePipe)
    component.initialize(lambda: examples, nlp=nlp)


def train_component(
    nlp: Language,
    name: str,
    examples: list[Example],
    stage: Stage,
    seed: int,
    steps: Steps,
    title: str,
) -> None:
    """Train one component, from the weights it has, with a learning rate that falls to zero in a line."""
    component = nlp.get_pipe(name)
    assert isinstance(component, TrainablePipe)
    optimizer = Adam(stage.rate, L2=0.01, grad_clip=1.0)
    order = Random(seed)
    total = stage.rounds * -(-len(examples) // stage.batch)
    step = 0
    with steps(title, stage.rounds * len(examples), "reports") as advance:
        note = ""
        for number in range(1, stage.rounds + 1):
            losses: dict[str, float] = {}
            shuffled = order.sample(examples, len(examples))
            for i in range(0, len(shuffled), stage.batch):
                batch = shuffled[i : i + stage.batch]
                optimizer.learn_rate = stage.rate * (1 - step / total)
                component.update(batch, drop=stage.dropout, sgd=optimizer, losses=losses)
                step += 1
                advance(len(batch), note)
            note = f"round {number} of {stage.rounds}, loss {losses[component.name]:.3f}"
            advance(0, note)


def _jackknifed(nlp: Language, examples: list[Example], learning: Learning, steps: Steps) -> list[Example]:
    """Return the samples as a tagger sees them that was trained on the other half of the samples."""
    found: list[Example] = []
    for half, title in enumerate(("tagger on one half", "tagger on the other half")):
        others = examples[1 - half :: 2]
        fresh(nlp, "zh_entities", others)
        train_component(nlp, "zh_entities", others, learning.entities, learning.seed, steps, title)
        found += seen(nlp, examples[half::2])
    return found
