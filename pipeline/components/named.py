"""Which fields of policing and which activities a piece of text names (`data/named.toml`)."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from pipeline.values.tables import choice

_TABLES: Final[dict[str, dict[str, list[str]]]] = tomllib.loads(
    files("pipeline.components").joinpath("data/named.toml").read_text(encoding="utf-8")
)
_PATTERNS: Final = {
    kind: {label: re.compile(choice(words)) for label, words in table.items()}
    for kind, table in _TABLES.items()
}


@lru_cache(maxsize=4096)
def named(kind: str, text: str) -> tuple[str, ...]:
    """Return the labels of a kind (`category` or `type`) that words of the text name.

    >>> named("category", "查处酒驾")
    ('traffic',)
    """
    return tuple(label for label, pattern in _PATTERNS[kind].items() if pattern.search(text))
