"""Environments of peers: a virtual environment each, made once and kept; never the one of this project."""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.contests import ContestantError

ADDRESS: Final = re.compile(r"\b(?:https?|file)://\S+|(?<!\w)/\S+")
MARKER: Final = "installed.txt"


def environment(folder: Path, requirements: Sequence[str]) -> Path:
    """Return the Python of an environment with these packages; raises ContestantError where pip fails."""
    python, marker = folder / "bin" / "python", folder / MARKER
    wanted = "\n".join(requirements) + "\n"
    if marker.is_file() and marker.read_text(encoding="utf-8") == wanted:
        return python
    _do([sys.executable, "-m", "venv", "--clear", str(folder)])
    _do([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *requirements])
    marker.write_text(wanted, encoding="utf-8")
    return python


def _do(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise ContestantError(f"cannot be installed: {cause(result.stderr or result.stdout)}")


def cause(said: str) -> str:
    r"""Return what a failed installation says, without addresses and paths, which differ elsewhere.

    >>> cause("WARNING: slow\nERROR: Could not fetch https://example.org/x: no such file\nhint")
    'Could not fetch …: no such file'
    """
    lines = said.strip().splitlines() or ["no message"]
    errors = [line for line in lines if line.startswith(("ERROR: ", "error: "))]
    line = re.sub("^error: ", "", errors[-1] if errors else lines[-1], flags=re.IGNORECASE)
    return ADDRESS.sub(lambda m: "…" + (":" if m[0].endswith(":") else ""), line)[:200]
