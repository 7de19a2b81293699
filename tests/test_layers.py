"""Data flows one way: no module imports from a floor above its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"
FLOORS = (
    {"errors", "taxonomy", "annotation", "progress"},
    {"values", "reading"},
    {"components", "record"},
    {"vetting", "model"},
    {"sinks", "engines", "survey", "inputs", "batch", "page"},
    {"cluster", "learning", "evaluation"},
    {"cli"},
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
FACE = {"__init__", "__main__"}


def imported(path: Path) -> Iterator[str]:
    """Yield the part of the package that each import of a file names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pipeline."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("pipeline."))


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_import_runs_up(path: Path) -> None:
    part = part_of(path)
    if part not in FACE:
        above = [name for name in imported(path) if FLOOR[name] > FLOOR[part]]
        assert not above, f"{part} imports from {above}"


def test_every_part_has_a_floor() -> None:
    assert {part_of(p) for p in PACKAGE.rglob("*.py")} - FACE == set(FLOOR)
