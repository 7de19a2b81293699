"""How plausible characters are in Chinese reports, one after another.

The counts (`data/pairs.txt`) are those of the texts in `training/reports`, with the words of two characters
of daily use in pkuseg's dictionary (MIT licence) once each; `tabulate` makes the table anew.
Characters that the reports lack but that are among the 3755 of GB 2312 level 1 (rows 16–55 of the standard,
the characters of daily use) get a small share; all others count as rare.
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise
from math import log
from typing import Final

_HAN: Final = re.compile("[\u4e00-\u9fff]")
_MARKS: Final = dict.fromkeys(",.。、;:?!()“”《》·-%", 0.004)
_FLOOR: Final = {"common": 2e-5, "rare": 1e-8}
_ATTESTED: Final = 0.8
"""The weight of a pair's own share against that of its second character alone."""


def tabulate(texts: Iterable[str], words: Iterable[str] = ()) -> str:
    """Return the table of pairs of the texts: one line a first character, its followers with their counts."""
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        pairs.update((a, b) for a, b in pairwise(text) if _HAN.match(a) and _HAN.match(b))
    pairs.update((word[0], word[1]) for word in words)
    lines: dict[str, str] = {}
    for (a, b), n in sorted(pairs.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        lines[a] = lines.get(a, a) + b + (str(n) if n > 1 else "")
    return "".join(f"{line}\n" for line in lines.values())


def _read(table: str) -> dict[str, dict[str, int]]:
    return {
        line[0]: {b: int(n or 1) for b, n in re.findall(r"(\D)(\d*)", line[1:])} for line in table.split()
    }


_PAIRS: Final = _read(files("pipeline.reading").joinpath("data/pairs.txt").read_text(encoding="utf-8"))
_AFTER: Final = {a: sum(followers.values()) for a, followers in _PAIRS.items()}
_SHARES: Final = Counter[str]()
for _followers in _PAIRS.values():
    _SHARES.update(_followers)
_TOTAL: Final = _SHARES.total()
DAILY: Final = frozenset(bytes((a, b)).decode("gbk") for a in range(0xB0, 0xD8) for b in range(0xA1, 0xFA))
"""GB 2312 level 1 (the five cells row 55 lacks are left out)."""


@cache
def share(c: str) -> float:
    """Return the expected share of a character in a report."""
    if c in _SHARES:
        return _SHARES[c] / _TOTAL
    return _MARKS.get(c) or _FLOOR["common" if c in DAILY else "rare"]


def is_common(c: str) -> bool:
    """Tell whether a simplified character is one of daily use or known from reports.

    >>> is_common("警"), is_common("蠛")
    (True, False)
    """
    return share(c) >= _FLOOR["common"]


def attested(a: str, b: str) -> bool:
    """Tell whether the table holds the two characters side by side."""
    return b in _PAIRS.get(a, ())


def followers(a: str) -> Iterable[str]:
    """Return the characters that the reports hold after one."""
    return _PAIRS.get(a, ())


@lru_cache(maxsize=100_000)
def weight(c: str, before: str = "") -> float:
    """Return the logarithm of the chance of a character after another."""
    alone = share(c)
    if before not in _AFTER:
        return log(alone)
    pair = _PAIRS[before].get(c, 0) / _AFTER[before]
    return log(_ATTESTED * pair + (1 - _ATTESTED) * alone)
