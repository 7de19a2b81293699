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
CLAIMS: Final = (
    "The figures are self-reported claims of the police, not crime statistics.",
    "数据为公安机关的自我陈述,并非犯罪统计。",
)
NOTES: Final = (
    Entry("*", "", "", *CLAIMS),
    Entry(
        "*",
        "",
        "",
        "Only amounts of one unit may be added, and only where summable is true. Periods may still overlap, "
        "and bodies contain each other.",
        "只有单位相同且 summable 为真的数可以相加;即便如此,统计期仍可能重叠,单位之间仍可能互相包含。",
    ),
    Entry(
        "*",
        "",
        "text",
        "words, codes and ids, never numbers; empty: not told",
        "文字、代码或编号,非数值;空为未述",
    ),
    Entry("*", "", "whole", "a whole number", "整数"),
    Entry("*", "", "number", "a number, which may have decimals", "数值,可有小数"),
    Entry("*", "", "truth", "true or false", "真或假"),
    Entry("*", "", "day", "a calendar day", "日期"),
)
"""What holds of all columns: how the figures may be read, and the kinds."""


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
    """Return what holds of all columns, then the entries, as rows below HEADINGS."""
    return [astuple(entry) for entry in (*NOTES, *codebook())]
