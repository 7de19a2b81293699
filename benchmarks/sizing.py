"""What a run on a cluster takes: both engines by number of documents and workers, and the law they follow.

`python -m benchmarks.sizing -o docs/speed_cluster.md` takes half an hour, with --quick three minutes;
it needs the extra `ray`.
"""

import argparse
import pickle
import shutil
import sys
import time
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import machine
from benchmarks.commands import CommandRun, rows, run
from benchmarks.contests import ROOT
from benchmarks.documents import whole_documents
from benchmarks.laws import Law, law
from benchmarks.pages import number, table, write
from benchmarks.texts import samples
from pipeline.cluster.partitions import LEAST
from pipeline.inputs import Inputs, input_paths
from pipeline.reading.raw import Raw
from pipeline.reading.reader import read
from pipeline.survey.sketch import Sketch, sketch
from pipeline.survey.survey import gathered

TEMPLATE: Final = Path(__file__).parent / "data" / "sizing.txt"
PACKAGES: Final = ("spacy", "numpy", "ray")
FULL: Final = {1: 3, 100: 2, 400: 2, 1_600: 1}
"""Documents, and how many rounds of them are run."""
QUICK: Final = {1: 1, 100: 1, 200: 1}
CONFIGURATIONS: Final = (("local", 1), ("ray", 1), ("local", 2), ("ray", 2))
TOGETHER: Final = 50
"""Documents in a partition: each worker has several, as in an archive."""
MILLION: Final = 1_000_000
HOUR: Final = 3_600
PRICE: Final = 0.04
"""What an hour of a core costs in the example, in any currency."""
CORES: Final = (2, 16, 64, 256)
LENGTHS: Final = (500, 1_500, 5_000)


class Series(NamedTuple):
    """The best seconds and core seconds of an engine with so many workers, by number of documents."""

    engine: str
    workers: int
    seconds: dict[int, float]
    core: dict[int, float]
    peak: float

    def law(self) -> Law:
        """Return the line of the seconds: the start and what a document takes."""
        return law(list(self.seconds), list(self.seconds.values()))

    def work(self) -> Law:
        """Return the line of the core seconds."""
        return law(list(self.core), list(self.core.values()))


def main() -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sizing", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=Path("out/speed_cluster.md"), help="the page")
    parser.add_argument("--quick", action="store_true", help="smaller sizes: provisional numbers")
    parser.add_argument(
        "--scratch", type=Path, default=ROOT / "out" / "sizing", help="folder for inputs and outputs"
    )
    arguments = parser.parse_args()
    before, scratch = machine.load(), arguments.scratch.resolve()
    sizes = QUICK if arguments.quick else FULL
    texts = list(whole_documents(samples("dev", "test"), MILLION * 2))[: max(sizes)]
    folders = {count: corpus(scratch / f"in-{count}", texts[:count]) for count in sizes}
    found = series(folders, sizes, scratch)
    alone = settling(folders[max(sizes)])
    length = sum(map(len, texts)) / len(texts)
    write(
        arguments.output,
        "Speed and cost on a cluster",
        TEMPLATE.read_text(encoding="utf-8").format(
            flags=" --quick" * arguments.quick,
            machine=machine.description(before, arguments.quick, {p: version(p) for p in PACKAGES}),
            length=number(length),
            together=TOGETHER,
            rounds=", ".join(f"{rounds} of {count:,}" for count, rounds in sizes.items()),
            seconds=by_number(found),
            laws=laws(found),
            settling=number(alone * 1e3),
            **costs(found[-1], alone, length),
        ),
    )


def corpus(folder: Path, texts: Sequence[str]) -> Path:
    """Write documents as files that are a partition each, by blank lines at their end."""
    shutil.rmtree(folder, ignore_errors=True)
    for start in range(0, len(texts), TOGETHER):
        path = folder / f"{start:06}.jsonl"
        rows(path, texts[start : start + TOGETHER])
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" * LEAST)
    return folder


def series(folders: dict[int, Path], sizes: dict[int, int], scratch: Path) -> list[Series]:
    """Measure all configurations, which take turns; raises ValueError where their records differ."""
    runs: dict[tuple[str, int], dict[int, list[CommandRun]]]
    runs = {c: {count: [] for count in sizes} for c in CONFIGURATIONS}
    for count, rounds in sizes.items():
        for _ in range(rounds):
            records = set()
            for engine, workers in CONFIGURATIONS:
                output = scratch / f"{engine}-{workers}"
                shutil.rmtree(output, ignore_errors=True)
                output.mkdir(parents=True)
                target = output / ("records.jsonl" if engine == "local" else "records")
                runs[engine, workers][count].append(run(folders[count], workers, engine, target))
                written = sorted(target.glob("part-*")) if target.is_dir() else [target]
                records.add(b"".join(path.read_bytes() for path in written))
                print(engine, workers, count, runs[engine, workers][count][-1], file=sys.stderr, flush=True)
            if len(records) > 1:
                raise ValueError(f"other records by other engines for {count} documents")
    return [
        Series(
            *c,
            {count: min(r.seconds for r in done) for count, done in runs[c].items()},
            {count: min(r.core for r in done) for count, done in runs[c].items()},
            max(r.peak for done in runs[c].values() for r in done),
        )
        for c in CONFIGURATIONS
    ]


def settling(folder: Path) -> float:
    """Return the seconds a document of what only the first machine does: it takes in all sketches."""
    items = Inputs(input_paths([str(folder)])).items()
    sketches = [pickle.dumps(sketch(read(item), with_text=False)) for item in items if isinstance(item, Raw)]
    clock = time.perf_counter()
    gathered(loaded(one) for one in sketches)
    return (time.perf_counter() - clock) / len(sketches)


def loaded(data: bytes) -> Sketch:
    """Return a sketch that came from another machine."""
    found: Sketch = pickle.loads(data)
    return found


def by_number(found: Sequence[Series]) -> str:
    """Return the curve."""
    counts = list(found[0].seconds)
    heads = ["engine, workers; documents:", *(f"{count:,}" for count in counts), "peak MiB"]
    return table(
        heads,
        (
            [
                f"{s.engine}, {s.workers}",
                *(f"{number(s.seconds[count])} ({number(s.core[count])})" for count in counts),
                number(s.peak),
            ]
            for s in found
        ),
    )


def laws(found: Sequence[Series]) -> str:
    """Return the lines fitted to the curve and what follows from them."""
    heads = (
        "engine, workers",
        "fixed seconds",
        "seconds a document",
        "R²",
        "fixed core seconds",
        "core seconds a document",
        "R²",
        "documents an hour a core",
    )
    return table(
        heads,
        (
            [
                f"{s.engine}, {s.workers}",
                *(cell for line in (s.law(), s.work()) for cell in told(line)),
                number(HOUR / s.work().each),
            ]
            for s in found
        ),
    )


def told(line: Law) -> tuple[str, str, str]:
    """Return the cells of a line."""
    return number(line.fixed), number(line.each), f"{line.r2:.4f}"


def costs(busy: Series, alone: float, length: float) -> dict[str, str]:
    """Return tables of what a million documents cost, reckoned from the core seconds of a full machine.

    `alone` are the seconds a document that do not spread, `length` the characters of a measured document.
    """
    fixed, work = busy.law().fixed, busy.work().each
    hours = MILLION * work / HOUR

    def wall(cores: int) -> float:
        return (fixed + MILLION * (work / cores + alone)) / HOUR

    by_length = (
        [f"{n:,} characters", *map(number, (HOUR / (work * n / length), hours * n / length))] for n in LENGTHS
    )
    by_cores = ([str(cores), number(wall(cores)), f"{hours / wall(cores) / cores:.0%}"] for cores in CORES)
    return {
        "lengths": table(("documents of", "documents an hour a core", "core hours a million"), by_length),
        "cores": table(("cores", "hours for a million", "of the cores' time used"), by_cores),
        "work": number(work),
        "fixed": number(fixed),
        "hours": number(hours),
        "price": f"{PRICE:g}",
        "cost": number(hours * PRICE),
        "most": number(1 / alone),
    }


if __name__ == "__main__":
    main()
