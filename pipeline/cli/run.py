"""`run`: reports in, records out."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipeline import DEFAULT
from pipeline.batch import identity, run_batch
from pipeline.cli.common import fail_plainly, interruptible, tell
from pipeline.cli.inputs import STDIN, input_paths, read_inputs
from pipeline.cli.summary import show
from pipeline.engines import engine as engine_of
from pipeline.errors import Code, CommandError
from pipeline.reading.formats import Reject
from pipeline.sinks.files import check_place
from pipeline.sinks.jsonl import open_sink
from pipeline.vetting import vet


@fail_plainly
def run(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT…", help="files, folders, globs; - is stdin")],
    output: Annotated[str, typer.Option("-o", "--output", help="file for the records; - is stdout")] = "-",
    model: Annotated[Path, typer.Option(help="the model folder")] = DEFAULT,
    workers: Annotated[int, typer.Option(min=1, help="processes that work at once")] = 1,
    engine: Annotated[str, typer.Option(help="where the work runs: local")] = "local",
    published: Annotated[str | None, typer.Option(help="YYYY-MM-DD for reports that carry no date")] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="file for what cannot be read; default NAME.rejects.jsonl")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="go on with an interrupted run")] = False,
    timeout: Annotated[float | None, typer.Option(help="seconds a document may take")] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="leave out records whose measure or category is less sure")
    ] = 0.0,
    samples: Annotated[
        Path | None, typer.Option(help="file for the predictions as samples to correct, least certain first")
    ] = None,
) -> None:
    """Read reports and write records as JSON Lines; a report that cannot be read is a line of the rejects.

    Where the output exists it is replaced when the run is complete (until then: NAME.part). A run that was
    interrupted leaves NAME.journal; the same command with --resume goes on and gives the same bytes as
    a run without interruption. Exit status: 0 all read, 1 some rejected, 2 wrong command, 130 Ctrl-C.

    Example: python -m pipeline run seeds -o records.jsonl
    """
    day = _day(published)
    if timeout is not None and timeout <= 0:
        raise CommandError(Code.BAD_OPTION, f"--timeout {timeout:g}: a document needs some time")
    work = engine_of(engine)
    paths = input_paths(inputs)
    _warn_of_namesakes(paths)
    vet(model)
    own = {Path(output).resolve(), rejects and rejects.resolve()}
    if output != "-" and (same := next((p for p in paths if p.resolve() in own), None)):
        raise CommandError(Code.BAD_OPTION, f"the output {same} is one of the inputs: name another")
    if samples:
        _check_samples(samples, paths, own)
    options = {"published": published, "min_confidence": min_confidence}
    sink = open_sink(output, rejects, identity(paths, model, options), resume=resume)
    try:
        with interruptible() as unbroken, _progress(len(paths), output) as opened:
            summary = run_batch(
                read_inputs(paths, day, opened),
                work,
                model,
                sink,
                workers=workers,
                timeout=timeout,
                min_confidence=min_confidence,
                unbroken=unbroken,
            )
    except KeyboardInterrupt:
        done = f"interrupted after {sink.done.items} inputs"
        tell(f"{done}; the same command with --resume goes on" if sink.journal else done)
        raise
    show(summary)
    if samples:
        _write_samples(paths, day, model, samples)
    raise typer.Exit(1 if summary.rejected else 0)


def _write_samples(paths: list[Path], day: date | None, model: Path, output: Path) -> None:
    """Read the inputs once more; what cannot be read is in the rejects already."""
    from pipeline.learning.predicted import write_samples
    from pipeline.model import load

    documents = (item for item in read_inputs(paths, day) if not isinstance(item, Reject))
    written = write_samples(load(model), documents, output)
    tell(f"{written} samples to correct in {output}: see docs/correcting.md")


def _check_samples(samples: Path, inputs: list[Path], others: set[Path | None]) -> None:
    """See before the work begins that the samples have a place of their own."""
    if STDIN in inputs:
        raise CommandError(Code.BAD_OPTION, "--samples reads the inputs twice: name files instead of -")
    if samples.resolve() in {*others, *(path.resolve() for path in inputs)}:
        raise CommandError(Code.BAD_OPTION, f"--samples {samples} is an input or another output")
    check_place(samples)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published) if published else None
    except ValueError:
        raise CommandError(Code.BAD_OPTION, f"--published {published!r} is no day YYYY-MM-DD") from None


def _warn_of_namesakes(paths: list[Path]) -> None:
    """Documents are named by their files' stems: two of one name are hard to tell apart."""
    again = [stem for stem, count in Counter(path.stem for path in paths).items() if count > 1]
    if again:
        tell(f"warning: {len(again)} names are borne by several files, their ids too: {again[0]} …")


@contextmanager
def _progress(total: int, output: str) -> Iterator[Callable[[Path], None]]:
    """Show a progress bar where stderr is a terminal that no records go to."""
    if not sys.stderr.isatty() or (output == "-" and sys.stdout.isatty()):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}")
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total, completed=-1)

        def opened(path: Path) -> None:
            progress.update(task, advance=1, description=str(path)[-40:].replace("[", "("))

        yield opened
