"""The codebook: what each column means and each closed value, in English and Chinese."""

from dataclasses import astuple, dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from pipeline.sinks.tables.rows import COLUMNS
from pipeline.taxonomy import (
    AGENCY_KINDS,
    BASES,
    CATEGORIES,
    DATE_KINDS,
    DIRECTIONS,
    LEVELS,
    MEASURE_TYPES,
    STATUSES,
)

LISTS: Final = {
    "level": LEVELS,
    "agency_kind": AGENCY_KINDS,
    "date_kind": DATE_KINDS,
    "type": MEASURE_TYPES,
    "status": STATUSES,
    "change_direction": DIRECTIONS,
    "change_basis": BASES,
    "category": CATEGORIES,
}
"""Column to the closed list of its values, each with its Chinese label."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the codebook; `value` is empty where the column itself is told."""

    column: str
    value: str
    kind: str
    en: str
    zh: str


HEADINGS: Final = ("column", "value", "kind", "English", "中文")


def _table(name: str) -> list[list[str]]:
    text = files("pipeline.sinks.tables").joinpath(f"data/{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


@cache
def meanings() -> dict[tuple[str, str], tuple[str, str]]:
    """Return the meaning of each value of a closed list, in English and in Chinese, by column and value.

    The Chinese one is empty where the Chinese label says all.
    """
    return {(column, value): (english, chinese) for column, value, english, chinese in _table("values")}


@cache
def codebook() -> tuple[Entry, ...]:
    """Return the entries in the order of the columns, each followed by its closed values."""
    told = {column: (english, chinese) for column, english, chinese in _table("columns")}
    entries: list[Entry] = []
    for column in COLUMNS:
        entries.append(Entry(column.name, "", column.kind, *told[column.name]))
        for value, label in LISTS.get(column.name, {}).items():
            english, chinese = meanings()[column.name, value]
            told_zh = f"{label}:{chinese}" if chinese else label
            entries.append(Entry(column.name, value, "", english, told_zh))
    return tuple(entries)


def codebook_rows() -> list[tuple[str, ...]]:
    """Return the entries as rows below HEADINGS."""
    return [astuple(entry) for entry in codebook()]
