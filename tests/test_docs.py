"""The examples of the READMEs run, and the data files the docs speak of are there."""

import re
from pathlib import Path

import duckdb
import pytest
import typer
from made_records import record

from pipeline.__main__ import app
from pipeline.sinks.tables.export import export_records
from pipeline.sinks.tables.rows import COLUMNS

ROOT = Path(__file__).parents[1]
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


@pytest.mark.parametrize("block", PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8")))
def test_python_of_the_readme_runs(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block, "README.md", "exec"), {})
    assert "嘉峪关市公安局" in capsys.readouterr().out


PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "training/README.md")
)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link


@pytest.mark.parametrize("page", PAGES)
def test_commands_have_the_options_that_are_shown(page: str) -> None:
    shown = "\n".join(SHELL.findall((ROOT / page).read_text(encoding="utf-8")))
    group = typer.main.get_command(app)
    for name, words in re.findall(r"python -m pipeline ([a-z]+)([^\n|#]*)", shown):
        command = group.get_command(typer.Context(group), name)
        assert command, name
        known = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", words)) <= known, f"{name}{words}"


@pytest.mark.parametrize("query", SQL.findall((ROOT / "docs/export.md").read_text(encoding="utf-8")))
def test_queries_of_the_export_page_run(query: str, tmp_path: Path) -> None:
    export_records([record()], tmp_path / "t.duckdb")
    with duckdb.connect(str(tmp_path / "t.duckdb"), read_only=True) as database:
        assert len(database.execute(query).fetchall()) == 1


def test_the_export_page_tells_every_column() -> None:
    told = re.findall(r"^\| `(\w+)` \| (\w+) \|", (ROOT / "docs/export.md").read_text(encoding="utf-8"), re.M)
    assert told == [(column.name, column.kind) for column in COLUMNS]
