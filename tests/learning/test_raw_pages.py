"""The raw pages of our reports: what the system reads from them is what was annotated."""

from difflib import SequenceMatcher
from pathlib import Path

import pytest

from pipeline.evaluation.compare import read_sample
from pipeline.learning.corpus import load_split
from pipeline.learning.samples import Sample

SAMPLES = [s for s in load_split(Path("training/reports")) if s.source]


def test_a_fifth_of_the_reports_is_in_traditional_script() -> None:
    everything = load_split(Path("training/reports"))
    assert sum(s.meta.get("script") == "traditional" for s in everything) >= len(everything) / 5


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.id)
def test_a_page_is_read_back_but_for_what_its_damage_took(sample: Sample) -> None:
    document = read_sample(sample)
    found, text = without_captions(document.text), without_captions(sample.text)
    pairs = SequenceMatcher(None, found, text, autojunk=False)
    common = sum(block.size for block in pairs.get_matching_blocks())
    assert common >= 0.985 * len(text)
    assert len(found) - common <= 16
    assert str(document.published or "") == (sample.published or "")


def without_captions(text: str) -> str:
    """Return a text without its lines on photographs, which reading may set aside."""
    return "\n".join(line for line in text.split("\n") if not line.startswith("图为"))
