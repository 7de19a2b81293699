"""Making, saving and loading the pipeline, and running it on documents."""

import os
import shutil
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Final

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline import DEFAULT
from pipeline.components import agencies, categories, entities, grammars, measures, relations, tokens, words
from pipeline.errors import Code, CommandError
from pipeline.reading.document import Document
from pipeline.record import Record, records_of
from pipeline.vetting import vet

__all__ = ["DEFAULT", "extract_documents", "load", "prepare", "save"]

# Importing the modules registers the factories where the package's entry points are not installed.
_FACTORIES: Final = (agencies, categories, entities, grammars, measures, relations, tokens, words)


def load(path: Path | str = DEFAULT) -> Language:
    """Load a trained pipeline; raises CommandError where the folder holds none, or one that is not ours."""
    vet(Path(path))
    try:
        return spacy.load(path)
    except Exception as error:  # a damaged file can raise anything
        reason = str(error).strip().splitlines() or [""]
        raise CommandError(
            Code.BAD_MODEL,
            f"the model {path} cannot be loaded, train it again: {type(error).__name__}: {reason[0]}",
        ) from error


def check_model_place(path: Path) -> None:
    """Raise CommandError where no model can be written: only a model is replaced, never another folder."""
    taken = path.is_dir() and any(path.iterdir()) and not (path / "config.cfg").is_file()
    if taken or (path.exists() and not path.is_dir()):
        raise CommandError(
            Code.OUTPUT, f"cannot write a model to {path}: something else is there, name a new folder"
        )
    above = next(folder for folder in path.resolve().parents if folder.exists())
    if not (above.is_dir() and os.access(above, os.W_OK)):
        raise CommandError(
            Code.OUTPUT, f"cannot write a model to {path}: {above} is no folder that can be written in"
        )


def save(nlp: Language, path: Path) -> None:
    """Write a trained pipeline; a model that stood there before is replaced only when all is written."""
    check_model_place(path)
    path = path.resolve()  # a name such as . has none to build on
    fresh = path.with_name(path.name + ".new")
    nlp.meta |= {
        "name": "zh_police_reports",
        "version": version("zh-police-reports"),
        "description": "Figures out of Chinese police reports",
        "license": "MIT",
    }
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        fresh.parent.mkdir(parents=True, exist_ok=True)
        nlp.to_disk(fresh)
        shutil.rmtree(path, ignore_errors=True)
        fresh.rename(path)
    except OSError as error:
        raise CommandError(Code.OUTPUT, f"cannot write the model {path}: {error.strerror}") from None


def prepare(nlp: Language, document: Document) -> Doc:
    """Return the unannotated Doc of a read document."""
    doc = nlp.make_doc(document.text)
    doc._.published = document.published.isoformat() if document.published else None
    doc._.title, doc._.aside = document.title, document.aside
    return doc


def extract_documents(nlp: Language, documents: Iterable[Document]) -> Iterator[list[Record]]:
    """Yield the records of each document, in order."""
    for document in documents:
        doc = nlp(prepare(nlp, document))
        yield records_of(document, doc._.entities, doc._.relations, doc._.categories)
