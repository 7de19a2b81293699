"""Records and rejects as JSON Lines, with a journal by which a killed run goes on.

Beside the output `NAME.journal` gets a line for each finished input: how many there are and how long both
files were then. It is written after the lines it counts, so whatever is cut off behind its last line is
cut away by `resume`, and the run goes on with the next input. Twice a second the disk is made to hold it.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pipeline.errors import Code, CommandError
from pipeline.reading.raw import Reject
from pipeline.record import Record
from pipeline.sinks.files import GrowingFile, Stream, Target, open_target

SYNC_SECONDS: Final = 0.5


@dataclass(slots=True)
class Done:
    """What is finished: inputs, those rejected, records left out, bytes of both files."""

    items: int = 0
    rejected: int = 0
    left_out: int = 0
    records: int = 0
    rejects: int = 0


class JsonLines:
    """The sink of a run; as a context manager it leaves whole documents behind, whatever happens."""

    def __init__(
        self, records: Target, rejects: Target, journal: Path | None = None, done: Done | None = None
    ) -> None:
        self._records, self._rejects = records, rejects
        self.done = done or Done()
        self.journal = journal
        self._lines = open(journal, "ab", buffering=0) if journal else None  # noqa: SIM115
        self._synced = time.monotonic()

    def add(self, records: list[Record], rejected: Reject | None = None, left_out: int = 0) -> None:
        """Write what became of one input."""
        if records:
            text = "".join(r.model_dump_json(by_alias=True) + "\n" for r in records)
            self._records.write(text.encode())
        if rejected:
            row = {"source": rejected.source, "cause": rejected.cause, "message": rejected.message}
            self._rejects.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        self.done = Done(
            self.done.items + 1,
            self.done.rejected + (rejected is not None),
            self.done.left_out + left_out,
            self._records.size,
            self._rejects.size,
        )
        if self._lines:
            self._lines.write(b"%d %d %d %d %d\n" % astuple(self.done))
            if time.monotonic() - self._synced > SYNC_SECONDS:
                self._records.sync()
                self._rejects.sync()
                os.fsync(self._lines.fileno())
                self._synced = time.monotonic()

    def kept(self) -> Iterator[Record]:
        """Yield the records that a resumed run has already."""
        if isinstance(self._records, GrowingFile) and self.done.records:
            with open(self._records.working, encoding="utf-8") as lines:
                yield from map(Record.model_validate_json, lines)

    def kept_causes(self) -> Iterator[str]:
        """Yield the causes of the rejects that a resumed run has already."""
        if isinstance(self._rejects, GrowingFile) and self.done.rejects:
            with open(self._rejects.working, encoding="utf-8") as lines:
                yield from (json.loads(line)["cause"] for line in lines)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lines:
            self._lines.close()
        if kind is None:
            self._records.finish()
            self._rejects.finish()
        else:
            self._records.abandon(self.done.records)
            self._rejects.abandon(self.done.rejects)
        if self.journal and (kind is None or not self.done.items):
            self.journal.unlink(missing_ok=True)


def open_sink(output: str, rejects: Path | None, command: str, *, resume: bool = False) -> JsonLines:
    """Return the sink of a run; `command` identifies the run that may resume it.

    Without a name for the rejects they are beside the output, and for a stream on stderr.
    `resume` goes on with what an interrupted run left, and begins anew where there is nothing of it.
    """
    journal = journal_of(output)
    if rejects is None and journal:
        rejects = Path(output).with_suffix(".rejects.jsonl")
    if rejects and os.path.realpath(rejects) == os.path.realpath(output):
        raise CommandError(Code.BAD_OPTION, f"--rejects {rejects} is the output itself")
    if resume and not (journal and rejects):
        raise CommandError(Code.RESUME, "--resume needs an output file: -o FILE")
    if resume and journal and rejects and b"\n" in _content(journal):
        return _resumed(Path(output), rejects, journal, command)
    if journal:
        journal.unlink(missing_ok=True)
    out = open_target(output)
    try:
        bad: Stream | GrowingFile = (
            GrowingFile(rejects, optional=True) if rejects else Stream(sys.stderr.buffer, "standard error")
        )
    except CommandError:
        out.abandon(0)
        raise
    if journal and isinstance(out, GrowingFile) and isinstance(bad, GrowingFile):
        start = {"command": command, "files": [str(out.working), str(bad.working)]}
        journal.write_text(json.dumps(start) + "\n", encoding="utf-8")
    return JsonLines(out, bad, journal)


def journal_of(output: str) -> Path | None:
    """Return where the journal of an output file is; a stream has none."""
    path = Path(os.path.realpath(output))
    if output == "-" or (path.exists() and not path.is_file() and not path.is_dir()):
        return None
    return path.with_name(path.name + ".journal")


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _resumed(output: Path, rejects: Path, journal: Path, command: str) -> JsonLines:
    header, *lines = _content(journal).split(b"\n")[:-1]
    start = json.loads(header)
    if start["command"] != command:
        raise CommandError(
            Code.RESUME, "other inputs, options or model than in the run to resume: run without --resume"
        )
    working = [Path(name) for name in start["files"]]
    sizes = [path.stat().st_size if path.exists() else 0 for path in working]
    # The last state that both files have reached: after a power cut the journal can be ahead of them.
    states = (Done(*map(int, line.split())) for line in reversed(lines))
    done = next((s for s in states if s.records <= sizes[0] and s.rejects <= sizes[1]), Done())
    os.truncate(journal, sum(len(line) + 1 for line in (header, *lines[: done.items])))
    out = GrowingFile(output, working=working[0], size=done.records)
    bad = GrowingFile(rejects, working=working[1], size=done.rejects, optional=True)
    return JsonLines(out, bad, journal, done)
