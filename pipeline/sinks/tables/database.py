"""DuckDB, one file with views ready, and Parquet, which DuckDB writes too."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from pipeline.errors import Code, CommandError
from pipeline.sinks.tables.codebook import CLAIMS, codebook, codebook_rows
from pipeline.sinks.tables.rows import COLUMNS, Row

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TYPES: Final = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "number": "DOUBLE",
    "truth": "BOOLEAN",
    "day": "DATE",
}


def write_database(rows: Iterable[Row], path: Path) -> None:
    """Write a database: the table `records`, the views of `data/views.sql`, the table `codebook`."""
    with _records(rows, str(path)) as database:
        views = files("pipeline.sinks.tables").joinpath("data/views.sql").read_text(encoding="utf-8")
        database.execute(views)
        database.execute(
            'CREATE TABLE codebook ("column" VARCHAR, value VARCHAR, kind VARCHAR, en VARCHAR, zh VARCHAR)'
        )
        database.executemany("INSERT INTO codebook VALUES (?, ?, ?, ?, ?)", codebook_rows())
        database.execute(f"COMMENT ON TABLE records IS {_quoted(' / '.join(CLAIMS))}")
        for entry in codebook():
            if not entry.value:
                told = _quoted(f"{entry.en} / {entry.zh}")
                database.execute(f'COMMENT ON COLUMN records."{entry.column}" IS {told}')


def write_parquet(rows: Iterable[Row], path: Path) -> None:
    """Write one Parquet file; its key-value metadata `codebook` tells the columns, as JSON."""
    with _records(rows, ":memory:") as database:
        lines = {"*": CLAIMS, **{e.column: (e.en, e.zh) for e in codebook() if not e.value}}
        told = json.dumps(lines, ensure_ascii=False)
        options = f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{codebook: {_quoted(told)}}}"
        database.execute(f"COPY records TO {_quoted(str(path))} ({options})")


@contextmanager
def _records(rows: Iterable[Row], name: str) -> "Iterator[DuckDBPyConnection]":
    """Open a database with the table `records`; raises CommandError where it cannot be written."""
    import duckdb

    columns = {column.name: TYPES[column.kind] for column in COLUMNS}
    with TemporaryDirectory() as folder:
        # JSON tells empty from missing, and DuckDB reads a file a hundred times faster than rows one by one.
        lines = Path(folder) / "rows.jsonl"
        with open(lines, "w", encoding="utf-8", errors="replace") as file:
            for row in rows:
                json.dump(dict(zip(columns, row, strict=True)), file, ensure_ascii=False, default=str)
                file.write("\n")
        try:
            # All that is needed is in the wheel: nothing is fetched.
            config = dict.fromkeys(("autoinstall_known_extensions", "autoload_known_extensions"), "false")
            with duckdb.connect(name, config={**config}) as database:
                declared = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
                database.execute(f"CREATE TABLE records ({declared})")
                if lines.stat().st_size:
                    read = "SELECT * FROM read_json(?, format = 'newline_delimited', columns = ?)"
                    database.execute(f"INSERT INTO records {read}", [str(lines), columns])
                yield database
        except duckdb.Error as error:
            raise CommandError(Code.OUTPUT, f"DuckDB cannot write the records: {error}") from None


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
