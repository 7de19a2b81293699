from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.persons import find_persons, mask

WORDS = st.lists(
    st.sampled_from(["民警", "嫌疑人", "张", "伟", "某", "欧阳", "、", ",", "(男,", "同志", "等", "村", "12"])
)


@given(WORDS.map("".join))
def test_names_are_in_order_and_a_mask_is_as_long(text: str) -> None:
    at = 0
    for start, end in find_persons(text):
        assert at <= start < end <= len(text)
        assert len(mask(text[start:end])) == end - start
        assert "某" in mask(text[start:end])
        at = end
