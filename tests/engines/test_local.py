"""The local engine: order, deadlines, deaths, bounded memory."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from multiprocessing import active_children

import pytest

from pipeline import DEFAULT
from pipeline.engines import Item
from pipeline.engines.local import extract
from pipeline.engines.workers import WINDOW
from pipeline.errors import Code, CommandError
from pipeline.reading.document import Document, Ledger
from pipeline.reading.raw import Reject
from pipeline.reading.reader import read_text

REPORT = "春节期间,兰溪市公安局共出动警力300人次,检查宾馆旅馆12家。\n"


def document(name: str, repeat: int = 1) -> Document:
    return read_text(REPORT * repeat, id=name, source=f"{name}.txt")


def test_outcomes_come_in_order_and_reading_stays_within_a_window() -> None:
    taken = 0

    def items() -> Iterator[Item]:
        nonlocal taken
        for number in range(3 * WINDOW):
            taken += 1
            yield Reject(f"r{number}", "R001", "") if number % 5 == 1 else document(f"d{number}")

    alone = list(extract(items(), DEFAULT))
    taken = 0
    both = []
    for number, outcome in enumerate(extract(items(), DEFAULT, workers=2)):
        assert taken <= number + WINDOW + 1
        both.append(outcome)
    assert both == alone
    assert len(both) == 3 * WINDOW
    assert not active_children()


def test_a_slow_document_is_rejected_and_the_run_goes_on() -> None:
    items = [document("a"), document("slow", 5000), document("b")]
    found = list(extract(items, DEFAULT, timeout=2))
    assert isinstance(found[0], list)
    assert isinstance(found[2], list)
    slow = found[1]
    assert isinstance(slow, Reject)
    assert (slow.source, slow.cause) == ("slow.txt", Code.TIMEOUT)


def test_a_dead_worker_is_replaced_and_its_document_rejected() -> None:
    def kill() -> None:
        os.kill(active_children()[0].pid or 0, signal.SIGKILL)

    with closing(extract([document("long", 5000), document("b")], DEFAULT, timeout=100)) as outcomes:
        threading.Timer(0.5, kill).start()
        long, b = outcomes
    assert isinstance(long, Reject)
    assert (long.cause, "SIGKILL" in long.message) == (Code.PROCESSING, True)
    assert isinstance(b, list)


def test_an_exception_concerns_its_document_only() -> None:
    text = REPORT + "\ud800"  # half a character: no text that the model could take
    half = replace(document("half"), text=text, ledger=Ledger(text, []))
    broken, sound = extract([half, document("a")], DEFAULT)
    assert isinstance(broken, Reject)
    assert (broken.source, broken.cause) == ("half.txt", Code.PROCESSING)
    assert "UnicodeEncodeError" in broken.message
    assert isinstance(sound, list)


def test_a_model_that_does_not_load_is_told_before_any_document() -> None:
    with pytest.raises(CommandError) as caught:
        extract([], DEFAULT.parent / "none", workers=2)
    assert caught.value.code == Code.NO_MODEL
