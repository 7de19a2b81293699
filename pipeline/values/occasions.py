"""Resolving festivals, operations and words that point to other days, in the scope of one document.

Rules: training/ANNOTATION.md, section 6 (open periods, lengths, holidays), and training/GUIDELINE.md,
cases 11 to 13. What points back (节日期间, 行动期间, 三天里) takes the period it fits; it may stand before
that period is named, so `dates` asks again at the end of the document.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from pipeline.values.calendar import Span, holiday_before, holiday_span, lunar_day, travel_season
from pipeline.values.numbers import parse_integer
from pipeline.values.periods import CalendarReader, part_of_month, yearly
from pipeline.values.tables import choice
from pipeline.values.timeline import BEFORE, DAY, OPEN, OPERATION, TABLES, Days, Period

_LUNAR: Final = re.compile(r"(?:农历)?(?:(正月|腊月|大年|冬月)|([一二三四五六七八九十]{1,2})月)?初?(.{1,3})")
_FIRST_MONTHS: Final = {"正月": 1, "大年": 1, "冬月": 11, "腊月": 12}
_LENGTHS: Final = {"年": 365.0, "月": 30.4, "周": 7.0, "星期": 7.0, "季度": 91.0}
_WEEKS: Final = {"上上周": -14, "上周": -7, "上一周": -7, "前一周": -7, "本周": 0, "这周": 0, "下周": 7}
_WEEKDAYS: Final = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6, "末": 5}
_NEXT: Final = frozenset({"次日", "翌日", "第二天", "第二日", "次晚"})
_NAMED_YEAR: Final = re.compile(r"(20\d\d)”")
_KINDS: Final = {kind: TABLES["words"][kind].split() for kind in ("holiday", "recurring")}
_CERTAIN: Final = frozenset(TABLES["words"]["certain"].split())
_PAST_YEAR: Final = re.compile("(?:过去的?|这|整整)一年[里中间]?|一年[里中间]")
_FEAST: Final = re.compile(choice(name for name, days in TABLES["holidays"].items() if days[0].isdigit()))
_OBSERVANCES: Final = frozenset(TABLES["observances"]["names"].split())


def lunar_of(words: str, month: int | None = None) -> tuple[int, int] | None:
    """Return month and day of a lunar day in words, day 0 for the last of the year.

    >>> lunar_of("正月初九"), lunar_of("腊月廿三"), lunar_of("除夕"), lunar_of("初七", 1)
    ((1, 9), (12, 23), (12, 0), (1, 7))
    """
    words = words.strip("()").removesuffix("夜")
    if words in TABLES["lunar"]:
        known: list[int] = TABLES["lunar"][words]
        return known[0], known[1]
    match = _LUNAR.fullmatch(words)
    if not match:
        return None
    month = _FIRST_MONTHS.get(match[1] or "") or parse_integer(match[2] or "") or month
    number = parse_integer(match[3])
    if words == "大年三十":
        return 12, 0
    return (month, number) if month and number and month <= 12 and number <= 30 else None


class Reader(CalendarReader):
    """Reads every form; each method is named like its form in `data/dates.toml`."""

    # Festivals

    def _year_of(self, m: re.Match[str], span_of: Callable[[int], Span | None]) -> int | None:
        """Return the stated year, else the last one in which the days lie behind or close ahead."""
        year = self.stated(m["year"], m["rely"])
        if year or m["rely"]:
            return year
        if not self.published:
            return self.year or self.settled
        self.plan = self.plan or m["tail"] == "开始前" or m[0].startswith("暑")
        for year in (self.published.year + 1, self.published.year):
            span = span_of(year)
            if span and span[0] <= self.published + self.near():
                return year
        return self.published.year - 1

    def festival(self, m: re.Match[str]) -> Period | None:
        """Read 春节期间, 国庆、中秋假期, 元旦前, 国庆假期第一天."""
        names = [m["festival"], *([m["festival2"]] if m["festival2"] else [])]
        tail = "以来" if m["tail"] and m["tail"].endswith("以来") else m["tail"]
        year = self._year_of(m, lambda y: festival_span(y, names[-1]))
        spans = [s for name in names if year and (s := self.held.get(name) or festival_span(year, name))]
        plain = not (m["off"] or m["days"] or tail)
        if plain and names[0] in _OBSERVANCES and not (m["year"] or m["rely"]):
            return None
        certain = not plain or bool(m["year"] or m["rely"])
        if not spans or not year:
            return Period(OPEN, "holiday", certain)
        span = min(s[0] for s in spans), max(s[1] for s in spans)
        self.keep(span)
        self.holiday = span
        feast = feast_day(year, TABLES["holidays"][names[0]])
        if feast and tail in BEFORE and TABLES["holidays"][names[0]] in TABLES["feasts"]:
            return Period((None, feast - DAY), "holiday", certain)
        if feast and tail and tail[0] in "当夜晚":
            self.keep((feast, feast))
            return Period((feast, feast), "holiday")
        kind = "absolute" if m[0].startswith("暑") else "holiday"
        return Period(self._inside(span, tail), kind, certain)

    def _inside(self, span: Span, tail: str | None) -> Days:
        """Return the part of a festival that its tail names."""
        if tail in {"首日", "第一天"}:
            return span[0], span[0]
        if tail == "最后一天":
            return span[1], span[1]
        number = parse_integer(tail[1:-1]) if tail and tail.startswith("第") else None
        if number:
            return span[0] + DAY * (number - 1), span[0] + DAY * (number - 1)
        return self.bounded(span, tail)

    def lunar(self, m: re.Match[str]) -> Period | None:
        """Read 除夕, 正月十五, 腊月二十三, 除夕至正月初五."""
        first = lunar_of(m["lunar"])
        if not first:
            return None
        last = lunar_of(m["lunar2"], 1 if first[0] == 12 else first[0]) if m["lunar2"] else first
        if not last:
            return None

        def span_of(year: int) -> Span | None:
            start, end = lunar_day(year, *first), lunar_day(year, *last)
            return (start, end) if start and end and start <= end else None

        year = self._year_of(m, span_of)
        span = span_of(year) if year else None
        self.keep(span or OPEN)
        return Period(self.bounded(span, m["tail"]), "holiday")

    def both(self, m: re.Match[str]) -> Period:
        """Read “两节”期间: from the New Year to the end of the Spring Festival, in autumn 中秋 and 国庆."""
        day_ = self.published
        if not day_:
            return Period(OPEN, "holiday")
        year = day_.year + (day_.month >= 11)
        autumn = 7 <= day_.month <= 10
        first = holiday_span(year, "National Day" if autumn else "New Year's Day")
        last = first if autumn else holiday_span(year, "Spring Festival")
        return Period((first[0], last[1]) if first and last else OPEN, "holiday")

    def generic(self, m: re.Match[str]) -> Period:
        """Read 节日期间, 假期三天, 节前: the holiday of the report."""
        kind = "holiday"
        if not self.holiday and self.published:
            self.holiday = holiday_before(self.published)
        if not self.holiday:
            return Period(OPEN, kind, not m["generic"].startswith(("假期", "假日")))
        if m["eve"] or m["before"]:
            return Period((None, self.holiday[0] - DAY) if m["eve"] != "后" else OPEN, kind)
        return Period(self._inside(self.holiday, m["edge"]), kind)

    def five_years(self, m: re.Match[str]) -> Period:
        """Read “十四五”期间: a five-year plan by its number; the tenth ran from 2001 to 2005."""
        number = parse_integer(m["number"]) if m["number"] else 0
        first = 2001 + 5 * (number or 0)
        span = date(first, 1, 1), date(first if m["tail"] == "开局之年" else first + 4, 12, 31)
        return Period(self.bounded(span, m["tail"]), "absolute")

    # Operations

    def campaign(self, m: re.Match[str]) -> Period | None:
        """Read X期间, X以来: the frame that the report gives for its operation."""
        named = bool(OPERATION.search(m["phrase"]))
        kind = "campaign" if named else "absolute"
        year = _NAMED_YEAR.search(m["phrase"])
        frame = (yearly(int(year[1]), "01-01 12-31") if year else self.operation()) if named else None
        if m["since"] != "期间":
            first = frame[0] if frame and (frame[1] - frame[0]).days >= 7 else None
            return Period((first, self.published), kind, named)
        if frame and self.published and frame[0] <= self.published:
            frame = frame[0], min(frame[1], self.published)
        return Period(frame or OPEN, kind, named)

    def since(self, m: re.Match[str]) -> Period:
        """Read 入汛以来: only the end is known."""
        return Period((None, self.published), "relative")

    def recurring(self, m: re.Match[str]) -> Period:
        """Read 每周五、周六, 每晚8时至次日2时."""
        frame = None if m[0].startswith("每年") else self.operation()
        if frame and (frame[1] - frame[0]).days < 6:
            frame = None
        return Period(frame or OPEN, "recurring", "每周" in m[0] or "至" in m[0])

    # Words that point

    def relative(self, m: re.Match[str]) -> Period:
        """Read 今天, 昨晚, 今晚至明日, 今冬明春."""
        span = self._relative(m["relative"])
        if span and m["relative2"] in TABLES["relative"]:
            other = self._relative(m["relative2"])
            span = (span[0], other[1]) if other and other[1] >= span[0] else span
        self.keep(span or OPEN)
        return Period(span or OPEN, "relative")

    def _relative(self, word: str) -> Span | None:
        if not self.published:
            return None
        unit, *ends = TABLES["relative"][word].split()
        if unit == "day":
            return self.published + DAY * int(ends[0]), self.published + DAY * int(ends[-1])
        spring = self.published.year + (self.published.month > 4)
        return date.fromisoformat(f"{spring - 1}-{ends[0]}"), date.fromisoformat(f"{spring}-{ends[1]}")

    def same(self, m: re.Match[str]) -> Period:
        """Read 当天, 次日凌晨, 比赛当天: from the last day named."""
        last = None if m["same"] in {"那天", "这天"} else self.day
        feast = _FEAST.search(m["event"] or "")
        if feast and self.published:
            span = festival_span(self.published.year, feast[0])
            last = span[0] if span else last
        if last and m["same"] in _NEXT:
            last += DAY
        if last:
            self.keep((last, last))
        certain = m["same"] not in {"全天", "一夜", "这天"}
        return Period((last, last), "holiday" if feast else "relative", certain)

    def clock(self, m: re.Match[str]) -> Period:
        """Read a clock time alone."""
        return Period((self.day, self.day), "absolute", certain=False)

    def now(self, m: re.Match[str]) -> Period:
        """Read 目前, 即日起至9月30日."""
        if m["month2"]:
            month, base = parse_integer(m["month2"]) or 1, self.published
            year = self.stated(m["year2"], None)
            if base and not year:
                year = base.year + (month < base.month)
            number = parse_integer(m["day2"]) if m["day2"] else None
            span = part_of_month(year, month, number, m["third2"]) if year else None
            return Period((base, span[1] if span else None))
        return Period((None, self.published), "relative", certain=False)

    def week_(self, m: re.Match[str]) -> Period:
        """Read 本周, 上周五: the week that the report covers, else that of its publication."""
        monday = self.published - DAY * self.published.weekday() if self.published else None
        base = self.week[0] if self.week else monday
        if base is None:
            return Period(OPEN, "relative")
        base += DAY * _WEEKS[m["week"]]
        if m["weekday"]:
            found = base + DAY * _WEEKDAYS[m["weekday"]]
            return Period((found, found + DAY * (m["weekday"] == "末")), "relative")
        return Period((base, base + DAY * 6), "relative")

    def length(self, m: re.Match[str]) -> Period:
        """Read 三天里, 半年来: tied to a period of that length that the text gives, else open."""
        count = next(filter(None, (m[f"count{n}"] for n in ("", 2, 3, 4))), None)
        unit = next(filter(None, (m[f"unit{n}"] for n in ("", 2, 3, 4))), None)
        if "百" in m[0] and not unit:
            return Period(self.operation() or OPEN, "campaign")
        if _PAST_YEAR.fullmatch(m[0]) and self.reported:
            return Period((date(self.reported, 1, 1), date(self.reported, 12, 31)), "relative")
        number = 0.5 if count == "半" else float(parse_integer(count or "") or 0)
        fit = self._of_length(number, unit) if number and unit and not m["loose"] else None
        if fit and self.published and fit[0] <= self.published < fit[1]:
            fit = fit[0], self.published
        return Period(
            fit or OPEN,
            "holiday" if fit and fit == self.holiday else "relative",
            not (m["count2"] or m["count3"]),
        )

    def _of_length(self, count: float, unit: str) -> Span | None:
        """Return the last period of so many days, months or years; longer ones may differ a little."""
        days = next((days for name, days in _LENGTHS.items() if unit.endswith(name)), 1.0)
        slack = count * days * 0.06 if days > 1 else 0
        fit = [s for s in self.ranges if abs((s[1] - s[0]).days + 1 - count * days) <= slack]
        return fit[-1] if fit else None

    def during(self, m: re.Match[str]) -> Period:
        """Read 其间, 在此期间: the period or the day named last."""
        return Period(self.last or OPEN, "relative", False)

    def vague(self, m: re.Match[str]) -> Period:
        """Read 近日, 连日来: open."""
        kind = next((kind for kind, words in _KINDS.items() if m[0] in words), "relative")
        return Period(OPEN, kind, m[0] in _CERTAIN)


def feast_day(year: int, name: str) -> date | None:
    """Return the day of the feast itself, not of the days off around it."""
    if name in TABLES["feasts"]:
        return date(year, *TABLES["feasts"][name])
    return lunar_day(year, *TABLES["lunar_feasts"][name]) if name in TABLES["lunar_feasts"] else None


def festival_span(year: int, name: str) -> Span | None:
    """Return the days of a festival by its name in the text.

    >>> festival_span(2024, "教师节")
    (datetime.date(2024, 9, 10), datetime.date(2024, 9, 10))
    """
    known: str = TABLES["holidays"][name]
    if known == "Chunyun":
        return travel_season(year)
    if known == "unknown":
        return None
    if known.startswith("lunar"):
        found = lunar_day(year, *map(int, known.split()[1:]))
        return (found, found) if found else None
    return yearly(year, known) if known[0].isdigit() else holiday_span(year, known)
