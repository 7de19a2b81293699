"""What a figure is measured against: the stated difference and its basis, the rate and its period.

Rules: training/ANNOTATION.md, sections 2 (`change`, `per`) and 6 (change or level; mom, yoy), and
training/GUIDELINE.md, cases 23 and 25. Words are data (`data/quantities.toml`).
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Any, Final

from pipeline.values.tables import choice, load_table

_TABLES: Final[dict[str, Any]] = load_table("quantities")
_WORDS: Final[dict[str, str]] = _TABLES["change"]
_PER: Final[dict[str, Any]] = _TABLES["per"]

REACH: Final = 90
"""Characters looked back for the basis of a difference."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stated difference: `up`, `down` or `flat`, against `yoy`, `mom` or `other`."""

    direction: str
    basis: str


def _difference(name: str) -> re.Pattern[str]:
    """Return the pattern of one direction: a verb right before the number, or 降幅 and its kind."""
    words = _WORDS[name].split()
    short = [word for word in words if len(word) == 1 and "一" <= word <= "龥"]
    plain = choice(word for word in words if word not in short)
    return re.compile(
        rf"(?:(?:{plain}|(?<![{_WORDS['not_after']}])(?:{choice(short)})){_WORDS['between']}"
        rf"|(?:{choice(_WORDS[f'{name}_by'])}){_WORDS['between_by']})$"
    )


_UP: Final = _difference("up")
_DOWN: Final = _difference("down")
_SIGN: Final = rf"(?:(?P<up>{choice(_WORDS['compared_up'])})|(?:{choice(_WORDS['compared_down'])}))"
_ACT: Final = re.compile(rf"{_SIGN}(?:{choice(_WORDS['acts'])}|(?P<done>了))?$")
_MINUS: Final = re.compile(r"(?:^|[^\dA-Za-z])[-−–]$")
_PERIODS: Final = (
    rf"(?P<yoy>{choice(_WORDS['yoy'])})|(?P<mom>{choice(_WORDS['mom'])}|{_WORDS['other_period']})"
)
_BASIS: Final = re.compile(
    rf"{_PERIODS}|(?P<year>(?:19|20)\d\d)年(?:[一-龥]{{0,6}}同期)?"
    rf"|[比较与][^,。;、\d]{{0,4}}(?P<other>{choice(_WORDS['other'])})"
)
_COMPARISON: Final = re.compile(rf"[比较]|{_PERIODS}")
_BASE_YEAR: Final = re.compile(r"[比较与同和是](?P<base>(?:19|20)\d\d)年|(?P<year>(?:19|20)\d\d)年(?!同期)")
_TABLE_HEAD: Final = re.compile(
    rf"^[^\d\n,。;:]{{0,30}}[ \t](?:{_PERIODS})[^\d\n,。;:]{{0,20}}$|单位:[^\n]{{0,40}}?"
    rf"(?:(?P<yoy2>{choice(_WORDS['yoy'])})|(?P<mom2>{choice(_WORDS['mom'])}))",
    re.M,
)
_SENTENCE: Final = re.compile(r"[。!?\n]")
_CLAUSE: Final = re.compile(r"[,。;:!?\n()]")
_JOINED: Final = re.compile(r"(?:、|和|,|及|与|以及|\()?")
_RATE: Final = re.compile("|".join(f"(?P<{p}>{choice(_PER[p])})" for p in ("day", "week", "month", "year")))
_BASE: Final = re.compile(_PER["bases"])
_HOURS: Final = re.compile(_PER["hours"])
_PER_AFTER: Final = re.compile(rf"\s?/\s?({choice(_PER['after'])})")
_CARRIED: Final = re.compile(rf"(?:,|、|和|及|与)(?:{choice(_PER['carried'])})?")
_NO_RATE: Final = frozenset(_PER["no_rate"].split())


class Comparisons:
    """Reads the differences of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        bases: set[int] = set()
        self.stated: set[int] = set()
        for match in _BASE_YEAR.finditer(text):
            (bases if match["base"] else self.stated).add(int(match["base"] or match["year"]))
        self.last_base = max(bases, default=None)
        self.heads = [(m.end(), str(m.lastgroup)[:3]) for m in _TABLE_HEAD.finditer(text)]

    def change(self, start: int, last: Change | None, between: str | None) -> Change | None:
        """Return the difference that the number at `start` states, or that its list carries on."""
        direction = self._direction(self.text[max(0, start - 24) : start])
        if direction:
            return Change(direction, self._basis(start))
        return last if last and between is not None and _JOINED.fullmatch(between) else None

    @staticmethod
    def _direction(left: str) -> str | None:
        if _MINUS.search(left) or _DOWN.search(left):
            return "down"
        if _UP.search(left):
            return "up"
        act = _ACT.search(left)
        if act and (act["done"] or _COMPARISON.search(re.split("[,。;:、]", left)[-1])):
            return "up" if act["up"] else "down"
        return None

    def _basis(self, start: int) -> str:
        """Return the last basis named before in the sentence, else the one that heads the column."""
        window = _SENTENCE.split(self.text[max(0, start - REACH) : start])[-1]
        found = list(_BASIS.finditer(window))
        if found:
            year = found[-1]["year"]
            if not year:
                return str(found[-1].lastgroup)
            last_year = int(year) + 1 in self.stated if self.stated else int(year) == self.last_base
            return "yoy" if last_year else "other"
        head = bisect_right(self.heads, (start, "zzz"))
        return self.heads[head - 1][1] if head else "other"


def rate_of(
    text: str, start: int, end: int, unit: str, *, last: str | None, between: str | None
) -> str | None:
    """Return the period or base of the rate that a number is, as `day` or as written; None for no rate.

    A rate holds in its clause and through a list of forces (日均出动警力300人次,警车50台次).
    """
    after = _PER_AFTER.match(text, end)
    if after:
        return str(_PER["after"][after[1]])
    if unit in _NO_RATE:
        return None
    window = text[max(0, start - 60) : start]
    left = _CLAUSE.split(window)[-1]
    bases = list(_BASE.finditer(left))
    if bases and bases[-1][0] not in _PER_WORDS:
        return bases[-1][0]
    periods = list(_RATE.finditer(left))
    if periods:
        return periods[-1].lastgroup
    if _HOURS.search(window):
        return "day"
    return last if last and between is not None and _CARRIED.fullmatch(between) else None


_PER_WORDS: Final = frozenset(word for p in ("day", "week", "month", "year") for word in _PER[p])
