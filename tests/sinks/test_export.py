"""Tables: every format says the same, types are kept, sums count nothing twice."""

import csv
import json
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pytest
from made_records import record

from pipeline.errors import CommandError
from pipeline.record import Record
from pipeline.sinks.tables import workbook
from pipeline.sinks.tables.codebook import LISTS, codebook, meanings
from pipeline.sinks.tables.export import export_records
from pipeline.sinks.tables.rows import COLUMNS

HOSTILE = '=HYPERLINK("http://evil.example"),\n"引号"'
RECORDS = [
    record(1),
    record(2, quantity__low=40, quantity__high=None, quantity__unit="人次", doc__title=HOSTILE),
    record(3, quantity=None, agency=None, date=None, measure__status="planned"),
]


def column(name: str) -> int:
    return [c.name for c in COLUMNS].index(name)


def views(tmp_path: Path, *records: Record) -> duckdb.DuckDBPyConnection:
    export_records(records, tmp_path / "t.duckdb")
    return duckdb.connect(str(tmp_path / "t.duckdb"), read_only=True)


def test_csv_opens_in_excel_and_runs_nothing(tmp_path: Path) -> None:
    export_records(RECORDS, tmp_path / "t.csv")
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfrecord_id,")
    names, *rows = csv.reader(data.decode("utf-8-sig").splitlines(keepends=True))
    assert names == [c.name for c in COLUMNS]
    assert [row[column("low")] for row in rows] == ["12", "40", ""]
    assert rows[0][column("summable")] == "TRUE"
    assert rows[1][column("title")] == "'" + HOSTILE


def test_parquet_and_duckdb_hold_typed_columns(tmp_path: Path) -> None:
    for name in ("t.parquet", "t.duckdb"):
        export_records(RECORDS, tmp_path / name)
    with duckdb.connect(str(tmp_path / "t.duckdb"), read_only=True) as database:
        ours = database.execute("FROM records").fetchall()
        theirs = database.execute(f"FROM '{tmp_path / 't.parquet'}'").fetchall()
        comment = database.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'records' AND column_name = 'unit'"
        ).fetchone()
    assert ours == theirs
    assert [c.name for c in COLUMNS] == [
        d[0] for d in duckdb.execute(f"FROM '{tmp_path / 't.parquet'}'").description
    ]
    assert ours[0][column("date_from")] == date(2024, 2, 10)
    assert ours[0][column("summable")] is True
    assert ours[1][column("title")] == HOSTILE
    assert ours[1][column("high")] is None
    assert ours[2][column("unit")] is None
    assert ours[0][column("action")] == "检查"
    assert comment is not None
    assert "人次" in comment[0]


def test_a_workbook_has_typed_cells_and_a_codebook_in_two_languages(tmp_path: Path) -> None:
    export_records(RECORDS, tmp_path / "t.xlsx")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    rows = list(book["records"].iter_rows(min_row=2))
    assert rows[0][column("low")].value == 12
    assert rows[0][column("date_from")].value == datetime(2024, 2, 10)
    assert rows[0][column("date_from")].is_date
    assert rows[0][column("summable")].value is True
    title = rows[1][column("title")]
    assert (title.data_type, title.value, title.hyperlink) == ("s", HOSTILE, None)
    told = {row[0]: row for row in book["codebook"].iter_rows(min_row=2, values_only=True) if not row[1]}
    assert list(told) == ["*", *(c.name for c in COLUMNS)]
    assert told["unit"][3].startswith("unit as written")
    assert "人次" in told["unit"][4]


def test_a_workbook_says_what_it_cannot_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = record(1, doc__title="长" * 40_000, date__from="1890-01-01")
    assert export_records([long], tmp_path / "t.xlsx").cut == 1
    cells = next(
        openpyxl.load_workbook(tmp_path / "t.xlsx")["records"].iter_rows(min_row=2, values_only=True)
    )
    assert cells[column("date_from")] == "1890-01-01"
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    before = (tmp_path / "t.xlsx").read_bytes()
    with pytest.raises(CommandError, match=r"C003.*parquet"):
        export_records(RECORDS, tmp_path / "t.xlsx")
    assert (tmp_path / "t.xlsx").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["t.xlsx"]


@pytest.mark.parametrize(
    "left_out",
    [
        record(2, part_of="a#1"),
        record(2, measure__status="planned"),
        record(2, measure__type="indicator"),
        record(2, quantity__per="day"),
        record(2, quantity__unit="%"),
        record(2, quantity__change={"direction": "up", "basis": "yoy"}),
        record(2, sentence__start=300),  # told again below
        record(2, doc="b"),  # told again in another report
    ],
)
def test_a_sum_counts_nothing_twice(left_out: Record, tmp_path: Path) -> None:
    with views(tmp_path, record(1), left_out) as database:
        for view in ("totals", "by_agency_month", "by_category"):
            assert database.execute(f"SELECT figures, low, high, unit FROM {view}").fetchall() == [
                (1, 12, 12, "家")
            ]


def test_sums_keep_units_periods_and_open_bounds_apart(tmp_path: Path) -> None:
    people = record(1, quantity__unit="人", measure__object="嫌疑人")
    times = record(2, quantity__unit="人次", measure__object="警力")
    more = record(3, quantity__low=40, quantity__high=None, measure__object="网吧")
    march = record(4, date__from="2024-03-01", date__to="2024-03-02")
    two_months = record(5, date__from="2024-02-10", date__to="2024-03-02")
    with views(tmp_path, record(6), people, times, more, march, two_months) as database:
        rows = database.execute("SELECT month, unit, figures, low, high FROM by_agency_month").fetchall()
    assert rows == [
        ("2024-02", "人", 1, 12, 12),
        ("2024-02", "人次", 1, 12, 12),
        ("2024-02", "家", 2, 52, None),
        ("2024-03", "家", 1, 12, 12),
    ]


@pytest.mark.parametrize(
    "other",
    [
        record(2, quantity__low=13, sentence__start=300),
        record(2, date__to="2024-02-18", sentence__start=300),
        record(2, agency__name="兰溪市公安局交警大队", sentence__start=300),
        record(2, measure__start=112),  # two items of one list
        record(2, doc="b", date=None),
        record(2, doc="b", agency=None),
    ],
)
def test_what_differs_is_no_duplicate(other: Record, tmp_path: Path) -> None:
    first = record(1) if other.date else record(1, date=None, sentence__text="另一句。")
    assert export_records([first, other], tmp_path / "t.csv").duplicates == 0


def test_the_first_of_three_is_what_the_others_repeat(tmp_path: Path) -> None:
    records = [record(1), record(2, sentence__start=300), record(1, doc="b")]
    with views(tmp_path, *records) as database:
        assert database.execute("SELECT duplicate_of FROM records").fetchall() == [
            (None,),
            ("a#1",),
            ("a#1",),
        ]


def test_the_codebook_tells_every_column_and_value() -> None:
    assert [e.column for e in codebook() if not e.value] == [c.name for c in COLUMNS]
    assert set(meanings()) == {(column, value) for column, values in LISTS.items() for value in values}
    assert all(e.en and e.zh for e in codebook())


def test_a_table_says_whose_claims_its_figures_are_and_what_its_kinds_mean(tmp_path: Path) -> None:
    for ending in ("xlsx", "parquet", "duckdb"):
        export_records([record(1)], tmp_path / f"t.{ending}")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")["codebook"]
    lines = [row[:4] for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == "*"]
    assert "not crime statistics" in lines[0][3]
    assert {kind for _, _, kind, _ in lines} - {None} == {column.kind for column in COLUMNS}
    with duckdb.connect(str(tmp_path / "t.duckdb"), read_only=True) as database:
        (said,) = database.execute(
            "SELECT comment FROM duckdb_tables() WHERE table_name = 'records'"
        ).fetchone()
        assert "not crime statistics" in said
        metadata = f"SELECT value FROM parquet_kv_metadata('{tmp_path / 't.parquet'}') WHERE key = 'codebook'"
        (told,) = database.execute(metadata).fetchone()
        assert "not crime statistics" in json.loads(told)["*"][0]


def test_no_records_are_a_table_of_none(tmp_path: Path) -> None:
    for ending in ("csv", "xlsx", "parquet", "duckdb"):
        assert export_records([], tmp_path / f"t.{ending}").records == 0
        assert (tmp_path / f"t.{ending}").exists()


def test_a_day_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"C004.*a#1.*2024-02-31"):
        export_records([record(1, date__to="2024-02-31")], tmp_path / "t.csv")
    assert not list(tmp_path.iterdir())
