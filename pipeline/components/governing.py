"""Which mention governs a measure by the guideline's steps (ANNOTATION section 3, GUIDELINE rules 44 to 49).

The steps read the surface of the text only: what opens a clause, a sentence, a paragraph, a section or the
report. The relation component sees their answer as a feature and learns where to trust it.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from pipeline.annotation import Entity
from pipeline.components.structure import structure_of
from pipeline.reading.reader import title_of

_TABLE: Final[dict[str, str]] = tomllib.loads(
    files("pipeline.components").joinpath("data/governing.toml").read_text(encoding="utf-8")
)
_PATTERN: Final = {name: re.compile(p.replace("{area}", _TABLE["area"])) for name, p in _TABLE.items()}
_OPENING: Final = 8
"""Characters from the beginning of a sentence within which a date opens it."""
_TELLING: Final = 40
"""Characters behind a day or a body within which the telling is named."""
_AROUND: Final = 12
"""Characters before and behind a body that tell whether it acts."""
_AREAS: Final = "国省市县区州盟旗"
"""Last characters of words for a whole area: 全市, 我省."""
_HEAD: Final = 30
"""A section head is at most so long."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The answers of the steps for one document."""

    answers: dict[tuple[str, str], Entity | None]
    """Relation label and measure id to the mention that governs."""
    acting: frozenset[str]
    """Ids of the bodies that act where they are named."""
    frames: dict[str, Entity | None]
    """Relation label to the report's own main body, period or operation."""


def governing_of(text: str, entities: Sequence[Entity]) -> Steps:
    """Return what governs each MEASURE by the steps."""
    report = _Report(text, entities)
    answers: dict[tuple[str, str], Entity | None] = {}
    for e in entities:
        if e.label == "MEASURE":
            answers["AGENT", e.id] = report.agent(e)
            answers["WHEN", e.id] = report.when(e)
            answers["UNDER", e.id] = report.under(e)
    frames = {"AGENT": report.main_body, "WHEN": report.frame, "UNDER": report.operation}
    return Steps(answers, frozenset(e.id for e in report.acting), frames)


class _Mentions(list[Entity]):
    """Mentions in text order, found by their place."""

    def __init__(self, mentions: Iterable[Entity]) -> None:
        super().__init__(mentions)
        self.starts = [e.start for e in self]

    def within(self, start: int, end: int) -> list[Entity]:
        """Return those that begin between two offsets."""
        return self[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def first(self, start: int, end: int) -> Entity | None:
        """Return the first of these, None where there is none."""
        i = bisect_left(self.starts, start)
        return self[i] if i < len(self) and self[i].start < end else None

    def last(self, start: int, end: int) -> Entity | None:
        """Return the last of these, None where there is none."""
        i = bisect_left(self.starts, end)
        return self[i - 1] if i and self[i - 1].start >= start else None


class _Report:
    """A document's lines, heads and mentions, prepared once for all of its measures."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.structure = structure_of(text)
        self.title_end = len(title_of(text) or "")
        by_start = sorted(entities, key=lambda e: e.start)
        police = [e for e in by_start if e.label == "AGENCY" and e.attributes.get("kind") != "other"]
        self.police = _Mentions(police)
        self.wholes = _Mentions(
            e for e in police if _PATTERN["police_of_whole"].search(self.text[e.start : e.end])
        )
        self.areas = {letter: self._police_of(letter) for letter in _AREAS}
        self.acting = _Mentions(e for e in police if self._acts(e))
        self.dates = _Mentions(e for e in by_start if e.label == "DATE")
        self.campaigns = _Mentions(e for e in by_start if e.label == "CAMPAIGN")
        lines = range(len(self.structure.lines))
        self.heads = [self._is_head(i) for i in lines]
        self.above = self._heads_above()
        self.prose = [i for i in lines if not self.heads[i] and self.structure.lines[i] >= self.title_end]
        self.main_body = self._main_body()
        self.frame = self._frame()
        self.operation = next((c for c in self.campaigns if self._in_lead(c)), None)

    def agent(self, anchor: Entity) -> Entity | None:
        """Rules 45 and 46: the subject in the clause or paragraph, the section's head, the main body."""
        line = self.structure.line(anchor.start)
        start = self.structure.lines[line]
        subject = self.acting.last(start, anchor.start)
        turned = _PATTERN["whole"].search(self.text, subject.end if subject else start, anchor.start)
        if turned:
            area = _PATTERN["area"].search(turned[0])
            named = self.areas.get(area[0][-1]) if area else None
            if named:
                return named.last(0, anchor.start) or named[0]
            return self.wholes.last(0, anchor.start) or self.main_body
        return subject or self._in_head(self.police, line) or self.main_body

    def when(self, anchor: Entity) -> Entity | None:
        """Rule 48: a date in the sentence, an opening of the paragraph, the section's head, the frame."""
        s = self.structure
        line, sentence = s.line(anchor.start), s.sentence_span(anchor.start)[0]
        before = self.dates.within(s.lines[line], anchor.start)
        here = [d for d in before if d.start >= sentence]
        if here:
            return here[-1]
        openings = [
            d for d in before if not self._told(d) and d.start - s.sentence_span(d.start)[0] <= _OPENING
        ]
        if self.frame and _known(self.frame):  # 行动期间 says less than the report's own period
            openings = [d for d in openings if _known(d)]
        if openings:
            return openings[-1]
        if _PATTERN["plan"].search(self.text, sentence, anchor.start):
            return None
        return self._in_head(self.dates, line) or self.frame

    def under(self, anchor: Entity) -> Entity | None:
        """Return the operation of the paragraph, the section's head, or the report."""
        line = self.structure.line(anchor.start)
        start = self.structure.lines[line]
        here = self.campaigns.last(start, anchor.start)
        return here or self._in_head(self.campaigns, line) or self.operation

    def _police_of(self, letter: str) -> _Mentions:
        """Return the mentions of all police of a 省, 市 or 县 (`letter`), else of its headquarters."""
        for form in (f"{letter}公安机关", (f"{letter}公安局", f"{letter}公安厅")):
            named = [e for e in self.police if str(e.attributes.get("name")).endswith(form)]
            if named:
                return _Mentions(named)
        return _Mentions([])

    def _acts(self, e: Entity) -> bool:
        before = self.text[max(0, e.start - _AROUND) : e.start]
        after = self.text[e.end : e.end + _AROUND]
        return not (_PATTERN["led_by"].search(before) or _PATTERN["orders"].search(after))

    def _told(self, d: Entity) -> bool:
        """Whether a date is the day of the telling, not of what is told."""
        if d.attributes.get("from") != d.attributes.get("to"):
            return False
        end = min(self.structure.sentence_span(d.start)[1], d.end + _TELLING)
        return _PATTERN["told"].search(self.text, d.end, end) is not None

    def _is_head(self, line: int) -> bool:
        start, end = self.structure.line_spans[line]
        return 0 < end - start <= _HEAD and not re.search("[。;]", self.text[start:end])

    def _heads_above(self) -> list[int | None]:
        """Return for each line the nearest section head above it; the title is none."""
        above: list[int | None] = []
        nearest = None
        for line, start in enumerate(self.structure.lines):
            above.append(nearest)
            if self.heads[line] and start >= self.title_end:
                nearest = line
        return above

    def _in_head(self, mentions: _Mentions, line: int) -> Entity | None:
        """Return the first of the mentions in the nearest section head above a line."""
        head = self.above[line]
        return None if head is None else mentions.first(*self.structure.line_spans[head])

    def _in_lead(self, e: Entity, paragraphs: int = 1) -> bool:
        """Whether a mention stands in the first paragraphs of prose or a headline above them."""
        last = self.prose[:paragraphs][-1:]
        return bool(last) and self.structure.line(e.start) <= last[0]

    def _main_body(self) -> Entity | None:
        """Rule 44: the body that acts in the lead, else the headline's; who only tells comes last."""
        doing = [e for e in self.acting if not _PATTERN["tells"].search(self.text[e.end : e.end + _TELLING])]
        titled = [e for e in doing if e.end <= self.title_end]
        below = [e for e in doing if e.start >= self.title_end]
        lead = [e for e in below if self._in_lead(e)]
        second = [e for e in below if self._in_lead(e, 2)]
        return next((es[0] for es in (lead, titled, second, doing, self.acting, self.police) if es), None)

    def _frame(self) -> Entity | None:
        """Rule 48e: the lead's period, else its day, else a later period."""
        dates = [d for d in self.dates if not self._told(d)]
        lead = [d for d in dates if self._in_lead(d)]
        known = [d for d in lead if _known(d)]
        periods = [d for d in known if not _one_day(d)]
        later = [d for d in dates if d.attributes.get("from") and not _one_day(d)]
        return next((ds[0] for ds in (periods, known, later, lead) if ds), None)


def _known(d: Entity) -> bool:
    return d.attributes.get("from") is not None or d.attributes.get("to") is not None


def _one_day(d: Entity) -> bool:
    return d.attributes.get("from") == d.attributes.get("to")
