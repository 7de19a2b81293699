"""JioNLP: extraction of times and of amounts of money, both with their values, by rules."""

import importlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

PACKAGES: Final = ("jionlp", "jiojio")
NOW: Final = 1_735_689_600.0
"""The moment that relative times are counted from: any will do, one for all."""


def start(what: str) -> Callable[[str], list[dict[str, Any]]]:
    """Load the extractors: `time`, `money`, or one after the other."""
    rules: Any = importlib.import_module("jionlp").ner
    times, money = partial(rules.extract_time, time_base=NOW), rules.extract_money
    if what in {"time", "money"}:
        one: Callable[[str], list[dict[str, Any]]] = times if what == "time" else money
        return one
    return lambda text: [*times(text), *money(text)]


def tokens(result: object) -> None:
    """Return nothing: it finds no words."""


def spans(text: str, result: list[dict[str, Any]]) -> Iterator[tuple[str, int, int]]:
    """Yield kind and place of what was found."""
    for item in result:
        yield item["type"], *item["offset"]
