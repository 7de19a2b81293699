"""What a model folder may hold: checked before spaCy reads it, since a config names functions to call.

A folder passes when its config names nothing but this project's components and the few functions that
spaCy writes into every config, and when its files are data of the kinds we save. Pickles, code and
whatever else could run are refused, as are links and arrays that unpack to more than any model of ours.
"""

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from confection import Config

from pipeline.errors import Code, CommandError

FACTORIES: Final = frozenset(
    {
        "zh_words",
        "zh_quantities",
        "zh_dates",
        "zh_lexicon",
        "zh_entities",
        "zh_agencies",
        "zh_relations",
        "zh_measures",
        "zh_categories",
    }
)
FUNCTIONS: Final = frozenset(
    {
        ("@tokenizers", "zh_police.CharTokenizer.v1"),
        ("@vectors", "spacy.Vectors.v1"),
        ("@readers", "spacy.Corpus.v1"),
        ("@loggers", "spacy.ConsoleLogger.v1"),
        ("@batchers", "spacy.batch_by_words.v1"),
        ("@optimizers", "Adam.v1"),
        ("@schedules", "compounding.v1"),
    }
)
"""Registry and name of the functions that a saved config calls."""
NAMES: Final = frozenset({"key2row", "lookups.bin", "vectors", "LICENSE"})
SUFFIXES: Final = frozenset({".cfg", ".json", ".md", ".txt", ".msgpack", ".npz"})
MAX_ARRAYS: Final = 1 << 30
"""Bytes of the arrays of one file; ours have a few millions."""


def vet(folder: Path) -> None:
    """Raise CommandError where the folder holds no model, or something that no model of ours holds."""
    if not (folder / "config.cfg").is_file():
        raise CommandError(
            Code.NO_MODEL,
            f"no model in {folder}: name its folder, or train one with `python -m pipeline train`",
        )
    for fault in (*_files(folder), *_config(folder / "config.cfg")):
        raise CommandError(Code.MODEL_REFUSED, f"the model {folder} is refused: {fault}")


def _files(folder: Path) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        linked = [name for name in (*folders, *names) if Path(place, name).is_symlink()]
        strange = [name for name in names if name not in NAMES and Path(name).suffix not in SUFFIXES]
        for name in sorted({*linked, *strange}):
            yield f"a model has nothing like {Path(place, name).relative_to(folder)}"
        for name in sorted(names):
            if name.endswith(".npz") and _unpacked(Path(place, name)) > MAX_ARRAYS:
                yield f"{Path(place, name).relative_to(folder)} unpacks to more than {MAX_ARRAYS >> 20} MiB"


def _unpacked(path: Path) -> int:
    try:
        with zipfile.ZipFile(path) as arrays:
            return sum(info.file_size for info in arrays.infolist())
    except (OSError, zipfile.BadZipFile):
        return 0  # loading will say what is wrong with it


def _config(path: Path) -> Iterator[str]:
    try:
        config = Config().from_disk(path, interpolate=False)
    except (ValueError, OSError) as error:
        yield f"its config.cfg cannot be read ({str(error).strip().splitlines()[0]})"
        return
    if config.get("nlp", {}).get("lang") != "zh":
        yield "its language is not zh"
    for name, component in config.get("components", {}).items():
        if not isinstance(component, dict) or component.get("factory") not in FACTORIES:
            yield f"the component {name} is made by no factory of this project"
    yield from _calls(config)


def _calls(value: Any) -> Iterator[str]:
    """Find every function that a config names, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if str(key).startswith("@") and (key, str(inner)) not in FUNCTIONS:
                yield f"its config calls {key} = {inner!r}"
            yield from _calls(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _calls(inner)
