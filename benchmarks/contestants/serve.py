"""Measure one contestant: `python serve.py MODULE WHAT`, then a request a line on stdin, an answer a line.

The first answer comes unasked, when the contestant is ready. Runs in environments that have nothing of this
project, with the standard library alone.
"""

import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, TextIO

Request = dict[str, str]
Answer = dict[str, Any]


def peak() -> float | None:
    """Return the most memory this process ever held, in MiB; None where the system does not tell.

    What `resource` tells would be no less than what the parent held when it started this process.
    """
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def attempts(work: Callable[[str], Any], texts: list[str], failed: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield each text with its result; what an exception ends goes to `failed`."""
    for text in texts:
        try:
            yield text, work(text)
        except Exception as error:
            failed.append(f"{type(error).__name__}: {error}"[:200])


def timed(module: Any, work: Callable[[str], Any], texts: list[str]) -> Answer:
    """Do all texts and tell how long that took, on the clock and on the processor."""
    failed: list[str] = []
    results: list[Any] = []
    clock, processor = time.perf_counter(), time.process_time()
    results.extend(module.tokens(result) for _, result in attempts(work, texts, failed))
    seconds, busy = time.perf_counter() - clock, time.process_time() - processor
    tokens = None if None in results or not results else sum(results)
    return {"seconds": seconds, "busy": busy, "tokens": tokens, "failed": failed, "peak": peak()}


def found(module: Any, work: Callable[[str], Any], texts: list[str]) -> Answer:
    """Tell what was found in each text; nothing where it failed."""
    answers: dict[str, list[list[Any]]] = {}
    for text, result in attempts(work, texts, []):
        answers[text] = [list(span) for span in module.spans(text, result)]
    return {"spans": [answers.get(text, []) for text in texts]}


def serve(name: str, what: str, requests: TextIO, answers: TextIO) -> None:
    """Get ready, say so, and answer until the requests end."""

    def say(answer: Answer) -> None:
        print(json.dumps(answer), file=answers, flush=True)

    clock = time.perf_counter()
    module = importlib.import_module(name)
    work = module.start(what)
    versions = {package: version(package) for package in module.PACKAGES}
    say({"seconds": time.perf_counter() - clock, "versions": versions})
    for line in requests:
        request: Request = json.loads(line)
        texts = json.loads(Path(request["texts"]).read_text(encoding="utf-8"))
        say((timed if request["do"] == "time" else found)(module, work, texts))


if __name__ == "__main__":
    own = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a contestant prints is no answer
    serve(sys.argv[1], sys.argv[2], sys.stdin, own)
