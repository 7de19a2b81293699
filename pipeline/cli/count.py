"""`count`: what is in a corpus of annotated samples."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import fail_plainly, tell
from pipeline.errors import Code, CommandError
from pipeline.learning.checking import sound_samples
from pipeline.learning.corpus import of_splits
from pipeline.learning.exchange.files import write_bytes
from pipeline.learning.phenomena import as_markdown
from pipeline.sinks.files import check_apart


@fail_plainly
def count(
    samples: Annotated[Path, typer.Argument(help="a sample file, or a folder of them")],
    split: Annotated[str | None, typer.Option(help="only this split: train, dev or test")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="a file instead of stdout")] = None,
) -> None:
    """Count the hard phenomena of a corpus, and its documents by what their headers say, as Markdown.

    Example: python -m pipeline count training/reports -o out/phenomena.md
    """
    if output:
        check_apart(output, samples)
    chosen = of_splits(sound_samples(samples), *([split] if split else []))
    if not chosen:
        raise CommandError(Code.NO_INPUT, f"no samples of the split {split!r} in {samples}")
    text = as_markdown(chosen)
    if output:
        write_bytes(output, text.encode())
    else:
        typer.echo(text, nl=False)
    tell(f"{len(chosen)} samples")
