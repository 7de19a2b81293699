"""What parts of the relation ranker and of the classifiers are worth, on dev, with gold entities.

Each variant is trained on the train split and scored on dev: `python benchmarks/ablation.py`. Gold
entities keep the tagger's errors out; `python -m pipeline evaluate` has them all.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

from pipeline.components.bags import bags_of
from pipeline.components.categories import WEIGHTS
from pipeline.components.governing import governing_of
from pipeline.components.measures import HIDDEN, TYPE_WEIGHTS, fields_of, number_documents
from pipeline.components.relations import Relations
from pipeline.components.texts import TextClassifier
from pipeline.components.view import identity
from pipeline.learning.corpus import load_split
from pipeline.learning.examples import examples_of
from pipeline.learning.samples import Sample
from pipeline.learning.settings import read_settings
from pipeline.learning.training import fresh, train_component
from pipeline.model import DEFAULT, load
from pipeline.progress import unseen

ROOT: Final = Path(__file__).parents[1]
REPORTS: Final = ROOT / "training" / "reports"
LABELS: Final = ("AGENT", "WHEN", "UNDER")


def main() -> None:
    """Print the table as Markdown."""
    train, dev = load_split(REPORTS, "train"), load_split(REPORTS, "dev")
    nlp = load(DEFAULT)  # for its words
    learn, test = examples_of(nlp, train), examples_of(nlp, dev)
    print("| relations, share right on dev | AGENT | WHEN | UNDER |\n| --- | ---: | ---: | ---: |")
    row("the guideline's steps alone, nothing learned", steps_alone(test))
    for name, blind, members in (
        ("rankers without steps", ["steps"], 3),
        ("one ranker", [], 1),
        ("three rankers, as shipped", [], 3),
    ):
        row(name, ranker(blind, members, learn, test))
    print("\n| classifiers, share right on dev | type | category |\n| --- | ---: | ---: |")
    for name, left_out, hidden in (
        ("without the lexicon", {"fields", "activities"}, HIDDEN),
        ("without the network", set[str](), 0),
        ("as shipped", set[str](), HIDDEN),
    ):
        right = [
            classifier(
                attribute,
                TextClassifier({f: w for f, w in weights.items() if f not in left_out}, hidden),
                learn,
                test,
                (train, dev),
            )
            for attribute, weights in (("type", TYPE_WEIGHTS), ("category", WEIGHTS))
        ]
        print(f"| {name} | {right[0]:.3f} | {right[1]:.3f} |")


def row(name: str, shares: Mapping[str, float]) -> None:
    """Print a row of the first table."""
    print(f"| {name} | " + " | ".join(f"{shares[label]:.3f}" for label in LABELS) + " |", flush=True)


def steps_alone(examples: list[Example]) -> dict[str, float]:
    """Score the steps of `components/governing.py` without a model."""
    right = dict.fromkeys(LABELS, 0)
    total = 0
    for example in examples:
        doc = example.reference
        gold = links_of(example)
        answers = governing_of(doc.text, doc._.entities).answers
        for measure in (e for e in doc._.entities if e.label == "MEASURE"):
            total += 1
            for label in LABELS:
                chosen = answers[label, measure.id]
                right[label] += agrees(
                    doc, chosen.id if chosen else None, gold.get((label, measure.id), set())
                )
    return {label: right[label] / total for label in LABELS}


def ranker(blind: list[str], members: int, learn: list[Example], test: list[Example]) -> dict[str, float]:
    """Train a relation component on gold entities and score it."""
    nlp, learning = read_settings(ROOT / "configs" / "zh_police_reports.cfg")
    fix_random_seed(learning.seed)
    nlp.remove_pipe("zh_relations")
    nlp.add_pipe("zh_relations", config={"blind": blind, "members": members})
    for example in learn:
        example.reference.user_data.pop("lessons", None)
    fresh(nlp, "zh_relations", learn)
    train_component(nlp, "zh_relations", learn, learning.relations, learning.seed, unseen, "relations")
    component = nlp.get_pipe("zh_relations")
    assert isinstance(component, Relations)
    right, total = dict.fromkeys(LABELS, 0), 0
    for example in test:
        doc, gold = example.reference, links_of(example)
        kept = doc._.relations
        component.set_annotations([doc], component.predict([doc]))
        found = {(r.label, r.head): r.child for r in doc._.relations}
        doc._.relations = kept
        for measure in (e for e in doc._.entities if e.label == "MEASURE"):
            total += 1
            for label in LABELS:
                key = (label, measure.id)
                right[label] += agrees(doc, found.get(key), gold.get(key, set()))
    return {label: right[label] / total for label in LABELS}


def links_of(example: Example) -> dict[tuple[str, str], set[str]]:
    """Return the ids that each measure is linked to, by label and measure."""
    links: dict[tuple[str, str], set[str]] = {}
    for relation in example.reference._.relations:
        links.setdefault((relation.label, relation.head), set()).add(relation.child)
    return links


def agrees(doc: Doc, chosen: str | None, gold: set[str]) -> bool:
    """Whether the choice means what one of the gold's means (mentions of one agency do), or both are none."""
    if chosen is None or not gold:
        return chosen is None and not gold
    keys = {e.id: identity(doc.text, e) for e in doc._.entities}
    return keys[chosen] in {keys[g] for g in gold}


def classifier(
    attribute: str,
    model: TextClassifier,
    learn: list[Example],
    test: list[Example],
    samples: tuple[list[Sample], list[Sample]],
) -> float:
    """Train a classifier on gold measures and return the share right among the figures of dev."""
    lessons, tests = (
        [(e.predicted, s.entities, s.relations) for e, s in zip(examples, group, strict=True)]
        for examples, group in zip((learn, test), samples, strict=True)
    )
    found = [fields_of(*lesson) for lesson in lessons]
    labels = [m.attributes[attribute] for measures, _ in found for m in measures]
    model.fit(bags_of([r for _, rows in found for r in rows]), labels, number_documents(lessons, found))
    right = total = 0
    for doc, entities, relations in tests:
        measures, rows = fields_of(doc, entities, relations)
        counted = {r.head for r in relations if r.label == "AMOUNT"}
        for measure, scores in zip(
            measures, model.probabilities(bags_of(rows), [0] * len(rows)), strict=True
        ):
            if measure.id in counted:
                total += 1
                right += max(scores, key=lambda label: scores[label]) == measure.attributes[attribute]
    return right / total


if __name__ == "__main__":
    main()
