"""Making, saving and loading the pipeline, and running it on documents."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components import agencies, categories, entities, grammars, measures, relations, tokens, words
from pipeline.errors import Code, CommandError
from pipeline.reading.document import Document
from pipeline.record import Record, records_of

DEFAULT: Final = Path(__file__).parents[1] / "models" / "zh_police_reports"
COMPONENTS: Final = (
    "zh_words",
    "zh_quantities",
    "zh_dates",
    "zh_lexicon",
    "zh_entities",
    "zh_agencies",
    "zh_relations",
    "zh_measures",
    "zh_categories",
)
# Importing the modules registers the factories where the package's entry points are not installed.
_FACTORIES: Final = (agencies, categories, entities, grammars, measures, relations, tokens, words)


def blank() -> Language:
    """Return the untrained pipeline."""
    config = {"nlp": {"lang": "zh", "tokenizer": {"@tokenizers": "zh_police.CharTokenizer.v1"}}}
    nlp = spacy.blank("zh", config=config)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def load(path: Path | str = DEFAULT) -> Language:
    """Load a trained pipeline; raises CommandError where the folder holds none."""
    if not (Path(path) / "config.cfg").is_file():
        raise CommandError(Code.NO_MODEL, f"no model in {path}: train one with `python -m pipeline train`")
    return spacy.load(path)


def prepare(nlp: Language, document: Document) -> Doc:
    """Return the unannotated Doc of a read document."""
    doc = nlp.make_doc(document.text)
    doc._.published = document.published.isoformat() if document.published else None
    doc._.title = document.title
    return doc


def extract_documents(nlp: Language, documents: Iterable[Document]) -> Iterator[list[Record]]:
    """Yield the records of each document, in order."""
    for document in documents:
        doc = nlp(prepare(nlp, document))
        yield records_of(document, doc._.entities, doc._.relations, doc._.categories)
