"""Folders of annotated samples, in markup or JSON Lines."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import Code, CommandError
from pipeline.learning.markup import compile_sample
from pipeline.learning.samples import Sample, from_json


def sample_files(path: Path) -> list[Path]:
    """Return the sample files under a file or folder, sorted; raises CommandError where there are none."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in {".txt", ".jsonl"})
    if not files:
        raise CommandError(Code.NO_INPUT, f"no annotated samples (.txt markup or .jsonl) in {path}")
    return files


def read_samples(paths: Iterable[Path]) -> Iterator[Sample]:
    """Read samples from markup and JSONL files; raises SampleError at the first fault."""
    for path in paths:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            for number, line in enumerate(text.splitlines(), 1):
                if line.strip():
                    yield from_json(line, str(path), number)
        else:
            yield compile_sample(text, str(path))


def load_split(path: Path, *splits: str) -> list[Sample]:
    """Return the samples under `path` whose header names one of `splits` (all where none is given)."""
    samples = list(read_samples(sample_files(path)))
    return [s for s in samples if not splits or s.meta.get("split", "train") in splits]
