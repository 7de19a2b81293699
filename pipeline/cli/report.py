"""`report`: records as one page to read and check."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import fail_plainly, tell
from pipeline.sinks.stored import stored_records


@fail_plainly
def report(
    records: Annotated[str, typer.Argument(metavar="RECORDS", help="records as run writes them; - is stdin")],
    output: Annotated[Path, typer.Option("-o", "--output", help="the page: an HTML file")],
    sources: Annotated[
        Path, typer.Option(help="the folder that the records' paths of source files start from")
    ] = Path(),
    title: Annotated[str | None, typer.Option(help="title of the page")] = None,
) -> None:
    """Write one HTML file that works offline: charts, a table, and for each figure its sentence.

    Where the source files are still where the records say, with the same content, the page also shows
    their wording before normalisation, and where body, period and operation stand.

    Example: python -m pipeline run seeds | python -m pipeline report - -o page.html
    """
    from pipeline.page.render import write_page

    done = write_page(stored_records(records), output, sources, title)
    tell(f"{done.records} records of {done.documents} documents in {output}")
    if done.at_hand < done.documents:
        missing = done.documents - done.at_hand
        tell(f"note: the source files of {missing} documents are not at hand: --sources names their folder")
