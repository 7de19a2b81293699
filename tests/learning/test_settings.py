from pathlib import Path

import pytest

from pipeline.errors import CommandError
from pipeline.learning.settings import read_settings

CONFIG = Path(__file__).parents[2] / "configs" / "zh_police_reports.cfg"


def test_the_shipped_config_builds_the_pipeline() -> None:
    nlp, learning = read_settings(CONFIG)
    assert nlp.pipe_names[0] == "zh_words"
    assert nlp.pipe_names[-1] == "zh_categories"
    assert learning.entities.rounds >= 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("rounds = 20", "rounds = 0", "learning.words.rounds"),
        ("[learning]\n", "[learning]\nspeed = 1\n", "learning.speed"),
        ('factory = "zh_words"', 'factory = "no_such_thing"', "no pipeline config"),
    ],
)
def test_a_wrong_config_is_one_error(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = CONFIG.read_text(encoding="utf-8")
    assert old in text
    wrong = tmp_path / "wrong.cfg"
    wrong.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CommandError, match=message):
        read_settings(wrong)


def test_a_missing_config_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no such config"):
        read_settings(tmp_path / "none.cfg")
