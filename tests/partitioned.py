"""Inputs of several partitions, and a spread that needs no Ray."""

import json
import random
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from calling import REPORT

from pipeline.cluster import Spread, Step
from pipeline.cluster.partitions import LEAST

NAMES = ["part-00000", "part-00001", "part-00002", "part-00003"]
OPTIONS = ("--columns", "outlet", "--min-confidence", "0.3")


def fill(folder: Path) -> None:
    """Write two tables and bundles of small files around them; some documents stand in several."""
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    (folder / "b.txt").write_text("")
    rows = [{"id": f"r{n}", "text": REPORT.replace("300", str(n)), "outlet": n} for n in range(280, 300)]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows] + ["{broken", " " * LEAST]
    (folder / "c.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    columns: dict[str, list[object]] = {
        "id": [f"q{n}" for n in range(10)],
        "text": [row["text"] for row in rows[:9]] + [""],
        "pad": [random.Random(n).randbytes(LEAST // 5) for n in range(10)],
    }
    pq.write_table(pa.table(columns), folder / "d.parquet")
    (folder / "e.txt").write_text(REPORT, encoding="utf-8")


def files(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def joined(folder: Path) -> bytes:
    """Return the lines of all partitions in their order."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("part-*.jsonl")))


@contextmanager
def here(_workers: int) -> Iterator[Spread]:
    """Do in this process what Ray does elsewhere."""

    def spread(start: Callable[[], Step[Any, Any]], jobs: Sequence[Any], workers: int) -> Generator[Any]:
        if jobs:
            with closing(start()) as step:
                yield from map(step, jobs)

    yield spread
