"""`convert`: annotated samples from one form into another."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import fail_plainly, tell
from pipeline.learning.exchange.formats import Format
from pipeline.learning.exchange.formats import convert as convert_samples


@fail_plainly
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help="a file, or a folder of files")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="the file to write; for markup and brat a new folder")
    ],
    from_: Annotated[Format, typer.Option("--from", help="the format of IN")],
    to: Annotated[Format, typer.Option("--to", help="the format to write")],
) -> None:
    """Convert annotated samples between markup, JSONL, Label Studio, doccano, brat and spaCy.

    Attributes and relations are kept. A document with a misplaced span or another fault is named and
    left out, and the exit status is then 1.

    Example: python -m pipeline convert training/gold -o out/gold.json --from markup --to labelstudio
    """
    written, findings = convert_samples(source, output, from_, to)
    for note in findings.notes:
        tell(f"note: {note}")
    for fault in findings.faults:
        tell(fault.message)
    tell(f"{written} documents written to {output}; {len(findings.faults)} faults")
    raise typer.Exit(1 if findings.faults else 0)
