"""A model folder from a stranger runs nothing."""

import shutil
from pathlib import Path

import pytest

from pipeline import DEFAULT, load
from pipeline.errors import Code, CommandError
from pipeline.vetting import FACTORIES, vet

CONFIGS = Path(__file__).parents[1] / "configs"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT, tmp_path / "model"))


def test_our_own_model_passes(folder: Path) -> None:
    vet(folder)


def test_the_factories_are_those_of_the_training_configs() -> None:
    named = {
        line.split('"')[1]
        for config in CONFIGS.glob("*.cfg")
        for line in config.read_text(encoding="utf-8").splitlines()
        if line.startswith("factory")
    }
    assert named <= FACTORIES


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('factory = "zh_dates"', 'factory = "sentencizer"'),
        ('factory = "zh_dates"', 'source = "/tmp/other"'),
        ('factory = "zh_dates"', 'factory = "zh_dates"\nx = {"@misc": "spacy.first_larger_than.v1"}'),
        ('factory = "zh_dates"', 'factory = "zh_dates"\nx = [[{"@misc": ["spacy"]}]]'),
        ('"spacy.Corpus.v1"', '"spacy.read_from_url.v1"'),
        ('"zh_police.CharTokenizer.v1"', '"spacy.zh.ChineseTokenizer"'),
        ("before_creation = null", 'before_creation = {"@callbacks": "evil.v1"}'),
        ('lang = "zh"', 'lang = "evil"'),
        ("[nlp]", "[nlp"),
    ],
)
def test_a_config_that_calls_something_else_is_refused(folder: Path, old: str, new: str) -> None:
    config = (folder / "config.cfg").read_text()
    assert old in config
    (folder / "config.cfg").write_text(config.replace(old, new))
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert caught.value.code == Code.MODEL_REFUSED
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["zh_words/features.pkl", "extra/run.py", "weights.pt", "vocab/x.so", "a"])
def test_files_that_no_model_has_are_refused(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"")
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert (caught.value.code, name in str(caught.value)) == (Code.MODEL_REFUSED, True)


@pytest.mark.parametrize("name", ["zh_words/features.msgpack", "zh_entities/weights.npz", "meta.json"])
def test_a_damaged_file_is_told_in_one_line(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\x00")
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert caught.value.code == Code.BAD_MODEL
    assert "\n" not in str(caught.value)


def test_links_are_refused(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "meta.json"
    (folder / "meta.json").rename(outside)
    (folder / "meta.json").symlink_to(outside)
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert (caught.value.code, "meta.json" in str(caught.value)) == (Code.MODEL_REFUSED, True)


def test_arrays_that_are_bombs_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.vetting.MAX_ARRAYS", 1000)
    with pytest.raises(CommandError) as caught:
        load(folder)
    assert (caught.value.code, "unpacks to more" in str(caught.value)) == (Code.MODEL_REFUSED, True)
