from hypothesis import given
from hypothesis import strategies as st

from pipeline.annotation import Entity
from pipeline.evaluation.matching import match, matched, meet

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda p: (p[0], p[0] + p[1])),
    max_size=8,
    unique=True,
)


@given(SPANS, SPANS)
def test_each_span_is_used_once_and_meets_its_partner(
    found: list[tuple[int, int]], gold: list[tuple[int, int]]
) -> None:
    pairs = match(found, gold)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(meet(found[i], gold[j]) for i, j in pairs)
    assert {found[i] for i, _ in pairs} >= set(found) & set(gold)


def test_an_equal_span_goes_before_one_that_only_touches() -> None:
    assert match([(0, 5)], [(0, 2), (0, 5)]) == [(0, 1)]


def test_entities_match_within_their_label() -> None:
    found = [Entity("a", "DATE", 0, 4), Entity("b", "AGENCY", 0, 4)]
    gold = [Entity("g", "AGENCY", 2, 6)]
    assert matched(found, gold, "AGENCY") == [(found[1], gold[0])]
    assert matched(found, gold, "DATE") == []
