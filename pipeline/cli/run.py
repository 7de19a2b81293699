"""`run`: reports in, records out."""

import glob
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import IO, Annotated

import typer

from pipeline.cli.common import fail_plainly, tell
from pipeline.errors import Code, CommandError
from pipeline.model import DEFAULT, extract_documents, load
from pipeline.reading.document import Document
from pipeline.reading.formats import Reject, read_data, read_file
from pipeline.record import Record
from pipeline.taxonomy import CATEGORIES

FIRST_FIGURES = 12


@fail_plainly
def run(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT…", help="files, folders, globs; - is stdin")],
    output: Annotated[str, typer.Option("-o", "--output", help="file for the records; - is stdout")] = "-",
    model: Annotated[Path, typer.Option(help="the model folder")] = DEFAULT,
    published: Annotated[str | None, typer.Option(help="YYYY-MM-DD for reports that carry no date")] = None,
    rejects: Annotated[Path | None, typer.Option(help="file for what cannot be read")] = None,
) -> None:
    """Read reports and write records as JSON Lines.

    Example: python -m pipeline run seeds -o out/records.jsonl
    """
    day = _day(published)
    paths = list(_paths(inputs))
    nlp = load(model)
    beside = Path(output).with_suffix(".rejects.jsonl") if output != "-" else None
    target = rejects or beside
    documents = records = 0
    figures: list[Record] = []
    categories: Counter[str] = Counter()
    rejected: list[Reject] = []
    with ExitStack() as stack:
        out = _open(output, stack)
        for item in _read(paths, day):
            if isinstance(item, Reject):
                rejected.append(item)
                continue
            documents += 1
            for found in extract_documents(nlp, [item]):
                for record in found:
                    out.write(record.model_dump_json(by_alias=True) + "\n")
                    categories[record.category.label] += 1
                    if record.quantity and len(figures) < FIRST_FIGURES:
                        figures.append(record)
                records += len(found)
    _write_rejects(rejected, target)
    tell(f"{documents} documents, {records} records, {len(rejected)} rejected")
    for label, count in categories.most_common():
        tell(f"  {CATEGORIES[label]} {label}: {count}")
    for record in figures:
        amount = record.quantity.text if record.quantity else ""
        tell(f"  {record.doc.id[:12]}  {record.measure.action}{record.measure.object}  {amount}")
    raise typer.Exit(1 if rejected else 0)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published) if published else None
    except ValueError:
        raise CommandError(Code.BAD_OPTION, f"--published {published!r} is no day YYYY-MM-DD") from None


def _paths(inputs: list[str]) -> Iterator[Path | None]:
    """Yield the files of the inputs, folders recursed and sorted; None stands for stdin."""
    for name in inputs:
        path = Path(name)
        if name == "-":
            yield None
        elif path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() or p.is_symlink())
        elif path.exists() or path.is_symlink():
            yield path
        else:
            found = sorted(glob.glob(name, recursive=True))
            if not found:
                raise CommandError(Code.NO_INPUT, f"no such input: {name}")
            yield from map(Path, found)


def _read(paths: list[Path | None], day: date | None) -> Iterator[Document | Reject]:
    for path in paths:
        if path is None:
            yield from read_data(sys.stdin.buffer.read(), "-", "stdin", day)
        else:
            yield from read_file(path, day)


def _open(output: str, stack: ExitStack) -> IO[str]:
    if output == "-":
        return sys.stdout
    try:
        return stack.enter_context(open(output, "w", encoding="utf-8"))
    except OSError as error:
        raise CommandError(Code.OUTPUT, f"cannot write {output}: {error.strerror}") from None


def _write_rejects(rejected: list[Reject], target: Path | None) -> None:
    lines = [
        json.dumps({"source": r.source, "cause": r.cause, "message": r.message}, ensure_ascii=False) + "\n"
        for r in rejected
    ]
    if target is None:
        for line in lines:
            tell(line.rstrip())
    elif lines:
        target.write_text("".join(lines), encoding="utf-8")
    else:
        target.unlink(missing_ok=True)
