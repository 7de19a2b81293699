"""`classify`: the category of records that exist already, labelled again."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pipeline import DEFAULT
from pipeline.cli.common import fail_plainly, interruptible, tell
from pipeline.record import CategoryPart, category_of
from pipeline.sinks.files import open_target
from pipeline.sinks.stored import record_of, stored_lines

if TYPE_CHECKING:
    from spacy.language import Language

BATCH: Final = 1000


@fail_plainly
def classify(
    records: Annotated[str, typer.Argument(metavar="RECORDS", help="records as run writes them; - is stdin")],
    output: Annotated[str, typer.Option("-o", "--output", help="file for the records; - is stdout")] = "-",
    model: Annotated[Path, typer.Option(help="the model folder")] = DEFAULT,
) -> None:
    """Label the category of records again, from what each carries; all else stays byte for byte.

    A line that is no record ends the command with its place and exit status 2; an output that existed
    is then as it was. RECORDS may be the output itself.

    Example: python -m pipeline run seeds | python -m pipeline classify - -o records.jsonl
    """
    from pipeline.model import load

    lines = stored_lines(records)
    nlp = load(model)
    target = open_target(output)
    total = changed = 0
    try:
        with interruptible() as unbroken:
            for line, relabelled in reclassify(lines, nlp):
                with unbroken():
                    target.write(line)
                total += 1
                changed += relabelled
            target.finish()
    except BaseException:
        target.abandon(0)
        raise
    tell(f"{total} records, {changed} with another category than before")


def reclassify(lines: Iterator[tuple[str, bytes]], nlp: "Language") -> Iterator[tuple[bytes, bool]]:
    """Yield each line of records with its category as the classifier sees it, and whether its label is new.

    `lines` are (place, line); raises CommandError with the place for a line that is no record.
    """
    from pipeline.components.categories import Categories
    from pipeline.components.finished import fields_of_records
    from pipeline.components.words import Words

    component = nlp.get_pipe("zh_categories")
    words = nlp.get_pipe("zh_words")
    assert isinstance(component, Categories)
    assert isinstance(words, Words)
    while chunk := list(islice(lines, BATCH)):
        records = [record_of(line, place) for place, line in chunk]
        scores = component.classifier.probabilities(*fields_of_records(records, words.segment))
        for (_, line), record, row in zip(chunk, records, scores, strict=True):
            category = category_of(row)
            same = category == record.category
            yield line if same else _with_category(line, category), category.label != record.category.label


def _with_category(line: bytes, category: CategoryPart) -> bytes:
    """Return a line with another category and every other byte as it was."""
    text = line.decode()
    start, end = _value_span(text, "category")
    return (text[:start] + category.model_dump_json() + text[end:]).encode()


def _value_span(text: str, key: str) -> tuple[int, int]:
    """Return where the value of a key of a JSON object stands.

    >>> text = '{"a": {"b": 1}, "b": [2]}'
    >>> text[slice(*_value_span(text, "b"))]
    '[2]'
    """
    decoder, at, name = json.JSONDecoder(), text.index("{") + 1, None
    while name != key:
        name, at = decoder.raw_decode(text, _skip(text, at))
        start = _skip(text, at)
        _, at = decoder.raw_decode(text, start)
    return start, at


def _skip(text: str, at: int) -> int:
    while text[at] in " \t\r\n,:":
        at += 1
    return at
