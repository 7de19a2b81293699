"""Calendar facts: official holidays, lunar days, months and halves of a year."""

import calendar as _calendar
from datetime import date, timedelta
from functools import cache
from typing import Final

import chinese_calendar
from lunar_python import Lunar, LunarYear, Solar

Span = tuple[date, date]
YEARS: Final = range(2010, 2031)
"""Years in which a solar–lunar pair is looked for."""
_PARTS: Final = {"上半年": (1, 6), "下半年": (7, 12), "全年": (1, 12), "前三季度": (1, 9)}


def month_span(year: int, month: int, last: int | None = None) -> Span | None:
    """Return the first and last day of a month, or of the months up to `last`; None where there is none."""
    last = last or month
    if not (1 <= month <= last <= 12 and 1 <= year <= 9999):
        return None
    return date(year, month, 1), date(year, last, _calendar.monthrange(year, last)[1])


def day(year: int, month: int, number: int) -> date | None:
    """Return a day, or None where the calendar has none."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


@cache
def holiday_span(year: int, name: str) -> Span | None:
    """Return the official days off of a holiday (chinese_calendar's name), None outside its tables.

    >>> holiday_span(2024, "Spring Festival")
    (datetime.date(2024, 2, 10), datetime.date(2024, 2, 17))
    """
    try:
        details = [
            (d, chinese_calendar.get_holiday_detail(d))
            for d in (date(year, 1, 1) + timedelta(days=i) for i in range(366))
            if d.year == year
        ]
    except NotImplementedError:
        return None
    days = [d for d, (off, holiday) in details if off and holiday == name]
    return (min(days), max(days)) if days else None


@cache
def lunar_day(year: int, month: int, number: int) -> date | None:
    """Return the solar day of a lunar one; month 12 day 0 is the last day of that lunar year.

    The year is the solar year the day falls in for the first months: 除夕 of 2024 is 2024-02-09.

    >>> lunar_day(2024, 1, 9), lunar_day(2024, 12, 0)
    (datetime.date(2024, 2, 18), datetime.date(2024, 2, 9))
    """
    if year not in YEARS:
        return None
    if number == 0:
        first = lunar_day(year, 1, 1)
        return first - timedelta(days=1) if first else None
    if not 1 <= number <= 30 or LunarYear.fromYear(year).getMonth(month) is None:
        return None
    if number > LunarYear.fromYear(year).getMonth(month).getDayCount():
        return None
    solar = Lunar.fromYmd(year, month, number).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def is_lunar(day_: date, month: int, number: int) -> bool:
    """Tell whether a solar day is that day of the lunar calendar (number 0: the last of the year)."""
    if number == 0:
        day_, month, number = day_ + timedelta(days=1), 1, 1
    lunar = Solar.fromYmd(day_.year, day_.month, day_.day).getLunar()
    return bool(lunar.getMonth() == month and lunar.getDay() == number)


def part_of_year(year: int, name: str) -> Span | None:
    """Return the days of 上半年, 前三季度 and the like."""
    first, last = _PARTS[name]
    return month_span(year, first, last)
