"""The DATE grammar: finds dates and periods and resolves them in the document's scope.

Rules are those of training/ANNOTATION.md, sections 1, 2 and 6, and of training/GUIDELINE.md, cases 11
to 13: time looks back, a solar–lunar pair settles the year, and what the text does not settle stays open.
Words and forms are data (`data/dates.toml`); `periods` and `occasions` resolve them.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from pipeline.values.calendar import YEARS, day, is_lunar
from pipeline.values.occasions import Reader, lunar_of
from pipeline.values.tables import choice, fill
from pipeline.values.timeline import TABLES, Period


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


class _Found(NamedTuple):
    start: int
    length: int
    rank: int
    form: str
    match: re.Match[str]


_PARTS: Final[dict[str, str]] = TABLES["parts"] | {
    "festival": choice(TABLES["holidays"]),
    "lunarname": choice(TABLES["lunar"]),
    "relative": choice(TABLES["relative"]),
    "vague": choice(TABLES["words"]["vague"]),
}
_FORMS: Final = {
    name: re.compile(fill(form.replace("\n", ""), _PARTS)) for name, form in TABLES["forms"].items()
}
_NOT: Final = {name: re.compile(pattern) for name, pattern in TABLES["not"].items()}
_PAIR: Final = re.compile(
    fill(
        r"(?:(?P<year><year>)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日\((?P<lunar><lunarday>|<lunarname>)\)",
        _PARTS,
    )
)
_YEAR: Final = re.compile(r"(?<![\d比较与同继])((?:19|20)\d\d)年(?!\S{0,4}同期)")
_PAIRS_TRIED: Final = 20
_LATE: Final = frozenset({"campaign", "recurring"})
"""Forms that take the frame of the whole report."""
_TIED: Final = frozenset({"generic", "length", "festival"})
"""Forms that may point forward to a period named later."""


def find_dates(text: str, published: date | None = None) -> list[DateValue]:
    """Return the dates of a document in order; `published` is its publication day, where known.

    >>> d = find_dates("截至2月18日(正月初九)", date(2024, 2, 20))[0]
    >>> d.from_, d.to
    (None, datetime.date(2024, 2, 18))
    """
    reader = Reader(published, _settled_year(text, published))
    readers: dict[str, Callable[[re.Match[str]], Period | None]] = {
        name: getattr(reader, name) for name in _FORMS
    }
    lines = [m.start() for m in re.finditer("\n", text)]
    found: list[tuple[_Found, Period]] = []
    for item in _candidates(text):
        reader.line = bisect_right(lines, item.start)
        reader.plan = bool(_NOT["plan"].search(text[max(0, item.start - 16) : item.match.end() + 12]))
        period = readers[item.form](item.match)
        if period:
            found.append((item, period))
            if item.form in {"point", "daynumber"}:
                left, right = (
                    text[max(0, item.start - 10) : item.start],
                    text[item.match.end() : item.match.end() + 45],
                )
                reader.note(period.days, left, right)
    values = []
    for item, first in found:
        again = item.form in _LATE or (item.form in _TIED and first.days[0] is None)
        period = (readers[item.form](item.match) if again else None) or first
        from_, to = period.days
        left = text[max(0, item.start - 5) : item.start]
        if _NOT["until"].search(left) or (item.form == "point" and _NOT["until_day"].search(left)):
            from_ = None
        if from_ and to and from_ > to:  # an operation named for the year to come
            from_ = None
        values.append(DateValue(item.start, item.match.end(), from_, to, period.kind, period.certain))
    return values


def _candidates(text: str) -> list[_Found]:
    """Return the matches of all forms that stand: the first, of several the longest, none in a name.

    The free form of operations (X期间) only takes what the others leave.
    """
    names = [m.span() for m in _NOT["names"].finditer(text)]
    matches = sorted(
        _Found(m.start(), m.start() - m.end(), rank, form, m)
        for rank, (form, pattern) in enumerate(_FORMS.items())
        for m in pattern.finditer(text)
        if m[0]
    )
    taken = _Taken(names)
    chosen = [f for f in matches if f.form != "campaign" and taken.take(f.start, f.match.end())]
    taken = _Taken(sorted([*names, *((f.start, f.match.end()) for f in chosen)]))
    chosen += [f for f in matches if f.form == "campaign" and taken.take(f.start, f.match.end())]
    chosen.sort(key=lambda f: f.start)
    return [f for f in chosen if not _compared(text, f.start, f.match.end())]


class _Taken:
    """Places that are taken; asked in text order."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.spans = spans
        self.at = self.end = 0

    def take(self, start: int, end: int) -> bool:
        """Take a place if it is free."""
        while self.at < len(self.spans) and self.spans[self.at][1] <= start:
            self.at += 1
        if start < self.end or (self.at < len(self.spans) and self.spans[self.at][0] < end):
            return False
        self.end = end
        return True


def _compared(text: str, start: int, end: int) -> bool:
    """Tell whether the date is only the base of a comparison (较2022年, 去年同期, 是2021年的1.4倍)."""
    left, right = text[max(0, start - 4) : start], text[end : end + 14]
    return bool(
        _NOT["before"].search(left)
        or _NOT["after"].search(right)
        or (_NOT["with"].search(left) and _NOT["compared"].search(right))
        or (_NOT["multiple"].search(left) and _NOT["of_it"].search(right))
        or (_NOT["source"].search(left) and _NOT["of_it"].search(right))
    )


def _settled_year(text: str, published: date | None) -> int | None:
    """Return the year that the document itself settles: by a solar–lunar pair or the one year it names.

    A pair recurs every eleven or nineteen years: of several years, the one that the text or the
    publication day names is meant; where neither does, the year stays open.
    """
    dated = {int(y) for y in _YEAR.findall(text)} | ({published.year} if published else set())
    pairs = dict.fromkeys((int(m["month"]), int(m["day"]), m["lunar"]) for m in _PAIR.finditer(text))
    for month, number, words in islice(pairs, _PAIRS_TRIED):
        lunar = lunar_of(words)
        solar = [d for year in YEARS if (d := day(year, month, number))]
        years = {d.year for d in solar if lunar and is_lunar(d, *lunar)}
        settled = years & dated or years
        if len(settled) == 1:
            return settled.pop()
    stated = Counter(int(y) for y in _YEAR.findall(_NOT["names"].sub("", text)))
    return max(stated, key=lambda y: (stated[y], y)) if stated else None
