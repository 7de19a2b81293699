"""Contestants as processes, and the rounds in which they take turns."""

import json
import os
import statistics
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

ROOT: Final = Path(__file__).parents[1]
SERVER: Final = Path(__file__).parent / "contestants" / "serve.py"
ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


class ContestantError(Exception):
    """A contestant cannot be measured; the message is a cause for the table."""


@dataclass(frozen=True, slots=True)
class Run:
    """One turn: seconds on the clock and on the processor, words found, texts failed, peak memory in MiB."""

    seconds: float
    busy: float
    tokens: int | None
    failed: list[str]
    peak: float | None


class Contestant:
    """A process that waits for its turns."""

    def __init__(self, python: Path, module: str, what: str, log: Path) -> None:
        """Start the process and wait until it is ready; raises ContestantError where it never is."""
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        with log.open("wb") as errors:
            self.process = subprocess.Popen(
                [str(python), str(SERVER), module, what],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                cwd=ROOT,
                text=True,
                encoding="utf-8",
                env=os.environ | ONE_THREAD | {"PYTHONPATH": str(ROOT) if module == "use_ours" else ""},
            )
        ready = self._answer()
        self.loading: float = ready["seconds"]
        self.versions: dict[str, str] = ready["versions"]

    def time(self, texts: Path) -> Run:
        """Take a turn: do the texts of a JSON file."""
        return Run(**self._ask("time", texts))

    def spans(self, texts: Path) -> list[list[tuple[str, int, int]]]:
        """Return what is found in each text of a JSON file, under labels of its own."""
        return [[(label, a, b) for label, a, b in found] for found in self._ask("spans", texts)["spans"]]

    def stop(self) -> None:
        """End the process."""
        assert self.process.stdin
        assert self.process.stdout
        with suppress(OSError):  # it is dead, and what it was asked last was never read
            self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()

    def _ask(self, do: str, texts: Path) -> dict[str, Any]:
        requests: IO[str] | None = self.process.stdin
        assert requests
        with suppress(OSError):  # it is dead: its answer will tell
            requests.write(json.dumps({"do": do, "texts": str(texts)}) + "\n")
            requests.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            self.stop()
            lines = self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise ContestantError(f"ended: {lines[-1] if lines else 'without a word'}")
        answer: dict[str, Any] = json.loads(line)
        return answer


@dataclass(slots=True)
class Standing:
    """What the turns of one contestant came to."""

    runs: list[Run] = field(default_factory=list)
    error: str | None = None
    """Why it did not come to the end; it has no runs then."""

    def speed(self, units: int) -> float:
        """Return the median of units a second."""
        return statistics.median(units / run.seconds for run in self.runs)

    def speeds(self, units: int) -> tuple[float, float]:
        """Return the slowest and the fastest turn, in units a second."""
        speeds = [units / run.seconds for run in self.runs]
        return min(speeds), max(speeds)

    def cores(self) -> float:
        """Return the median of processor time by clock time: 1 where one thread had a core to itself."""
        return statistics.median(run.busy / run.seconds for run in self.runs)

    def peak(self) -> float | None:
        """Return the peak memory in MiB, over the loading and all turns."""
        return max((run.peak for run in self.runs if run.peak is not None), default=None)

    def ratio(self, other: "Standing") -> float:
        """Return how many times the other's speed this is: the median over the rounds, turn by turn."""
        return statistics.median(
            theirs.seconds / ours.seconds for ours, theirs in zip(self.runs, other.runs, strict=True)
        )


def take_turns(turns: Sequence[Callable[[], Run]], rounds: int) -> list[Standing]:
    """Let each take one turn a round, in the same order, so that what slows the machine slows all alike."""
    standings = [Standing() for _ in turns]
    for _ in range(rounds):
        for standing, turn in zip(standings, turns, strict=True):
            if standing.error is None:
                try:
                    standing.runs.append(turn())
                except ContestantError as error:
                    standing.error, standing.runs = str(error), []
    return standings
