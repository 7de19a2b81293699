"""Progress on a terminal: one bar for each step, with its rate and the time left."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipeline.progress import Advance, Steps, unseen

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Task

NOTE = 40
"""Characters shown of a note."""


@contextmanager
def show_progress(output: str = "") -> Iterator[Steps]:
    """Show bars where stderr is a terminal that no records go to (`output` is not `-`); else nothing."""
    if not sys.stderr.isatty() or (output == "-" and sys.stdout.isatty()):
        yield unseen
        return
    from rich.console import Console

    with bars(Console(stderr=True)) as steps:
        yield steps


@contextmanager
def bars(console: "Console") -> Iterator[Steps]:
    """Draw the steps on a console; a bar goes when its step is over."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    name = TextColumn("{task.description}", markup=False)  # of a model, maybe: brackets are no markup
    note = TextColumn("{task.fields[note]}", markup=False)
    rate = TextColumn("{task.fields[rate]}")
    with Progress(name, BarColumn(), rate, TimeRemainingColumn(), note, console=console) as progress:

        @contextmanager
        def step(name: str, total: int | None, unit: str) -> Iterator[Advance]:
            number = progress.add_task(name, total=total, note="", rate=unit)
            task = next(t for t in progress.tasks if t.id == number)

            def advance(units: int = 1, note: str = "") -> None:
                progress.advance(number, units)
                shown = note[-NOTE:] if note else task.fields["note"]
                progress.update(number, note=shown, rate=rate_of(task, unit))

            try:
                yield advance
            finally:
                progress.remove_task(number)

        yield step


def rate_of(task: "Task", unit: str) -> str:
    """Return how many are done of how many, and how many a second."""
    done = f"{task.completed:.0f}" if task.total is None else f"{task.completed:.0f}/{task.total:.0f}"
    speed = f", {task.speed:.1f}/s" if task.speed else ""
    return f"{done} {unit}{speed}"
