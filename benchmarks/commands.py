"""Runs of our own command in a process of its own, with the memory and time of all its processes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.contests import ONE_THREAD, ROOT

PAUSE: Final = 0.1
"""Seconds between two looks at the memory."""


class CommandRun(NamedTuple):
    """Seconds from start to end, the sum of the peaks of all processes in MiB, and of their core seconds."""

    seconds: float
    peak: float
    core: float


def rows(path: Path, texts: Iterable[str]) -> tuple[int, int]:
    """Write texts as JSON Lines; returns how many and their characters."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number = characters = 0
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts, 1):
            characters += len(text)
            row = {"id": str(number), "text": text, "published": "2024-09-01"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return number, characters


def run(source: Path, workers: int, engine: str = "local", output: Path | None = None) -> CommandRun:
    """Run the command on a file or folder; raises CalledProcessError where it fails."""
    output = output or source.with_suffix(".records.jsonl")
    options = ["-o", str(output), "--workers", str(workers), "--engine", engine]
    command = [sys.executable, "-m", "pipeline", "run", str(source), *options]
    log = source.with_suffix(".log")
    peaks: dict[int, float] = {}
    cores: dict[int, float] = {}
    clock = time.perf_counter()
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=said,
            stderr=said,
            env=os.environ | ONE_THREAD | {"PYTHONPATH": str(ROOT)},
        )
        while process.poll() is None:
            for number in tree(process.pid):
                peaks[number] = peak_of(number) or peaks.get(number, 0.0)
                cores[number] = core_seconds(number) or cores.get(number, 0.0)
            with suppress(subprocess.TimeoutExpired):
                process.wait(PAUSE)
    seconds = time.perf_counter() - clock
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, log.read_bytes()[-2000:])
    return CommandRun(seconds, sum(peaks.values()), sum(cores.values()))


def tree(number: int) -> Iterator[int]:
    """Yield a process and all below it; those that end meanwhile are left out."""
    yield number
    with suppress(OSError):
        for task in Path(f"/proc/{number}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from tree(int(child))


def peak_of(number: int) -> float | None:
    """Return the peak memory of a process in MiB, None where it has ended."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{number}/status").read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))
    return None


def core_seconds(number: int) -> float | None:
    """Return the seconds that a process had of the cores, without its children; None where it has ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return None
