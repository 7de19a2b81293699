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

_GROUPED = r"\d{1,3}(?:,\d{3}){1,5}(?!\d)(?:\.\d{1,6})?"
_PLAIN = r"\d{1,15}(?!\d)(?:\.\d{1,6}(?!\d))?"
ARABIC: Final = rf"(?<!\d)(?:{_GROUPED}|{_PLAIN})"
"""Regular expression of a number in Arabic digits, thousands commas allowed; bounded: matching is linear."""
_CHINESE_DIGITS = "零〇○一二两三四五六七八九十百千万亿"
CHINESE: Final = f"(?<![{_CHINESE_DIGITS}])[{_CHINESE_DIGITS}]{{1,15}}"
"""Regular expression of a run of Chinese numeral characters (not each run is a number)."""

_ARABIC_THEN_UNITS = re.compile(rf"({ARABIC})([十百千万亿]*)")


def parse_number(text: str) -> Decimal | None:
    """Return the value of a numeral, or None where the characters are no well-formed number.

    >>> parse_number("1,770"), parse_number("3.5万"), parse_number("一千二百零三")
    (Decimal('1770'), Decimal('35000.0'), Decimal('1203'))
    >>> parse_number("二〇二四"), parse_number("十万"), parse_number("十百")
    (Decimal('2024'), Decimal('100000'), None)
    """
    arabic = _ARABIC_THEN_UNITS.fullmatch(text)
    if arabic:
        value = Decimal(arabic[1].replace(",", ""))
        for unit in arabic[2]:
            value *= SMALL_UNITS.get(unit) or LARGE_UNITS[unit]
        return value
    if not text or not re.fullmatch(CHINESE, text):
        return None
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


def _positional(text: str) -> Decimal | None:
    """Read 十百千万亿 notation; None where units do not fall or digits pile up."""
    total = section = 0
    digit: int | None = None
    last_small, last_large = 10_000, 10**12
    for c in text:
        if c in DIGITS:
            if digit:
                return None
            digit = DIGITS[c]
        elif c in SMALL_UNITS:
            unit = SMALL_UNITS[c]
            if unit >= last_small:
                return None
            section += (1 if digit is None else digit) * unit
            digit, last_small = None, unit
        else:
            unit = LARGE_UNITS[c]
            section += digit or 0
            if section == 0 and total == 0:
                section = 1
            if unit >= last_large and total:
                total = (total + section) * unit
            else:
                total += section * unit
            section, digit, last_small, last_large = 0, None, 10_000, unit
    return Decimal(total + section + (digit or 0))
