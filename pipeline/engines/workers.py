"""Worker processes, each with its own model and one document in hand.

One pipe a worker, no shared queue: so it is known which document a dead or slow worker had, and a new
worker takes its place. Only a window of documents is under way, so memory does not grow with the input.
"""

import os
import signal
import time
from collections.abc import Generator, Iterable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final

from pipeline.engines import Item, Outcome
from pipeline.engines.local import process, refused
from pipeline.errors import Code, CommandError
from pipeline.reading.document import Document
from pipeline.reading.formats import Reject
from pipeline.vetting import vet

WINDOW: Final = 64
"""Documents handed out beyond the first unfinished one: how far a slow document is overtaken."""
_SPAWN: Final = get_context("spawn")  # forking a process with threads (numpy has some) can hang


def extract_in_workers(
    items: Iterable[Item], model: Path, workers: int, timeout: float | None
) -> Generator[Outcome]:
    """Start the workers, wait until each has its model, then return the outcomes in order."""
    vet(model)
    return _Pool(model, workers, timeout).outcomes(items)


def _work(connection: Connection, model: Path) -> None:
    """Be a worker: load the model, then answer each document until the pipe closes."""
    # One core a worker: the matrix libraries read this when they load.
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    from pipeline.model import load

    with suppress(EOFError, OSError):  # the parent is gone
        try:
            nlp = load(model)
        except CommandError as error:
            connection.send(error)
            return
        connection.send(None)
        while True:
            connection.send(process(nlp, connection.recv()))


class _Worker:
    def __init__(self, model: Path) -> None:
        self.connection, theirs = _SPAWN.Pipe()
        self.process = _SPAWN.Process(target=_work, args=(theirs, model), daemon=True)
        # Ctrl-C reaches the whole process group: it is the parent's to answer, from the first moment.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            self.process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        theirs.close()
        self.number = 0
        self.document: Document | None = None
        self.since = 0.0

    def await_model(self) -> None:
        try:
            error = self.connection.recv()
        except (EOFError, OSError):
            self.stop()
            raise CommandError(
                Code.WORKERS,
                f"a worker process ended while it loaded the model ({self.ending()}): try fewer --workers",
            ) from None
        if error:
            raise error

    def give(self, number: int, document: Document) -> None:
        self.number, self.document, self.since = number, document, time.monotonic()
        with suppress(OSError):  # it is dead: reading from it will tell
            self.connection.send(document)

    def ending(self) -> str:
        code = self.process.exitcode
        return signal.Signals(-code).name if code and code < 0 else f"exit status {code}"

    def stop(self) -> None:
        self.connection.close()
        self.process.join(0.05)  # one that is dying already shall keep its own exit status
        self.process.kill()
        self.process.join()


class _Pool:
    def __init__(self, model: Path, workers: int, timeout: float | None) -> None:
        self.model, self.timeout = model, timeout
        self.workers: list[_Worker] = []
        try:
            self.workers += (_Worker(model) for _ in range(workers))
            for worker in self.workers:
                worker.await_model()
        except BaseException:
            self.stop()
            raise

    def outcomes(self, items: Iterable[Item]) -> Generator[Outcome]:
        rest = enumerate(items)
        done: dict[int, Outcome] = {}
        first = handed = 0
        open_ = True
        try:
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
                    done |= self.collect()
        finally:
            self.stop()

    def collect(self) -> dict[int, Outcome]:
        """Wait for an outcome, a death or a deadline."""
        busy = [worker for worker in self.workers if worker.document]
        pause = None
        if self.timeout is not None:
            pause = max(0.0, min(worker.since for worker in busy) + self.timeout - time.monotonic())
        wait([worker.connection for worker in busy], pause)
        return {worker.number: outcome for worker in busy if (outcome := self.outcome(worker)) is not None}

    def outcome(self, worker: _Worker) -> Outcome | None:
        """Return what became of a worker's document, or None while it is at it."""
        document = worker.document
        assert document is not None
        found: Outcome
        if worker.connection.poll():
            try:
                found = worker.connection.recv()
            except (EOFError, OSError):
                self.replace(worker)
                found = refused(document, Code.PROCESSING, f"ended its worker process ({worker.ending()})")
        elif self.timeout is not None and time.monotonic() - worker.since >= self.timeout:
            self.replace(worker)
            found = refused(document, Code.TIMEOUT, f"took longer than {self.timeout:g} seconds")
        else:
            return None
        worker.document = None
        return found

    def replace(self, worker: _Worker) -> None:
        worker.stop()
        fresh = _Worker(self.model)
        self.workers[self.workers.index(worker)] = fresh
        fresh.await_model()

    def stop(self) -> None:
        for worker in self.workers:
            worker.stop()
