"""Values of other columns, made such that JSON can say them."""

import json
import math
from datetime import date, time
from typing import Any, Final

_DEPTH: Final = 8
"""Levels of lists and objects that are kept as such; what lies deeper becomes text."""


def plain(value: Any, depth: int = 0) -> Any:
    """Return the JSON value of a cell: no NaN, no half pairs of UTF-16, days in ISO 8601.

    >>> plain({"day": date(2024, 2, 9), "share": float("nan"), "n": [1, True]})
    {'day': '2024-02-09', 'share': None, 'n': [1, True]}
    """
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, date | time):  # a moment is a date too
        return value.isoformat()
    if isinstance(value, dict | list | tuple) and depth == _DEPTH:
        return plain(json.dumps(value, ensure_ascii=False, default=str))
    if isinstance(value, dict):
        return {str(plain(str(k))): plain(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v, depth + 1) for v in value]
    return plain(str(value))
