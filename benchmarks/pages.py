"""Markdown of the pages of results."""

from collections.abc import Iterable, Sequence
from pathlib import Path


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return a table; all columns but the first are numbers.

    >>> print(table(["a", "b"], [["x|y", "1"]]))
    | a | b |
    | --- | ---: |
    | x\|y | 1 |
    """
    lines = [list(heads), ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def number(value: float | None) -> str:
    """Return a number with three figures at most before its zeros, a dash for none.

    >>> number(12345.6), number(1.239), number(0.0312), number(None), number(0)
    ('12,300', '1.24', '0.0312', '–', '0')
    """
    if value is None:
        return "–"
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 100 or rounded == 0 else f"{rounded:.3g}"


def write(path: Path, title: str, text: str) -> None:
    """Write a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {title}\n\n{text.strip()}\n", encoding="utf-8")
