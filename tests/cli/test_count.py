"""`count` as its user types it."""

from pathlib import Path

from typer.testing import CliRunner

from pipeline.__main__ import app

GOLD = Path(__file__).parents[2] / "training" / "gold"


def test_counts_go_to_a_file(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["count", str(GOLD), "-o", str(tmp_path / "c.md")])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "c.md").read_text(encoding="utf-8").startswith("## Phenomena\n")


def test_no_such_split_is_said_in_one_line() -> None:
    result = CliRunner().invoke(app, ["count", str(GOLD), "--split", "dev"])
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
