"""Texts that the tests of reading share."""

import re
from functools import cache
from pathlib import Path

from pipeline.learning.markup import compile_sample

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
SAMPLES = sorted((ROOT / "training" / "reports").rglob("*.txt"))


@cache
def bodies() -> dict[str, str]:
    """Return the plain texts of the annotated reports by their files' names."""
    return {path.name: compile_sample(path.read_text("utf-8"), path.name).text for path in SAMPLES}


def sentences() -> list[str]:
    """Return stretches of Han characters out of the reports."""
    return re.findall("[\u4e00-\u9fff]{10,30}", "\n".join(bodies().values()))


def table(name: str) -> list[tuple[str, ...]]:
    r"""Read a table of cases: one a line, fields divided by tabs, \n, \t and \uXXXX as in Python."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [
        tuple(
            re.sub(r"\\(n|t|r|u[0-9a-f]{4})", lambda m: m[0].encode().decode("unicode_escape"), field)
            for field in line.split("\t")
        )
        for line in lines
        if line and not line.startswith("#")
    ]
