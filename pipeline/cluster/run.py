"""A run by partitions from inputs to manifest."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, pairwise
from typing import Any

from pipeline.batch import Summary, identity
from pipeline.cluster import Spread
from pipeline.cluster.folder import Folder, total
from pipeline.cluster.partitions import Partition
from pipeline.cluster.steps import Order, surveyor, writer
from pipeline.progress import Advance, Steps, unseen
from pipeline.reading.raw import Reject
from pipeline.sinks.manifest import Account
from pipeline.survey.sketch import Sketch
from pipeline.survey.survey import Survey, gathered


@dataclass(slots=True)
class Done:
    """What a run by partitions gave: the summary of each partition, of which `kept` were there before."""

    accounts: list[Account]
    parts: dict[str, Summary]
    kept: int
    summary: Summary = field(init=False)

    def __post_init__(self) -> None:
        self.summary = total(self.parts.values())

    def told(self, parts: Iterable[Partition]) -> list[dict[str, Any]]:
        """Return what the manifest says of each partition."""
        return [
            {
                "name": part.name,
                "inputs": len(part.paths),
                "documents": self.parts[part.name].documents,
                "rejected": self.parts[part.name].rejected,
                "records": self.parts[part.name].records,
            }
            for part in parts
        ]


def run_partitions(
    parts: Sequence[Partition],
    order: Order,
    spread: Spread,
    *,
    workers: int,
    model: dict[str, Any],
    settings: dict[str, Any],
    steps: Steps = unseen,
) -> Done:
    """Write the records of all partitions that the folder does not hold yet.

    All are surveyed first, so that duplicates are known across partitions and a run that goes on marks them
    as before. `model` and `settings` are what the manifest will tell, and with the inputs decide whether
    what the folder holds is of this run; CommandError is raised where it is not. The two passes are `steps`.
    """
    folder: Folder = order.folder
    with steps("reading", len(parts), "partitions") as advance:
        accounts, ends, found = _surveyed(parts, order, spread, workers, advance)
    divided = settings | {"partitions": [len(part.paths) for part in parts]}
    folder.open(identity(accounts, model, divided))
    kept = {part.name for part in parts if folder.holds(part.name)}
    jobs = [
        (part, found.part(*span))
        for part, span in zip(parts, pairwise(ends), strict=True)
        if part.name not in kept
    ]
    with (
        steps("extracting", len(jobs), "partitions") as advance,
        closing(spread(partial(writer, order), jobs, workers)) as names,
    ):
        for name in names:
            advance(note=name)
    return Done(accounts, {part.name: folder.summary(part.name) for part in parts}, len(kept))


def _surveyed(
    parts: Sequence[Partition], order: Order, spread: Spread, workers: int, advance: Advance
) -> tuple[list[Account], list[int], Survey]:
    """Return the accounts of the inputs, where the documents of each partition end, and the survey of all."""
    accounts: list[Account] = []
    ends = [0]

    def sketches(
        part: Partition, result: tuple[list[Account], list[Sketch | Reject]]
    ) -> list[Sketch | Reject]:
        accounts.extend(result[0])
        ends.append(ends[-1] + len(result[1]))
        advance(note=part.name)
        return result[1]

    with closing(spread(partial(surveyor, order), parts, workers)) as results:
        found = gathered(chain.from_iterable(map(sketches, parts, results)))
    return accounts, ends, found
