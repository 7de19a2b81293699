"""What is done to each document, and what becomes of it when that fails."""

from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

from pipeline.engines import Item
from pipeline.errors import Code, ReadError
from pipeline.reading.document import Document
from pipeline.reading.raw import Raw, Reject
from pipeline.reading.reader import read

T = TypeVar("T")
Task = Callable[[Document], T]
Start = Callable[[], Task[T]]
"""Makes a task ready where it is to be done; it crosses processes, the task does not."""


def each(
    items: Iterable[Item],
    start: Start[T],
    *,
    workers: int = 1,
    timeout: float | None = None,
    memory: int | None = None,
) -> Generator[T | Reject]:
    """Yield what the task makes of each item, in order; the same for any number of workers.

    What a document does beyond `timeout` seconds or `memory` MiB can only be stopped from outside: where
    there is a limit even one worker is a process of its own.
    """
    if workers > 1 or timeout is not None or memory is not None:
        from pipeline.engines.workers import each_in_workers

        return each_in_workers(items, start, workers, timeout, memory)
    task = start()
    return (item if isinstance(item, Reject) else attempt(task, item) for item in items)


def attempt(task: Task[T], item: Raw | Document) -> T | Reject:
    """Read a document and do the task; whatever goes wrong in it concerns this document only."""
    try:
        return task(read(item) if isinstance(item, Raw) else item)
    except ReadError as error:
        return Reject(place_of(item), error.code, error.message)
    except MemoryError:
        return refused(
            item, Code.MEMORY, "takes more memory than it may: cut it, or give it more by --memory"
        )
    except Exception as error:
        return refused(item, Code.PROCESSING, f"cannot be processed: {error!r:.300}; please report it")


def refused(item: Raw | Document, code: Code, why: str) -> Reject:
    """Return the reject of a document that could be opened but gave nothing."""
    return Reject(place_of(item), code, f"the document {item.id} {why}")


def place_of(item: Raw | Document) -> str:
    """Return where a document stands, for messages."""
    return item.place if isinstance(item, Raw) else item.source
