"""What a document has settled so far: its year, last day, holiday and operation.

Rules: training/ANNOTATION.md, sections 2 and 6, and training/GUIDELINE.md, cases 11 to 13. Time looks
back: a day without a year is the last one before the publication day, except close ahead or in a plan.
"""

import re
from collections import deque
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from pipeline.values.calendar import Span, day, month_span
from pipeline.values.numbers import parse_integer
from pipeline.values.tables import choice, load_table

TABLES: Final[dict[str, Any]] = load_table("dates")
Days = tuple[date | None, date | None]
OPEN: Final[Days] = (None, None)
DAY: Final = timedelta(days=1)
_KEPT: Final = 40
"""Periods remembered: looking through them must not grow with the text."""
_NEAR: Final = timedelta(days=31)
_PLANNED: Final = timedelta(days=100)
BEFORE: Final = frozenset({"前", "前夕", "之前", "以前", "节前", "开始前"})
_OPENS: Final = re.compile(TABLES["not"]["opens"])
_CLOSES: Final = re.compile(TABLES["not"]["closes"])
_HELD: Final = re.compile(
    f"({choice(n for n, d in TABLES['holidays'].items() if d == 'unknown')}){TABLES['not']['held']}"
)
OPERATION: Final = re.compile(TABLES["parts"]["campaign"])
_SINCE: Final = ("以来", "起", "至今")


class Period(NamedTuple):
    """The days of a date, its kind, and whether its words alone make it a date."""

    days: Days
    kind: str = "absolute"
    certain: bool = True


class Timeline:
    """What a document has settled so far: its year, its last day, holiday and operation."""

    def __init__(self, published: date | None, settled: int | None) -> None:
        self.published = published
        self.settled = settled
        self.year: int | None = None
        self.year_line = -1
        self.line = 0
        self.plan = False
        self.last: Span | None = None
        self.holiday: Span | None = None
        self.held: dict[str, Span] = {}
        self.ranges: deque[Span] = deque(maxlen=_KEPT)
        self.spans: list[Span] = []
        self.day: date | None = None
        self.opened: date | None = None
        self.opened_in: date | None = None
        self.closed: date | None = None
        self.week: Span | None = None
        self.reported: int | None = None

    # Years

    def stated(self, year: str | None, word: str | None) -> int | None:
        """Return the year that the words name; 今年 needs the publication day or a settled year."""
        if year:
            return parse_integer(year)
        base = self.published.year if self.published else self.settled
        return base + TABLES["years"][word] if word and base else None

    def guess(self, start: tuple[int, int], end: tuple[int, int] | None = None) -> int | None:
        """Return the year of a day without one; `end` where the whole period must lie behind.

        The year stated before holds without a publication day, and in its own paragraph; a day soon
        after the last one keeps its year; else the day is the last one before the publication.
        """
        if self.year and (not self.published or self.year_line == self.line):
            later = day(self.year + 1, *start)
            last = self.last[0] if self.last else None
            turned = last and self.year == last.year and start < (last.month, last.day)
            return self.year + bool(turned and self.published and later and later <= self.published)
        if not self.published:
            return self.settled
        month, number = end or start
        if self.last and self.last[0] > self.published:
            following = day(self.last[0].year, month, min(number, 28))
            if following and timedelta(0) <= following - self.last[0] <= _PLANNED:
                return following.year
        this, following = (day(self.published.year + i, month, min(number, 28)) for i in (0, 1))
        if this and this > self.published + self.near() * (2 if self.plan else 1):
            return self.published.year - 1
        return self.published.year + bool(following and following <= self.published + self.near())

    def near(self) -> timedelta:
        """Return how far ahead of the publication a day without a year may lie."""
        return _PLANNED if self.plan else _NEAR

    def keep(self, days: Days, *, year: bool = False, exact: bool = False) -> None:
        """Remember a settled period for the dates that follow; `exact` where it is given in days."""
        first, last = days[0] or days[1], days[1] or days[0]
        if not first or not last:
            return
        if year:
            self.year, self.year_line = last.year, self.line
        self.last = (first, last)
        if first == last:
            self.day = first
        elif days[0] and days[1]:
            self.ranges.append((first, last))
            if exact and len(self.spans) < _KEPT:
                self.spans.append((first, last))
            if (last - first).days == 6:
                self.week = (first, last)

    def note(self, days: Days, left: str, right: str) -> None:
        """Note the days of a feast, by the words before them, and when an operation began or ended."""
        held = _HELD.search(left)
        if held and days[0] and days[1]:
            self.held[held[1]] = days[0], days[1]
        if days[0] and days[0] == days[1] and not self.opened and _OPENS.search(right):
            self.opened = days[0]
        elif days[0] and not self.opened_in and _OPENS.search(right) and _is_month(days):
            self.opened_in = days[0]
        elif days[1] and _CLOSES.search(right):
            self.closed = days[1]

    def operation(self) -> Span | None:
        """Return the frame of the report: its longer range in days, else from the day an operation began."""
        frame = next((s for s in self.spans if (s[1] - s[0]).days >= 20), None)
        end = self.closed or self.published
        opened = self.opened or self.opened_in
        if frame is None and opened and end and end > opened:
            frame = opened, end
        return frame or (self.spans[0] if self.spans else None)

    def bounded(self, span: Span | None, tail: str | None) -> Days:
        """Apply 起, 以来, 前, 后 to a period."""
        if span is None:
            return OPEN
        if tail and tail.endswith(_SINCE):
            ended = self.published and self.published >= span[0] and not (tail == "起" and self.plan)
            if ended and self.published:
                self.ranges.append((span[0], self.published))
            return span[0], self.published if ended else None
        if tail in BEFORE:
            return None, span[0] - DAY
        return OPEN if tail in {"后", "之后", "以后", "节后"} else span


def _is_month(days: Days) -> bool:
    first = days[0]
    return first is not None and days == month_span(first.year, first.month)
