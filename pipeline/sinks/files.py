"""Files and streams that grow by whole lines."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

from pipeline.errors import Code, CommandError


class Target(Protocol):
    """Where lines go."""

    size: int
    """Bytes written so far."""

    def write(self, data: bytes) -> None:
        """Write whole lines, at once."""
        ...

    def sync(self) -> None:
        """Have the disk hold what was written."""
        ...

    def finish(self) -> None:
        """Make the result final."""
        ...

    def abandon(self, size: int) -> None:
        """Cut what was written back to `size` bytes and leave it; at 0 bytes leave nothing."""
        ...


class Stream:
    """Standard output or error, a device, a named pipe: what is written is gone."""

    def __init__(self, file: IO[bytes], name: str, *, own: bool = False) -> None:
        # Below Python's own buffer, which would try once more at exit to write to a closed pipe.
        self._file = getattr(file, "raw", file)
        self.name = name
        self.size = 0
        self.own = own

    def write(self, data: bytes) -> None:
        """Write whole lines; raises CommandError where nobody reads any more or the device is full."""
        _write(self._file, data, self.name)
        self.size += len(data)

    def sync(self) -> None:
        """Do nothing."""

    def finish(self) -> None:
        """Close a file that was opened for this stream."""
        if self.own:
            self._file.close()

    def abandon(self, size: int) -> None:
        """Close a file that was opened for this stream."""
        self.finish()


class GrowingFile:
    """A file that grows under the name `working` and takes its own name when it is complete.

    `working` is `NAME.part` where a file NAME stands already, so that this one stays as it was, else NAME.
    `optional`: a file without a line is no file.
    """

    def __init__(
        self, path: Path, *, working: Path | None = None, size: int = 0, optional: bool = False
    ) -> None:
        self.path = Path(os.path.realpath(path))  # a link stays a link
        self.working = working or (
            self.path.with_name(self.path.name + ".part") if self.path.exists() else self.path
        )
        self.optional = optional
        self.size = size
        if self.path.is_dir():
            raise CommandError(Code.OUTPUT, f"cannot write {path}: it is a folder")
        try:
            self._file = open(self.working, "ab", buffering=0)  # noqa: SIM115
            self._file.truncate(size)
        except OSError as error:
            raise CommandError(Code.OUTPUT, f"cannot write {path}: {error.strerror}") from None

    def write(self, data: bytes) -> None:
        """Write whole lines; raises CommandError where the disk is full."""
        _write(self._file, data, str(self.path))
        self.size += len(data)

    def sync(self) -> None:
        """Have the disk hold what was written."""
        os.fsync(self._file.fileno())

    def finish(self) -> None:
        """Give the file its name."""
        self.sync()
        self._file.close()
        if self.optional and not self.size:
            self.working.unlink()
            self.path.unlink(missing_ok=True)
        elif self.working != self.path:
            self.working.replace(self.path)

    def abandon(self, size: int) -> None:
        """Cut off what was written beyond `size` bytes; an empty file is removed."""
        with suppress(OSError):
            self._file.truncate(size)
            self._file.close()
            if not size:
                self.working.unlink()


def check_place(path: Path) -> None:
    """Raise CommandError where a file could not be written, without touching anything."""
    folder = path.parent
    if path.is_dir():
        raise CommandError(Code.OUTPUT, f"cannot write {path}: it is a folder")
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise CommandError(Code.OUTPUT, f"cannot write {path}: {folder} is no folder that can be written in")


def check_apart(output: Path, *inputs: Path) -> None:
    """Raise CommandError where an output is one of the inputs, or a file in one of them: it would be lost."""
    own = output.resolve()
    for path in inputs:
        if own == path.resolve() or (output.is_file() and path.resolve() in own.parents):
            raise CommandError(Code.BAD_OPTION, f"the output {output} is one of the inputs: name another")


def open_target(name: str) -> Stream | GrowingFile:
    """Return a new file, or the stream that `-` or the name of a device stands for."""
    if name == "-":
        return Stream(sys.stdout.buffer, "standard output")
    path = Path(name)
    try:
        if path.is_dir() or path.is_file() or not path.exists():
            return GrowingFile(path)
        return Stream(open(path, "wb", buffering=0), name, own=True)
    except OSError as error:
        raise CommandError(Code.OUTPUT, f"cannot write {name}: {error.strerror}") from None


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a name to write a file under that takes the place of `path` when the block ends well.

    Where it does not, a file that stood there is as it was. Raises CommandError where `path` cannot be
    written.
    """
    path = Path(os.path.realpath(path))  # a link stays a link
    check_place(path)
    if path.exists() and not path.is_file():
        raise CommandError(Code.OUTPUT, f"cannot write {path}: it is no file but a device or pipe")
    working = path.with_name(f"{path.name}.part")
    try:
        working.unlink(missing_ok=True)
        yield working
        working.replace(path)
    except OSError as error:
        raise CommandError(Code.OUTPUT, f"cannot write {path}: {error.strerror or error}") from None
    finally:
        with suppress(OSError):
            working.unlink(missing_ok=True)


def _write(file: IO[bytes], data: bytes, name: str) -> None:
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[file.write(rest) :]
        file.flush()
    except OSError as error:
        raise CommandError(Code.OUTPUT, f"cannot write {name}: {error.strerror}") from None
