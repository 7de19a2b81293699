from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.alignment import Alignment
from pipeline.evaluation.scores import Score, exact, overlapping

SPANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda p: (p[0], p[0] + p[1])), max_size=8
)


def test_scores_of_nothing_are_perfect_and_of_inventions_are_not() -> None:
    assert Score().f1 == 1.0
    assert Score(0, 2, 0).precision == 0.0
    assert Score(0, 0, 2).recall == 0.0


def test_adding_pools_the_counts() -> None:
    assert Score(1, 2, 3) + Score(2, 2, 2) == Score(3, 4, 5)


def test_exact_spans_are_equal_and_overlapping_ones_share_a_character() -> None:
    assert exact([(0, 2), (3, 5)], [(0, 2), (4, 5)]) == Score(1, 2, 2)
    assert overlapping([(0, 2), (3, 5)], [(0, 2), (4, 5)]) == Score(2, 2, 2)
    assert overlapping([(0, 2)], [(2, 4)]) == Score(0, 1, 1)


@given(SPANS, SPANS)
def test_overlapping_is_never_stricter_than_exact(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    left, right = sorted(set(left)), sorted(set(right))
    assert overlapping(left, right).right >= exact(left, right).right


@given(st.text("出动警力人次,。0123", min_size=1, max_size=40), st.data())
def test_a_text_aligned_with_itself_keeps_every_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert Alignment(text, text).span(start, end) == (start, end)


def test_a_span_only_the_left_text_has_is_nowhere() -> None:
    assert Alignment("首页\n出动警力8人", "出动警力8人").span(0, 2) is None
