"""Where the work runs: an engine turns documents into records, in order.

An engine is a function like `pipeline.engines.local.extract`; it loads the model before it returns.
"""

from collections.abc import Generator, Iterable
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol, cast

from pipeline.errors import Code, CommandError
from pipeline.reading.document import Document
from pipeline.reading.raw import Raw, Reject
from pipeline.record import Record

Item = Raw | Document | Reject
"""What inputs hold: documents, read or not, and what could not be opened."""
Outcome = list[Record] | Reject
"""What becomes of an item: the records of a document, or why there are none."""

ENGINES: Final = ("local",)
"""Each is a module of this package with a function `extract`."""
PARTITIONED: Final = ("ray",)
"""Engines that take inputs by partitions and write a folder: `pipeline.cluster`."""


class Engine(Protocol):
    """Yields the outcome of each item, in the order of the items."""

    def __call__(
        self,
        items: Iterable[Item],
        model: Path,
        *,
        workers: int = 1,
        timeout: float | None = None,
        memory: int | None = None,
    ) -> Generator[Outcome]:
        """Load the model, then return the outcomes as they come; closed early, it ends its processes.

        `timeout` is in seconds a document, `memory` in MiB that a document may take beyond the model.
        """
        ...


def check_engine(name: str) -> None:
    """Raise CommandError where there is no engine of that name."""
    known = (*ENGINES, *PARTITIONED)
    if name not in known:
        raise CommandError(Code.BAD_OPTION, f"--engine {name!r} is none of: {', '.join(known)}")


def engine(name: str) -> Engine:
    """Return one of ENGINES by its name."""
    return cast("Engine", import_module(f"pipeline.engines.{name}").extract)
