"""The examples of the READMEs run, and the data files the docs speak of are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")


@pytest.mark.parametrize("block", PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8")))
def test_python_of_the_readme_runs(block: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block, "README.md", "exec"), {})
    assert "嘉峪关市公安局" in capsys.readouterr().out


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "README.zh.md",
        "training/README.md",
        "docs/design.md",
        "docs/evaluation.md",
        "docs/input.md",
    ],
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for link in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / link).exists(), link
