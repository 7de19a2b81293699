"""Files and folders: what is read in order, what is written whole or not at all."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import Code, CommandError
from pipeline.learning.exchange.findings import Findings


def files_in(path: Path, *suffixes: str) -> list[Path]:
    """Return the files with one of the suffixes under a file or folder, sorted; CommandError if none."""
    if path.is_file():
        return [path]
    found = sorted(p for p in path.rglob("*") if p.suffix in suffixes and p.is_file())
    if not found:
        raise CommandError(Code.NO_INPUT, f"no {' or '.join(suffixes)} files in {path}")
    return found


def read_text(path: Path, findings: Findings) -> str | None:
    """Return a UTF-8 file as it stands, line ends and mark included; None, reported, if it is none."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        findings.fault(f"is no UTF-8 text: {error.reason} at byte {error.start}", file=str(path))
    except OSError as error:
        findings.fault(f"cannot be read: {error.strerror}", file=str(path))
    return None


def json_lines(path: Path, findings: Findings) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (place, object) of each line of a JSONL file; what is no object is reported."""
    text = read_text(path, findings)
    for number, line in enumerate((text or "").removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        place = f"{path}:{number}"
        try:
            data = json.loads(line)
        except ValueError as error:
            findings.fault(f"is no JSON: {error}", file=place)
            continue
        if isinstance(data, dict):
            yield place, data
        else:
            findings.fault("is no JSON object", file=place)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write a file of lines."""
    write_bytes(path, "".join(f"{line}\n" for line in lines).encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole: what stood there before stays where writing fails."""
    fresh = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise CommandError(Code.OUTPUT, f"cannot write {path}: {error.strerror}") from None


def fresh_folder(path: Path) -> None:
    """Make a folder for output; CommandError where it holds files, which may be someone's annotation."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        taken = any(path.iterdir())
    except OSError as error:
        raise CommandError(Code.OUTPUT, f"cannot write {path}: {error.strerror}") from None
    if taken:
        raise CommandError(Code.OUTPUT, f"{path} holds files already: name a new folder")


def file_name(id_: str, findings: Findings) -> str | None:
    """Return a sample's id if it can name a file; None, reported, if not."""
    if (
        id_
        and id_ not in {".", ".."}
        and not set('/\\\0\n\r\t<>:"|?*') & set(id_)
        and len(id_.encode()) < 240
    ):
        return id_
    findings.fault("cannot name a file: change its id", file=id_ or "a sample without id")
    return None
