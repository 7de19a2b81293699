"""The examples of the READMEs and the docs run, and what they say of files and names is so."""

import json
import os
import re
import shlex
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest
import typer
from calling import call, rows
from made_records import record
from partitioned import here

from pipeline.__main__ import app
from pipeline.record import Record, json_schema
from pipeline.sinks.tables.codebook import codebook
from pipeline.sinks.tables.export import export_records
from pipeline.sinks.tables.rows import COLUMNS

ROOT = Path(__file__).parents[1]
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
SQL = re.compile(r"```sql\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "training/README.md")
)
DEAR = ("train", "evaluate")  # minutes each; their options are checked


def blocks(kind: re.Pattern[str], pages: Iterable[str] = PAGES) -> list[object]:
    """Return the blocks of one kind, each with its page."""
    return [
        pytest.param(page, block, id=f"{page}-{number}")
        for page in pages
        for number, block in enumerate(kind.findall((ROOT / page).read_text(encoding="utf-8")))
    ]


@pytest.fixture
def desk(tmp_path: Path, seed_records: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a working directory with what the examples start from."""
    for name in ("seeds", "training", "models"):
        shutil.copytree(ROOT / name, tmp_path / name, copy_function=os.link)
    shutil.copy(seed_records, tmp_path / "records.jsonl")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("page", "block"), blocks(PYTHON))
def test_python_runs(page: str, block: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block, page, "exec"), {})
    said = capsys.readouterr().out
    assert said
    assert page != "README.md" or "嘉峪关市公安局" in said


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("docs/")])
def test_commands_run(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cli.cluster.ray_cluster", here)  # Ray itself: tests/cluster/test_rays.py
    # One after the other: the page's later blocks go on with the files of the earlier ones.
    for block in SHELL.findall((ROOT / page).read_text(encoding="utf-8")):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:3] != ["python", "-m", "pipeline"] or words[3] in DEAR:
                continue
            result = call(*words[3:])
            # `check` has something to say of predictions that nobody has corrected.
            assert result.exit_code == 0 or words[3] == "check", f"{line}: {result.output}"


@pytest.mark.parametrize(("page", "block"), blocks(SHELL))
def test_make_has_the_targets_that_are_shown(page: str, block: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"^make ([a-z]+)", block, re.M)) <= targets, page


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


def test_the_record_page_shows_a_record_of_the_seeds(seed_records: Path) -> None:
    page = (ROOT / "docs/record.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    shown = Record.model_validate(json.loads(block)).model_dump(by_alias=True)
    same = [r for r in rows(seed_records) if r["doc"]["sha256"] == shown["doc"]["sha256"]]
    for part in ("sentence", "quantity"):
        assert shown[part] in [r[part] for r in same]


def test_the_record_page_tells_every_key() -> None:
    page = (ROOT / "docs/record.md").read_text(encoding="utf-8").split("## Closed lists")[0]
    told = {}
    for part, keys in re.findall(r"^\| (the record|`[a-z.]+`) \| ((?:`\w+` ?)+) \|", page, re.M):
        told.setdefault(part.strip("`"), set()).update(re.findall(r"\w+", keys))
    schema = json_schema()
    keys = {name: set(part.get("properties", ())) for name, part in schema["$defs"].items()}
    names = {"doc": "DocPart", "sentence": "_Span", "campaign": "_Span", "quantity.change": "ChangePart"}
    names |= {p: f"{p.title()}Part" for p in ("measure", "quantity", "agency", "date", "category")}
    assert {part: told.pop(part) for part in names} == {part: keys[name] for part, name in names.items()}
    assert told["the record"] | set(names) - {"quantity.change"} == set(schema["properties"])


def test_the_record_page_tells_every_closed_value() -> None:
    page = (ROOT / "docs/record.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \| `(\w+)` \| ([^|]+) \| ([^|]+) \|$", page, re.M)
    assert told == [(e.column, e.value, e.en, e.zh) for e in codebook() if e.value]
