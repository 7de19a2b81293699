"""What a run reads: files, folders, globs and stdin, in one settled order."""

import glob
import hashlib
import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, cast

from pipeline.engines import Item
from pipeline.errors import Code, CommandError
from pipeline.reading.formats import open_file, open_path
from pipeline.reading.raw import Opening, Raw, Reject
from pipeline.sinks.manifest import Account

STDIN: Final = Path("-")
MAX_STREAM: Final = 1 << 30
"""Bytes that standard input and pipes may give: they are held in memory, since inputs are read twice."""


def input_paths(inputs: Iterable[str]) -> list[Path | Reject]:
    """Return the files that the inputs name, each once, folders and globs sorted; `-` is stdin.

    What stands in a folder and is not read (a folder that cannot be opened, a link that leads out, a device)
    is a Reject. Raises CommandError for an input that names nothing or cannot be opened.
    """
    found: dict[Path | Reject, None] = {}
    for name in inputs:
        named = _named(name)
        if not named:
            what = "no files in" if Path(name).is_dir() else "no such input:"
            raise CommandError(Code.NO_INPUT, f"{what} {name}")
        found |= dict.fromkeys(named)
    return list(found)


def _named(name: str) -> list[Path | Reject]:
    path = Path(name)
    if name == "-":
        return [STDIN]
    if path.is_dir():
        return _files(path)
    if os.path.lexists(path):
        return [path]
    return [
        file
        for match in sorted(map(Path, glob.glob(name, recursive=True)))
        for file in (_files(match) if match.is_dir() else [match])
    ]


def _files(folder: Path) -> list[Path | Reject]:
    """Return the files below a folder, sorted; links to folders are not followed, nor links that lead out."""
    found: dict[Path, Path | Reject] = {}

    def unreadable(error: OSError) -> None:
        place = Path(error.filename)
        if place == folder:
            raise CommandError(Code.NO_INPUT, f"cannot open the folder {folder}: {error.strerror}")
        found[place] = Reject(
            str(place), Code.UNREADABLE, f"a folder that cannot be opened: {error.strerror}"
        )

    root = folder.resolve()
    for place, folders, names in os.walk(folder, onerror=unreadable):
        links = [name for name in folders if Path(place, name).is_symlink()]
        for path in (Path(place, name) for name in (*links, *names)):
            found[path] = _checked(path, root)
    return [found[path] for path in sorted(found)]


def _checked(path: Path, root: Path) -> Path | Reject:
    try:
        mode = path.stat().st_mode
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:  # a link to itself is a RuntimeError to Python 3.11
        reason = error.strerror if isinstance(error, OSError) else "a link that leads to itself"
        return Reject(str(path), Code.UNREADABLE, f"cannot be opened: {reason}")
    if not target.is_relative_to(root):
        return Reject(
            str(path), Code.LINK, "is a link out of the folder, which is not followed: name its target"
        )
    if not stat.S_ISREG(mode):
        kind = "a link to a folder, which is not followed" if stat.S_ISDIR(mode) else "no regular file"
        return Reject(str(path), Code.UNREADABLE, f"is {kind}")
    return path


@dataclass(slots=True)
class Inputs:
    """The inputs of a run, which can be gone through several times; `accounts` tells of each, once it was."""

    paths: list[Path | Reject]
    opening: Opening = field(default_factory=Opening)
    accounts: dict[str, Account] = field(default_factory=dict)
    _held: dict[Path, bytes] = field(default_factory=dict)

    def items(self, opened: Callable[[Path], None] = lambda _: None) -> Iterator[Item]:
        """Yield what the inputs hold; whatever goes wrong in one of them becomes a reject."""
        for path in self.paths:
            if isinstance(path, Reject):
                self.accounts[path.source] = Account(path.source, None, 0, 1)
                yield _printable(path)
                continue
            opened(path)
            size, sha256 = self._hash(path)
            count = 0
            try:
                for item in self._open(path):
                    count += 1
                    yield _printable(item)
            except Exception as error:
                count += 1
                message = f"cannot be read: {error!r:.300}; please report it"
                yield _printable(Reject(str(path), Code.PROCESSING, message))
            if not count:
                count = 1
                yield _printable(Reject(str(path), Code.EMPTY, "holds no document: leave it out"))
            self.accounts[str(path)] = Account(_utf8(str(path)), sha256, size, count)

    def _open(self, path: Path) -> Iterator[Raw | Reject]:
        data = self._held.get(path)
        if data is None:
            return open_path(path, self.opening)
        name = "stdin" if path == STDIN else path.name
        return open_file(
            io.BufferedReader(cast("io.RawIOBase", io.BytesIO(data))), str(path), name, self.opening
        )

    def _hash(self, path: Path) -> tuple[int, str | None]:
        """Return size and hash of an input, which is held where it can be read only once."""
        try:
            if path not in self._held and (path == STDIN or not path.is_file()) and not path.is_dir():
                self._held[path] = _stream(path)
            if path in self._held:
                return len(self._held[path]), hashlib.sha256(self._held[path]).hexdigest()
            if str(path) in self.accounts:
                return self.accounts[str(path)].bytes, self.accounts[str(path)].sha256
            with path.open("rb") as file:
                return os.fstat(file.fileno()).st_size, hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return 0, None


def _stream(path: Path) -> bytes:
    with nullcontext(sys.stdin.buffer) if path == STDIN else path.open("rb") as file:
        data = file.read(MAX_STREAM + 1)
    if len(data) > MAX_STREAM:
        raise CommandError(
            Code.NO_INPUT, f"{path} gives more than {MAX_STREAM >> 20} MiB: save it as a file first"
        )
    return data


def _printable(item: Item) -> Item:
    """Replace what UTF-8 cannot say in the name of a file."""
    if isinstance(item, Reject):
        return replace(item, source=_utf8(item.source), message=_utf8(item.message))
    if item.source.isprintable() and item.id.isprintable():
        return item
    return replace(item, source=_utf8(item.source), id=_utf8(item.id))


def _utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
