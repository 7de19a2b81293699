"""How the inputs of a run are divided."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.reading.raw import Reject

LEAST: Final = 1 << 20
"""Bytes: a file of that size is a partition, smaller ones are bundled up to it (half a minute of work)."""


@dataclass(frozen=True, slots=True)
class Partition:
    """Inputs that are worked on together; what could not be opened stands among them."""

    number: int
    paths: tuple[Path | Reject, ...]

    @property
    def name(self) -> str:
        """The stem of its files.

        >>> Partition(7, ()).name
        'part-00007'
        """
        return f"part-{self.number:05}"


def partitions(paths: Iterable[Path | Reject], least: int = LEAST) -> list[Partition]:
    """Divide the inputs in their order; equal inputs are divided equally.

    No file is divided: one large file is the work of one process.
    """
    bundles: list[list[Path | Reject]] = []
    room = 0
    for path in paths:
        size = _size(path)
        if not bundles or room <= 0 or size >= least:
            bundles.append([])
            room = least
        bundles[-1].append(path)
        room -= size
    return [Partition(number, tuple(bundle)) for number, bundle in enumerate(bundles)]


def _size(path: Path | Reject) -> int:
    try:
        return 0 if isinstance(path, Reject) else path.stat().st_size
    except OSError:
        return 0
