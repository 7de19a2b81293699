"""Time and memory by workers, length and number of documents.

`python -m benchmarks.scaling -o docs/speed_scaling.md` takes about fifteen minutes, with --quick two;
--long adds 200,000 documents, half an hour.
"""

import argparse
import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks import machine
from benchmarks.commands import CommandRun, rows, run
from benchmarks.contests import ROOT, Contestant, take_turns
from benchmarks.documents import long_document, short_documents, whole_documents
from benchmarks.laws import law, told
from benchmarks.pages import number, table, write
from benchmarks.texts import samples, stored
from pipeline.learning.samples import Sample

TEMPLATE: Final = Path(__file__).parent / "data" / "scaling.txt"
PACKAGES: Final = ("zh-police-reports", "spacy", "numpy")
FLAT_FROM: Final = 2_000


class Sizes(NamedTuple):
    """How much is measured."""

    characters: int
    rounds: int
    lengths: tuple[int, ...]
    numbers: tuple[int, ...]


FULL: Final = Sizes(1_200_000, 3, (*(1_000 * 4**n for n in range(5)), 1_000_000), (200, 2_000, 20_000))
QUICK: Final = Sizes(100_000, 2, (1_000, 8_000, 64_000), (200, 500, 2_000))
MORE: Final = 200_000
WORKERS: Final = (1, 2)


def main() -> None:
    """Measure and write the page."""
    arguments = options()
    before = machine.load()
    sizes = QUICK if arguments.quick else FULL
    if arguments.long:
        sizes = sizes._replace(numbers=(*sizes.numbers, MORE))
    scratch, reports = arguments.scratch.resolve(), samples("dev", "test")
    text = TEMPLATE.read_text(encoding="utf-8").format(
        flags=" --quick" * arguments.quick + " --long" * arguments.long,
        rounds=sizes.rounds,
        length_rounds=sizes.rounds,
        flat_from=FLAT_FROM,
        **by_workers(reports, sizes, scratch),
        **by_length(reports, sizes, scratch),
        **by_number(reports, sizes, scratch),
        machine=machine.description(before, arguments.quick, {p: version(p) for p in PACKAGES}),
    )
    write(arguments.output, "Speed by workers, length and number of documents", text)


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scaling", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=Path("out/speed_scaling.md"), help="the page")
    parser.add_argument("--quick", action="store_true", help="smaller sizes: provisional numbers")
    parser.add_argument("--long", action="store_true", help=f"{MORE:,} documents as well")
    parser.add_argument(
        "--scratch",
        type=Path,
        default=ROOT / "out" / "benchmarks",
        help="folder for inputs, outputs and logs",
    )
    return parser.parse_args()


def by_workers(reports: Sequence[Sample], sizes: Sizes, scratch: Path) -> dict[str, str | int]:
    """Measure one and two workers in turn."""
    source = scratch / "workers.jsonl"
    documents, characters = rows(source, whole_documents(reports, sizes.characters))
    runs: dict[int, list[CommandRun]] = {workers: [] for workers in WORKERS}
    for _ in range(sizes.rounds):
        for workers in WORKERS:
            runs[workers].append(run(source, workers))
    seconds = {workers: statistics.median(r.seconds for r in runs[workers]) for workers in WORKERS}
    gains = {
        w: statistics.median(one.seconds / r.seconds for one, r in zip(runs[1], runs[w], strict=True))
        for w in WORKERS
    }
    lines = [
        [
            str(w),
            number(seconds[w]),
            number(characters / seconds[w]),
            f"{gains[w]:.2f}",
            number(max(r.peak for r in runs[w])),
        ]
        for w in WORKERS
    ]
    heads = ("workers", "seconds", "characters a second", "times one worker", "peak MiB")
    return {
        "workers": table(heads, lines),
        "worker_documents": documents,
        "worker_characters": characters,
    }


def by_length(reports: Sequence[Sample], sizes: Sizes, scratch: Path) -> dict[str, str]:
    """Measure single documents, from the shortest to the longest."""
    texts = [long_document(reports, size) for size in sizes.lengths]
    warm = stored(scratch / "warm.json", [reports[0].text])
    with ExitStack() as stack:
        turns = []
        for size, text in zip(sizes.lengths, texts, strict=True):
            contestant = Contestant(
                Path(sys.executable), "use_ours", "records", scratch / "logs" / f"length-{size}.txt"
            )
            stack.callback(contestant.stop)
            contestant.time(warm)
            turns.append(partial(contestant.time, stored(scratch / f"length-{size}.json", [text])))
        standings = take_turns(turns, sizes.rounds)
    seconds = [statistics.median(r.seconds for r in standing.runs) for standing in standings]
    lines = [
        [
            f"{size // 1_000:,} kB",
            f"{len(text):,}",
            number(second),
            number(len(text) / second),
            number(standing.peak()),
            str(len(standing.runs[0].failed)),
        ]
        for size, text, second, standing in zip(sizes.lengths, texts, seconds, standings, strict=True)
    ]
    heads = ("length in UTF-8", "characters", "seconds", "characters a second", "peak MiB", "failed")
    return {"lengths": table(heads, lines), "length_law": told(law([len(t) for t in texts], seconds))}


def by_number(reports: Sequence[Sample], sizes: Sizes, scratch: Path) -> dict[str, str]:
    """Measure streams of short documents."""
    amounts, runs = [], []
    for count in sizes.numbers:
        source = scratch / f"number-{count}.jsonl"
        amounts.append(rows(source, short_documents(reports, count))[1])
        runs.append(run(source, 1))
    level = dict(zip(sizes.numbers, (r.peak for r in runs), strict=True))[FLAT_FROM]
    lines = [
        [
            f"{count:,}",
            f"{characters:,}",
            number(r.seconds),
            number(characters / r.seconds),
            number(count / r.seconds),
            number(r.peak),
            f"{r.peak / level:.2f}",
        ]
        for count, characters, r in zip(sizes.numbers, amounts, runs, strict=True)
    ]
    heads = (
        "documents",
        "characters",
        "seconds",
        "characters a second",
        "documents a second",
        "peak MiB",
        "by 2,000",
    )
    return {
        "numbers": table(heads, lines),
        "number_law": told(law(amounts, [r.seconds for r in runs])),
        "short": number(sum(amounts) / sum(sizes.numbers)),
    }


if __name__ == "__main__":
    main()
