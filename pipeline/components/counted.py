"""What a quantity counts, by where it stands: `启用|5个|警务服务点`."""

from collections.abc import Sequence

from pipeline.annotation import Entity


def one_measure_a_quantity(found: Sequence[Entity]) -> list[Entity]:
    """Return the entities without the wrong one of two measures that touch a quantity from both sides.

    A verb before the quantity is the action of the object behind it (ANNOTATION section 1); else the surer
    measure is the quantity's.
    """
    measures = [e for e in found if e.label == "MEASURE"]
    starts, ends = {e.start: e for e in measures}, {e.end: e for e in measures}
    wrong: set[int] = set()
    for quantity in (e for e in found if e.label == "QUANTITY"):
        before, behind = ends.get(quantity.start), starts.get(quantity.end)
        if not before or not behind:
            continue
        if not before.attributes["object"]:
            behind.attributes["action"] = behind.attributes["action"] or before.attributes["action"]
            wrong.add(id(before))
        else:
            wrong.add(id(min(before, behind, key=lambda e: e.score)))
    return [e for e in found if id(e) not in wrong]
