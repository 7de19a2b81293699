"""The shipped samples are sound: the rules of the guideline hold in every file."""

from pathlib import Path

from pipeline.learning.checking import check_files
from pipeline.learning.corpus import sample_files

REPORTS = Path(__file__).parents[2] / "training" / "reports"


def test_every_sample_is_sound() -> None:
    samples, faults = check_files(sample_files(REPORTS))
    assert not faults
    assert samples
