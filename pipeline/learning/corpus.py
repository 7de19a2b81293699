"""Folders of annotated samples, in markup or JSON Lines."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.errors import Code, CommandError, SampleError
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
        try:
            text = path.read_text(encoding="utf-8-sig")  # editors of Windows put a mark before the text
        except UnicodeDecodeError:
            raise SampleError("is no UTF-8 text: save it as UTF-8", file=str(path)) from None
        if path.suffix == ".jsonl":
            for number, line in enumerate(text.split("\n"), 1):  # U+2028 may stand within a text
                if line.strip():
                    yield from_json(line, str(path), number)
        else:
            yield compile_sample(text, str(path))


def load_split(path: Path, *splits: str) -> list[Sample]:
    """Return the samples under `path` whose header names one of `splits` (all where none is given)."""
    return of_splits(read_samples(sample_files(path)), *splits)


def of_splits(samples: Iterable[Sample], *splits: str) -> list[Sample]:
    """Return the samples whose header names one of `splits`; one that names none is of `train`."""
    return [s for s in samples if not splits or s.meta.get("split", "train") in splits]
