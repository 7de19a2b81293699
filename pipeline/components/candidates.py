"""Candidates of each relation and what is seen of them: the features of the relation component.

A group is one decision: which of the candidates does this measure (or this quantity) belong with, or
none? Candidates that mean the same (two mentions of one agency) are one candidate, its nearest mention.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log1p
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.annotation import Entity
from pipeline.components.governing import Steps, governing_of
from pipeline.components.structure import Structure, structure_of
from pipeline.taxonomy import AGENCY_KINDS, DATE_KINDS, LEVELS, RELATION_LABELS

Matrix = npt.NDArray[np.float32]

LONG: Final = 10
"""Days from which a period can be the frame of a report rather than a day or a holiday in it."""
REACH: Final = 12
"""Candidates of one label looked at before the anchor."""
AHEAD: Final = 3
"""Candidates of one label looked at behind the anchor, in its line."""
CARRIED: Final = ("AGENT", "WHEN", "UNDER")
"""Relations that measures inherit from those before them: decided in text order, seeing the last choice."""

_SEPARATORS: Final = (*"、,;。:\n将对的和", "其中", "分别", "共", "同比")
_LISTED: Final = frozenset({"、", ",", "和", "及", "与", "以及"})
_AFTER: Final = (
    *"的,、共召开将对等和",
    *("期间", "以来", "民警", "联合", "会同", "配合", "有关", "统一"),
)
_BEFORE: Final = (
    "截至",
    "自",
    "从",
    "在",
    "按照",
    "根据",
    "联合",
    "会同",
    "与",
    "和",
    "、",
    "向",
    "对",
    "为",
)
_OVERALL: Final = re.compile("[全我本](?:[省市县区州盟旗国]|自治区)|全局|全所|各地|各[市县区]")
"""Words for the whole area or body: the figure is not that of the unit named last."""
_MENTION: Final = tuple(
    re.compile(form)
    for form in (
        *("^[全我本]", "^各", "^该", "公安机关", "公安[局厅]$|^[市县区州]局$"),
        *("分局", "[支大中总]队", "[所站]$", "部门", "期间", "以来"),
    )
)
"""Forms of a mention: of the whole, of each, anaphor, kinds of organ, kinds of period."""
_ANCHOR: Final = ("其中", "共", "已", "将", "并", "还", "累计", ",", "、", ";", "。", "\n", ":")


@dataclass(frozen=True, slots=True)
class Group:
    """One decision: `anchor` against `candidates`; row 0 of `features` stands for none of them.

    `keys` are the identities of the candidates.
    """

    label: str
    anchor: Entity
    candidates: list[Entity]
    keys: list[str]
    line: int
    features: Matrix


@dataclass(frozen=True, slots=True)
class View:
    """A document as the features see it."""

    structure: Structure
    by_label: dict[str, list[Entity]]
    keys: dict[str, str]
    counts: Counter[str]
    runs: dict[str, tuple[int, int]]
    steps: Steps
    starts: list[list[int]]
    """Start offsets of the entities of each label, labels in alphabetical order."""
    most: dict[str, int]
    """How often the most frequent candidate of each label stands in the text."""
    longest: int
    """Days of the longest period."""
    beside: tuple[frozenset[int], frozenset[int]]
    """Where quantities start, and where they end."""
    mentions: dict[str, tuple[list[float], list[float]]] = field(default_factory=dict)
    """What is seen of each candidate by itself, once it was asked for."""

    @property
    def text(self) -> str:
        """The whole text."""
        return self.structure.text


def view_of(text: str, entities: Sequence[Entity]) -> View:
    """Gather once a document what its features are made of."""
    by_label: dict[str, list[Entity]] = {label: [] for label in RELATION_LABELS.values()}
    for entity in sorted(entities, key=lambda e: e.start):
        by_label.setdefault(entity.label, []).append(entity)
    keys = {e.id: identity(text, e) for e in entities}
    counts = Counter(keys.values())
    quantities = by_label["QUANTITY"]
    return View(
        structure_of(text),
        by_label,
        keys,
        counts,
        runs_of(text, by_label),
        governing_of(text, entities),
        [[e.start for e in es] for _, es in sorted(by_label.items())],
        {label: max((counts[keys[e.id]] for e in es), default=1) for label, es in by_label.items()},
        max(map(_days, by_label["DATE"]), default=0),
        (frozenset(q.start for q in quantities), frozenset(q.end for q in quantities)),
    )


def identity(text: str, entity: Entity) -> str:
    """Return what makes two mentions one candidate: the agency's name, the period, the operation's words."""
    if entity.label == "AGENCY":
        return str(entity.attributes.get("name") or text[entity.start : entity.end])
    if entity.label == "DATE" and (entity.attributes.get("from") or entity.attributes.get("to")):
        return f"{entity.attributes.get('from')}..{entity.attributes.get('to')}"
    if entity.label == "CAMPAIGN":
        return text[entity.start : entity.end].strip("“”")
    return entity.id if entity.label in {"MEASURE", "QUANTITY"} else text[entity.start : entity.end]


def groups_of(text: str, entities: Sequence[Entity]) -> list[Group]:
    """Return every decision of a document, in text order per label."""
    view = view_of(text, entities)
    by_label, keys = view.by_label, view.keys
    groups = []
    for label, child in RELATION_LABELS.items():
        anchors = by_label["QUANTITY" if label == "AMOUNT" else "MEASURE"]
        pool = by_label["MEASURE"] if label == "AMOUNT" else by_label[child]
        for number, anchor in enumerate(anchors):
            candidates = _near(view, label, anchor, pool)
            last = anchors[number - 1] if number else None
            features = _features(view, label, anchor, candidates, last)
            line = view.structure.line(anchor.start)
            groups.append(Group(label, anchor, candidates, [keys[c.id] for c in candidates], line, features))
    return groups


class History:
    """The choices of one carried relation so far, in text order; None stands for no choice."""

    def __init__(self) -> None:
        self.last: str | None = None
        self._first: str | None = None
        self._here: str | None = None
        self._line = -1
        self._counts: Counter[str | None] = Counter()

    def seen(self, group: Group) -> Matrix:
        """Return a group's features with the columns that tell which row continues which earlier choice."""
        features = group.features.copy()
        total = sum(self._counts.values())
        if total:
            here = self._here if self._line == group.line else _NOTHING
            for row, key in enumerate((None, *group.keys)):
                features[row, :_HISTORY] = (
                    key == self.last,
                    key == self._first,
                    key == here,
                    self._counts[key] / total,
                    bool(self._counts[key]),
                )
        return features

    def add(self, group: Group, key: str | None) -> None:
        """Note a choice."""
        self._first = key if not self._counts else self._first
        self.last = self._here = key
        self._line = group.line
        self._counts[key] += 1


def runs_of(text: str, by_label: dict[str, list[Entity]]) -> dict[str, tuple[int, int]]:
    """Return (position, length) of each entity in its list of like entities joined by 、 or 和."""
    runs: dict[str, tuple[int, int]] = {}
    for entities in by_label.values():
        run: list[Entity] = []
        for entity in [*entities, None]:
            if entity and run and text[run[-1].end : entity.start] in _LISTED:
                run.append(entity)
                continue
            runs |= {e.id: (i, len(run)) for i, e in enumerate(run)}
            run = [entity] if entity else []
    return runs


def date_lists(text: str, entities: Sequence[Entity]) -> dict[str, list[Entity]]:
    """Return, for each date in a list (7月份、8月份), all dates of the list: a figure for one is for all.

    So is one for a start and the end that stands beside it (今年以来,截至9月底). An end has the start that
    stands before it in its sentence or in the one before (GUIDELINE rule 60).
    """
    dates = sorted((e for e in entities if e.label == "DATE"), key=lambda e: e.start)
    lists: dict[str, list[Entity]] = {}
    run: list[Entity] = []
    for day in [*dates, None]:
        if day and run and _joined(text, run[-1], day):
            run.append(day)
            continue
        if len(run) > 1:
            lists |= {e.id: run for e in run}
        run = [day] if day else []
    structure = structure_of(text)
    for number, end in enumerate(dates):
        if end.id not in lists and _is_end(text, end):
            nearest = next((d for d in reversed(dates[:number]) if _is_start(text, d)), None)
            if nearest and structure.sentence(end.start) - structure.sentence(nearest.start) <= 1:
                lists[end.id] = [nearest, end]
    return lists


def _joined(text: str, left: Entity, right: Entity) -> bool:
    gap = text[left.end : right.start]
    frame = gap in {",截至", "截至", ",截止"} and left.attributes.get("from") is not None
    return frame or gap in {"、", "和", "及", "与"}


def _is_end(text: str, day: Entity) -> bool:
    """Whether a date is the last day of a count: 截至9月底."""
    known = day.attributes.get("from") is None and day.attributes.get("to") is not None
    return known and text.startswith(("截至", "截止"), max(0, day.start - 2))


def _is_start(text: str, day: Entity) -> bool:
    """Whether a date begins a count: 今年以来, 一年来, 自7月1日起."""
    begins = text[day.start : day.end].endswith(("来", "起")) or text[max(0, day.start - 1)] in "自从"
    return begins and day.attributes.get("from") is not None


def _near(view: View, label: str, anchor: Entity, pool: list[Entity]) -> list[Entity]:
    before = [e for e in pool if e.end <= anchor.start][::-1]
    after = [e for e in pool if e.start >= anchor.end]
    if label in {"SHARES_ACTION", "PART_OF"}:
        return before[:REACH]
    line = view.structure.line(anchor.start)
    after = [e for e in after[:REACH] if view.structure.line(e.start) == line]
    if label == "AMOUNT":
        before = [e for e in before[:REACH] if view.structure.line(e.start) == line]
        return before[:6] + after[:4]
    seen: set[str] = set()
    chosen: list[Entity] = []
    for entity in [*before, *after[:AHEAD]]:
        key = view.keys[entity.id]
        if key not in seen and len(chosen) < REACH:
            seen.add(key)
            chosen.append(entity)
    return chosen


def _features(
    view: View, label: str, anchor: Entity, candidates: list[Entity], last: Entity | None
) -> Matrix:
    """Return one row a candidate behind the row of `none`, which has its own columns."""
    shared = _anchor_columns(view, anchor, last)
    governing = view.steps.answers.get((label, anchor.id))
    rows = [
        [*_OWN_ZEROS, *shared, *_pair(view, anchor, c, rank), *_governs(view, label, governing, c)]
        for rank, c in enumerate(candidates)
    ]
    distances = [row[len(_OWN_ZEROS) + len(shared) + 2] for row in rows]
    none = np.zeros(FEATURE_COUNT, np.float32)
    none[_HISTORY:_NONE] = (
        1.0,
        len(candidates) / REACH,
        min(distances, default=2.0),
        float(governing is None),
    )
    none[_NONE : _NONE + len(shared)] = shared
    table = np.zeros((len(rows) + 1, FEATURE_COUNT), np.float32)
    table[0] = none
    if rows:
        table[1:] = np.asarray(rows, np.float32)
    return table


_HISTORY: Final = 5
"""The first columns tell of earlier choices (`History.seen`)."""
_NONE: Final = _HISTORY + 4
"""The next ones belong to the row of none."""
_OWN_ZEROS: Final = (0.0,) * _NONE
_NOTHING: Final = "\n"


def _anchor_columns(view: View, anchor: Entity, last: Entity | None) -> list[float]:
    """Return what is seen of the measure or quantity itself, the same in every row of its group."""
    text, s = view.text, view.structure
    attributes = anchor.attributes
    clause_start = s.span(s.clauses, s.clause(anchor.start))[0]
    line_start = s.span(s.lines, s.line(anchor.start))[0]
    return [
        float(last is not None and s.clause(last.start) == s.clause(anchor.start)),
        float(last is not None and s.sentence(last.start) == s.sentence(anchor.start)),
        float(last is not None and s.line(last.start) == s.line(anchor.start)),
        float(last is not None and 0 <= anchor.start - last.end <= 12),
        float(anchor.start == clause_start),
        float(anchor.start - line_start < 30),
        float(s.line(anchor.start) == 0),
        float(bool(attributes.get("action"))),
        float(attributes.get("change") is not None),
        float(attributes.get("unit") in {"%", "成", "倍", "个百分点"}),
        min(view.runs.get(anchor.id, (0, 1))[1], 4) / 4,
        float(_OVERALL.search(text, clause_start, anchor.start) is not None),
        float(_OVERALL.search(text, s.sentence_span(anchor.start)[0], anchor.start) is not None),
        *(float(text.startswith(word, anchor.start - len(word))) for word in _ANCHOR),
    ]


def _governs(view: View, label: str, governing: Entity | None, c: Entity) -> tuple[float, float, float]:
    """Return whether a candidate is what the guideline's steps choose, acts itself, is the report's own."""
    frame = view.steps.frames.get(label)
    key = view.keys[c.id]
    return (
        float(governing is not None and key == view.keys[governing.id]),
        float(c.id in view.steps.acting),
        float(frame is not None and key == view.keys[frame.id]),
    )


def _extent(view: View, c: Entity) -> tuple[float, float, float]:
    """Return a period's length (log days), whether it is long, and whether no other is longer."""
    days = _days(c)
    return log1p(days) / 6, float(days > LONG), float(days > 1 and days == view.longest)


def _days(entity: Entity) -> int:
    first, last = entity.attributes.get("from"), entity.attributes.get("to")
    if not isinstance(first, str) or not isinstance(last, str):
        return 0
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def _mention(view: View, c: Entity) -> tuple[list[float], list[float]]:
    """Return what is seen of a candidate by itself: its words, place and frequency; its attributes."""
    text, s = view.text, view.structure
    attributes, words = c.attributes, text[c.start : c.end]
    line_start, line_end = s.span(s.lines, s.line(c.start))
    count, most = view.counts[view.keys[c.id]], view.most[c.label]
    place = [
        *(float(form.search(words) is not None) for form in _MENTION),
        *(float(text.startswith(word, c.end)) for word in _AFTER),
        *(float(text.startswith(word, c.start - len(word))) for word in _BEFORE),
        float(c.start == line_start),
        float(c.start - line_start < 12),
        float(s.line(c.start) == 0),
        float(s.line(c.start) <= 1),
        float(line_end - line_start <= 30 and "。" not in text[line_start:line_end]),
        float(s.clause(c.start) == s.clause(line_start)),
        float(c is view.by_label[c.label][0]),
        min(count, 6) / 6,
        count / most,
        float(count == most),
    ]
    kind = [
        float(bool(attributes.get("action"))),
        float(attributes.get("from") is None and attributes.get("to") is None),
        float(attributes.get("from") is None),
        float(attributes.get("from") == attributes.get("to")),
        *_extent(view, c),
        *(float(attributes.get("level") == level) for level in LEVELS),
        *(float(attributes.get("kind") == kind) for kind in (*AGENCY_KINDS, *DATE_KINDS)),
    ]
    return place, kind


def _pair(view: View, anchor: Entity, c: Entity, rank: int) -> list[float]:
    """Return what is seen of one candidate and of the way between it and the anchor."""
    text, s = view.text, view.structure
    before = c.end <= anchor.start
    a, b = (c.end, anchor.start) if before else (anchor.end, c.start)
    gap = text[a:b] if b - a <= 200 else text[a : a + 100] + text[b - 100 : b]
    between = [
        bisect_left(starts, b) - bisect_left(starts, a) if b - a < 2000 else 5 for starts in view.starts
    ]
    clauses = abs(s.clause(c.start) - s.clause(anchor.start))
    sentences = abs(s.sentence(c.start) - s.sentence(anchor.start))
    lines = abs(s.line(c.start) - s.line(anchor.start))
    if c.id not in view.mentions:
        view.mentions[c.id] = _mention(view, c)
    place, kind = view.mentions[c.id]
    position, length = view.runs.get(c.id, (0, 1))
    anchor_position, anchor_length = view.runs.get(anchor.id, (0, 1))
    paired = length == anchor_length and position == anchor_position
    crossed = (
        length > 1
        and anchor_length % length == 0
        and anchor_position // (anchor_length // length) == position
    )
    sentence_start, sentence_end = s.sentence_span(anchor.start)
    respectively = text.find("分别", sentence_start, sentence_end) >= 0
    own = anchor if anchor.label == "QUANTITY" else None
    firsts, lasts = view.beside
    follows = any(at in firsts and not (own and own.start == at) for at in (c.end, c.end + 1))
    leads = c.start in lasts and not (own and own.end == c.start)
    return [
        1.0,
        float(before),
        log1p(b - a) / 5,
        float(b == a),
        float(clauses == 0),
        float(sentences == 0),
        float(lines == 0),
        min(clauses, 8) / 8,
        min(sentences, 6) / 6,
        min(lines, 10) / 10,
        rank / REACH,
        float(rank == 0),
        *(min(n, 5) / 5 for n in between),
        *(float(word in gap) for word in _SEPARATORS),
        float(_OVERALL.search(gap) is not None),
        *place,
        float(paired and length > 1),
        float(paired and length > 1 and respectively),
        float(crossed and respectively),
        float(respectively),
        float(position == 0),
        min(length, 4) / 4,
        float(follows),
        float(leads),
        *kind,
    ]


FEATURE_COUNT: Final = (
    _NONE
    + 13
    + len(_ANCHOR)
    + 13
    + len(_MENTION)
    + len(set(RELATION_LABELS.values()))
    + len(_SEPARATORS)
    + len(_AFTER)
    + len(_BEFORE)
    + 25
    + 3
    + len(LEVELS)
    + len(AGENCY_KINDS)
    + len(DATE_KINDS)
)
"""Columns of a row: of none, of the anchor, of the pair."""
COLUMNS: Final = {
    "history": (*range(_HISTORY),),
    "steps": (_NONE - 1, *range(FEATURE_COUNT - 3, FEATURE_COUNT)),
}
"""Columns that tell of earlier choices, and of what the guideline's steps would choose."""
