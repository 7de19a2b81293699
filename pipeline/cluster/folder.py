"""The output of a run by partitions: a folder that holds whole partitions only, whatever happens.

    part-00000.jsonl (or .parquet)    records: one file a partition
    _rejects/part-00000.jsonl         what could not be read of it, where there is something
    _accounts/part-00000.json         what it gave, in numbers
    _run.json, _manifest.json         which run this is; the account of all, once all is done
    _temporary                        what is being written

All files of a partition are written aside and then renamed, the records last: where they stand, all stands.
"""

import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from pipeline.batch import FIRST, Summary
from pipeline.errors import Code, CommandError
from pipeline.record import Record

ENDINGS: Final = (".jsonl", ".parquet")
_RUN: Final = "_run.json"


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one partition."""

    records: Path
    rejects: Path
    account: Path


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a run; where its name ends with .parquet, records are Parquet."""

    path: Path

    @property
    def ending(self) -> str:
        """Return the ending of its files of records."""
        return ".parquet" if self.path.suffix.lower() == ".parquet" else ".jsonl"

    @property
    def manifest(self) -> Path:
        """Return where the account of all partitions stands."""
        return self.path / "_manifest.json"

    def check(self, *, resume: bool) -> None:
        """Raise CommandError where the folder cannot be made or is not free, without touching anything."""
        path, above = self.path, self.path.parent
        if path.exists() and not path.is_dir():
            raise CommandError(
                Code.OUTPUT, f"cannot write {path}: it is a file, and partitions need a folder"
            )
        place = path if path.exists() else above
        if not place.is_dir() or not os.access(place, os.W_OK):
            raise CommandError(
                Code.OUTPUT, f"cannot write {path}: {place} is no folder that can be written in"
            )
        if not path.exists() or not any(path.iterdir()):
            return
        if not (path / _RUN).is_file():
            raise CommandError(Code.OUTPUT, f"the folder {path} holds other things: name a new one")
        if not resume:
            raise CommandError(
                Code.OUTPUT, f"the folder {path} holds a run: name a new one, or go on by --resume"
            )

    def open(self, command: str) -> None:
        """Make the folder ready; `command` identifies the run whose partitions it may hold already."""
        run = self.path / _RUN
        if run.is_file():
            if json.loads(run.read_bytes()).get("command") != command:
                raise CommandError(
                    Code.RESUME,
                    f"other inputs, options or model than in the run of {self.path}: name a new folder",
                )
            shutil.rmtree(self.path / "_temporary", ignore_errors=True)
        for folder in (self.path, *(self.path / f"_{name}" for name in ("rejects", "accounts", "temporary"))):
            folder.mkdir(exist_ok=True)
        if not run.is_file():
            fresh = self.temporary(_RUN)
            fresh.write_text(json.dumps({"command": command}) + "\n", encoding="utf-8")
            _take_place(fresh, run)

    def close(self) -> None:
        """Remove what was being written."""
        shutil.rmtree(self.path / "_temporary", ignore_errors=True)

    def temporary(self, name: str) -> Path:
        """Return a place that no other process writes to, even one that works on the same partition."""
        return self.path / "_temporary" / f"{uuid4().hex}-{name}"

    def files(self, name: str) -> Files:
        """Return the final places of a partition."""
        return Files(
            self.path / f"{name}{self.ending}",
            self.path / "_rejects" / f"{name}.jsonl",
            self.path / "_accounts" / f"{name}.json",
        )

    def holds(self, name: str) -> bool:
        """Tell whether a partition is done."""
        return self.files(name).records.is_file()

    def take(self, name: str, records: Path, rejects: Path, summary: Summary) -> None:
        """Give the files of a finished partition their places; `rejects` may be none."""
        final = self.files(name)
        account = self.temporary(final.account.name)
        account.write_text(json.dumps(_numbers(summary), ensure_ascii=False) + "\n", encoding="utf-8")
        if rejects.exists():
            _take_place(rejects, final.rejects)
        _take_place(account, final.account)
        _take_place(records, final.records)

    def summary(self, name: str) -> Summary:
        """Return what a partition gave."""
        stored = json.loads(self.files(name).account.read_bytes())
        first = [Record.model_validate(row) for row in stored.pop("first")]
        causes, categories = Counter(stored.pop("causes")), Counter(stored.pop("categories"))
        return Summary(**stored, causes=causes, categories=categories, first=first)


def total(summaries: Iterable[Summary]) -> Summary:
    """Return the summary of several partitions, in their order."""
    whole = Summary()
    for part in summaries:
        whole.documents += part.documents
        whole.records += part.records
        whole.duplicates += part.duplicates
        whole.rejected += part.rejected
        whole.left_out += part.left_out
        whole.causes += part.causes
        whole.categories += part.categories
        whole.first += part.first[: FIRST - len(whole.first)]
    return whole


def _numbers(summary: Summary) -> dict[str, Any]:
    values = {field.name: getattr(summary, field.name) for field in fields(summary)}
    return values | {"first": [r.model_dump(by_alias=True) for r in summary.first]}


def _take_place(fresh: Path, final: Path) -> None:
    """Rename a file whose content the disk holds."""
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(final)
