"""Resolving the calendar forms: days, months, years and their parts, in the scope of one document."""

import re
from datetime import date
from typing import Final

from pipeline.values.calendar import Span, day, month_span, part_of_year
from pipeline.values.numbers import parse_integer
from pipeline.values.timeline import BEFORE, DAY, OPEN, OPERATION, TABLES, Period, Timeline

_DONE: Final = re.compile(TABLES["not"]["done"])


class CalendarReader(Timeline):
    """Reads the calendar forms; each method is named like its form in `data/dates.toml`."""

    # Days and months

    def point(self, m: re.Match[str]) -> Period | None:
        """Read a day, a month or a third of a month, or a range that begins with one."""
        month = parse_integer(m["month"]) or 0
        number = parse_integer(m["day"]) if m["day"] else None
        if not 1 <= month <= 12 or (number is not None and not 1 <= number <= 31):
            return None
        tail = m["since"] or m["tail"] or ("前" if m["opening"] else None)
        year, explicit = self._year_of_point(m, month, number or 1, tail)
        kind = self._kind(m)
        span = part_of_month(year, month, number, m["third"]) if year else None
        if span and year:
            span = self._to_end(m, span, year)
        if span is None:
            return Period(OPEN, kind)
        self.keep(span, year=explicit, exact=bool(number and (m["day2"] or m["day3"])))
        if m["now"]:
            return Period((span[0], self.published), kind)
        if tail in BEFORE and (m["third"] in {"底", "末"} or (number and not m["opening"])):
            return Period((None, span[1]), kind)
        if number and tail in {"以来", "起"}:
            self.opened = self.opened or span[0]
        return Period(self.bounded(span, tail), kind)

    def _year_of_point(
        self, m: re.Match[str], month: int, number: int, tail: str | None
    ) -> tuple[int | None, bool]:
        """Return the year of a point and whether the words state it."""
        year = self.stated(m["year"], m["rely"])
        if year or m["rely"]:
            return year, bool(year)
        month2 = parse_integer(m["month2"]) if m["month2"] else None
        last = self.stated(m["year2"], m["rely2"])
        if last:
            return last - bool(month2 and month2 < month), True
        plan, self.plan = self.plan, self.plan or tail in BEFORE or tail == "起"
        summed = month2 and month == 1 and not m["day"] and not m["third"]
        year = self.guess((month, number), (month2, 28) if month2 and summed else None)
        self.plan = plan
        return year, False

    def _to_end(self, m: re.Match[str], span: Span, year: int) -> Span | None:
        """Return the period from a point to the end that its range names; None where that lies before."""
        if m["next"]:
            return span[0], span[1] + DAY
        if not (m["month2"] or m["day3"]):
            return span
        month = parse_integer(m["month2"]) if m["month2"] else span[0].month
        number = parse_integer(m["day2"] or m["day3"] or "")
        last_year = self.stated(m["year2"], m["rely2"]) or year + bool(month and month < span[0].month)
        end = part_of_month(last_year, month or 0, number, m["third2"])
        return (span[0], end[1]) if end and end[1] >= span[0] else None

    @staticmethod
    def _kind(m: re.Match[str]) -> str:
        if m["daily"]:
            return "recurring"
        if m["since"]:
            return "campaign" if OPERATION.search(m["named"]) else "absolute"
        return "holiday" if m["festival"] else "absolute"

    def iso(self, m: re.Match[str]) -> Period | None:
        """Read 2024-07-06, 2024.7.6."""
        found = day(int(m["year"]), int(m["month"]), int(m["day"]))
        if found:
            self.keep((found, found), year=True)
        return Period((found, found)) if found else None

    def months(self, m: re.Match[str]) -> Period | None:
        """Read 1至10月, 7、8月份."""
        first, last = parse_integer(m["month"]) or 0, parse_integer(m["month2"]) or 0
        year = self.stated(m["year"], m["rely"])
        if year is None and not m["rely"] and first:
            year = self.guess((first, 1), (last, 28) if first == 1 else None)
        span = month_span(year, first, last) if year else None
        if not 1 <= first < last <= 12:
            return None
        self.keep(span or OPEN, year=bool(m["year"] or m["rely"]))
        return Period(self.bounded(span, m["tail"]))

    def thirds(self, m: re.Match[str]) -> Period:
        """Read 本月, 上月下旬, 本月24日."""
        if not self.published:
            return Period(OPEN, "relative", bool(m["day"] or m["third"]))
        base = self.last[0] if self.last and m["rel"] == "当月" else self.published
        months = base.year * 12 + base.month - 1 + TABLES["months"][m["rel"]]
        number = parse_integer(m["day"]) if m["day"] else None
        span = part_of_month(months // 12, months % 12 + 1, number, m["third"])
        if m["tail"] == "前" and span and m["third"]:
            return Period((None, span[1]), "relative")
        self.keep(span or OPEN)
        return Period(self.bounded(span, m["tail"]), "absolute" if number else "relative")

    def daynumber(self, m: re.Match[str]) -> Period:
        """Read 27日, in the month of the last date or of the publication."""
        number = parse_integer(m["day"]) or 0
        base = self.last[1] if self.last else None
        if base is None and self.published:
            base = self.published if number <= self.published.day else self.published.replace(day=1) - DAY
        first = day(base.year, base.month, number) if base else None
        if first is None:
            return Period(OPEN, certain=False)
        last = day(first.year, first.month, parse_integer(m["day3"]) or 0) if m["day3"] else first
        last = last + DAY if last and m["next"] else last
        if last is None or last < first:
            return Period(OPEN, certain=False)
        self.keep((first, last))
        return Period(self.bounded((first, last), m["tail"]))

    # Years and their parts

    def years(self, m: re.Match[str]) -> Period | None:
        """Read 2023年, 2020年至2022年."""
        first = parse_integer(m["year"]) or 0
        last = parse_integer(m["year2"]) if m["year2"] else first
        if not last or last < first:
            return None
        self.settled = self.settled if self.published else last
        if not self.published:
            self.year = last
        span = date(first, 1, 1), date(last, 12, 31)
        self.ranges.append(span)
        if first == last:
            self.reported = first
        return Period(self.bounded(span, m["tail"]))

    def relyear(self, m: re.Match[str]) -> Period:
        """Read 今年以来, 去年; 今年 runs to the publication day unless it tells a plan."""
        year = self.stated(None, m["rely"])
        if not year:
            return Period(OPEN, "relative", bool(m["tail"]))
        span = date(year, 1, 1), date(year, 12, 31)
        if m["tail"]:
            return Period(self.bounded(span, m["tail"]), "relative")
        whole = self.plan or m.string.startswith("是", m.end())
        if self.published and year == self.published.year and not whole:
            span = span[0], self.published
        return Period(span, "relative", False)

    def part(self, m: re.Match[str]) -> Period:
        """Read 上半年, 去年四季度, 前十个月, 全年: what sums up a year lies behind."""
        year = self.stated(m["year"], m["rely"])
        name: str = m["part"]
        count = parse_integer(m["count"]) if m["count"] else None
        first, last = self._months_of(name, count)
        if year is None and not m["rely"]:
            year = self.reported if name == "全年" else None
            summed = count or name.startswith("前")
            year = year or self.guess((first, 1), (last, 28) if summed else None)
        span = month_span(year, first, last) if year else None
        self.keep(span or OPEN)
        tail = m["tail"]
        if tail in {"末", "底"}:
            span = (span[1].replace(day=21), span[1]) if span else None
        if tail == "前" and span:
            return Period((None, span[1]))
        return Period(self.bounded(span, tail), "relative" if count and m["rely"] else "absolute")

    @staticmethod
    def _months_of(name: str, count: int | None) -> tuple[int, int]:
        span = part_of_year(2000, name)
        return (1, count) if count else (span[0].month, span[1].month) if span else (1, 12)

    def edge(self, m: re.Match[str]) -> Period | None:
        """Read 年底前, 2023年底, 年初以来, 年内."""
        word = re.sub("^[年岁](?=.)", "", m["edge"])
        named = m["year"] or m["rely"]
        if word == m["edge"] and not named:
            return None
        year = self.stated(m["year"], m["rely"])
        if year is None and not m["rely"]:
            year = self.published.year if self.published else self.year or self.settled
        kind, tail = "absolute" if m["year"] else "relative", m["tail"]
        certain = bool(named or tail or word == "内")
        if year is None:
            return Period(OPEN, kind, certain)
        first, last = TABLES["edges"].get(word, "12-21 12-31").split()
        span = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}")
        if word == "内" and self.published and _DONE.match(m.string, m.end()):
            return Period((span[0], self.published), kind)
        if word == "内" or (tail in BEFORE and span[1].month == 12):
            return Period((None, span[1]), kind, certain)
        return Period(self.bounded(span, tail), kind, certain)

    def season(self, m: re.Match[str]) -> Period:
        """Read 今年夏天, 2023年暑期; winter runs over two years and stays open."""
        year = self.stated(m["year"], m["rely"])
        if m["season"] not in TABLES["seasons"] or not year:
            return Period(OPEN, "relative")
        return Period(yearly(year, TABLES["seasons"][m["season"]]) or OPEN, "absolute")


def part_of_month(year: int, month: int, number: int | None, third: str | None) -> Span | None:
    """Return a day, a third or the whole of a month."""
    if number is not None:
        found = day(year, month, number)
        return (found, found) if found else None
    span = month_span(year, month)
    if span and third:
        first, last = TABLES["thirds"][third]
        return span[0].replace(day=first), span[1].replace(day=min(last, span[1].day))
    return span


def yearly(year: int, days: str) -> Span | None:
    """Return the days from one month and day to another in a year: `07-01 08-31`."""
    first, last = (days.split() * 2)[:2]
    return date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}")
