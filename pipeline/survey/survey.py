"""The first pass: reads every input once, before any record is written.

It settles how many documents there are, what cannot be read, and what says the same as another, so that the
second pass can mark duplicates as it writes, and a resumed run marks them as the first one did.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

from pipeline.engines import Item
from pipeline.engines.tasks import Task, each
from pipeline.errors import Code
from pipeline.reading.document import Document
from pipeline.reading.raw import Raw, Reject
from pipeline.survey.duplicates import Duplicates, Marks
from pipeline.survey.sketch import Sketch, sketch


@dataclass(frozen=True, slots=True)
class Survey:
    """What the inputs hold: `found` documents, those rejected by number, digests and marks of the others."""

    found: int
    rejects: dict[int, Reject]
    digests: "array[int]"
    marks: dict[int, Marks]

    def checked(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items again: rejects as they were, and those that are not what was surveyed as rejects.

        Whatever happened to the files meanwhile, as many items come as were found.
        """
        rest = iter(items)
        for number in range(self.found):
            item = next(rest, None)
            if number in self.rejects:
                yield self.rejects[number]
            elif item is None or isinstance(item, Reject):
                why = "an input was cut while the run was going on: run again"
                yield Reject("" if item is None else item.source, Code.CHANGED, why)
            elif _digest(item.sha256) != self.digests[number]:
                source = item.place if isinstance(item, Raw) else item.source
                yield Reject(source, Code.CHANGED, "was changed while the run was going on: run again")
            else:
                yield item

    def part(self, start: int, end: int) -> "Survey":
        """Return the survey of the documents from `start` on, before `end`, numbered from 0."""
        numbers = range(start, end)
        return Survey(
            len(numbers),
            {n - start: self.rejects[n] for n in numbers if n in self.rejects},
            self.digests[start:end],
            {n - start: self.marks[n] for n in numbers if n in self.marks},
        )


def survey(
    items: Iterable[Item],
    *,
    workers: int = 1,
    timeout: float | None = None,
    memory: int | None = None,
    text: Callable[[str, str], None] | None = None,
) -> Survey:
    """Read all items; `text` gets the hash and the extracted text of each document."""
    start = partial(sketcher, with_text=text is not None)
    with closing(each(items, start, workers=workers, timeout=timeout, memory=memory)) as outcomes:
        return gathered(texts_kept(outcomes, text))


def gathered(sketches: Iterable[Sketch | Reject]) -> Survey:
    """Return the survey of documents that were read, or not, in their order."""
    rejects: dict[int, Reject] = {}
    digests = array("Q")
    duplicates = Duplicates()
    for number, outcome in enumerate(sketches):
        if isinstance(outcome, Reject):
            rejects[number] = outcome
            digests.append(0)
            continue
        digests.append(_digest(outcome.sha256))
        duplicates.add(number, outcome)
    return Survey(len(digests), rejects, digests, duplicates.marks())


def texts_kept(
    sketches: Iterable[Sketch | Reject], text: Callable[[str, str], None] | None
) -> Iterator[Sketch | Reject]:
    """Yield the sketches, each without its text, which `text` has got with its hash."""
    for outcome in sketches:
        if text and isinstance(outcome, Sketch) and outcome.raw is not None:
            text(outcome.sha256, outcome.raw)
            yield replace(outcome, raw=None)
        else:
            yield outcome


def sketcher(*, with_text: bool) -> Task[Sketch]:
    """Return what sketches a document."""

    def task(document: Document) -> Sketch:
        return sketch(document, with_text=with_text)

    return task


def _digest(sha256: str) -> int:
    return int(sha256[:16], 16)
