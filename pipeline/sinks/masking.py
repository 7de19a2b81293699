"""Records without the personal names in them, each character in its place."""

from pipeline.record import Record
from pipeline.values.persons import find_persons, mask


def masked(records: list[Record]) -> list[Record]:
    """Return the records with personal names masked wherever they quote their document.

    A mask is as long as its name, so all offsets stay true. What stands in the name of an agency stays.
    """
    return [_masked(record) for record in records]


def _masked(record: Record) -> Record:
    title = record.doc.title or ""
    agency = record.agency.text if record.agency else ""
    quoted = [*_names(record.sentence.text, agency), *_names(title, agency)]
    if not quoted:
        return record
    names = sorted(set(quoted), key=len, reverse=True)

    def hide(text: str) -> str:
        for name in names:
            text = text.replace(name, mask(name))
        return text

    measure = record.measure
    campaign = record.campaign
    return record.model_copy(
        update={
            "doc": record.doc.model_copy(update={"title": hide(title) if record.doc.title else None}),
            "sentence": record.sentence.model_copy(update={"text": hide(record.sentence.text)}),
            "measure": measure.model_copy(
                update={
                    "text": hide(measure.text),
                    "action": hide(measure.action),
                    "object": hide(measure.object),
                }
            ),
            "campaign": campaign and campaign.model_copy(update={"text": hide(campaign.text)}),
        }
    )


def _names(text: str, agency: str) -> list[str]:
    names = (text[start:end] for start, end in find_persons(text))
    return [name for name in names if name not in agency]
