"""Worker processes, each with its own task made ready and one document in hand.

One pipe a worker, no shared queue: so it is known which document a dead or slow worker had, and a new
worker takes its place. Only a window of documents is under way, so memory does not grow with the input.
"""

import os
import signal
import time
from collections.abc import Generator, Iterable
from contextlib import closing, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from pipeline.engines import Item
from pipeline.engines.tasks import Start, attempt, refused
from pipeline.errors import Code, CommandError
from pipeline.reading.document import Document
from pipeline.reading.raw import Raw, Reject

T = TypeVar("T")

WINDOW: Final = 64
"""Documents handed out beyond the first unfinished one: how far a slow document is overtaken."""
_SPAWN: Final = get_context("spawn")  # forking a process with threads (numpy has some) can hang
_NO_MEMORY: Final = 3
"""The exit status of a worker that had no memory left even to answer."""
PAGES: Final = Path("/proc/self/statm")
"""Where Linux tells how much a process holds; elsewhere memory cannot be limited."""


def each_in_workers(
    items: Iterable[Item], start: Start[T], workers: int, timeout: float | None, memory: int | None
) -> Generator[T | Reject]:
    """Start the workers, wait until each is ready, then return the outcomes in order."""
    return _once(Crew(start, workers, timeout, memory), items)


def _once(crew: "Crew[T]", items: Iterable[Item]) -> Generator[T | Reject]:
    with closing(crew):
        yield from crew.outcomes(items)


def _work(connection: Connection, start: Start[Any], memory: int | None) -> None:
    """Be a worker: make the task ready, then answer each document until the pipe closes."""
    # One core a worker: the matrix libraries read this when they load.
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    with suppress(EOFError, OSError):  # the parent is gone
        try:
            task = start()
        except CommandError as error:
            connection.send(error)
            return
        connection.send(None)
        if memory is not None:
            limit_memory(memory)
        try:
            while True:
                connection.send(attempt(task, connection.recv()))
        except MemoryError:
            os._exit(_NO_MEMORY)


def limit_memory(more: int) -> None:
    """Let this process take so many MiB of address space more than it has; beyond, MemoryError is raised."""
    import resource

    held = int(PAGES.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + (more << 20),) * 2)


class _Worker:
    def __init__(self, start: Start[Any], memory: int | None) -> None:
        self.connection, theirs = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_work, args=(theirs, start, memory), daemon=True)
        # Ctrl-C reaches the whole process group: it is the parent's to answer, from the first moment.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        theirs.close()
        self.number = 0
        self.document: Raw | Document | None = None
        self.since = 0.0

    def await_start(self) -> None:
        try:
            error = self.connection.recv()
        except (EOFError, OSError):
            self.stop()
            raise CommandError(
                Code.WORKERS,
                f"a worker process ended while it started ({self.ending()}): try fewer --workers",
            ) from None
        if error:
            raise error

    def give(self, number: int, document: Raw | Document) -> None:
        self.number, self.document, self.since = number, document, time.monotonic()
        with suppress(OSError):  # it is dead: reading from it will tell
            self.connection.send(document)

    def ending(self) -> str:
        code = self.process.exitcode
        return signal.Signals(-code).name if code and code < 0 else f"exit status {code}"

    def death(self) -> tuple[Code, str]:
        if self.process.exitcode == _NO_MEMORY:
            return Code.MEMORY, "takes more memory than it may: cut it, or give it more by --memory"
        return Code.PROCESSING, f"ended its worker process ({self.ending()})"

    def stop(self) -> None:
        self.connection.close()
        self.process.join(0.05)  # one that is dying already shall keep its own exit status
        self.process.kill()
        self.process.join()


class Crew(Generic[T]):
    """Workers that are ready, for several streams of items, one after the other; to be closed."""

    def __init__(self, start: Start[T], workers: int, timeout: float | None, memory: int | None) -> None:
        """Start the workers and wait for them; raises CommandError where one does not start."""
        self.start, self.timeout, self.memory = start, timeout, memory
        self.workers: list[_Worker] = []
        try:
            self.workers += (_Worker(start, memory) for _ in range(workers))
            for worker in self.workers:
                worker.await_start()
        except BaseException:
            self.close()
            raise

    def outcomes(self, items: Iterable[Item]) -> Generator[T | Reject]:
        """Yield the outcome of each item, in order; left early, the crew is good for nothing but closing."""
        rest = enumerate(items)
        done: dict[int, T | Reject] = {}
        first = handed = 0
        open_ = True
        while open_ or first < handed:
            for worker in self.workers:
                while open_ and worker.document is None and handed < first + WINDOW:
                    number, item = next(rest, (handed, None))
                    open_ = item is not None
                    handed += open_
                    if isinstance(item, Reject):
                        done[number] = item
                    elif item is not None:
                        worker.give(number, item)
            while first in done:
                yield done.pop(first)
                first += 1
            if any(worker.document for worker in self.workers):
                done |= self._collect()

    def _collect(self) -> dict[int, T | Reject]:
        """Wait for an outcome, a death or a deadline."""
        busy = [worker for worker in self.workers if worker.document]
        pause = None
        if self.timeout is not None:
            pause = max(0.0, min(worker.since for worker in busy) + self.timeout - time.monotonic())
        wait([worker.connection for worker in busy], pause)
        return {worker.number: outcome for worker in busy if (outcome := self._outcome(worker)) is not None}

    def _outcome(self, worker: _Worker) -> T | Reject | None:
        """Return what became of a worker's document, or None while it is at it."""
        document = worker.document
        assert document is not None
        found: T | Reject
        if worker.connection.poll():
            try:
                found = worker.connection.recv()
            except (EOFError, OSError):
                self._replace(worker)
                found = refused(document, *worker.death())
        elif self.timeout is not None and time.monotonic() - worker.since >= self.timeout:
            self._replace(worker)
            found = refused(document, Code.TIMEOUT, f"took longer than {self.timeout:g} seconds")
        else:
            return None
        worker.document = None
        return found

    def _replace(self, worker: _Worker) -> None:
        worker.stop()
        fresh = _Worker(self.start, self.memory)
        self.workers[self.workers.index(worker)] = fresh
        fresh.await_start()

    def close(self) -> None:
        """End the processes, whatever they are at."""
        for worker in self.workers:
            worker.stop()
