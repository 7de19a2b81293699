"""Ray Data as what spreads the work: an actor a worker, each with one job in hand.

Ray starts on this machine, unless RAY_ADDRESS names a cluster. Of Ray only the spreading is used: what is
read and written never passes through it, so that files are read as everywhere else and written whole.
"""

import logging
import os
import pickle
import socket
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from typing import Any, Final

from pipeline.cluster import J, R, Spread, Step
from pipeline.errors import Code, CommandError

NEEDED: Final = "--engine ray needs Ray Data: pip install 'zh-police-reports[ray]'"
RETRIES: Final = 3
"""How often an actor that was lost with its machine is begun again."""
_STORE: Final = 128 << 20
"""Bytes of shared memory for a local Ray: only jobs and sketches pass through it."""
_QUIET: Final = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is reported to anyone
    "RAY_BACKEND_LOG_LEVEL": "fatal",
}


@contextmanager
def ray_cluster(workers: int) -> Iterator[Spread]:
    """Start Ray, or join the cluster of RAY_ADDRESS, and leave it in the end.

    Raises CommandError where Ray is not installed or the cluster is too small or cannot be reached.
    """
    os.environ |= _QUIET  # read when Ray is loaded
    try:
        import ray
        import ray.data
    except ImportError:
        raise CommandError(Code.BAD_OPTION, NEEDED) from None
    address = os.environ.get("RAY_ADDRESS") or "local"
    own: dict[str, Any] = {}
    if address == "local":
        own = {"num_cpus": workers, "object_store_memory": _STORE, "include_dashboard": False}
    try:
        _reach(address)
        with _no_stderr():  # it tells there that it was told to say nothing
            ray.init(address, log_to_driver=False, logging_level=logging.ERROR, **own)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise CommandError(
            Code.WORKERS, f"Ray at {address!r} cannot be used (docs/cluster.md): {_line(error)}"
        ) from None
    # What fails on a machine is printed by a thread of Ray, up to the end.
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stdout(nowhere):
        try:
            there = int(ray.cluster_resources().get("CPU", 0))
            if workers > there:
                raise CommandError(Code.BAD_OPTION, f"--workers {workers}: the cluster has {there} CPUs")
            yield _spread
        finally:
            ray.shutdown()


def _spread(start: Callable[[], Step[J, R]], jobs: Sequence[J], workers: int) -> Generator[R]:
    """Be a Spread."""
    import ray

    if not jobs:
        return
    rows = [{"start": pickle.dumps(start), "job": pickle.dumps(job)} for job in jobs]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some of its own settings are deprecated, and max_restarts from 2.64
        results = _dataset(rows, workers)
    try:
        for row in results.iter_rows():
            result = pickle.loads(row["result"])
            if isinstance(result, CommandError):
                raise result
            yield result
    except ray.exceptions.RayError as error:
        line = _line(error)
        bare = "No module named" in line
        mend = "install the same on all machines" if bare else "the same command with --resume goes on"
        raise CommandError(Code.WORKERS, f"the cluster failed, {mend}: {line}") from None


class _Actor:
    """Runs on a worker; makes the step ready with the first job, so that its errors come back as results."""

    def __init__(self) -> None:
        self.step: Step[Any, Any] | None = None

    def __call__(self, row: dict[str, Any]) -> dict[str, bytes]:
        try:
            self.step = self.step or pickle.loads(row["start"])()
            return {"result": pickle.dumps(self.step(pickle.loads(row["job"])))}
        except CommandError as error:
            return {"result": pickle.dumps(error)}
        except Exception as error:
            # Here, since Ray would write its traceback to the terminal.
            message = f"a partition cannot be done: {error!r:.300}; the same command with --resume goes on"
            return {"result": pickle.dumps(CommandError(Code.WORKERS, message))}


def _dataset(rows: list[dict[str, Any]], workers: int) -> Any:
    """Return the results as a lazy dataset, a block a job, in the order of the jobs."""
    import ray
    from ray.data import ActorPoolStrategy, DataContext

    logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # its errors are told in one line
    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.execution_options.preserve_order = True
    return ray.data.from_items(rows, override_num_blocks=len(rows)).map(
        _Actor,
        compute=ActorPoolStrategy(size=min(workers, len(rows)), max_tasks_in_flight_per_actor=1),
        num_cpus=1,
        max_restarts=RETRIES,
        max_task_retries=-1,  # while an actor is begun again, tries fail at once: RETRIES bounds them
    )


def _reach(address: str) -> None:
    """Raise OSError where nobody listens at HOST:PORT: Ray itself would try for minutes."""
    host, colon, port = address.rpartition("://")[2].rpartition(":")
    if colon:
        socket.create_connection((host, int(port)), timeout=10).close()


@contextmanager
def _no_stderr() -> Iterator[None]:
    """Send what is written to stderr nowhere, below Python too."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _line(error: BaseException) -> str:
    """Return the last line of what Ray says, which is the cause."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return (lines[-1] if lines else repr(error))[:300]
