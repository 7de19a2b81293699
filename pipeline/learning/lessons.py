"""What relations and classifiers learn from: the gold, and the samples as a tagger sees them."""

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from pipeline.annotation import Entity, Relation
from pipeline.components.agencies import resolve_agencies
from pipeline.components.entities import Entities
from pipeline.components.measures import Lesson, inherit_actions
from pipeline.learning.samples import Sample


def lessons_of(examples: list[Example], found: list[Example], samples: list[Sample]) -> list[Lesson]:
    """Return the lessons of the classifiers: each sample, and each that a tagger has seen once more."""
    by_text = {s.text: s for s in samples}
    gold: list[Lesson] = [
        (e.predicted, s.entities, s.relations) for e, s in zip(examples, samples, strict=True)
    ]
    return gold + [lesson_of(e.reference, by_text[e.reference.text]) for e in found]


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


def seen(nlp: Language, examples: list[Example]) -> list[Example]:
    """Return examples as the tagger of `nlp` sees them.

    The references of the result carry predicted entities with the gold relations moved onto them.
    """
    tagger = nlp.get_pipe("zh_entities")
    assert isinstance(tagger, Entities)
    found: list[Example] = []
    for example in examples:
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
