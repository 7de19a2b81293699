"""Numerals: Arabic, Chinese and mixed, as exact values.

Positional readings follow the usual composition of Chinese numerals (units 十百千 inside a
section, 万 and 亿 between sections); digit strings such as 二〇二四 read digit by digit.
"""

import re
from decimal import Decimal
from typing import Final

DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SMALL_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
LARGE_UNITS: Final = {"万": 10_000, "亿": 100_000_000}
_TENS: Final = {"廿": "二十", "卅": "三十"}

_GROUPED = r"\d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d{1,6})?"
_PLAIN = r"\d{1,15}(?!\d)(?:\.\d{1,6}(?!\d))?"
ARABIC: Final = rf"(?<!\d)(?:{_GROUPED}|{_PLAIN})"
"""Regular expression of a number in Arabic digits, thousands commas allowed; bounded: matching is linear."""
_UNITS = "(?:(?!千[克米])[十百千万亿]){1,4}"
MIXED: Final = rf"{ARABIC}(?:\s?{_UNITS}(?:\d{{1,4}}[十百千万]{{1,3}}|\d{{3,4}}(?!\d)){{0,2}})?"
"""Regular expression of Arabic digits with Chinese units: 3.5万, 3万2千, 1亿2000万."""
CHINESE_DIGITS: Final = "零〇○一二两三四五六七八九十百千万亿廿卅"
"""The characters that Chinese numerals are made of."""
_DECIMALS: Final = "点[零〇一二三四五六七八九]{1,4}(?![十百时分钟]|千(?![克米]))"
CHINESE: Final = (
    f"(?<![{CHINESE_DIGITS}])(?:(?!千[克米])[{CHINESE_DIGITS}]){{1,15}}(?:(?<!点){_DECIMALS}[万亿]?)?"
)
"""Regular expression of a run of Chinese numeral characters (not each run is a number)."""

_ARABIC_THEN_UNITS: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)([十百千万亿]*)")
_MIXED: Final = re.compile(MIXED)
_CHINESE: Final = re.compile(CHINESE)
_PAIR: Final = re.compile("[一二两三四五六七八九]{2}")
_WIDE_PAIRS: Final = frozenset({"三五"})


def parse_number(text: str) -> Decimal | None:
    """Return the value of a numeral, or None where the characters are no well-formed number.

    >>> parse_number("1,770"), parse_number("3.5万"), parse_number("一千二百零三")
    (Decimal('1770'), Decimal('35000.0'), Decimal('1203'))
    >>> parse_number("二〇二四"), parse_number("3万2千"), parse_number("十百")
    (Decimal('2024'), Decimal('32000'), None)
    >>> parse_number("七十三点六五"), parse_number("一点五万")
    (Decimal('73.65'), Decimal('15000.0'))
    """
    if _MIXED.fullmatch(text):
        return sum((_scaled(m[1], m[2]) for m in _ARABIC_THEN_UNITS.finditer(text)), Decimal(0))
    if not _CHINESE.fullmatch(text):
        return None
    whole, point, decimals = text.partition("点")
    if point:
        parts = parse_number(whole), "".join(str(DIGITS[c]) for c in decimals if c in DIGITS)
        large = LARGE_UNITS.get(decimals[-1], 1)
        return None if parts[0] is None else (parts[0] + Decimal(f"0.{parts[1]}")) * large
    for c, written in _TENS.items():
        text = text.replace(c, written)
    if all(c in DIGITS for c in text):
        return Decimal("".join(str(DIGITS[c]) for c in text))
    return _positional(text)


def parse_integer(text: str) -> int | None:
    """Return the value of a whole number, or None.

    >>> parse_integer("二十八"), parse_integer("09"), parse_integer("1.5")
    (28, 9, None)
    """
    value = parse_number(text)
    return int(value) if value is not None and value == value.to_integral_value() else None


def parse_spread(text: str) -> tuple[Decimal, Decimal] | None:
    """Return the bounds of a numeral with two neighbouring digits for one, or None.

    >>> parse_spread("十五六"), parse_spread("三四百"), parse_spread("二十二")
    ((Decimal('15'), Decimal('16')), (Decimal('300'), Decimal('400')), None)
    """
    pair = _PAIR.search(text)
    if not pair or not _CHINESE.fullmatch(text) or "〇" in text or "零" in text:
        return None
    first, second = pair[0][0], pair[0][1]
    if DIGITS[second] != DIGITS[first] + 1 and pair[0] not in _WIDE_PAIRS:
        return None
    low = parse_number(text[: pair.start()] + first + text[pair.end() :])
    high = parse_number(text[: pair.start()] + second + text[pair.end() :])
    return (low, high) if low is not None and high is not None and low < high else None


def last_step(value: Decimal) -> Decimal:
    """Return one unit of the last non-zero digit.

    >>> int(last_step(Decimal(500))), int(last_step(Decimal(16700))), int(last_step(Decimal("1.5") * 10000))
    (100, 100, 1000)
    """
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) if value else Decimal(1)


def _scaled(digits: str, units: str) -> Decimal:
    value = Decimal(digits.replace(",", ""))
    for unit in units:
        value *= SMALL_UNITS.get(unit) or LARGE_UNITS[unit]
    return value


def _positional(text: str) -> Decimal | None:
    """Read 十百千万亿 notation; None where units do not fall or digits pile up.

    A last digit without its unit takes the next lower one: 一百二 is 120, 三万二 is 32000.
    """
    total = section = 0
    digit: int | None = None
    last_small, last_large, last_unit = 10_000, 10**12, 1
    for c in text:
        if c in DIGITS:
            if digit:
                return None
            digit = DIGITS[c]
            if digit == 0:
                last_unit = 1
        elif c in SMALL_UNITS:
            unit = SMALL_UNITS[c]
            if unit >= last_small:
                return None
            section += (1 if digit is None else digit) * unit
            digit, last_small, last_unit = None, unit, unit
        else:
            unit = LARGE_UNITS[c]
            section += digit or 0
            if section == 0 and total == 0:
                section = 1
            if unit >= last_large and total:
                total = (total + section) * unit
            else:
                total += section * unit
            section, digit, last_small, last_large, last_unit = 0, None, 10_000, unit, unit
    return Decimal(total + section + (digit or 0) * max(1, last_unit // 10))
