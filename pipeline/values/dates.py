"""The DATE grammar: finds dates and periods and resolves them in the document's scope.

Rules are those of training/ANNOTATION.md, sections 1, 2 and 6: time looks back, a solar–lunar pair
settles the year, and what the text does not settle stays open. Words are data (`data/dates.toml`).
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any, Final

from pipeline.values.calendar import (
    YEARS,
    Span,
    day,
    holiday_span,
    is_lunar,
    lunar_day,
    month_span,
    part_of_year,
)
from pipeline.values.numbers import parse_integer

_TABLES: Final[dict[str, Any]] = tomllib.loads(
    files("pipeline.values").joinpath("data/dates.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date or period; `text[start:end]` is its span, both days included, None where not settled.

    `certain` is False for words that only the context tells from plain speech (近期, 今年).
    """

    start: int
    end: int
    from_: date | None
    to: date | None
    kind: str
    certain: bool


def _choice(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_DIGIT: Final = "[0-9〇零一二三四五六七八九十]"
_HOURS: Final = _choice(_TABLES["times"].split())
_TIME: Final = rf"(?:(?:{_HOURS})?(?:\d{{1,2}}(?:时|点|:\d\d)(?:\d{{1,2}}分|半)?)?(?:许|左右)?)"
_BRACKET: Final = r"(?:\((?:农历)?(?P<lunar>正月|腊月|大年)(?P<lunar_day>[初一二三四五六七八九十廿]{1,3})\))?"
_POINT: Final = (
    rf"(?:(?:(?P<year>(?<!\d)(?:19|20)\d\d|二[〇零]{_DIGIT}{{2}})年|(?P<relyear>今年|去年|当年))?"
    rf"(?P<month>(?<![\d.])\d{{1,2}}|(?<!十)十[一二]?|[一二三四五六七八九])月(?:份|(?P<day>\d{{1,2}}|{_DIGIT}{{1,3}})[日号])?"
    rf"|(?P<onlyyear>(?<!\d)(?:19|20)\d\d|二[〇零]{_DIGIT}{{2}})年"
    rf"(?!上半年|下半年|前三季度))"
)
_END: Final = (
    r"(?:(?:[至到~—-]|——)(?:(?P<year2>(?:19|20)\d\d)年)?(?:(?P<month2>\d{1,2})月(?:份)?)?"
    r"(?:(?P<day2>\d{1,2})[日号])?(?<=[月日号份]))?"
)
_HOLIDAY: Final = (
    rf"(?P<holiday>{_choice(list(_TABLES['holidays']))})(?:小?长?假期?)?(?:期间|前后|前夕|前|当[天日])?(?<![元五一])"
    rf"|(?P<lunarname>{_choice(list(_TABLES['lunar']))})(?:当[天晚日]|夜|前后|期间)?"
)
_RELATIVE: Final = (
    rf"(?P<vague>{_choice(_TABLES['vague'].split())})"
    rf"|(?P<season>{_choice(_TABLES['seasons'].split())})|(?P<length>{_TABLES['lengths']})"
    rf"|(?:(?P<partyear>(?<!\d)20\d\d)年|(?P<partrel>今年|去年))?(?P<part>上半年|下半年|前三季度)"
    rf"|(?P<relative>{_choice(list(_TABLES['relative']))})(?P<since>以来)?(?!同期|度)"
)
_PERIOD: Final = (
    r"(?P<campaign>(?:“[^”\n]{2,16}”|(?<![一-龥])(?!自|在|从)[一-龥]{2,20}?(?:行动|战役|攻坚战?|整治|活动))"
    r"(?:专项)?(?:行动|工作|活动)?(?:开展|启动|实施|部署|打响)?(?:以来|期间))"
)
_DATE: Final = re.compile(
    rf"(?:{_POINT}{_BRACKET}{_END}{_TIME}(?P<tail>期间|前后|以来)?|{_HOLIDAY}|{_PERIOD}|{_RELATIVE})"
)
_CLAUSE_START: Final = re.compile(r"(?:(?<=^)|(?<=[\n,。;:!?]))(?:自从|自|在|从)(?=[一-龥“])")
_NOT: Final = re.compile(r"《[^《》\n]*》|[“\"]?\d{1,2}[.·]\d{1,2}[”\"]?(?:专案|案)")
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_COMPARED: Final = re.compile(r"(?:比|较|与)$")
_LUNAR_DAYS: Final = {"廿": "二十", "初": ""}


def find_dates(text: str, published: date | None = None) -> list[DateValue]:
    """Return the dates of a document in order; `published` is its publication day, where known.

    >>> d = find_dates("截至2月18日(正月初九)")[0]
    >>> d.from_, d.to
    (None, datetime.date(2024, 2, 18))
    """
    # A preposition at the head of a clause would hide the head of a campaign's name.
    text_ = _CLAUSE_START.sub(lambda m: "," * len(m[0]), text)
    skip = [m.span() for m in _NOT.finditer(text)]
    year = _document_year(text_, published)
    reader = _Reader(published, year)
    found: list[DateValue] = []
    at = 0
    for match in _DATE.finditer(text_):
        start, end = match.span()
        while at < len(skip) and skip[at][1] <= start:
            at += 1
        if at < len(skip) and skip[at][0] < end:
            continue
        left = text[max(0, start - 4) : start]
        if _COMPARED.search(left) or text[end : end + 2] == "同期":
            continue
        value = reader.read(match)
        if value is None:
            continue
        span, kind, certain = value
        from_, to = span
        right = text[end : end + 3]
        if left.endswith(("截至", "截止", "截至到")):
            from_ = None
        elif right.startswith("以来") or right.startswith("起至今") or match[0].endswith("以来"):
            to = published
        found.append(DateValue(start, end, from_, to, kind, certain))
    return found


def _document_year(text: str, published: date | None) -> int | None:
    """Return the year that the document itself settles by a solar–lunar pair.

    A pair recurs every eleven or nineteen years: of several years, the one that the text or the
    publication day names is meant; where neither does, the year stays open.
    """
    stated = {int(y) for y in _YEAR.findall(text)} | ({published.year} if published else set())
    for match in _DATE.finditer(text):
        if not (match["lunar"] and match["day"]):
            continue
        month, number = parse_integer(match["month"]) or 0, parse_integer(match["day"]) or 0
        lunar = _lunar(match["lunar"], match["lunar_day"])
        solar = [d for year in YEARS if (d := day(year, month, number))]
        years = {d.year for d in solar if lunar and is_lunar(d, *lunar)}
        settled = years & stated or years
        if len(settled) == 1:
            return settled.pop()
    return None


def _lunar(month: str, number: str) -> tuple[int, int] | None:
    if month == "大年" and number == "三十":
        return 12, 0
    value = parse_integer("".join(_LUNAR_DAYS.get(c, c) for c in number))
    return (12 if month == "腊月" else 1, value) if value else None


class _Reader:
    """Resolves matches in text order; remembers the last year the text named."""

    def __init__(self, published: date | None, settled: int | None) -> None:
        self.published = published
        self.year = settled

    def read(self, match: re.Match[str]) -> tuple[tuple[date | None, date | None], str, bool] | None:
        """Return ((from, to), kind, certain), or None for no date."""
        if match["month"] or match["onlyyear"]:
            return self._point(match)
        if match["holiday"] or match["lunarname"]:
            return self._festival(match), "holiday", True
        if match["campaign"]:
            return (None, None), "campaign", True
        if match["season"]:
            return (None, None), "holiday", True
        if match["part"]:
            year = self._stated_year(match["partyear"], match["partrel"]) or self._past_year(1, 1)
            return (part_of_year(year, match["part"]) if year else None) or (None, None), "absolute", True
        if match["relative"]:
            return self._relative(match["relative"]), "relative", bool(match["since"])
        return (None, None), "relative", bool(match["length"]) or match["vague"] in {"日前", "近日"}

    def _stated_year(self, year: str | None, word: str | None) -> int | None:
        if year:
            self.year = parse_integer(year)
            return self.year
        if word and self.published:
            return self.published.year - (word == "去年")
        return None

    def _past_year(self, month: int, number: int) -> int | None:
        """Return the year of a yearless day: the last one named, else the latest that is past."""
        if self.year:
            return self.year
        if not self.published:
            return None
        return self.published.year - ((month, number) > (self.published.month, self.published.day))

    def _point(self, match: re.Match[str]) -> tuple[tuple[date | None, date | None], str, bool] | None:
        if match["onlyyear"]:
            first = self._stated_year(match["onlyyear"], None) or 0
            last = parse_integer(match["year2"]) if match["year2"] else first
            return (day(first, 1, 1), day(last or first, 12, 31)), "absolute", True
        month = parse_integer(match["month"]) or 0
        number = parse_integer(match["day"]) if match["day"] else None
        if not 1 <= month <= 12 or (number is not None and not 1 <= number <= 31):
            return None
        year = self._stated_year(match["year"], match["relyear"]) or self._past_year(month, number or 1)
        if year is None:
            return (None, None), "absolute", True
        span = _days(year, month, number)
        if span and (match["month2"] or match["day2"]):
            year2 = parse_integer(match["year2"]) if match["year2"] else year
            month2 = (parse_integer(match["month2"]) if match["month2"] else month) or month
            if not match["year2"] and month2 < month:
                year2 = year + 1
            other = _days(year2 or year, month2, parse_integer(match["day2"]) if match["day2"] else None)
            span = (span[0], other[1]) if other and other[1] >= span[0] else None
        return span or (None, None), "absolute", True

    def _festival(self, match: re.Match[str]) -> tuple[date | None, date | None]:
        year = self.year or (self.published.year if self.published else None)
        if year is None:
            return None, None
        span = self._festival_span(match, year)
        if span and self.published and not self.year and span[0] > self.published + timedelta(days=31):
            span = self._festival_span(match, year - 1)
        return span or (None, None)

    @staticmethod
    def _festival_span(match: re.Match[str], year: int) -> Span | None:
        if match["holiday"]:
            return holiday_span(year, _TABLES["holidays"][match["holiday"]])
        solar = lunar_day(year, *_TABLES["lunar"][match["lunarname"]])
        return (solar, solar) if solar else None

    def _relative(self, word: str) -> tuple[date | None, date | None]:
        if not self.published:
            return None, None
        unit, shift = _TABLES["relative"][word].split()
        offset = int(shift)
        if unit == "day":
            found = self.published + timedelta(days=offset)
            return found, found
        if unit == "month":
            months = self.published.year * 12 + self.published.month - 1 + offset
            return month_span(months // 12, months % 12 + 1) or (None, None)
        year = self.published.year + offset
        return date(year, 1, 1), date(year, 12, 31)


def _days(year: int, month: int, number: int | None) -> Span | None:
    if number is None:
        return month_span(year, month)
    found = day(year, month, number)
    return (found, found) if found else None
