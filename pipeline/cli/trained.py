"""The closing summary of a training on stderr: what was learned from what, and what each step took."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from pipeline.cli.summary import PLAIN_WIDTH
from pipeline.learning.samples import Sample
from pipeline.progress import Advance, Steps


@dataclass(slots=True)
class StepLog:
    """Passes steps on and keeps of each its name, seconds, last note; `clock` tells seconds."""

    steps: Steps
    clock: Callable[[], float] = time.monotonic
    rows: list[tuple[str, float, str]] = field(default_factory=list)

    @contextmanager
    def __call__(self, name: str, total: int | None, unit: str) -> Iterator[Advance]:
        """Be a step of the steps."""
        began, last = self.clock(), ""
        with self.steps(name, total, unit) as advance:

            def heard(units: int = 1, note: str = "") -> None:
                nonlocal last
                last = note or last
                advance(units, note)

            yield heard
        self.rows.append((name, self.clock() - began, last))


def show_trained(log: StepLog, samples: list[Sample], added: int, model: Path, next_command: str) -> None:
    """Print the summary; where stderr is no terminal, without colours."""
    console = Console(
        file=sys.stderr, width=None if sys.stderr.isatty() else PLAIN_WIDTH, highlight=False, markup=False
    )
    figures = sum(r.label == "AMOUNT" for s in samples for r in s.relations)
    yours = f", {added} of them added" if added else ""
    size = sum(path.stat().st_size for path in model.rglob("*") if path.is_file())
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("step")
    table.add_column("time", justify="right")
    table.add_column("")
    for name, seconds, note in log.rows:
        table.add_row(name, clocked(seconds), note)
    table.add_row("together", clocked(sum(seconds for _, seconds, _ in log.rows)), "")
    console.print(f"trained on {len(samples)} reports{yours}: {figures} figures")
    console.print()
    console.print(table)
    console.print()
    console.print(f"model: {model}, {size / 1e6:.1f} MB", soft_wrap=True)
    console.print(f"next: {next_command}", soft_wrap=True)


def clocked(seconds: float) -> str:
    """Return minutes and seconds.

    >>> clocked(75.4)
    '1:15'
    """
    return f"{round(seconds) // 60}:{round(seconds) % 60:02}"
