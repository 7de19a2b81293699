"""The inputs of a command line: files, folders, globs and stdin, in one settled order."""

import glob
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from pipeline.engines import Item
from pipeline.errors import Code, CommandError
from pipeline.reading.formats import Reject, read_data, read_file

STDIN: Final = Path("-")


def input_paths(inputs: Iterable[str]) -> list[Path]:
    """Return the files that the inputs name, each once, folders and globs sorted; `-` is stdin.

    Raises CommandError for an input that names nothing.
    """
    paths: dict[Path, None] = {}
    for name in inputs:
        found = _named(name)
        if not found:
            what = "no files in" if Path(name).is_dir() else "no such input:"
            raise CommandError(Code.NO_INPUT, f"{what} {name}")
        paths |= dict.fromkeys(found)
    return list(paths)


def _named(name: str) -> list[Path]:
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


def _files(folder: Path) -> list[Path]:
    """Return the files below a folder and all links; links to folders are not followed."""
    return sorted(path for path in folder.rglob("*") if path.is_file() or path.is_symlink())


def read_inputs(
    paths: Iterable[Path], published: date | None, opened: Callable[[Path], None] = lambda _: None
) -> Iterator[Item]:
    """Yield what the files hold; whatever goes wrong in one of them becomes a reject."""
    for path in paths:
        opened(path)
        try:
            if path == STDIN:
                items: Iterator[Item] = read_data(sys.stdin.buffer.read(), "-", "stdin", published)
            else:
                items = read_file(path, published)
            for item in items:
                yield _printable(item)
        except Exception as error:
            message = f"cannot be read: {error!r:.300}; please report it"
            yield _printable(Reject(str(path), Code.PROCESSING, message))


def _printable(item: Item) -> Item:
    """Replace what UTF-8 cannot say in the name of a file."""
    if isinstance(item, Reject):
        return replace(item, source=_utf8(item.source), message=_utf8(item.message))
    if item.source.isprintable() and item.id.isprintable():
        return item
    return replace(item, source=_utf8(item.source), id=_utf8(item.id))


def _utf8(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
