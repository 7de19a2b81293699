"""The evaluation report as text, Markdown and HTML."""

from collections.abc import Iterator, Sequence
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from pipeline.evaluation.against import Change
from pipeline.evaluation.errors import causes
from pipeline.evaluation.summary import Evaluation
from pipeline.evaluation.tables import Table, shown

_PAGES: Final = Environment(
    loader=PackageLoader("pipeline.evaluation", "data"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters["shown"] = shown


def as_text(evaluation: Evaluation) -> str:
    """Return the report for a terminal."""
    lines = [evaluation.heading]
    for table in evaluation.tables:
        lines += ["", table.title, *_columns(table)]
    for title, changes in _changes(evaluation):
        lines += ["", title]
        lines += [f"  {c.document}: {c.figure} [{c.detail}]\n    {c.sentence}" for c in changes]
    for cause, errors in causes(evaluation.errors).items():
        lines += ["", f"{cause}: {len(errors)}"]
        lines += [
            f"  {e.document}: {e.figure}" + f" [{e.detail}]" * bool(e.detail) + f"\n    {e.sentence}"
            for e in errors
        ]
    return "\n".join(lines)


def as_markdown(evaluation: Evaluation) -> str:
    """Return the report as Markdown; the words of reports are escaped."""
    lines = [f"# {_plain(evaluation.heading)}", ""]
    for table in evaluation.tables:
        lines += [f"## {_plain(table.title)}", "", *([table.note, ""] if table.note else [])]
        lines += [_row(table.columns), _row(["---"] + ["---:"] * (len(table.columns) - 1))]
        lines += [*(_row([shown(c) for c in row]) for row in table.rows), ""]
    for title, changes in _changes(evaluation):
        lines += [f"## {_plain(title)}", ""]
        lines += [_item(c.document, c.figure, c.detail, c.sentence) for c in changes] + [""]
    lines += ["## Errors", ""]
    for cause, errors in causes(evaluation.errors).items():
        lines += [f"### {cause}: {len(errors)}", ""]
        lines += [_item(e.document, e.figure, e.detail, e.sentence) for e in errors] + [""]
    return "\n".join(lines)


def as_html(evaluation: Evaluation) -> str:
    """Return the report as one self-contained page with plots."""
    return _PAGES.get_template("report.html").render(
        evaluation=evaluation, causes=causes(evaluation.errors), changes=list(_changes(evaluation))
    )


def _changes(evaluation: Evaluation) -> Iterator[tuple[str, list[Change]]]:
    if evaluation.against:
        other, gains, losses = evaluation.against.other, evaluation.against.gains, evaluation.against.losses
        yield f"Records gained on {other}, and what it has wrong: {len(gains)}", gains
        yield f"Records lost to {other}, and what is wrong: {len(losses)}", losses


def _columns(table: Table) -> list[str]:
    """Return the lines of a table, its first column on the left and the others on the right."""
    cells = [list(table.columns), *([shown(c) for c in row] for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  "
        + "  ".join(
            [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
        )
        for row in cells
    ]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(_plain, cells)) + " |"


def _item(document: str, figure: str, detail: str, sentence: str) -> str:
    return f"- `{document}` {_plain(figure)} {_plain(detail)}\n  > {_plain(sentence)}"


def _plain(text: str) -> str:
    """Return text without what Markdown or HTML inside it would read as markup."""
    escaped = "".join("\\" + c if c in "\\`*_[]|#" else c for c in text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;")
