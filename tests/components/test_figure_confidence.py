from pathlib import Path

from pipeline.annotation import Entity, Relation
from pipeline.components.confidence import Confidence, parts_of


def figure(score: float, linked: bool = True) -> tuple[list[Entity], list[Relation]]:
    measure = Entity("m", "MEASURE", 0, 4, {"type_score": score}, score)
    amount = Entity("q", "QUANTITY", 4, 6, {}, score)
    return [measure, amount], [Relation("m", "q", "AMOUNT", score)] if linked else []


def test_parts_tell_a_figure_from_a_bare_measure() -> None:
    assert parts_of(*figure(0.9))[0][1][4] == 0.0
    assert parts_of(*figure(0.9, linked=False))[0][1][4] == 1.0


def test_better_parts_give_more_confidence_and_it_reads_back(tmp_path: Path) -> None:
    scores = [0.2, 0.3, 0.4, 0.8, 0.9, 0.95] * 5
    confidence = Confidence()
    confidence.fit([parts_of(*figure(s))[0][1] for s in scores], [s > 0.5 for s in scores])
    confidence.save(tmp_path / "confidence.json")
    copy = Confidence()
    copy.load(tmp_path / "confidence.json")
    values = []
    for score in (0.3, 0.9):
        entities, relations = figure(score)
        copy.set(entities, relations)
        values.append(entities[0].attributes["confidence"])
        assert "type_score" not in entities[0].attributes
    assert 0 <= values[0] < values[1] <= 1
