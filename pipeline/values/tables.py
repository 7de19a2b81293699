"""Reading the grammars' tables and making patterns of them."""

import re
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from typing import Any


def load_table(name: str) -> dict[str, Any]:
    """Return the TOML table `data/<name>.toml` of this package."""
    return tomllib.loads(files("pipeline.values").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


def choice(words: str | Iterable[str]) -> str:
    """Return an alternation that takes the longest word first; a string is split at spaces.

    >>> choice("上 上月")
    '上月|上'
    """
    listed = words.split() if isinstance(words, str) else words
    return "|".join(sorted(map(re.escape, listed), key=len, reverse=True))


def fill(pattern: str, parts: dict[str, str]) -> str:
    """Return the pattern with each `<name>` replaced by that part, as a group without a name.

    >>> fill("<day>日", {"day": "[1-9]"})
    '(?:[1-9])日'
    """
    return re.sub(r"(?<!\?P)<([a-z_]+)>", lambda m: f"(?:{fill(parts[m[1]], parts)})", pattern)
