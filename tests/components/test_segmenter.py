"""Our reading of a pkuseg model against pkuseg's own."""

from random import Random
from typing import Any

import pytest
import spacy_pkuseg

from pipeline import DEFAULT
from pipeline.components.segmenter import Segmenter

SEEDS = sorted((DEFAULT.parents[1] / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def theirs() -> Any:
    return spacy_pkuseg.pkuseg(model_name=str(DEFAULT / "zh_words"), user_dict=None, postag=False)


@pytest.fixture(scope="module")
def ours() -> Segmenter:
    return Segmenter(DEFAULT / "zh_words")


def words(segmenter: Segmenter, text: str) -> list[str]:
    return [text[start:end] for start, end in segmenter.segment(text)]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: str(path.stem))
def test_cuts_reports_as_pkuseg_does(path: Any, ours: Segmenter, theirs: Any) -> None:
    text = path.read_text(encoding="utf-8")
    assert words(ours, text) == theirs.cut(text)


def test_cuts_anything_as_pkuseg_does(ours: Segmenter, theirs: Any) -> None:
    random = Random(0)
    alphabet = SEEDS[0].read_text(encoding="utf-8")[:400] + "ＡＢｃ１２％／・－ *|,._-:&\t　\x1c\ue000\n"
    for _ in range(300):
        text = "".join(random.choices(alphabet, k=random.randrange(40)))
        assert words(ours, text) == theirs.cut(text), repr(text)


def test_spaces_part_words_and_belong_to_none(ours: Segmenter) -> None:
    assert words(ours, " 公安 局\n民警") == ["公安", "局", "民警"]
    assert words(ours, " \n") == []
