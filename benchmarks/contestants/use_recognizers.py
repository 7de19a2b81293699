"""Microsoft Recognizers-Text: Chinese numbers, percentages, dates and times, all with their values."""

import importlib
from collections.abc import Callable, Iterator
from typing import Any, Final

PACKAGES: Final = ("recognizers-text-suite", "emoji", "regex")
CHINESE: Final = "zh-cn"


def start(what: str) -> Callable[[str], list[Any]]:
    """Load the models: `numbers` (and percentages), `dates` (and times), or one after the other."""
    numbers: Any = importlib.import_module("recognizers_number").NumberRecognizer(CHINESE)
    dates: Any = importlib.import_module("recognizers_date_time").DateTimeRecognizer(CHINESE)
    models = []
    if what != "dates":
        models += [numbers.get_number_model(), numbers.get_percentage_model()]
    if what != "numbers":
        models.append(dates.get_datetime_model())
    return lambda text: [item for model in models for item in model.parse(text)]


def tokens(result: object) -> None:
    """Return nothing: it finds no words."""


def spans(text: str, result: list[Any]) -> Iterator[tuple[str, int, int]]:
    """Yield kind and place of what was found; its ends are inclusive."""
    for item in result:
        yield item.type_name, item.start, item.end + 1
