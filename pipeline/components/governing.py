"""Which mention governs a measure by the guideline's steps (ANNOTATION section 3, GUIDELINE rules 44 to 49).

The steps read the text's surface only: what opens a clause, a sentence, a paragraph, a section or the
report. The relation component sees their answer as a feature and learns where to trust it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.annotation import Entity
from pipeline.components.structure import Structure, structure_of
from pipeline.reading.reader import title_of

_PASSIVE: Final = re.compile(
    "(?:按照|根据|依据|贯彻|落实|遵照|在|向|对|与|同|受|经|被|为|给|到|赴|从|比|较|联合|会同|协同|配合|协助|依托|支持|报|和|及)$"
)
"""Words before a body that does not act itself: it orders, is addressed, or joins another."""
_ORDERS: Final = re.compile("^(?:的|党委|统一|部署|关于|要求|领导|指挥|有关|安排|指导|支持|配合下|协助|门口|大门|大厅|院内|附近|辖区)")
"""Words behind such a body."""
_WHOLE: Final = re.compile(
    "(?:^|[,;。:、\n]|截至目前|目前|期间|以来|已|共)(?:全[省市县区州盟旗国局警所]|我[省市县区州]|全自治区|各地)(?!公安|各|[^,;。:]{0,8}的)"
)
"""The whole area or body as the topic of a clause."""
_TOLD: Final = re.compile("获悉|了解到|通报|发布会|召开|介绍|发布")
"""What is done on the day of the telling, which is not the day of the figures."""
_PLAN: Final = re.compile("下一步|接下来|下阶段|将(?![0-9一二两三])")
_OF_WHOLE: Final = re.compile("^[全我].|公安机关$")
_OPENING: Final = 8
"""Characters from the beginning of a sentence within which a date opens it."""
_HEAD: Final = 30


class _Report:
    """A document's lines, heads and mentions, prepared once for all of its measures."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self.text = text
        self.structure: Structure = structure_of(text)
        self.title_end = len(title_of(text) or "")
        by_start = sorted(entities, key=lambda e: e.start)
        self.police = [e for e in by_start if e.label == "AGENCY" and e.attributes.get("kind") != "other"]
        self.acting = [e for e in self.police if self._acts(e)]
        self.dates = [e for e in by_start if e.label == "DATE"]
        self.campaigns = [e for e in by_start if e.label == "CAMPAIGN"]
        self.heads = [self._is_head(i) for i in range(len(self.structure.lines))]
        self.main_body = self._main_body()
        self.frame = self._frame()
        self.operation = self._operation()

    def _acts(self, e: Entity) -> bool:
        before = self.text[max(0, e.start - 6) : e.start]
        after = self.text[e.end : e.end + 6]
        return not _PASSIVE.search(before) and not _ORDERS.search(after)

    def _is_head(self, line: int) -> bool:
        start, end = self.structure.span(self.structure.lines, line)
        return 0 < end - start <= _HEAD and not re.search("[。;]", self.text[start:end])

    def _main_body(self) -> Entity | None:
        body = [e for e in self.acting if e.start >= self.title_end]
        lead = [e for e in body if self._in_lead(e)]
        titled = [e for e in self.police if e.end <= self.title_end]
        for choice in (lead, titled, body, self.police):
            if choice:
                return choice[0]
        return None

    def _in_lead(self, e: Entity) -> bool:
        lines = [i for i, head in enumerate(self.heads) if not head and self.structure.lines[i] >= self.title_end]
        return bool(lines) and self.structure.line(e.start) <= lines[0]

    def _words(self, e: Entity) -> str:
        return self.text[e.start : e.end]

    def _tells(self, d: Entity) -> bool:
        return _TOLD.search(self.structure.clause_text(d.end - 1)) is not None

    def _frame(self) -> Entity | None:
        lead = [d for d in self.dates if self._in_lead(d) and not self._tells(d)]
        known = [d for d in lead if d.attributes.get("from") or d.attributes.get("to")]
        periods = [d for d in known if d.attributes.get("from") != d.attributes.get("to")]
        for choice in (periods, known, lead):
            if choice:
                return choice[0]
        return None

    def _operation(self) -> Entity | None:
        lead = [c for c in self.campaigns if self._in_lead(c)]
        return lead[0] if lead else None

    def head_of(self, line: int) -> tuple[int, int]:
        """Return the span of the nearest section head above a line, the title excepted; empty where none is."""
        for i in range(line - 1, -1, -1):
            start, end = self.structure.span(self.structure.lines, i)
            if start < self.title_end or (start == 0 and self.title_end):
                break
            if self.heads[i]:
                return start, end
        return 0, 0

    def agent(self, anchor: Entity) -> Entity | None:
        """Rule 45: clause, paragraph, head, main body."""
        line = self.structure.line(anchor.start)
        line_start = self.structure.lines[line]
        subject = next((e for e in reversed(self.acting) if line_start <= e.start < anchor.start), None)
        if _WHOLE.search(self.text, subject.end if subject else line_start, anchor.start):
            whole = [e for e in self.police if e.start < anchor.start and _OF_WHOLE.search(self._words(e))]
            return whole[-1] if whole else self.main_body
        if subject:
            return subject
        start, end = self.head_of(line)
        return next((e for e in self.police if start <= e.start < end), self.main_body)

    def when(self, anchor: Entity) -> Entity | None:
        """Rule 48: clause, sentence, an opening of the paragraph, head, frame."""
        s = self.structure
        line = s.line(anchor.start)
        sentence = s.span(s.sentences, s.sentence(anchor.start))[0]
        here = [d for d in self.dates if sentence <= d.start < anchor.start]
        if here:
            return here[-1]
        opening = [
            d
            for d in self.dates
            if s.lines[line] <= d.start < anchor.start
            and not self._tells(d)
            and d.start - s.span(s.sentences, s.sentence(d.start))[0] <= _OPENING
        ]
        if opening:
            return opening[-1]
        if _PLAN.search(self.text, sentence, anchor.start):
            return None
        start, end = self.head_of(line)
        return next((d for d in self.dates if start <= d.start < end), self.frame)

    def under(self, anchor: Entity) -> Entity | None:
        """The operation of the paragraph, its head, or the report."""
        line = self.structure.line(anchor.start)
        line_start = self.structure.lines[line]
        here = next((c for c in reversed(self.campaigns) if line_start <= c.start < anchor.start), None)
        if here:
            return here
        start, end = self.head_of(line)
        return next((c for c in self.campaigns if start <= c.start < end), self.operation)


@dataclass(frozen=True, slots=True)
class Steps:
    """The answers of the steps for one document."""

    answers: dict[tuple[str, str], Entity | None]
    """Relation label and measure id to the mention that governs."""
    acting: frozenset[str]
    """Ids of the bodies that act where they are named."""
    frames: dict[str, Entity | None]
    """Relation label to what governs where nothing nearer does: main body, period, operation of the report."""


def governing_of(text: str, entities: Sequence[Entity]) -> Steps:
    """Return what governs each measure by the steps."""
    report = _Report(text, entities)
    answers: dict[tuple[str, str], Entity | None] = {}
    for e in entities:
        if e.label == "MEASURE":
            answers["AGENT", e.id] = report.agent(e)
            answers["WHEN", e.id] = report.when(e)
            answers["UNDER", e.id] = report.under(e)
    frames = {"AGENT": report.main_body, "WHEN": report.frame, "UNDER": report.operation}
    return Steps(answers, frozenset(e.id for e in report.acting), frames)
