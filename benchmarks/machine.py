"""The machine that numbers were taken on, and whether it had anything else to do."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

IDLE: Final = 0.3
"""The load (processes that run or wait, mean of a minute) up to which a machine counts as quiet."""


def load() -> float:
    """Return the load of the last minute."""
    return os.getloadavg()[0]


def processor() -> str:
    """Return the model of the processor, where the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def memory() -> float:
    """Return the memory of the machine in GiB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def description(before: float, quick: bool, versions: dict[str, str]) -> str:
    """Return the paragraph that every page of results carries; `before` is the load before the start."""
    told = ", ".join(f"{name} {number}" for name, number in versions.items())
    parts = [
        f"{datetime.now(UTC):%Y-%m-%d}. {processor()}, {os.cpu_count()} cores, {memory():.0f} GiB, "
        f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}. {told}."
    ]
    if quick or before > IDLE:
        reasons = ["a quick run"] * quick
        reasons += [f"the machine had other work (load {before:.1f} before the start)"] * (before > IDLE)
        parts.append(f"**Provisional**: {', and '.join(reasons)}.")
    return "\n\n".join(parts)
