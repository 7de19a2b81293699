"""The columns of the tables: flat, typed, with names that stay; and the row of a record."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from pipeline.errors import Code, CommandError
from pipeline.record import Record
from pipeline.sinks.tables.repeats import Repeats
from pipeline.taxonomy import CATEGORIES, MEASURE_TYPES
from pipeline.values.divisions import by_code

Kind = Literal["text", "whole", "number", "truth", "day"]
Value = str | int | float | bool | date | None
Row = tuple[Value, ...]

RATIOS: Final = frozenset({"%", "‰", "成", "倍", "个百分点", "百分点"})
"""Units whose amounts are shares of something else: never added."""


@dataclass(frozen=True, slots=True)
class Line:
    """A record with what only its neighbours tell: the earlier record that it repeats."""

    record: Record
    repeats: str | None

    @property
    def summable(self) -> bool:
        """Tell whether the amount may be added to others of its unit.

        It was carried out, is neither part of another nor told before in this report or another outlet,
        neither a difference, a rate or a share, nor a state of affairs.
        """
        record, quantity = self.record, self.record.quantity
        return (
            quantity is not None
            and record.measure.status == "done"
            and record.measure.type != "indicator"
            and record.part_of is None
            and self.repeats is None
            and record.doc.duplicate_of is None
            and quantity.change is None
            and quantity.per is None
            and quantity.unit not in RATIOS
        )

    @property
    def month(self) -> str | None:
        """Return YYYY-MM where the whole period lies in one month."""
        when = self.record.date
        months = {day[:7] for day in (when.from_, when.to) if day} if when else set()
        return months.pop() if when and when.from_ and when.to and len(months) == 1 else None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its kind, and how a record gives its value."""

    name: str
    kind: Kind
    value: Callable[[Line], Value]


def _field(name: str, path: str, kind: Kind = "text") -> Column:
    parts = path.split(".")

    def value(line: Line) -> Any:
        at: Any = line.record
        for part in parts:
            at = None if at is None else getattr(at, part)
        return _day(at, line.record.id) if kind == "day" and at else at

    return Column(name, kind, value)


def _span(name: str) -> list[Column]:
    return [
        _field(name, f"{name}.text"),
        _field(f"{name}_start", f"{name}.start", "whole"),
        _field(f"{name}_end", f"{name}.end", "whole"),
    ]


def _day(text: str, id_: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(Code.BAD_RECORDS, f"the record {id_} has a day {text!r} that is none") from None


def _division(code: str | None) -> str | None:
    return by_code()[code].name if code in by_code() else None


def region_of(record: Record) -> str | None:
    """Return the code of the division that a record's body belongs to."""
    return record.agency.region if record.agency else None


def province_of(record: Record) -> str | None:
    """Return the code of the province that a record's body belongs to."""
    code = region_of(record)
    return f"{code[:2]}0000" if code else None


COLUMNS: Final = (
    _field("record_id", "id"),
    _field("doc_id", "doc.id"),
    _field("source", "doc.source"),
    _field("title", "doc.title"),
    _field("published", "doc.published", "day"),
    _field("agency_name", "agency.name"),
    Column("province", "text", lambda line: _division(province_of(line.record))),
    _field("region", "agency.region"),
    Column("region_name", "text", lambda line: _division(region_of(line.record))),
    _field("level", "agency.level"),
    _field("agency_kind", "agency.kind"),
    _field("date_from", "date.from_", "day"),
    _field("date_to", "date.to", "day"),
    Column("month", "text", lambda line: line.month),
    _field("date_kind", "date.kind"),
    _field("action", "measure.action"),
    _field("object", "measure.object"),
    _field("type", "measure.type"),
    Column("type_zh", "text", lambda line: MEASURE_TYPES[line.record.measure.type]),
    _field("status", "measure.status"),
    _field("low", "quantity.low", "number"),
    _field("high", "quantity.high", "number"),
    _field("unit", "quantity.unit"),
    _field("approximate", "quantity.approximate", "truth"),
    _field("per", "quantity.per"),
    _field("change_direction", "quantity.change.direction"),
    _field("change_basis", "quantity.change.basis"),
    _field("category", "category.label"),
    Column("category_zh", "text", lambda line: CATEGORIES[line.record.category.label]),
    _field("part_of", "part_of"),
    Column("duplicate_of", "text", lambda line: line.repeats),
    Column("summable", "truth", lambda line: line.summable),
    _field("measure_confidence", "measure.confidence", "number"),
    _field("category_confidence", "category.confidence", "number"),
    *_span("measure"),
    *_span("quantity"),
    *_span("agency"),
    *_span("date"),
    *_span("campaign"),
    *_span("sentence"),
    _field("doc_sha256", "doc.sha256"),
    _field("doc_duplicate_of", "doc.duplicate_of"),
)


def lines_of(records: Iterable[Record]) -> Iterator[Line]:
    """Yield the records, each with the earlier one that it repeats."""
    repeats = Repeats()
    return (Line(record, repeats.earlier(record)) for record in records)


def row_of(line: Line) -> Row:
    """Return the values of a record in the order of COLUMNS."""
    return tuple(column.value(line) for column in COLUMNS)
