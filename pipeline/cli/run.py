"""`run`: reports in, records out."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from pipeline import DEFAULT
from pipeline.batch import identity, run_batch
from pipeline.cli.cluster import refuse_for_ray, run_on_ray
from pipeline.cli.common import fail_plainly, interruptible, tell
from pipeline.cli.outputs import account_for, check_outputs
from pipeline.cli.progress import show_progress
from pipeline.cli.summary import show
from pipeline.engines import PARTITIONED, check_engine
from pipeline.engines import engine as engine_of
from pipeline.engines.workers import PAGES
from pipeline.errors import Code, CommandError
from pipeline.inputs import Inputs, input_paths
from pipeline.reading.formats import TOLD
from pipeline.reading.raw import Form, Opening
from pipeline.sinks.files import check_place
from pipeline.sinks.jsonl import open_sink
from pipeline.sinks.manifest import model_identity
from pipeline.sinks.texts import Texts
from pipeline.survey.survey import survey
from pipeline.vetting import vet


@fail_plainly
def run(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT…", help="files, folders, globs; - is stdin")],
    output: Annotated[
        str, typer.Option("-o", "--output", help="file for the records, with ray a folder; - is stdout")
    ] = "-",
    model: Annotated[Path, typer.Option(help="the model folder")] = DEFAULT,
    workers: Annotated[int, typer.Option(min=1, help="processes that work at once")] = 1,
    engine: Annotated[
        str, typer.Option(help="where the work runs: local, or ray (docs/cluster.md)")
    ] = "local",
    published: Annotated[str | None, typer.Option(help="YYYY-MM-DD for reports that carry no date")] = None,
    rejects: Annotated[
        Path | None, typer.Option(help="file for what cannot be read; default NAME.rejects.jsonl")
    ] = None,
    texts: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="folder for the extracted texts, by doc.sha256")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="go on with an interrupted run")] = False,
    timeout: Annotated[float | None, typer.Option(help="seconds a document may take")] = None,
    memory: Annotated[
        int | None, typer.Option(min=1, metavar="MIB", help="memory a document may take beyond the model")
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="leave out records whose measure or category is less sure")
    ] = 0.0,
    samples: Annotated[
        Path | None, typer.Option(help="file for the predictions as samples to correct, least certain first")
    ] = None,
    mask_names: Annotated[
        bool, typer.Option("--mask-names", help="write 张某 for personal names in what records quote")
    ] = False,
    format: Annotated[
        Form | None, typer.Option(help="text, html, jsonl or csv, where neither content nor name tells")
    ] = None,
    text_column: Annotated[str, typer.Option(help="of .jsonl, .csv and .parquet")] = "text",
    id_column: Annotated[str, typer.Option(help="of the same")] = "id",
    published_column: Annotated[str, typer.Option(help="of the same")] = "published",
    columns: Annotated[
        str | None, typer.Option(metavar="A,B", help="columns carried into doc.columns; default all others")
    ] = None,
) -> None:
    """Read reports and write records as JSON Lines; a report that cannot be read is a line of the rejects.

    Reads text, HTML, DOCX, PDF, JSON Lines, CSV and Parquet, compressed or in zip archives. Beside the output
    NAME.manifest.json accounts for every input. Where the output exists it is replaced when the run is
    complete (until then: NAME.part). A run that was interrupted leaves NAME.journal; the same command with
    --resume goes on and gives the same bytes as a run without interruption. Exit status: 0 all read, 1 some
    rejected, 2 wrong command, 130 Ctrl-C.

    Example: python -m pipeline run seeds -o records.jsonl
    """
    carried = (
        tuple(name.strip() for name in columns.split(",") if name.strip()) if columns is not None else None
    )
    opening = Opening(format, _day(published), text_column, id_column, published_column, carried)
    _check_limits(timeout, memory, format)
    check_engine(engine)
    if engine in PARTITIONED:
        refuse_for_ray(inputs, output, rejects, samples)
    inputs_ = Inputs(input_paths(inputs), opening)
    paths = [path for path in inputs_.paths if isinstance(path, Path)]
    _warn_of_namesakes(paths)
    vet(model)
    check_outputs(paths, None if engine in PARTITIONED else output, rejects, texts)
    if samples:
        _check_samples(samples, paths, {Path(output).resolve(), rejects and rejects.resolve()})
    settings = {
        "published": published,
        "min_confidence": min_confidence,
        "mask_names": mask_names,
        "format": format,
        "text_column": text_column,
        "id_column": id_column,
        "published_column": published_column,
        "columns": columns,
    }
    limits = {"timeout": timeout, "memory": memory}  # a run that a document ended can go on with others
    if engine in PARTITIONED:
        summary = run_on_ray(
            inputs_.paths,
            opening,
            Path(output),
            model,
            settings,
            limits,
            workers=workers,
            texts=texts,
            resume=resume,
        )
        show(summary)
        raise typer.Exit(1 if summary.rejected else 0)
    identified = model_identity(model)
    sink = None
    try:
        with interruptible() as unbroken, show_progress(output) as steps:
            with steps("reading", len(paths), "files") as advance:
                found = survey(
                    inputs_.items(lambda path: advance(note=str(path))),
                    workers=workers,
                    timeout=timeout,
                    memory=memory,
                    text=Texts(texts).write if texts else None,
                )
            accounts = list(inputs_.accounts.values())
            sink = open_sink(output, rejects, identity(accounts, identified, settings), resume=resume)
            with steps("extracting", found.found - sink.done.items, "documents") as advance:
                summary = run_batch(
                    inputs_.items(),
                    engine_of(engine),
                    model,
                    sink,
                    workers=workers,
                    timeout=timeout,
                    memory=memory,
                    min_confidence=min_confidence,
                    mask_names=mask_names,
                    found=found,
                    unbroken=unbroken,
                    complete=lambda summary: account_for(
                        output, accounts, identified, settings | limits, summary
                    ),
                    advance=advance,
                )
    except KeyboardInterrupt:
        done = (
            f"interrupted after {sink.done.items} inputs" if sink else "interrupted before the first record"
        )
        tell(f"{done}; the same command with --resume goes on" if sink and sink.journal else done)
        raise
    show(summary)
    if samples:
        with show_progress(output) as steps, steps("samples", found.found, "documents") as advance:
            from pipeline.learning.predicted import predict_samples, write_samples

            outcomes = predict_samples(
                found.checked(inputs_.items()),
                model,
                workers=workers,
                timeout=timeout,
                memory=memory,
                mask_names=mask_names,
            )
            written, without = write_samples(outcomes, samples, advance)
        rejected = f" ({without} inputs gave none)" if without else ""
        tell(f"{written} samples to correct in {samples}{rejected}: see docs/correcting.md")
    raise typer.Exit(1 if summary.rejected else 0)


def _check_samples(samples: Path, inputs: list[Path], others: set[Path | None]) -> None:
    """See before the work begins that the samples have a place of their own."""
    if samples.resolve() in {*others, *(path.resolve() for path in inputs)}:
        raise CommandError(Code.BAD_OPTION, f"--samples {samples} is an input or another output")
    check_place(samples)


def _check_limits(timeout: float | None, memory: int | None, format: Form | None) -> None:
    if timeout is not None and timeout <= 0:
        raise CommandError(Code.BAD_OPTION, f"--timeout {timeout:g}: a document needs some time")
    if memory is not None and not PAGES.exists():
        raise CommandError(Code.BAD_OPTION, "--memory: only Linux can limit it, leave it out")
    if format not in {None, *TOLD}:
        raise CommandError(
            Code.BAD_OPTION, f"--format {format}: this format is told by the content, leave it out"
        )


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
