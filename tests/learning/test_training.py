"""Training in small: the whole of it, twice, from three reports."""

from hashlib import sha256
from pathlib import Path

import pytest

from pipeline.errors import CommandError
from pipeline.learning.corpus import load_split
from pipeline.learning.lessons import moved
from pipeline.learning.settings import read_settings
from pipeline.learning.training import train
from pipeline.learning.tuning import tune
from pipeline.model import load, save

PROJECT = Path(__file__).parents[2]
SMALL = {"rounds = 20": "rounds = 1", "rounds = 6": "rounds = 1", "rounds = 8": "rounds = 1"}


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    place = tmp_path_factory.mktemp("training")
    config, words = place / "small.cfg", place / "words.txt"
    text = (PROJECT / "configs" / "zh_police_reports.cfg").read_text(encoding="utf-8")
    for old, new in SMALL.items():
        assert old in text
        text = text.replace(old, new)
    config.write_text(text, encoding="utf-8")
    lines = (PROJECT / "training" / "words.txt").read_text(encoding="utf-8").splitlines()
    words.write_text("\n".join(lines[:30]) + "\n", encoding="utf-8")
    samples = [
        s for s in load_split(PROJECT / "training" / "reports", "train") if s.id in {"d01", "d04", "d06"}
    ]
    made = []
    for name in ("one", "two"):
        nlp, learning = read_settings(config)
        train(nlp, samples, samples[:1], words, learning)
        save(nlp, place / name)
        made.append(place / name)
    return made


def test_the_same_inputs_give_the_same_bytes(folders: list[Path]) -> None:
    first, second = (
        {p.relative_to(f): sha256(p.read_bytes()).hexdigest() for p in sorted(f.rglob("*")) if p.is_file()}
        for f in folders
    )
    # The segmenter's archive carries the time it was written.
    differ = {str(p) for p in first if first[p] != second.get(p)}
    assert first.keys() == second.keys()
    assert differ <= {"zh_words/weights.npz"}


def test_a_model_goes_on_with_other_reports(folders: list[Path], tmp_path: Path) -> None:
    _, learning = read_settings(folders[0].parent / "small.cfg")
    old = [s for s in load_split(PROJECT / "training" / "reports", "train") if s.id in {"d01", "d04", "d06"}]
    new = load_split(PROJECT / "training" / "fire" / "corrected" / "fire-c01.txt")
    for name in ("one", "two"):
        nlp = load(folders[0])
        tune(nlp, new, old, old[:1], learning)
        save(nlp, tmp_path / name)
    made = [(tmp_path / name / "zh_entities" / "weights.npz").read_bytes() for name in ("one", "two")]
    assert made[0] == made[1]
    assert made[0] != (folders[0] / "zh_entities" / "weights.npz").read_bytes()
    words = [
        (place / "zh_words" / "features.msgpack").read_bytes() for place in (folders[0], tmp_path / "one")
    ]
    assert words[0] == words[1]


def test_going_on_needs_its_section_in_the_config(folders: list[Path]) -> None:
    _, learning = read_settings(folders[0].parent / "small.cfg")
    learning.tuning = None
    with pytest.raises(CommandError, match=r"learning\.tuning"):
        tune(load(folders[0]), [], [], [], learning)


def test_a_trained_model_loads_and_reads(folders: list[Path]) -> None:
    nlp = load(folders[0])
    doc = nlp(nlp.make_doc("春节期间,平凉市公安局出动警力860人次。"))
    assert doc._.entities is not None
    assert all(doc._.categories[e.id] for e in doc._.entities if e.label == "MEASURE")


def test_gold_links_move_to_overlapping_entities() -> None:
    nlp, _ = read_settings(PROJECT / "configs" / "zh_police_reports.cfg")
    sample = next(s for s in load_split(PROJECT / "training" / "reports", "train") if s.id == "d01")
    gold = nlp.make_doc(sample.text)
    gold._.entities, gold._.relations = sample.entities, sample.relations
    relations, places = moved(gold, sample.entities)
    assert relations == sample.relations
    assert places == {e.id: e.id for e in sample.entities}
    assert moved(gold, []) == ([], {})
