import json

from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.carried import plain

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.dates()
    | st.decimals(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
)


@given(VALUES)
def test_every_value_is_one_of_json(value: object) -> None:
    again = json.loads(json.dumps(plain(value), allow_nan=False, ensure_ascii=False).encode())
    assert again == plain(value)
    assert plain(again) == again


def test_half_pairs_and_depth_are_text() -> None:
    assert plain("a\ud83d") == "a?"
    deep: object = 1
    for _ in range(900):
        deep = [deep]
    json.dumps(plain(deep))
