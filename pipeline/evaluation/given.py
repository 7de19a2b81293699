"""Relations between gold entities: what the relation component is worth when the spans are right."""

from spacy.language import Language
from spacy.pipeline import TrainablePipe

from pipeline.evaluation.annotations import relation_scores
from pipeline.evaluation.scores import Score
from pipeline.learning.examples import examples_of
from pipeline.learning.samples import Sample

COMPONENT = "zh_relations"


def given_scores(nlp: Language, sample: Sample) -> dict[str, Score]:
    """Score the relation component on the gold spans of a sample, as `given relation LABEL`.

    Their values are those that grammars and resolver give to these spans, since they are what the
    component decides by. Raises KeyError where the pipeline has no relation component.
    """
    doc = examples_of(nlp, [sample])[0].reference
    component = nlp.get_pipe(COMPONENT)
    assert isinstance(component, TrainablePipe)
    gold, entities = doc._.relations, doc._.entities
    component.set_annotations([doc], component.predict([doc]))
    scores = relation_scores(sample.text, entities, doc._.relations, entities, gold)
    return {f"given relation {name}": score for name, score in scores.items()}
