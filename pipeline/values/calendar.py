"""Calendar facts: official holidays, lunar days, the spring travel season, months and parts of a year."""

import calendar as _calendar
from datetime import date, timedelta
from functools import cache
from typing import Final

import chinese_calendar
from lunar_python import LunarYear, Solar

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
    """Return the official days off around a holiday (chinese_calendar's name), None outside its tables.

    Weekends and holidays that adjoin belong to the days off, also across the turn of the year.

    >>> holiday_span(2024, "Spring Festival")
    (datetime.date(2024, 2, 10), datetime.date(2024, 2, 17))
    >>> holiday_span(2024, "New Year's Day")
    (datetime.date(2023, 12, 30), datetime.date(2024, 1, 1))
    """
    try:
        named = [
            d
            for d in (date(year, 1, 1) + timedelta(days=i) for i in range(366))
            if d.year == year
            and (d.month, d.day) < (12, 20)
            and chinese_calendar.get_holiday_detail(d) == (True, name)
        ]
        if not named:
            return holiday_span(year, "National Day") if name == "Mid-autumn Festival" else None
        first, last = min(named), max(named)
        while chinese_calendar.is_holiday(first - timedelta(days=1)):
            first -= timedelta(days=1)
        while chinese_calendar.is_holiday(last + timedelta(days=1)):
            last += timedelta(days=1)
    except NotImplementedError:
        return None
    return first, last


@cache
def holiday_before(day_: date, reach: int = 10) -> Span | None:
    """Return the days off of the last official holiday at most `reach` days before a day.

    >>> holiday_before(date(2024, 2, 18))
    (datetime.date(2024, 2, 10), datetime.date(2024, 2, 17))
    """
    try:
        for i in range(reach + 1):
            name = chinese_calendar.get_holiday_detail(day_ - timedelta(days=i))
            if name[0] and name[1]:
                found = day_ - timedelta(days=i)
                return holiday_span(found.year + (found.month == 12), name[1])
    except NotImplementedError:
        return None
    return None


def travel_season(year: int) -> Span | None:
    """Return the forty days of 春运, which begin fifteen days before the lunar New Year.

    >>> travel_season(2022)
    (datetime.date(2022, 1, 17), datetime.date(2022, 2, 25))
    """
    new_year = lunar_day(year, 1, 1)
    return (new_year - timedelta(days=15), new_year + timedelta(days=24)) if new_year else None


@cache
def lunar_day(year: int, month: int, number: int) -> date | None:
    """Return the solar day of a lunar one; month 12 day 0 is the last day of that lunar year.

    The year is the solar year in which the day falls: 除夕 of 2024 is 2024-02-09.

    >>> lunar_day(2024, 1, 9), lunar_day(2024, 12, 0)
    (datetime.date(2024, 2, 18), datetime.date(2024, 2, 9))
    """
    if year not in YEARS:
        return None
    if number == 0:
        first = lunar_day(year, 1, 1)
        return first - timedelta(days=1) if first else None
    return next((d for d in _falls_in(year, month, number) if d.year == year), None)


def is_lunar(day_: date, month: int, number: int) -> bool:
    """Tell whether a solar day is that day of the lunar calendar (number 0: the last of the year)."""
    if number == 0:
        day_, month, number = day_ + timedelta(days=1), 1, 1
    return day_ in _falls_in(day_.year, month, number)


def _falls_in(year: int, month: int, number: int) -> list[date]:
    """Return the days that bear a lunar date in the lunar years that share days with a solar year."""
    months = [known for y in (year, year - 1) if (known := _lunar_months(y).get(month))]
    return [first + timedelta(days=number - 1) for first, days in months if 1 <= number <= days]


@cache
def _lunar_months(year: int) -> dict[int, tuple[date, int]]:
    """Return the first day and the number of days of each month of a lunar year; leap months are negative."""
    months = {}
    for month in LunarYear.fromYear(year).getMonthsInYear():
        first = Solar.fromJulianDay(month.getFirstJulianDay())
        months[month.getMonth()] = (
            date(first.getYear(), first.getMonth(), first.getDay()),
            month.getDayCount(),
        )
    return months


def part_of_year(year: int, name: str) -> Span | None:
    """Return the days of 上半年, 全年, 前三季度, 第二季度 and the like; None for no such part.

    >>> part_of_year(2024, "二季度")
    (datetime.date(2024, 4, 1), datetime.date(2024, 6, 30))
    """
    if name in _PARTS:
        return month_span(year, *_PARTS[name])
    if not name.endswith("季度"):
        return None
    name = name.removesuffix("季度").removesuffix("个")
    quarter = "一二三四".find(name[-1]) + 1 or "1234".find(name[-1]) + 1 or 2
    first = 1 if name.startswith("前") else quarter * 3 - 2
    return month_span(year, first, quarter * 3)
