"""The QUANTITY grammar: numbers with units and approximators, their bounds, rates and changes.

The rules for bounds are those of training/ANNOTATION.md, sections 2 and 6; all words are data
(`data/quantities.toml`). Works on normalised text.
"""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from pipeline.values.numbers import ARABIC, CHINESE, parse_number

_TABLES: Final[dict[str, Any]] = tomllib.loads(
    files("pipeline.values").joinpath("data/quantities.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class Change:
    """A stated difference: `up`, `down` or `flat`, against `yoy`, `mom` or `other`."""

    direction: str
    basis: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount; `text[start:end]` is its span, a bound of None is open.

    `certain` is False for what only the context can tell from plain words (一起, 一名).
    """

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    unit: str
    approximate: bool
    per: str | None
    change: Change | None
    certain: bool


def _choice(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_BEFORE: Final = {word: rule for rule, words in _TABLES["before"].items() for word in words}
_AFTER: Final = {word: rule for rule, words in _TABLES["after"].items() for word in words}
_UNITS: Final = _choice(_TABLES["units"].split())
_VAGUE: Final = _choice(list(_TABLES["vague"]))
_NUMBER = rf"(?:{ARABIC}\s?[十百千万亿]*|{CHINESE})"
_QUANTITY: Final = re.compile(
    rf"(?P<before>{_choice(list(_BEFORE))})?"
    rf"(?:(?P<vague>{_VAGUE})(?P<times>[万亿]?)"
    rf"|(?P<low>{_NUMBER})(?:\s?(?:至|到|-|—|~|～)\s?(?P<high>{_NUMBER}))?"
    rf"(?P<more>{_choice(_TABLES['after']['more'])})?(?P<scale>[万亿]?))"
    rf"\s?(?P<unit>{_UNITS})(?P<tail>多(?=[,。;、)])|{_choice([w for w in _AFTER if _AFTER[w] != 'more'])})?"
)
_NAMES: Final = re.compile("|".join(_TABLES["names"]["patterns"]))
_DOUBTFUL: Final = re.compile(
    r"一(?:名|人|起|位|件|次|个|场|家|条|部|张|处|批|支|把|组|套|项|类|对|面|段|门|笔|所|刀|节|班)"
)
_CLAUSE_END: Final = re.compile(r"[,。;!?\n]")
_WORD_BEFORE: Final = re.compile(r"[\dA-Za-z.]$")
_HALF: Final = "半数"


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in order; spans do not overlap.

    >>> [(q.low, q.high, q.unit) for q in find_quantities("出动警力500余名,检查场所168家")]
    [(Decimal('500'), Decimal('600'), '名'), (Decimal('168'), Decimal('168'), '家')]
    """
    names = [m.span() for m in _NAMES.finditer(text)]
    found: list[Quantity] = []
    name = 0
    for match in _QUANTITY.finditer(text):
        start, end = match.span()
        while name < len(names) and names[name][1] <= start:
            name += 1
        if name < len(names) and names[name][0] < end:
            continue
        bounds = _bounds(match)
        if bounds is None or _WORD_BEFORE.search(text[max(0, start - 1) : start]):
            continue
        low, high, approximate = bounds
        unit = match["unit"]
        left = _left_context(text, start)
        found.append(
            Quantity(
                start,
                end,
                low,
                high,
                unit,
                approximate,
                _per(left),
                _change(left, unit, found[-1] if found else None, text, start),
                not _DOUBTFUL.fullmatch(match[0]),
            )
        )
    return found


def _bounds(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None, bool] | None:
    """Return low, high and whether they are approximate; None where the number is malformed."""
    rule = _BEFORE.get(match["before"] or "") or _AFTER.get(match["tail"] or "")
    if match["vague"]:
        low, high = map(Decimal, _TABLES["vague"][match["vague"]])
        times = parse_number("1" + match["times"]) or Decimal(1)
        return low * times, high * times, True
    written = match["low"].replace(" ", "")
    value = parse_number(written)
    times = parse_number("1" + match["scale"]) or Decimal(1)
    if value is None:
        return None
    if match["high"]:
        high_value = parse_number(match["high"].replace(" ", ""))
        if high_value is None:
            return None
        multiplier = re.search(r"[十百千万亿]+$", match["high"])
        if multiplier and not re.search(r"[十百千万亿]$", written) and written[0].isdigit():
            value *= parse_number("1" + multiplier[0]) or Decimal(1)
        return value * times, high_value * times, rule is not None
    step = _last_unit(written)
    step *= times
    value *= times
    if match["more"] or match["tail"] == "多":
        bare = bool(re.fullmatch("[十百千万亿]+", written))
        return value, value * 2 if bare else value + step, True
    if rule == "scale":
        return (value, value * 2, True) if re.fullmatch("[十百千万亿]+", written) else None
    if rule == "nearly":
        return value * Decimal("0.9"), value, True
    if rule == "about":
        return value, value, True
    if rule == "least":
        return value, None, True
    if rule == "most":
        return None, value, True
    return value, value, False


def _last_unit(written: str) -> Decimal:
    """Return one unit of the last non-zero digit: 500 → 100, 16700 → 100, 1.5万 → 1000."""
    value = parse_number(written) or Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(int(exponent))


def _left_context(text: str, start: int) -> str:
    """Return the words of the clause before an offset, at most 40 characters of them."""
    window = text[max(0, start - 40) : start]
    cuts = list(_CLAUSE_END.finditer(window))
    return window[cuts[-1].end() :] if cuts else window


def _per(left: str) -> str | None:
    tail = left[-12:]
    base = re.search(r"每[\d十百千万]+[人户辆]", left)
    if base:
        return base[0]
    return next((p for p, words in _TABLES["per"].items() if any(w in tail for w in words)), None)


_CHANGE: Final = re.compile(
    rf"(?:(?P<up>{_choice(_TABLES['change']['up'][:-1])})|(?P<down>{_choice(_TABLES['change']['down'][:-1])}))"
    rf"(?:了|约|近|超过|超)?$|(?P<more>[比较][^,。]{{1,12}}(?P<sign>多|少)(?:了)?)$"
)


def _change(left: str, unit: str, last: Quantity | None, text: str, start: int) -> Change | None:
    """Read the stated difference that ends right before the number, or carry it through a list."""
    match = _CHANGE.search(left)
    if match:
        if unit == "倍":
            return None
        up = bool(match["up"]) or match["sign"] == "多"
        return Change("up" if up else "down", _basis(left))
    joined = last is not None and text[last.end : start] in {"、", "和", ",", "及", "与"}
    if joined and last is not None and last.change and unit == last.unit:
        return last.change
    return None


def _basis(left: str) -> str:
    for basis in ("yoy", "mom"):
        if any(word in left for word in _TABLES["change"][basis]):
            return basis
    return "other"
