"""Calling the command line."""

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from pipeline.__main__ import app

ROOT = Path(__file__).parents[1]
SEEDS = ROOT / "seeds"
REPORT = "春节期间,兰溪市公安局共出动警力300人次,检查宾馆旅馆12家,化解矛盾纠纷5起。\n" * 2


def call(*arguments: object, stdin: bytes | None = None) -> Result:
    """Call the command line in this process."""
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)


def rows(path: Path) -> list[dict]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
