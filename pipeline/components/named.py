"""Which fields of policing and which activities a piece of text names (`data/named.toml`)."""

import tomllib
from bisect import bisect_left
from importlib.resources import files
from typing import Final

_TABLES: Final[dict[str, dict[str, list[str]]]] = tomllib.loads(
    files("pipeline.components").joinpath("data/named.toml").read_text(encoding="utf-8")
)
KINDS: Final = tuple(_TABLES)


def _by_first() -> dict[str, list[tuple[str, str, str]]]:
    """Return each first character's words, as (word, kind, label)."""
    words: dict[str, list[tuple[str, str, str]]] = {}
    for kind, table in _TABLES.items():
        for label, listed in table.items():
            for word in listed:
                words.setdefault(word[0], []).append((word, kind, label))
    return words


_WORDS: Final = _by_first()


class Named:
    """The labels that words of a text name: found in one pass, asked for by place."""

    def __init__(self, text: str) -> None:
        self._starts: dict[str, list[int]] = {kind: [] for kind in KINDS}
        self._found: dict[str, list[tuple[int, str]]] = {kind: [] for kind in KINDS}
        for start, c in enumerate(text):
            for word, kind, label in _WORDS.get(c, ()):
                if text.startswith(word, start):
                    self._starts[kind].append(start)
                    self._found[kind].append((start + len(word), label))

    def within(self, kind: str, start: int, end: int) -> list[str]:
        """Return the labels of a kind (`category` or `type`) that words inside a span name, sorted.

        >>> Named("查处酒驾").within("category", 0, 4)
        ['traffic']
        """
        starts, found = self._starts[kind], self._found[kind]
        inside = found[bisect_left(starts, start) : bisect_left(starts, end)]
        return sorted({label for last, label in inside if last <= end})
