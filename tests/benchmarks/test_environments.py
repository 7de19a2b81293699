"""An environment that is there is kept; one that cannot be made gives a cause."""

from pathlib import Path

import pytest

from benchmarks.contests import ContestantError
from benchmarks.environments import MARKER, environment


def test_an_environment_with_the_same_packages_is_kept(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text("a==1\nb<2\n", encoding="utf-8")
    assert environment(tmp_path, ["a==1", "b<2"]) == tmp_path / "bin" / "python"


def test_what_cannot_be_installed_has_a_cause_without_paths(tmp_path: Path) -> None:
    wheel = tmp_path / "none-1-py3-none-any.whl"
    with pytest.raises(ContestantError, match="cannot be installed: ") as error:
        environment(tmp_path / "made", ["--no-index", str(wheel)])
    assert str(tmp_path) not in str(error.value)
    assert not (tmp_path / "made" / MARKER).exists()
