"""Relations between gold entities, with a component that links as it is told."""

from typing import Any

import pytest
from reading_gold import small_sample

from pipeline.annotation import Relation
from pipeline.evaluation import given
from pipeline.evaluation.scores import Score


class Doc:
    """A Doc with gold on it."""

    def __init__(self) -> None:
        sample = small_sample()
        self._ = type("Extensions", (), {})()
        self._.entities, self._.relations = sample.entities, sample.relations


@pytest.fixture
def linked(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a scorer of a component that sets these relations."""

    def score(relations: list[Relation]) -> dict[str, Score]:
        doc = Doc()

        class Component(given.TrainablePipe):  # type: ignore[misc]
            def __init__(self) -> None:
                pass

            def predict(self, docs: Any) -> list[Relation]:
                assert docs == [doc]
                return relations

            def set_annotations(self, docs: Any, scores: Any) -> None:
                docs[0]._.relations = scores

        example = type("Example", (), {"reference": doc})()
        monkeypatch.setattr(given, "examples_of", lambda _nlp, _samples: [example])
        nlp = type("Language", (), {"get_pipe": lambda _self, _name: Component()})()
        return given.given_scores(nlp, small_sample())

    return score


def test_gold_links_are_right_and_none_are_missing(linked: Any) -> None:
    gold = small_sample().relations
    assert linked(gold)["given relation AMOUNT"] == Score(2, 2, 2)
    fewer = [r for r in gold if r.label != "WHEN"]
    assert linked(fewer)["given relation WHEN, any mention"] == Score(0, 0, 2)
    assert linked([])["given relation AMOUNT"] == Score(0, 0, 2)
