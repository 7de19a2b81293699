"""Candidates of each relation and what is seen of them: the features of the relation component.

A group is one decision: which of the candidates does this measure (or this quantity) belong with, or
none? Candidates that mean the same (two mentions of one agency) are one candidate, its nearest mention.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log1p
from typing import Final

import numpy as np
import numpy.typing as npt

from pipeline.annotation import Entity
from pipeline.components.structure import Structure, structure_of
from pipeline.taxonomy import AGENCY_KINDS, DATE_KINDS, LEVELS, RELATION_LABELS

REACH: Final = 12
"""Candidates of one label looked at on either side."""
_SEPARATORS: Final = ("、", ",", ";", "。", ":", "\n", "其中", "分别", "共", "同比", "将", "对", "的")
_LISTED: Final = frozenset({"、", ",", "和", "及", "与", "以及"})
_AFTER: Final = ("的", ",", "、", "共", "期间", "召", "开", "将")


@dataclass(frozen=True, slots=True)
class Group:
    """One decision: `anchor` against `candidates`; row 0 of `features` stands for none of them."""

    label: str
    anchor: Entity
    candidates: list[Entity]
    features: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _View:
    """A document as the features see it."""

    structure: Structure
    by_label: dict[str, list[Entity]]
    counts: Counter[str]
    runs: dict[str, tuple[int, int]]

    @property
    def text(self) -> str:
        return self.structure.text


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
    by_label: dict[str, list[Entity]] = {label: [] for label in RELATION_LABELS.values()}
    for entity in sorted(entities, key=lambda e: e.start):
        by_label.setdefault(entity.label, []).append(entity)
    view = _View(
        structure_of(text),
        by_label,
        Counter(identity(text, e) for e in entities),
        _runs(text, by_label),
    )
    groups = []
    for label, child in RELATION_LABELS.items():
        anchors = by_label["QUANTITY" if label == "AMOUNT" else "MEASURE"]
        pool = by_label["MEASURE"] if label == "AMOUNT" else by_label[child]
        for anchor in anchors:
            candidates = _near(view, label, anchor, pool)
            groups.append(Group(label, anchor, candidates, _features(view, anchor, candidates)))
    return groups


def _near(view: _View, label: str, anchor: Entity, pool: list[Entity]) -> list[Entity]:
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
    for entity in [*before, *after[:3]]:
        key = identity(view.text, entity)
        if key not in seen and len(chosen) < REACH:
            seen.add(key)
            chosen.append(entity)
    return chosen


def _runs(text: str, by_label: dict[str, list[Entity]]) -> dict[str, tuple[int, int]]:
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


def _features(view: _View, anchor: Entity, candidates: list[Entity]) -> npt.NDArray[np.float32]:
    rows = [_pair(view, anchor, c, rank) for rank, c in enumerate(candidates)]
    width = len(rows[0]) if rows else FEATURE_COUNT
    none = np.zeros(width, np.float32)
    none[:4] = (
        1.0,
        len(candidates) / REACH,
        min((row[6] for row in rows), default=2.0),
        max((row[8] for row in rows), default=0.0),
    )
    return np.vstack([none, *(np.asarray(row, np.float32) for row in rows)])


def _pair(view: _View, anchor: Entity, c: Entity, rank: int) -> list[float]:
    """Return the features of one candidate; columns 0–3 belong to the candidate `none`."""
    text, s = view.text, view.structure
    before = c.end <= anchor.start
    a, b = (c.end, anchor.start) if before else (anchor.end, c.start)
    gap = text[a:b] if b - a <= 200 else text[a : a + 100] + text[b - 100 : b]
    between = {
        label: sum(1 for e in es if a <= e.start < b) if b - a < 2000 else 5
        for label, es in view.by_label.items()
    }
    clauses = abs(s.clause(c.start) - s.clause(anchor.start))
    sentences = abs(s.sentence(c.start) - s.sentence(anchor.start))
    lines = abs(s.line(c.start) - s.line(anchor.start))
    line_start = s.span(s.lines, s.line(c.start))[0]
    line_words = s.line_text(c.start)
    count = view.counts[identity(text, c)]
    most = max((view.counts[identity(text, e)] for e in view.by_label[c.label]), default=1)
    position, length = view.runs.get(c.id, (0, 1))
    anchor_position, anchor_length = view.runs.get(anchor.id, (0, 1))
    paired = length == anchor_length and position == anchor_position
    crossed = (
        length > 1
        and anchor_length % length == 0
        and anchor_position // (anchor_length // length) == position
    )
    sentence = text[slice(*s.sentence_span(anchor.start))]
    quantities = view.by_label["QUANTITY"]
    follows = any(q is not anchor and 0 <= q.start - c.end <= 1 for q in quantities)
    leads = any(q is not anchor and 0 <= c.start - q.end <= 0 for q in quantities)
    attributes = c.attributes
    return [
        0.0,
        0.0,
        0.0,
        0.0,
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
        *(min(n, 5) / 5 for _, n in sorted(between.items())),
        *(float(word in gap) for word in _SEPARATORS),
        *(float(text.startswith(word, c.end)) for word in _AFTER),
        float(c.start == line_start),
        float(s.line(c.start) == 0),
        float(s.line(c.start) <= 1),
        float(len(line_words) <= 30 and "。" not in line_words),
        count / most,
        float(count == most),
        float(text[max(0, c.start - 2) : c.start] in {"截至", "截止"}),
        float(paired and length > 1),
        float(paired and length > 1 and "分别" in sentence),
        float(crossed and "分别" in sentence),
        float("分别" in sentence),
        min(length, 4) / 4,
        min(anchor_length, 4) / 4,
        float(follows),
        float(leads),
        float(bool(attributes.get("action"))),
        float(bool(anchor.attributes.get("action"))),
        float(anchor.attributes.get("change") is not None),
        float(anchor.attributes.get("unit") in {"%", "成", "倍", "个百分点"}),
        float(attributes.get("from") is None and attributes.get("to") is None),
        *(float(attributes.get("level") == level) for level in LEVELS),
        *(float(attributes.get("kind") == kind) for kind in (*AGENCY_KINDS, *DATE_KINDS)),
    ]


FEATURE_COUNT: Final = (
    16
    + len(set(RELATION_LABELS.values()))
    + len(_SEPARATORS)
    + len(_AFTER)
    + 20
    + len(LEVELS)
    + len(AGENCY_KINDS)
    + len(DATE_KINDS)
)
