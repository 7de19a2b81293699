"""`check`: validate annotated samples, and compare two annotators."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import fail_plainly, tell
from pipeline.errors import Code, CommandError
from pipeline.evaluation.scores import pooled
from pipeline.learning.agreement import agree_all, as_markdown
from pipeline.learning.checking import check_files, unmarked_numerals
from pipeline.learning.corpus import sample_files
from pipeline.learning.exchange.shape import attribute_faults
from pipeline.learning.samples import Sample


@fail_plainly
def check(
    samples: Annotated[Path, typer.Argument(help="a sample file, or a folder of them")],
    against: Annotated[
        Path | None, typer.Option(help="the same reports by another annotator: print the agreement")
    ] = None,
    numerals: Annotated[bool, typer.Option(help="list the numerals that are marked as nothing")] = False,
) -> None:
    """Validate annotated samples; every fault is named with file, line and span.

    With --against, print how far two annotators agree (spans, attributes, relations, records; by
    document and together) and every disagreement with its sentence and both readings, as Markdown.

    Example: python -m pipeline check training/gold --against training/second_reading
    """
    sound, faults = _checked(samples)
    if numerals:
        for sample in sound:
            for found in unmarked_numerals(sample):
                typer.echo(f"{sample.id}: {found}")
    if against:
        others, others_faults = _checked(against)
        _compare(sound, others)
        faults += others_faults
    raise typer.Exit(1 if faults else 0)


def _checked(path: Path) -> tuple[list[Sample], int]:
    """Check a file or folder; name its faults and return the sound samples and the number of faults."""
    if not path.exists():
        raise CommandError(Code.NO_INPUT, f"no such input: {path}")
    sound, faults = check_files(sample_files(path))
    if not sound and not faults:
        raise CommandError(Code.NO_INPUT, f"no samples in {path}")
    open_faults = {s.id: found for s in sound if (found := list(attribute_faults(s, s.id)))}
    sound = [s for s in sound if s.id not in open_faults]
    faults += [fault for found in open_faults.values() for fault in found]
    for fault in faults:
        tell(fault.message if fault.file else str(fault))
    figures = sum(r.label == "AMOUNT" for s in sound for r in s.relations)
    characters = sum(len(s.text) for s in sound)
    tell(f"{len(sound)} sound samples, {characters} characters, {figures} figures; {len(faults)} faults")
    return sound, len(faults)


def _compare(ours: list[Sample], theirs: list[Sample]) -> None:
    agreements, only_ours, only_theirs = agree_all(ours, theirs)
    for ids, side in ((only_ours, "first"), (only_theirs, "second")):
        if ids:
            tell(f"only the {side} has a sound sample of: {', '.join(ids)}")
    if not agreements:
        raise CommandError(Code.BAD_SAMPLES, "no report is annotated on both sides")
    typer.echo(as_markdown(agreements), nl=False)
    scores = pooled(a.scores for a in agreements)
    tell(f"{len(agreements)} reports: core F1 {scores['core'].f1:.3f}, record F1 {scores['record'].f1:.3f}")
