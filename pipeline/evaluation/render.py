"""The evaluation report as text, Markdown and HTML."""

from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.evaluation.summary import Cell, Error, Table

_PAGES: Final = Environment(
    loader=PackageLoader("pipeline.evaluation", "data"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def as_text(tables: list[Table], errors: list[Error]) -> str:
    """Return the report for a terminal."""
    lines = []
    for table in tables:
        lines += ["", table.title, "  " + " ".join(f"{c:>9}" for c in table.columns[1:])]
        lines += ["  " + " ".join(f"{_cell(c):>9}" for c in row[1:]) + f"  {row[0]}" for row in table.rows]
    lines += ["", f"{len(errors)} figures missed, invented or with a wrong field"]
    lines += [
        f"  {e.document} {e.cause}: {e.figure}" + f" [{e.detail}]" * bool(e.detail) + f"\n    {e.sentence}"
        for e in errors
    ]
    return "\n".join(lines)


def as_markdown(heading: str, tables: list[Table], errors: list[Error]) -> str:
    """Return the report as Markdown."""
    lines = [f"# {heading}", ""]
    for table in tables:
        lines += [f"## {table.title}", "", _row(table.columns), _row(["---"] * len(table.columns))]
        lines += [_row([_cell(c) for c in row]) for row in table.rows]
        lines.append("")
    lines += ["## Errors", ""]
    lines += [f"- `{e.document}` **{e.cause}** {e.figure} {e.detail}\n  > {e.sentence}" for e in errors]
    return "\n".join(lines) + "\n"


def as_html(heading: str, tables: list[Table], errors: list[Error]) -> str:
    """Return the report as one self-contained page."""
    shown = [(t, [[_cell(c) for c in row] for row in t.rows]) for t in tables]
    return _PAGES.get_template("report.html").render(heading=heading, tables=shown, errors=errors)


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"


def _cell(value: Cell) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
