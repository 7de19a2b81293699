"""Documents of any length and number, and the laws fitted to them."""

import pytest

from benchmarks.documents import long_document, short_documents, whole_documents
from benchmarks.laws import law
from pipeline.annotation import Entity
from pipeline.learning.samples import Sample

TEXT = "8月11日,全市公安机关出动警力2600人次,检查宾馆旅馆168家。\n抓获嫌疑人12名。" * 3


def sample() -> Sample:
    at = [(i, TEXT.index("次", i) + 1) for i in range(len(TEXT)) if TEXT.startswith("2600", i)]
    quantities = [Entity(f"q{i}", "QUANTITY", a, b) for i, (a, b) in enumerate(at)]
    return Sample("a", TEXT, None, None, quantities, [])


def test_figures_differ_and_the_rest_stays() -> None:
    texts = list(short_documents([sample()], 50))
    assert len(texts) == 50
    assert len(set(texts)) > 45
    assert all("8月11日" in text and "00人次" in text and "168家" in text for text in texts)
    assert texts == list(short_documents([sample()], 50))


def test_a_long_document_has_the_bytes_that_are_asked_for() -> None:
    for size in (1_000, 1_001, 1_002):
        assert size - 3 < len(long_document([sample()], size).encode()) <= size


def test_whole_reports_come_until_there_are_enough_characters() -> None:
    assert [len(text) for text in whole_documents([sample()], len(TEXT) + 1)] == [len(TEXT)] * 2


def test_a_power_is_seen_as_one() -> None:
    found = law([1, 10, 100], [2, 200, 20_000])
    assert found.exponent == pytest.approx(2)
    assert found.r2 < 1


def test_a_law_needs_two_amounts() -> None:
    with pytest.raises(ValueError, match="two amounts"):
        law([5, 5], [1, 2])
