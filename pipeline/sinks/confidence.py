"""Leaving out records that the pipeline is not sure of."""

from pipeline.record import Record


def least_confidence(record: Record) -> float:
    """Return the confidence that a record is kept by: the lesser of its measure's and its category's."""
    return min(record.measure.confidence, record.category.confidence)


def confident(records: list[Record], least: float) -> list[Record]:
    """Return the records of a document whose measure and category are both at least that probable.

    A part whose whole is left out becomes part of the next greater whole, so that a sum over the
    records without one still counts nothing twice and loses nothing.
    """
    by_id = {record.id: record for record in records}
    kept = {r.id for r in records if least_confidence(r) >= least}

    def whole(record: Record) -> str | None:
        seen = {record.id}
        at = record.part_of
        while at is not None and at not in kept and at not in seen:
            seen.add(at)
            at = by_id[at].part_of if at in by_id else None
        return at if at in kept else None

    return [r.model_copy(update={"part_of": whole(r)}) for r in records if r.id in kept]
