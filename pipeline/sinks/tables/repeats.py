"""Figures that are told twice: in the lead and again below, or in a report that was published twice."""

from collections.abc import Hashable

from pipeline.record import Record


class Repeats:
    """Tells of each record, in order, which earlier one it repeats.

    Two records say the same where body, activity, amount and settled period are equal and the sentences
    are two. Without a settled period or without a known body they must be of one document besides, or
    stand in the same sentence of two documents (a report published twice).
    """

    def __init__(self) -> None:
        self._seen: dict[Hashable, tuple[str, Hashable]] = {}

    def earlier(self, record: Record) -> str | None:
        """Return the id of the first record that says what this one says; None where this is the first."""
        quantity = record.quantity
        if quantity is None:
            return None
        sentence = (record.doc.source, record.doc.id, record.sentence.start)
        said = (
            record.measure.type,
            record.measure.status,
            record.measure.object or record.measure.text,
            *(quantity.low, quantity.high, quantity.unit, quantity.per),
            quantity.change and (quantity.change.direction, quantity.change.basis),
        )
        agency = record.agency and (record.agency.name, record.agency.region)
        period = record.date and (record.date.from_, record.date.to)
        wherever = None if agency else record.doc.sha256
        settled = agency and period and any(period)
        keys: list[Hashable] = [
            # The place in the sentence tells the items of a list apart.
            (record.sentence.text, record.measure.start - record.sentence.start, agency, wherever, said),
            (agency, period, None if settled else record.doc.sha256, said),
        ]
        found = [self._seen[key] for key in keys if key in self._seen]
        first = next((id_ for id_, place in found if place != sentence), None)
        for key in keys:
            self._seen.setdefault(key, (first or record.id, sentence))
        return first
