"""Our own: the whole way, the tagging alone, the grammars alone; each on one thread."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Final

from pipeline.model import extract_documents, load
from pipeline.reading.reader import read_text
from pipeline.values.dates import find_dates
from pipeline.values.quantities import find_quantities

PACKAGES: Final = ("zh-police-reports", "spacy", "numpy")
TAGGER: Final = "zh_entities"


def start(what: str) -> Callable[[str], Any]:
    """Return the way from raw text to `records`, to `entities`, or the `grammars`, which need no model."""
    if what == "grammars":
        return lambda text: (find_quantities(text), find_dates(text))
    nlp, numbers = load(), count(1)
    if what == "entities":
        names = nlp.pipe_names
        nlp.select_pipes(disable=names[names.index(TAGGER) + 1 :])
        tag: Callable[[str], Any] = nlp
        return tag
    return lambda text: next(extract_documents(nlp, [read_text(text, id=str(next(numbers)))]))


def tokens(result: Any) -> int | None:
    """Return the number of words where the result is a Doc."""
    return len(result._.words) if hasattr(result, "_") else None


def spans(text: str, result: Any) -> Iterator[tuple[str, int, int]]:
    """Yield what the tagger or the grammars found."""
    if hasattr(result, "_"):
        for entity in result._.entities:
            yield kind(entity.label, entity.attributes.get("unit")), entity.start, entity.end
    else:
        quantities, dates = result
        for quantity in quantities:
            yield kind("QUANTITY", quantity.unit), quantity.start, quantity.end
        for day in dates:
            yield "DATE", day.start, day.end


def kind(label: str, unit: str | None) -> str:
    """Return the label, MONEY for quantities of money."""
    return "MONEY" if label == "QUANTITY" and "元" in (unit or "") else label
