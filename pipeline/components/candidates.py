"""Candidates of each relation: the decisions of the relation component.

A decision asks which of the candidates this measure (or this quantity) belongs with, or none. Candidates
that mean the same (two mentions of one agency) are one candidate, its nearest mention.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from pipeline.annotation import Entity
from pipeline.components.columns import Matrix, features_of
from pipeline.components.structure import structure_of
from pipeline.components.view import REACH, Decision, View, view_of
from pipeline.taxonomy import RELATION_LABELS

AHEAD: Final = 3
"""Candidates of one label looked at behind the anchor, in its line."""
NEIGHBOURS: Final = 8
"""Measures before, in its line, whose action a measure can share: all but 3 in 1,000 of the corpus."""
BATCH: Final = 8000
"""Decisions whose features are held at once: a report of a megabyte has forty thousand."""
CARRIED: Final = ("AGENT", "WHEN", "UNDER")
"""Relations that measures inherit from those before them."""


def decisions_of(text: str, entities: Sequence[Entity]) -> Iterator[tuple[Decision, Matrix]]:
    """Yield every decision of a document with its features, in text order per label, made by batches.

    Row 0 of the features stands for none of the candidates.
    """
    view = view_of(text, entities)
    rest = _decisions(view)
    while decisions := list(islice(rest, BATCH)):
        yield from zip(decisions, features_of(view, decisions), strict=True)


def _decisions(view: View) -> Iterator[Decision]:
    by_label = view.by_label
    for label, child in RELATION_LABELS.items():
        anchors = by_label["QUANTITY" if label == "AMOUNT" else "MEASURE"]
        pool = by_label["MEASURE"] if label == "AMOUNT" else by_label[child]
        starts = [e.start for e in pool]
        for anchor, last in zip(anchors, [None, *anchors], strict=False):
            left, right = bisect_left(starts, anchor.start), bisect_left(starts, anchor.end)
            yield Decision(label, anchor, _near(view, label, anchor, pool, left, right), last)


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


def _near(view: View, label: str, anchor: Entity, pool: list[Entity], left: int, right: int) -> list[Entity]:
    """Return the candidates in the pool, the nearest first: before `left`, then from `right` on."""
    line = view.places[anchor.id][2]
    before = pool[max(0, left - REACH) : left][::-1]
    if label == "PART_OF":
        return before
    if label == "SHARES_ACTION":
        return [e for e in before[:NEIGHBOURS] if view.places[e.id][2] == line]
    after = [e for e in pool[right : right + REACH] if view.places[e.id][2] == line]
    if label == "AMOUNT":
        return [e for e in before if view.places[e.id][2] == line][:6] + after[:4]
    chosen: dict[str, Entity] = {}
    for entity in chain((pool[i] for i in range(left - 1, -1, -1)), after[:AHEAD]):
        if len(chosen) == REACH:
            break
        chosen.setdefault(view.keys[entity.id], entity)
    if label == "AGENT":  # the report's own body can be named further off, or only later
        for governs in (view.steps.answers.get((label, anchor.id)), view.steps.frames.get(label)):
            if governs:
                chosen.setdefault(view.keys[governs.id], governs)
    return list(chosen.values())
