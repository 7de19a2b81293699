"""Compressed files and zip archives, read in memory and within bounds; nothing is written anywhere.

Bombs are stopped by what comes out, not by what a header says: all that is unpacked from one file, on all
levels together, may be `EXPANSION` times its size.
"""

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, Any, Final, cast

import zstandard

from pipeline.errors import Code, ReadError
from pipeline.reading.raw import Form

MAX_BYTES: Final = 64 << 20
"""Bytes that one document may have, unpacked."""
MAX_MEMBERS: Final = 200_000
EXPANSION: Final = 200
"""Text shrinks to a tenth, at most to a fiftieth; bombs to a thousandth and less."""
_FLOOR: Final = 64 << 20
_WINDOW: Final = 1 << 27
"""Bytes that a zstd file may ask for as its window: what `zstd --long` asks for."""
_CHUNK: Final = 1 << 10
"""Bytes of a zstd file that are unpacked at once: at the utmost they become 32 MiB."""
DAMAGED: Final = (
    zlib.error,
    EOFError,
    zipfile.BadZipFile,
    zstandard.ZstdError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What the libraries raise for files that are not what they seem."""


@dataclass(slots=True)
class Budget:
    """Bytes that may still be unpacked from one file."""

    left: int

    @classmethod
    def of(cls, size: int) -> "Budget":
        """Return the budget of a file of so many bytes."""
        return cls(max(_FLOOR, EXPANSION * size))

    def spend(self, count: int) -> None:
        """Count unpacked bytes; raises ReadError where there are too many."""
        self.left -= count
        if self.left < 0:
            raise ReadError(
                Code.EXPANDS,
                f"unpacks to more than {EXPANSION} times its size: unpack it yourself if you trust it",
            )


class _Unpacking(io.RawIOBase):
    """What a decompressor gives, counted; its errors, which are of many classes, become ReadError."""

    def __init__(self, start: Callable[[], IO[bytes]], budget: Budget) -> None:
        self._budget = budget
        self._inner = self._try(start)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        view, at = memoryview(buffer), 0
        while at < len(view):  # full blocks, so that a look at the first block sees enough
            data = self._try(partial(self._inner.read, len(view) - at))
            if not data:
                break
            view[at : at + len(data)] = data
            at += len(data)
        self._budget.spend(at)
        return at

    def close(self) -> None:
        if not self.closed and hasattr(self, "_inner"):
            self._inner.close()
        super().close()

    @staticmethod
    def _try(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except DAMAGED as error:
            raise damaged(error) from error


class _Frames(io.RawIOBase):
    """The content of zstd frames, one after another; the library's own stream takes a cut file for whole."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._rest = file, b""
        self._frame = self._next()

    @staticmethod
    def _next() -> Any:
        return zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            packed = self._frame.unused_data or self._file.read(_CHUNK)
            if not packed:
                if self._frame.eof:
                    return b""
                raise EOFError("it ends in the middle of a frame")
            if self._frame.eof:
                self._frame = self._next()
            self._rest = self._frame.decompress(packed)
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


def damaged(error: Exception) -> ReadError:
    """Return what is said of a file that its library cannot open."""
    reason = " ".join(str(error).split())[:200]
    return ReadError(
        Code.DAMAGED, f"is damaged or encrypted ({reason or type(error).__name__}): save it again"
    )


def unpacked(file: io.BufferedReader, form: Form, budget: Budget) -> io.BufferedReader:
    """Return the content of a gzip or zstd file as a stream."""

    def start() -> IO[bytes]:
        if form == Form.GZIP:
            return cast("IO[bytes]", gzip.GzipFile(fileobj=file, mode="rb"))
        return cast("IO[bytes]", _Frames(file))

    return io.BufferedReader(_Unpacking(start, budget), 1 << 16)


def is_word(archive: zipfile.ZipFile) -> bool:
    """Tell whether a zip archive is a document of Word; raises ReadError for other Office files."""
    names = archive.namelist()
    if "word/document.xml" not in names and "[Content_Types].xml" in names:
        raise ReadError(Code.BINARY, "the input is an Office file other than .docx: save it as CSV or text")
    return "word/document.xml" in names


def members(archive: zipfile.ZipFile, budget: Budget) -> Iterator[tuple[str, io.BufferedReader | ReadError]]:
    """Yield name and content of each file of an archive, or why it is not read.

    Raises ReadError where there are none, or behind the last that is read where there are too many.
    """
    files = [info for info in archive.infolist() if not info.is_dir()]
    if not files:
        raise ReadError(Code.EMPTY, "the archive is empty: leave it out")
    for info in files[:MAX_MEMBERS]:
        yield info.filename, _member(archive, info, budget)
    if len(files) > MAX_MEMBERS:
        rest = len(files) - MAX_MEMBERS
        raise ReadError(
            Code.EXPANDS, f"{rest} members beyond the first {MAX_MEMBERS} are not read: unpack it"
        )


def seekable(file: io.BufferedReader, budget: Budget) -> io.BufferedReader:
    """Return a file that can be sought in: one inside another is read whole."""
    if file.seekable():
        return file
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ReadError(
            Code.EXPANDS, f"inside another file it has more than {MAX_BYTES >> 20} MiB: unpack it"
        )
    budget.spend(len(data))
    return io.BufferedReader(cast("io.RawIOBase", io.BytesIO(data)))


def open_archive(file: io.BufferedReader) -> zipfile.ZipFile:
    """Open a zip archive."""
    try:
        try:  # names without the mark of UTF-8 are in the encoding of Chinese Windows
            return zipfile.ZipFile(file, metadata_encoding="gb18030")
        except UnicodeDecodeError:
            return zipfile.ZipFile(file)
    except DAMAGED as error:
        raise damaged(error) from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> io.BufferedReader | ReadError:
    if stat.S_ISLNK(info.external_attr >> 16):
        return ReadError(Code.LINK, "is a link inside an archive: links are not followed")
    try:
        return io.BufferedReader(_Unpacking(lambda: archive.open(info), budget), 1 << 16)
    except ReadError as error:
        return error
