"""A run by partitions: work that is spread over machines and goes on where it stopped.

A partition is a large input file or a bundle of small ones. Each gives one file of records in a folder,
written where the work is done. `pipeline.cluster.rays` spreads the work by Ray Data; the rest knows nothing
of Ray.
"""

from collections.abc import Callable, Generator, Sequence
from typing import Protocol, TypeVar

J = TypeVar("J")
R = TypeVar("R")
J_contra = TypeVar("J_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)


class Step(Protocol[J_contra, R_co]):
    """What is done to each job; it may hold processes and a model, which `close` ends."""

    def __call__(self, job: J_contra) -> R_co:
        """Do one job; raises CommandError where the whole run has to end."""
        ...

    def close(self) -> None:
        """Be done with it."""
        ...


class Spread(Protocol):
    """Does a step on many jobs at once, in so many places, and yields what it gives in the order of the jobs.

    `start` makes the step ready, once in each place, and crosses processes as jobs and results do. Raises the
    CommandError of a step, or one that says that the machines failed.
    """

    def __call__(self, start: Callable[[], Step[J, R]], jobs: Sequence[J], workers: int) -> Generator[R]:
        """Begin, and yield results as they come."""
        ...
