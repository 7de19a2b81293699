"""What is seen of the candidates of each decision: the columns of the relation component.

A decision is a table with one row a candidate, behind the row that stands for none of them.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log1p
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.annotation import Entity
from pipeline.components.pairs import DISTANCE, PAIR_COUNT, pair_columns
from pipeline.components.view import OVERALL, REACH, Decision, View, days_of
from pipeline.taxonomy import AGENCY_KINDS, DATE_KINDS, LEVELS

Matrix = npt.NDArray[np.float32]

LONG: Final = 10
"""Days from which a period can be the frame of a report rather than a day or a holiday in it."""
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
_MENTION: Final = tuple(
    re.compile(form)
    for form in (
        *("^[全我本]", "^各", "^该", "公安机关", "公安[局厅]$|^[市县区州]局$"),
        *("分局", "[支大中总]队", "[所站]$", "部门", "期间", "以来"),
    )
)
"""Forms of a mention: of the whole, of each, anaphor, kinds of organ, kinds of period."""
_ANCHOR: Final = ("其中", "共", "已", "将", "并", "还", "累计", ",", "、", ";", "。", "\n", ":")


def features_of(view: View, decisions: Sequence[Decision]) -> list[Matrix]:
    """Return a table a decision: behind the row of none, which has its own columns, one row a candidate."""
    if not decisions:
        return []
    sizes = np.array([1 + len(d.candidates) for d in decisions], dtype=np.int64)
    table = np.zeros((sizes.sum(), FEATURE_COUNT), np.float32)
    none = np.cumsum(sizes) - sizes
    rows = np.setdiff1d(np.arange(len(table)), none)
    pairs = pair_columns(view, decisions)
    nearest = np.full(len(decisions), np.inf)
    np.minimum.at(nearest, np.repeat(np.arange(len(decisions)), sizes - 1), pairs[:, DISTANCE])
    table[none, 0] = 1.0
    table[none, 1] = (sizes - 1) / REACH
    table[none, 2] = np.where(sizes > 1, nearest, 2.0)
    table[none, 3] = [view.steps.answers.get((d.label, d.anchor.id)) is None for d in decisions]
    asked = {d.anchor.id: d for d in decisions}
    anchors = {id: _anchor_columns(view, d.anchor, d.last) for id, d in asked.items()}
    table[:, _NONE:_MENTIONED] = np.repeat(_rows(anchors, [d.anchor.id for d in decisions]), sizes, axis=0)
    if len(rows):
        named = {c.id: c for d in decisions for c in d.candidates}
        mentions = {id: _mention_columns(view, c) for id, c in named.items()}
        table[rows, _MENTIONED:_PAIR] = _rows(mentions, [c.id for d in decisions for c in d.candidates])
        table[rows, _PAIR:] = pairs
    return np.split(table, none[1:])


def _rows(columns: Mapping[str, list[float]], ids: Sequence[str]) -> Matrix:
    """Return the (ids, columns) array of what is known of each id."""
    number = {id: row for row, id in enumerate(columns)}
    return np.array(list(columns.values()), np.float32)[[number[id] for id in ids]]


_NONE: Final = 4
"""The first columns belong to the row of none."""
_MENTIONED: Final = _NONE + 13 + len(_ANCHOR)
"""The next ones tell of the anchor, alike in all rows."""
_PAIR: Final = (
    _MENTIONED
    + len(_MENTION)
    + len(_AFTER)
    + len(_BEFORE)
    + 19
    + len(LEVELS)
    + len(AGENCY_KINDS)
    + len(DATE_KINDS)
)
"""Those from `_MENTIONED` on tell of the candidate by itself, those from here on of the two together."""


def _anchor_columns(view: View, anchor: Entity, last: Entity | None) -> list[float]:
    """Return what is seen of the measure or quantity itself, the same in every row of its decision."""
    text, s = view.text, view.structure
    attributes = anchor.attributes
    clause_start = s.clause_span(anchor.start)[0]
    line_start = s.line_span(anchor.start)[0]
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
        float(OVERALL.search(text, clause_start, anchor.start) is not None),
        float(OVERALL.search(text, s.sentence_span(anchor.start)[0], anchor.start) is not None),
        *_flags(
            _ANCHOR, text[anchor.start - 1 : anchor.start], text[max(0, anchor.start - 2) : anchor.start]
        ),
    ]


def _flags(words: Sequence[str], one: str, two: str) -> list[float]:
    """Return which of the words, of one or two characters, stand there."""
    return [float(word in (one, two)) for word in words]


@lru_cache(maxsize=4096)
def _forms(words: str) -> list[float]:
    """Return which forms the words of a mention have."""
    return [float(form.search(words) is not None) for form in _MENTION]


def _extent(view: View, c: Entity) -> tuple[float, float, float]:
    """Return a period's length (log days), whether it is long, and whether no other is longer."""
    days = days_of(c)
    return log1p(days) / 6, float(days > LONG), float(days > 1 and days == view.longest)


def _followed(view: View, c: Entity) -> tuple[float, float]:
    """Return whether a figure follows in the mention's sentence, and how many before the next mention."""
    start, others, figures = c.end, view.starts[c.label], view.starts["QUANTITY"]
    first = bisect_left(figures, start)
    sentence_end = view.structure.sentence_span(c.start)[1]
    rank = bisect_left(others, start)
    line_end = view.structure.line_span(c.start)[1]
    end = min(others[rank], line_end) if rank < len(others) else line_end
    count = bisect_left(figures, end) - first
    return float(first < len(figures) and figures[first] < sentence_end), min(count, 8) / 8


def _mention_columns(view: View, c: Entity) -> list[float]:
    """Return a candidate's words, place and frequency, then its attributes."""
    text, s = view.text, view.structure
    attributes, words = c.attributes, text[c.start : c.end]
    line_start, line_end = s.line_span(c.start)
    count, most = view.counts[view.keys[c.id]], view.most[c.label]
    return [
        *_forms(words),
        *_flags(_AFTER, text[c.end : c.end + 1], text[c.end : c.end + 2]),
        *_flags(_BEFORE, text[c.start - 1 : c.start], text[max(0, c.start - 2) : c.start]),
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
        *_followed(view, c),
        *(float(attributes.get("level") == level) for level in LEVELS),
        *(float(attributes.get("kind") == kind) for kind in (*AGENCY_KINDS, *DATE_KINDS)),
    ]


FEATURE_COUNT: Final = _PAIR + PAIR_COUNT
"""Columns of a row: of none, of the anchor, of the candidate, of the pair, of the guideline's steps."""
COLUMNS: Final = {"steps": (_NONE - 1, *range(FEATURE_COUNT - 3, FEATURE_COUNT))}
"""Columns by name: those that tell what the guideline's steps would choose."""
