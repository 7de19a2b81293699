"""The manifest of a run: what went in, what read it, what came out. Equal runs have equal manifests."""

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from pipeline.errors import Code, CommandError

PACKAGES: Final = ("zh-police-reports", "spacy", "spacy-pkuseg", "numpy", "thinc", "opencc", "trafilatura")
"""Whose versions decide what comes out."""


@dataclass(frozen=True, slots=True)
class Account:
    """One input: its bytes and their hash (None where it cannot be read), and how many documents it holds.

    A document that cannot be read counts as one.
    """

    source: str
    sha256: str | None
    bytes: int
    documents: int


def manifest(
    accounts: Iterable[Account],
    model: Mapping[str, Any],
    settings: Mapping[str, Any],
    documents: Mapping[str, Any],
    records: Mapping[str, int],
) -> dict[str, Any]:
    """Return the manifest as JSON values."""
    return {
        "versions": versions(),
        "model": dict(model),
        "settings": dict(settings),
        "documents": dict(documents),
        "records": dict(records),
        "inputs": [asdict(account) for account in accounts],
    }


def versions() -> dict[str, str | None]:
    """Return the versions of Python and of the packages that decide what comes out."""
    return {"python": platform.python_version(), **dict(_installed())}


def _installed() -> Iterable[tuple[str, str | None]]:
    for name in PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:  # run from a folder that is not installed
            yield name, None


def model_identity(model: Path) -> dict[str, Any]:
    """Return name, version and hash of a model folder."""
    digest = hashlib.sha256()
    for file in sorted(path for path in model.rglob("*") if path.is_file()):
        digest.update(str(file.relative_to(model)).encode() + hashlib.sha256(file.read_bytes()).digest())
    try:
        meta = json.loads((model / "meta.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        meta = {}
    return {"name": meta.get("name"), "version": meta.get("version"), "sha256": digest.hexdigest()}


def manifest_of(output: Path) -> Path:
    """Return where the manifest of an output stands.

    >>> manifest_of(Path("out/records.jsonl")).name
    'records.manifest.json'
    """
    return output.with_suffix(".manifest.json")


def write_manifest(path: Path, content: Mapping[str, Any]) -> None:
    """Write a manifest whole or not at all; raises CommandError where it cannot be written."""
    fresh = path.with_name(path.name + ".part")
    try:
        fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise CommandError(Code.OUTPUT, f"cannot write {path}: {error.strerror}") from None
