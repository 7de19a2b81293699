"""Tables of pages and documents as text: a sentence a row, each number with the head of its column.

| 单位 | 出动警力(人次) |         城关派出所:出动警力120人次。
| 城关派出所 | 120 |       →
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

_HEAD: Final = re.compile(r"(?P<name>.*?)\s*(?:[((](?:单位[::])?(?P<unit>[^()()]{1,8})[))])?", re.S)
_NUMBER: Final = re.compile(r"[约近超逾]?[-+]?\d[\d,,.]*(?P<unit>\D{0,4})")
_PROSE: Final = 60
"""A cell with more characters is prose: the table only lays out a page."""


def table_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows of a table as sentences.

    >>> list(table_lines([["单位", "出动警力(人次)", "备注"], ["城关派出所", "120", "夜间"]]))
    ['城关派出所:出动警力120人次,备注:夜间。']
    """
    if any(len(cell) > _PROSE for row in rows for cell in row) or all(len(row) < 2 for row in rows):
        lines = (line for row in rows for cell in row for line in cell.split("\n"))
        yield from (" ".join(line.split()) for line in lines if line.strip())
        return
    grid = [[" ".join(cell.split()) for cell in row] for row in rows]
    grid = [row for row in grid if any(row)]
    heads: list[str] = []
    if len(grid) > 1 and not any(_NUMBER.fullmatch(cell) for cell in grid[0]):
        heads = grid.pop(0)
    for row in grid:
        yield _sentence(heads, row)


def _sentence(heads: Sequence[str], row: Sequence[str]) -> str:
    parts = [
        _cell(heads[n] if n < len(heads) else "", cell, first=n == 0) for n, cell in enumerate(row) if cell
    ]
    if len(parts) > 1 and row[0] and not _NUMBER.fullmatch(row[0]):
        parts[:2] = [f"{parts[0]}:{parts[1]}"]
    line = ",".join(parts)
    return line if line.endswith(("。", "!", "?", ";")) else line + "。"


def _cell(head: str, cell: str, *, first: bool) -> str:
    match = _HEAD.fullmatch(head)
    name, unit = (match["name"], match["unit"]) if match else (head, None)
    number = _NUMBER.fullmatch(cell)
    if number:
        return f"{name}{cell}{unit or '' if not number['unit'].strip() else ''}"
    return cell if first or not name else f"{name}:{cell}"
