"""What a document may do to its worker: run long, take all memory, crash. The others are done."""

import ctypes
import os
import time

from pipeline.engines.tasks import Task, each
from pipeline.errors import Code
from pipeline.reading.document import Document
from pipeline.reading.raw import Raw, Reject

TEXT = "某市公安局检查宾馆旅馆12家。"


def start() -> Task[str]:
    """Make a task ready that does what the id of a document says."""

    def task(document: Document) -> str:
        if document.id == "hoard":
            return str(len(bytearray(1 << 30)))
        if document.id == "crash":
            ctypes.string_at(0)
        if document.id == "exit":
            os._exit(7)
        if document.id == "sleep":
            time.sleep(60)
        if document.id == "fail":
            raise ValueError("bad\nluck")
        return document.text

    return task


def test_each_failure_concerns_its_document_only() -> None:
    ids = ["a", "hoard", "b", "crash", "c", "exit", "d", "sleep", "e", "fail", "f"]
    items = [Raw(id, f"{id}.txt", TEXT) for id in ids]
    found = list(each(items, start, workers=2, timeout=3, memory=300))
    expected = {
        "hoard": Code.MEMORY,
        "crash": Code.PROCESSING,
        "exit": Code.PROCESSING,
        "sleep": Code.TIMEOUT,
        "fail": Code.PROCESSING,
    }
    assert [f.cause if isinstance(f, Reject) else f for f in found] == [expected.get(id, TEXT) for id in ids]
    told = {f.source: f.message for f in found if isinstance(f, Reject)}
    assert "SIGSEGV" in told["crash.txt"]
    assert "exit status 7" in told["exit.txt"]
    assert not any("\n" in message for message in told.values())


def test_reading_is_under_the_limits_too() -> None:
    many = Raw("many", "many.txt", TEXT * 130_000)
    slow, good = each([many, Raw("a", "a.txt", TEXT)], start, memory=60)
    assert isinstance(slow, Reject)
    assert slow.cause == Code.MEMORY
    assert good == TEXT
