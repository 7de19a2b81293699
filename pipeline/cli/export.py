"""`export`: records as a table."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import fail_plainly, tell
from pipeline.sinks.files import check_apart
from pipeline.sinks.stored import stored_records


@fail_plainly
def export(
    records: Annotated[str, typer.Argument(metavar="RECORDS", help="records as run writes them; - is stdin")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="the table: .parquet, .duckdb, .csv or .xlsx")
    ],
) -> None:
    """Write records as a table, one row a record; the ending of the file says the format.

    The columns are told in the sheet or table `codebook` and in docs/export.md. Add only what the column
    `summable` allows, and only amounts of one unit: the views of .duckdb do.

    Example: python -m pipeline run seeds | python -m pipeline export - -o records.xlsx
    """
    from pipeline.sinks.tables.export import export_records

    check_apart(output, Path(records))
    done = export_records(stored_records(records), output)
    tell(f"{done.records} records in {output}: {done.parts} parts of others, {done.duplicates} told twice")
    if done.cut:
        tell(f"warning: {done.cut} texts are longer than a cell of Excel holds and were cut")
