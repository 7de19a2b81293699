"""Going on from a trained model with some reports of a kind that it does not know well.

Tagger and relations go on from their weights, over the added reports and a sample of the others: so they
learn the new and keep the old. The classifiers, whose fitting takes seconds, are fitted anew on all reports.
"""

from random import Random

from spacy.language import Language
from thinc.api import fix_random_seed

from pipeline.errors import Code, CommandError
from pipeline.learning.examples import examples_of
from pipeline.learning.lessons import lessons_of, seen
from pipeline.learning.samples import Sample
from pipeline.learning.settings import Learning
from pipeline.learning.training import train_classifiers, train_component
from pipeline.progress import Steps, unseen


def tune(
    nlp: Language,
    added: list[Sample],
    others: list[Sample],
    held_out: list[Sample],
    learning: Learning,
    steps: Steps = unseen,
) -> None:
    """Train the components of a trained `nlp` in place on `added`; `others` it has learned from before.

    Nothing is learned from the samples `held_out` but how sure to be of a figure.
    """
    tuning = learning.tuning
    if tuning is None:
        raise CommandError(Code.BAD_OPTION, "the config has no section [learning.tuning]: --from needs it")
    fix_random_seed(learning.seed)
    count = min(len(others), tuning.others * len(added))
    with steps("reading", None, "reports"):
        new, old = examples_of(nlp, added), examples_of(nlp, others)
        found = seen(nlp, new)  # before the tagger learns from them: so it will see others like them
    mixed = Random(learning.seed).sample(old, count)
    train_component(nlp, "zh_entities", new + mixed, tuning.entities, learning.seed, steps, "tagger")
    relearned = new + found + mixed
    train_component(nlp, "zh_relations", relearned, tuning.relations, learning.seed, steps, "relations")
    with steps("reading", None, "reports"):
        found += seen(nlp, old)
    lessons = lessons_of(new + old, found, added + others)
    train_classifiers(nlp, lessons, held_out or added, steps)
