"""How long work tells how far it is, without knowing who listens."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Advance(Protocol):
    """Tells that some more units of a step are done."""

    def __call__(self, units: int = 1, note: str = "") -> None:
        """Count the units; a note says what was done last, or how well."""
        ...


def silent(units: int = 1, note: str = "") -> None:
    """Tell nobody."""


Steps = Callable[[str, int | None, str], AbstractContextManager[Advance]]
"""Begins a step of the work: its name, its units (None where nobody knows how many), what they are."""


@contextmanager
def unseen(name: str, total: int | None, unit: str) -> Iterator[Advance]:
    """Be a step that nobody watches."""
    yield silent
