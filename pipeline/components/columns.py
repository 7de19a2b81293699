"""What is seen of a candidate: the columns of the relation component.

A document is gathered once (`view_of`); a group of candidates is a table with one row a candidate, behind the
row that stands for none of them.
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
class View:
    """A document as the features see it."""

    structure: Structure
    by_label: dict[str, list[Entity]]
    keys: dict[str, str]
    places: dict[str, tuple[int, int, int]]
    """The (clause, sentence, line) of each entity."""
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
    mentions: dict[str, Matrix] = field(default_factory=dict)
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
    structure = structure_of(text)
    return View(
        structure,
        by_label,
        keys,
        {
            e.id: (structure.clause(e.start), structure.sentence(e.start), structure.line(e.start))
            for e in entities
        },
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


def features_of(
    view: View, label: str, anchor: Entity, candidates: list[Entity], last: Entity | None
) -> Matrix:
    """Return one row a candidate behind the row of `none`, which has its own columns."""
    governing = view.steps.answers.get((label, anchor.id))
    respectively = view.text.find("分别", *view.structure.sentence_span(anchor.start)) >= 0
    rows = [
        [*_pair(view, anchor, c, rank, respectively), *_governs(view, label, governing, c)]
        for rank, c in enumerate(candidates)
    ]
    table = np.zeros((len(rows) + 1, FEATURE_COUNT), np.float32)
    table[0, :_NONE] = (
        1.0,
        len(candidates) / REACH,
        min((row[_DISTANCE] for row in rows), default=2.0),
        float(governing is None),
    )
    table[:, _NONE:_MENTIONED] = _anchor_columns(view, anchor, last)
    if rows:
        table[1:, _MENTIONED:_PAIR] = [_mention(view, c) for c in candidates]
        table[1:, _PAIR:] = rows
    return table


_NONE: Final = 4
"""The first columns belong to the row of none."""
_MENTIONED: Final = _NONE + 13 + len(_ANCHOR)
"""The next ones tell of the anchor, alike in all rows."""
_PAIR: Final = (
    _MENTIONED
    + len(_MENTION)
    + len(_AFTER)
    + len(_BEFORE)
    + 17
    + len(LEVELS)
    + len(AGENCY_KINDS)
    + len(DATE_KINDS)
)
"""Those from `_MENTIONED` on tell of the candidate by itself, those from here on of the two together."""
_DISTANCE: Final = 2
"""Where the distance stands among the columns of a pair."""


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


def _mention(view: View, c: Entity) -> Matrix:
    """Return what is seen of a candidate by itself; made once a document."""
    if c.id not in view.mentions:
        view.mentions[c.id] = np.asarray(_mention_columns(view, c), np.float32)
    return view.mentions[c.id]


def _mention_columns(view: View, c: Entity) -> list[float]:
    """Return a candidate's words, place and frequency, then its attributes."""
    text, s = view.text, view.structure
    attributes, words = c.attributes, text[c.start : c.end]
    line_start, line_end = s.span(s.lines, s.line(c.start))
    count, most = view.counts[view.keys[c.id]], view.most[c.label]
    return [
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
        float(bool(attributes.get("action"))),
        float(attributes.get("from") is None and attributes.get("to") is None),
        float(attributes.get("from") is None),
        float(attributes.get("from") == attributes.get("to")),
        *_extent(view, c),
        *(float(attributes.get("level") == level) for level in LEVELS),
        *(float(attributes.get("kind") == kind) for kind in (*AGENCY_KINDS, *DATE_KINDS)),
    ]


def _pair(view: View, anchor: Entity, c: Entity, rank: int, respectively: bool) -> list[float]:
    """Return what is seen of one candidate and of the way between it and the anchor.

    `respectively` tells whether the anchor's sentence has 分别.
    """
    text = view.text
    before = c.end <= anchor.start
    a, b = (c.end, anchor.start) if before else (anchor.end, c.start)
    gap = text[a:b] if b - a <= 200 else text[a : a + 100] + text[b - 100 : b]
    between = [
        bisect_left(starts, b) - bisect_left(starts, a) if b - a < 2000 else 5 for starts in view.starts
    ]
    clauses, sentences, lines = (
        abs(mine - other) for mine, other in zip(view.places[c.id], view.places[anchor.id], strict=True)
    )
    position, length = view.runs.get(c.id, (0, 1))
    anchor_position, anchor_length = view.runs.get(anchor.id, (0, 1))
    paired = length == anchor_length and position == anchor_position
    crossed = (
        length > 1
        and anchor_length % length == 0
        and anchor_position // (anchor_length // length) == position
    )
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
        *[n / 5 if n < 5 else 1.0 for n in between],
        *[word in gap for word in _SEPARATORS],
        _OVERALL.search(gap) is not None,
        float(paired and length > 1),
        float(paired and length > 1 and respectively),
        float(crossed and respectively),
        float(respectively),
        float(position == 0),
        min(length, 4) / 4,
        float(follows),
        float(leads),
    ]


FEATURE_COUNT: Final = _PAIR + 12 + len(set(RELATION_LABELS.values())) + len(_SEPARATORS) + 9 + 3
"""Columns of a row: of none, of the anchor, of the candidate, of the pair, of the guideline's steps."""
COLUMNS: Final = {"steps": (_NONE - 1, *range(FEATURE_COUNT - 3, FEATURE_COUNT))}
"""Columns by name: those that tell what the guideline's steps would choose."""
