"""The labeling config of Label Studio: labels, relations, and each attribute as a control of its label.

Labels and controls stand above the text and stay there when it is scrolled; the controls are those of the
region that is selected. In a box that scrolls by itself the arrows of relations would run out of it.
"""

from collections.abc import Iterator
from typing import Final

from pipeline.learning.exchange.fields import CLOSED, FIELDS, NULL
from pipeline.taxonomy import ENTITY_LABELS, RELATION_LABELS

_BAR: Final = (
    "position: sticky; top: 0; z-index: 1000; padding: 8px; background: var(--color-neutral-background, #fff)"
)
_ROW: Final = "display: flex; flex-wrap: wrap; gap: 0 16px"


def config() -> str:
    """Return the labeling config, as its settings take it."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield "<View>"
    yield "  <Relations>"
    yield from (f'    <Relation value="{label}"/>' for label in RELATION_LABELS)
    yield "  </Relations>"
    yield f'  <View style="{_BAR}">'
    yield '    <Labels name="label" toName="text">'
    yield from (f'      <Label value="{label}"/>' for label in ENTITY_LABELS)
    yield "    </Labels>"
    for label in ENTITY_LABELS:
        yield from _controls(label)
    yield "  </View>"
    yield '  <View style="padding-top: 24px">'  # for the names of relations above the first line
    yield '    <Text name="text" value="$text" granularity="symbol"/>'
    yield "  </View>"
    yield "</View>"


def _controls(label: str) -> Iterator[str]:
    names = [
        n for field in FIELDS[label] for n in (("direction", "basis") if field == "change" else (field,))
    ]
    if not names:
        return
    when = f'whenTagName="label" whenLabelValue="{label}"'
    yield f'    <View visibleWhen="region-selected" {when} style="{_ROW}">'
    for name in names:
        control = f'name="{label.lower()}_{name}" toName="text" perRegion="true" {when}'
        yield f'      <View style="min-width: 9em"><Header value="{name}" size="6"/>'
        closed = CLOSED.get((label, name))
        if closed:
            choices = "".join(f'<Choice value="{value}"/>' for value in (*closed, NULL))
            yield f'        <Choices {control} choice="single" layout="select">{choices}</Choices>'
        else:
            yield f'        <TextArea {control} maxSubmissions="1" editable="true"/>'
        yield "      </View>"
    yield "    </View>"
