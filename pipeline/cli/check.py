"""`check`: validate annotated samples."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import fail_plainly, tell
from pipeline.learning.checking import check_files, unmarked_numerals
from pipeline.learning.corpus import sample_files


@fail_plainly
def check(
    samples: Annotated[Path, typer.Argument(help="a sample file, or a folder of them")],
    numerals: Annotated[bool, typer.Option(help="list the numerals that are marked as nothing")] = False,
) -> None:
    """Validate annotated samples; every fault is named with file, line and span.

    Example: python -m pipeline check training/gold
    """
    sound, faults = check_files(sample_files(samples))
    for fault in faults:
        tell(fault.message if fault.file else str(fault))
    if numerals:
        for sample in sound:
            for found in unmarked_numerals(sample):
                typer.echo(f"{sample.id}: {found}")
    figures = sum(r.label == "AMOUNT" for s in sound for r in s.relations)
    characters = sum(len(s.text) for s in sound)
    tell(f"{len(sound)} sound samples, {characters} characters, {figures} figures; {len(faults)} faults")
    raise typer.Exit(1 if faults else 0)
