import pytest

from pipeline.values.divisions import ancestors, by_code, find_divisions, region_of


@pytest.mark.parametrize(
    ("name", "context", "expected"),
    [
        ("嘉峪关市公安局", None, "620200"),
        ("延安市公安局宝塔分局", None, "610602"),
        ("浙江省公安厅", None, "330000"),
        ("兰溪市公安局云山派出所", None, "330781"),
        ("锡林郭勒盟公安局", None, "152500"),
        ("渭南市公安机关", None, "610500"),
        ("朝阳区公安分局", "110000", "110105"),
        ("公安部", None, None),
        ("全国公安机关", None, None),
    ],
)
def test_region_of_an_organ(name: str, context: str | None, expected: str | None) -> None:
    assert region_of(name, context) == expected


def test_every_parent_is_a_division() -> None:
    divisions = by_code()
    assert all(not d.parent or (d.parent in divisions and d.parent != d.code) for d in divisions.values())
    assert ancestors("610602") == ["610602", "610600", "610000"]


def test_names_are_found_longest_first() -> None:
    text = "甘肃省嘉峪关市公安局"
    assert [text[a:b] for a, b, _ in find_divisions(text)] == ["甘肃省", "嘉峪关市"]


@pytest.mark.parametrize("code", ["441900", "442000", "460400"])
def test_cities_without_counties_end_at_their_province(code: str) -> None:
    assert ancestors(code) == [code, code[:2] + "0000"]
