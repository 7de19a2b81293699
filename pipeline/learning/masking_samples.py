"""Samples without the personal names in them, each character in its place."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pipeline.annotation import Entity
from pipeline.learning.samples import Sample
from pipeline.values.persons import find_persons, mask

QUOTED: Final = frozenset({"action", "object"})
"""Attributes that hold words of the text."""


def masked_sample(sample: Sample) -> Sample:
    """Return the sample with personal names masked, wherever a name that was found once stands again.

    A mask is as long as its name, so spans and relations stay true. What stands in an AGENCY stays.
    """
    agencies = [(e.start, e.end) for e in sample.labelled("AGENCY")]
    found = {sample.text[start:end] for start, end in find_persons(sample.text)}
    names = sorted(found, key=lambda name: (len(name), name))  # a longer one has the last word
    text = list(sample.text)
    for name in names:
        for at in _places(sample.text, name):
            if not any(at < end and start < at + len(name) for start, end in agencies):
                text[at : at + len(name)] = mask(name)

    def hide(words: str) -> str:
        for name in reversed(names):
            words = words.replace(name, mask(name))
        return words

    def hidden(entity: Entity) -> Entity:
        if entity.label != "MEASURE":
            return entity
        quoted = {key: hide(words) for key, words in entity.attributes.items() if key in QUOTED}
        return replace(entity, attributes={**entity.attributes, **quoted})

    return replace(sample, text="".join(text), entities=[hidden(e) for e in sample.entities])


def _places(text: str, name: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + 1)
