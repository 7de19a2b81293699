from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.numbers import parse_integer, parse_number, parse_spread

CASES = [
    ("2660", "2660"),
    ("22,263", "22263"),
    ("10.98", "10.98"),
    ("5万", "50000"),
    ("1.2亿", "120000000"),
    ("三", "3"),
    ("十", "10"),
    ("十二", "12"),
    ("二十", "20"),
    ("一百零五", "105"),
    ("两千三百", "2300"),
    ("三万", "30000"),
    ("一万二千", "12000"),
    ("二〇二四", "2024"),
    ("十万", "100000"),
    ("廿三", "23"),
    ("一百二", "120"),
    ("三万二", "32000"),
    ("3万2千", "32000"),
    ("1亿2000万", "120000000"),
    ("", None),
    ("起", None),
    ("十百", None),
    ("一二百三", None),
    ("1,2", None),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_parse_number(text: str, expected: str | None) -> None:
    assert parse_number(text) == (None if expected is None else Decimal(expected))


SPREADS = [
    ("十五六", ("15", "16")),
    ("一二十", ("10", "20")),
    ("七八百", ("700", "800")),
    ("三五", ("3", "5")),
    ("二十二", None),
    ("二〇二三", None),
    ("三一", None),
]


@pytest.mark.parametrize(("text", "expected"), SPREADS)
def test_parse_spread(text: str, expected: tuple[str, str] | None) -> None:
    assert parse_spread(text) == (expected and tuple(map(Decimal, expected)))


@given(st.text(alphabet="零一二两三九十百千万亿〇1,.", max_size=12))
def test_never_raises(text: str) -> None:
    parse_number(text)
    parse_spread(text)


@given(st.integers(min_value=0, max_value=10**12))
def test_arabic_digits_read_back(value: int) -> None:
    assert parse_integer(str(value)) == value
    assert parse_integer(f"{value:,}") == value
