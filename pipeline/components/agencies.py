"""`zh_agencies`: resolves AGENCY mentions to full names, regions and levels in the document's scope."""

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.components.tokens import text_of
from pipeline.values.agencies import resolve


def resolve_agencies(doc: Doc) -> Doc:
    """Set name, region, level and kind of each AGENCY of `doc._.entities`."""
    mentions = [e for e in doc._.entities or [] if e.label == "AGENCY"]
    text = text_of(doc)
    spans = [(e.start, e.end, text[e.start : e.end]) for e in mentions]
    for entity, agency in zip(mentions, resolve(spans, text, doc._.title, doc._.aside), strict=True):
        entity.attributes = {
            "name": agency.name,
            "region": agency.region,
            "level": agency.level,
            "kind": agency.kind,
        }
    return doc


@Language.factory("zh_agencies")
def make_agencies(nlp: Language, name: str) -> Any:
    """Make the component that resolves agencies."""
    return resolve_agencies
