"""Inputs of several partitions, and a spread that needs no Ray."""

import json
import os
import random
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from calling import REPORT

from pipeline.cluster import Spread, Step
from pipeline.cluster.partitions import LEAST
from pipeline.sinks.stored import stored_records
from pipeline.sinks.tables.export import export_records

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


def assert_tables_are_those_of_export(folder: Path, alone: Path) -> None:
    """Compare the Parquet partitions of a folder with the export of the records of the local engine."""
    assert sorted(p.name for p in folder.glob("part-*")) == [f"{name}.parquet" for name in NAMES]
    table = pq.read_table([folder / f"{name}.parquet" for name in NAMES])
    export_records(stored_records(str(alone)), folder.with_name("alone.parquet"))
    whole = pq.read_table(folder.with_name("alone.parquet"))
    # What repeats a figure of another document of the run is only known within a partition.
    own = ["duplicate_of", "summable"]
    assert table.drop_columns(own).equals(whole.drop_columns(own))


class Counting:
    """A step that gives each job with its process and how many jobs that has had."""

    def __init__(self) -> None:
        self.jobs = 0

    def __call__(self, job: Any) -> tuple[int, int, Any]:
        self.jobs += 1
        time.sleep(0.2)  # so that the other actor has its turn
        return os.getpid(), self.jobs, job

    def close(self) -> None:
        pass


@contextmanager
def here(_workers: int) -> Iterator[Spread]:
    """Do in this process what Ray does elsewhere."""

    def spread(start: Callable[[], Step[Any, Any]], jobs: Sequence[Any], workers: int) -> Generator[Any]:
        if jobs:
            with closing(start()) as step:
                yield from map(step, jobs)

    yield spread
