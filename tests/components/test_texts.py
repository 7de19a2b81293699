from pathlib import Path

import pytest

from pipeline.components.bags import bags_of
from pipeline.components.features import Reader, Surroundings, measures_of
from pipeline.components.texts import TextClassifier
from pipeline.learning.markup import compile_sample

ROWS = [{"measure": [word], "document": ["x"]} for word in ("查处", "查处", "宣传", "宣传") * 6]
LABELS = ["penalise", "penalise", "publicise", "publicise"] * 6
BAGS = bags_of(ROWS)
DOCUMENTS = [number // 4 for number in range(24)]


@pytest.fixture
def classifier() -> TextClassifier:
    fresh = TextClassifier({"measure": 1.0, "document": 0.5})
    fresh.fit(BAGS, LABELS, DOCUMENTS)
    return fresh


def test_learns_what_words_tell(classifier: TextClassifier) -> None:
    first, second = classifier.probabilities(bags_of([ROWS[0], ROWS[2]]), [0, 1])
    assert max(first, key=lambda label: first[label]) == "penalise"
    assert max(second, key=lambda label: second[label]) == "publicise"
    assert sum(first.values()) == pytest.approx(1.0)


def test_reads_back_what_it_wrote(classifier: TextClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path / "c.npz")
    copy = TextClassifier({"measure": 1.0, "document": 0.5})
    copy.load(tmp_path / "c.npz")
    for a, b in zip(
        copy.probabilities(BAGS, DOCUMENTS), classifier.probabilities(BAGS, DOCUMENTS), strict=True
    ):
        assert a == pytest.approx(b, abs=1e-3)


def test_documents_do_not_see_each_other(classifier: TextClassifier) -> None:
    alone = classifier.probabilities(bags_of(ROWS[:2]), [0, 0])
    beside = classifier.probabilities(bags_of([*ROWS[:2], *ROWS[2:4]]), [0, 0, 1, 1])[:2]
    for a, b in zip(alone, beside, strict=True):
        assert max(a, key=lambda label: a[label]) == max(b, key=lambda label: b[label])


def test_no_rows_no_probabilities(classifier: TextClassifier) -> None:
    assert classifier.probabilities(bags_of([]), []) == []


def test_fields_of_a_measure() -> None:
    text = "平凉市公安局[出动/警力|M deploy events][860人次|Q],[警车|M+][20台次|Q]。"
    sample = compile_sample(f"# id: s\n---\n{text}\n")
    words = [(i, i + 1) for i in range(len(sample.text))]
    reader = Reader(sample.text, words, "标题")
    (_, first), (_, second) = measures_of(sample.text, sample.entities, sample.relations)
    assert isinstance(first, Surroundings)
    fields = reader.fields(first)
    assert "出动" in fields["action"]
    assert "$警力" in fields["object"]
    assert fields["units"] == ["人次"]
    assert fields["title"] == ["标题"]
    assert reader.fields(second)["document"] is fields["document"]
