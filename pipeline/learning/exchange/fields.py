"""The attributes of each label: their order, their kind, and their form as plain words.

A form with one line of text a field is what annotation tools show; `?` there stands for null.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pipeline.taxonomy import (
    AGENCY_KINDS,
    BASES,
    CATEGORIES,
    DATE_KINDS,
    DIRECTIONS,
    LEVELS,
    MEASURE_TYPES,
    STATUSES,
)

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "AGENCY": ("name", "region", "level", "kind"),
    "CAMPAIGN": (),
    "DATE": ("from", "to", "kind"),
    "MEASURE": ("action", "object", "type", "category", "status"),
    "QUANTITY": ("low", "high", "unit", "approximate", "per", "change"),
}
"""Label to the attributes it carries (training/ANNOTATION.md, section 2)."""

CLOSED: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("AGENCY", "level"): tuple(LEVELS),
    ("AGENCY", "kind"): tuple(AGENCY_KINDS),
    ("DATE", "kind"): tuple(DATE_KINDS),
    ("MEASURE", "type"): tuple(MEASURE_TYPES),
    ("MEASURE", "category"): tuple(CATEGORIES),
    ("MEASURE", "status"): tuple(STATUSES),
    ("QUANTITY", "approximate"): ("true", "false"),
    ("QUANTITY", "direction"): tuple(DIRECTIONS),
    ("QUANTITY", "basis"): tuple(BASES),
}
"""Label and field to its closed list; `direction` and `basis` are the two halves of `change`."""

NULL: Final = "?"
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")
_NUMBERS: Final = frozenset({"low", "high"})
_DAYS: Final = frozenset({"from", "to"})
_WORDS: Final = frozenset({"action", "object", "name", "unit"})
"""Fields of words, which are never null: a ? is itself there."""


def ordered(label: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the attributes in the order of FIELDS, unknown ones last."""
    known = [name for name in FIELDS.get(label, ()) if name in attributes]
    return {name: attributes[name] for name in [*known, *(a for a in attributes if a not in known)]}


def to_words(label: str, attributes: Mapping[str, Any]) -> dict[str, str]:
    """Return each field as a line of text; `change` as `direction` and `basis`.

    >>> to_words("DATE", {"from": None, "to": "2024-02-18", "kind": "absolute"})
    {'from': '?', 'to': '2024-02-18', 'kind': 'absolute'}
    """
    words: dict[str, str] = {}
    for name in FIELDS.get(label, ()):
        value = attributes.get(name)
        if name == "change":
            words |= value or {"direction": NULL}
        elif isinstance(value, bool):
            words[name] = str(value).lower()
        else:
            words[name] = NULL if value is None else number_text(value) if name in _NUMBERS else str(value)
    return words


def from_words(words: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """Return the attributes that lines of text state, and what is wrong with them."""
    attributes: dict[str, Any] = {}
    wrong: list[str] = []
    for name, written in words.items():
        word = written.strip()
        if name in {"direction", "basis"}:
            continue
        if word == NULL and name not in _WORDS:
            attributes[name] = None
        elif name in _NUMBERS:
            if _NUMBER.fullmatch(word):
                attributes[name] = number_of(word)
            else:
                wrong.append(f"has {name} {word!r}, which is no number")
        elif name in _DAYS and not is_day(word):
            wrong.append(f"has {name} {word!r}, which is no day YYYY-MM-DD")
        elif name == "approximate":
            attributes[name] = word == "true"
        else:
            attributes[name] = written
    if "direction" in words:
        change = {"direction": words["direction"], "basis": words.get("basis", "other")}
        attributes["change"] = None if words["direction"] == NULL else change
    return attributes, wrong


def type_faults(label: str, attributes: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the types of attributes that were given as JSON."""
    wrong = []
    for name in FIELDS.get(label, ()):
        value = attributes.get(name)
        if value is None:
            continue
        if name in _NUMBERS:
            right = isinstance(value, int | float) and not isinstance(value, bool)
        elif name == "change":
            right = isinstance(value, Mapping) and {*value} == {"direction", "basis"}
        elif name in _DAYS:
            right = isinstance(value, str) and is_day(value)
        else:
            right = isinstance(value, bool if name == "approximate" else str)
        if not right:
            wrong.append(f"has {name} {value!r}, which is none")
    return wrong


def is_day(text: str) -> bool:
    """Tell whether a text is a day YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def number_of(text: str) -> int | float:
    """Read a number; whole ones are integers."""
    value = float(text)
    return int(text) if "." not in text else int(value) if value.is_integer() else value


def number_text(value: int | float) -> str:
    """Write a number without exponent.

    >>> number_text(10.98), number_text(31000000)
    ('10.98', '31000000')
    """
    text = repr(value)
    return text if "e" not in text else f"{value:.12f}".rstrip("0").rstrip(".")
