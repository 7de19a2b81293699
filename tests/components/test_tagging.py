import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotation import Entity
from pipeline.components.structure import structure_of
from pipeline.components.tagging import INDEX, TAGS, TRANSITIONS, decode, spans_of, split_measure, tags_of


def test_tags_decode_back_to_the_entities() -> None:
    text = "市局检查宾馆168家"
    entities = [
        Entity("e1", "AGENCY", 0, 2),
        Entity("e2", "MEASURE", 2, 6, {"action": "检查", "object": "宾馆"}),
    ]
    tags = tags_of(text, entities)
    certain = np.full((len(text), len(TAGS)), 1e-6, np.float32)
    certain[np.arange(len(text)), tags] = 1.0
    decoded = decode(certain, np.zeros(len(text), np.bool_))
    assert spans_of(decoded) == [(0, 2, "AGENCY"), (2, 6, "MEASURE")]
    assert split_measure(text, 2, decoded[2:6]) == ("检查", "宾馆")


def test_an_action_after_its_object_drops_the_light_verb() -> None:
    text = "商户进行走访"
    entity = Entity("e1", "MEASURE", 0, 6, {"action": "走访", "object": "商户"})
    assert split_measure(text, 0, list(tags_of(text, [entity]))) == ("走访", "商户")


@given(st.lists(st.lists(st.floats(0.001, 1), min_size=len(TAGS), max_size=len(TAGS)), max_size=8), st.data())
def test_decoding_is_legal_and_keeps_off_blocked_characters(
    rows: list[list[float]], data: st.DataObject
) -> None:
    blocked = np.array([data.draw(st.booleans()) for _ in rows], dtype=np.bool_)
    tags = decode(np.array(rows, np.float32).reshape(len(rows), len(TAGS)), blocked)
    covered = {i for start, end, _ in spans_of(tags) for i in range(start, end)}
    assert covered == {i for i, tag in enumerate(tags) if tag != INDEX["O"]}
    assert not covered & set(np.flatnonzero(blocked))


@given(st.integers(0, 2**32 - 1), st.floats(0.2, 5))
def test_decoding_finds_the_most_probable_legal_sequence(seed: int, peak: float) -> None:
    rows = np.random.default_rng(seed).random((3, len(TAGS))).astype(np.float32) ** peak
    rows /= rows.sum(1, keepdims=True)
    placed = [i for i, tag in enumerate(TAGS) if tag.endswith(("QUANTITY", "DATE"))]
    log = np.log(rows + 1e-12)
    log[:, placed] = -1e9
    log[0, [i for i, tag in enumerate(TAGS) if tag[0] in "IE"]] = -1e9
    log[2, [i for i, tag in enumerate(TAGS) if tag[0] in "BI"]] = -1e9
    every = log[0][:, None, None] + TRANSITIONS[:, :, None] + log[1][None, :, None]
    every = every + TRANSITIONS[None, :, :] + log[2][None, None, :]
    tags = decode(rows, np.zeros(3, np.bool_))
    assert every[tuple(tags)] == every.max()


@given(st.text(alphabet="甲乙,。\n;", max_size=40))
def test_structure_covers_the_text_in_order(text: str) -> None:
    structure = structure_of(text)
    for starts in (structure.lines, structure.sentences, structure.clauses):
        assert starts == sorted(set(starts))
        assert starts[0] == 0
    assert set(structure.lines) <= set(structure.sentences) <= set(structure.clauses)
