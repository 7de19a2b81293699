"""Records into a table, in the format that the name of the file ends with."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.errors import Code, CommandError
from pipeline.record import Record
from pipeline.sinks.files import whole_file
from pipeline.sinks.tables.commas import write_csv
from pipeline.sinks.tables.database import write_database, write_parquet
from pipeline.sinks.tables.rows import Row, lines_of, row_of
from pipeline.sinks.tables.workbook import write_workbook

FORMATS: Final[dict[str, Callable[[Iterable[Row], Path], int | None]]] = {
    ".parquet": write_parquet,
    ".duckdb": write_database,
    ".csv": write_csv,
    ".xlsx": write_workbook,
}


@dataclass(slots=True)
class Exported:
    """What was written: rows, those that are parts of another, those told before, texts cut short."""

    records: int = 0
    parts: int = 0
    duplicates: int = 0
    cut: int = 0


def export_records(records: Iterable[Record], path: Path) -> Exported:
    """Write the records to `path`; a file that stood there stays as it was where that fails.

    Raises CommandError for an ending that is no format, and for records that are none.
    """
    write = FORMATS.get(path.suffix.lower())
    if write is None:
        raise CommandError(
            Code.BAD_OPTION, f"-o {path}: the ending says the format, one of {', '.join(FORMATS)}"
        )
    exported = Exported()

    def rows() -> Iterator[Row]:
        for line in lines_of(records):
            exported.records += 1
            exported.parts += line.record.part_of is not None
            exported.duplicates += line.repeats is not None
            yield row_of(line)

    with whole_file(path) as working:
        exported.cut = write(rows(), working) or 0
    return exported
