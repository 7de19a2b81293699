"""`report`: records as one page to read and check."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import fail_plainly, tell
from pipeline.errors import Code, CommandError
from pipeline.sinks.files import check_apart
from pipeline.sinks.stored import stored_records


@fail_plainly
def report(
    records: Annotated[str, typer.Argument(metavar="RECORDS", help="records as run writes them; - is stdin")],
    output: Annotated[Path, typer.Option("-o", "--output", help="the page: an HTML file")],
    sources: Annotated[
        Path | None, typer.Option(help="folder that the records' paths of source files start from, often .")
    ] = None,
    title: Annotated[str | None, typer.Option(help="title of the page")] = None,
) -> None:
    """Write one HTML file that works offline: charts, a table, and for each figure its sentence.

    With --sources the page shows the source files' own wording too, and the sentences where body, period
    and operation stand; without, it holds what the records hold and no more.

    Example: python -m pipeline run seeds | python -m pipeline report - -o page.html --sources .
    """
    from pipeline.page.render import write_page

    if output.suffix.lower() not in {".html", ".htm"} and not output.is_dir():
        raise CommandError(Code.BAD_OPTION, f"-o {output}: the page is HTML, let its name end with .html")
    check_apart(output, Path(records))
    if sources and not sources.is_dir():
        raise CommandError(Code.NO_INPUT, f"--sources {sources}: there is no such folder")
    done = write_page(stored_records(records), output, sources, title)
    tell(f"{done.records} records of {done.documents} documents in {output}")
    if sources and done.at_hand < done.documents:
        missing = done.documents - done.at_hand
        tell(f"note: {missing} documents are not in {sources} as the records say, or have changed since")
