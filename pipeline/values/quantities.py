"""The QUANTITY grammar: numbers with units and approximators, their bounds, rates and changes.

The rules for bounds are those of training/ANNOTATION.md, sections 2 and 6, and of the settled cases
11–27 of training/GUIDELINE.md; all words are data (`data/quantities.toml`). Works on normalised text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from pipeline.values.bare import Amount, bare_amounts
from pipeline.values.comparisons import Change, Comparisons, rate_of
from pipeline.values.numbers import CHINESE, CHINESE_DIGITS, MIXED, last_step, parse_number, parse_spread
from pipeline.values.tables import choice, load_table

_TABLES: Final[dict[str, Any]] = load_table("quantities")


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


_BEFORE: Final = {word: rule for rule, words in _TABLES["before"].items() for word in words}
_AFTER: Final = {word: rule for rule, words in _TABLES["after"].items() for word in words}
_INNER: Final = [*_TABLES["after"]["more"], *_TABLES["after"]["inner"]]
_FOLLOWERS: Final[dict[str, str]] = _TABLES["not_before"]
_GUARDS: Final[dict[str, dict[str, str]]] = _TABLES["guards"]
_COMPOUND: Final[dict[str, dict[str, int]]] = _TABLES["compound"]
_SHARES: Final[dict[str, list[int]]] = _TABLES["shares"]
_VAGUE: Final[dict[str, list[int]]] = _TABLES["vague"]


def _guarded(word: str) -> str:
    """Return the pattern of an approximator, kept from matching inside another word."""
    guard = _GUARDS.get(word)
    return f"(?<![{guard['before']}]){word}(?={guard['after']})" if guard else word


_UNITS: Final = "|".join(
    re.escape(unit) + (f"(?!{_FOLLOWERS[unit]})" if unit in _FOLLOWERS else "")
    for unit in sorted(set(_TABLES["units"].split()), key=len, reverse=True)
)
_NUMBER: Final = f"(?:{MIXED}|{CHINESE})"
_TO: Final = r"(?:\s?(?:至|到|~|～)\s?|-|—{1,2}|–)"
_QUANTITY: Final = re.compile(
    rf"(?:(?P<before>{'|'.join(map(_guarded, sorted(_BEFORE, key=len, reverse=True)))})\s?)?(?:"
    rf"(?:(?P<vague>{choice(_VAGUE)})(?P<times>[万亿]?)[余多]?"
    rf"|(?P<low>{_NUMBER})(?:\s?(?:(?P<twice>{_UNITS})(?={_TO}{_NUMBER}\s?(?P=twice)))?{_TO}(?P<high>{_NUMBER}))?"
    rf"\s?(?P<more>{choice(_INNER)})?(?P<scale>[万亿]{{0,2}}))"
    rf"\s?(?P<unit>(?:{_UNITS})(?:\((?:(?:{choice(_TABLES['units'])})、?){{1,3}}\)次?)?)"
    rf"|(?<![{CHINESE_DIGITS}])(?P<parts>[一二三四五六七八九十百千万]{{1,3}})分之(?P<share>{_NUMBER})"
    rf"|(?P<half>{choice(_SHARES)}))"
    rf"(?P<tail>{choice(w for w in _AFTER if w not in _INNER)}|[多余](?=[,。;:、)\n]|$)"
    rf"|多(?=的|是|来自|发生|被))?"
)
_NEXT: Final = re.compile(rf"({_NUMBER})\s?({choice({u for units in _COMPOUND.values() for u in units})})")
_TAIL: Final = re.compile(choice(w for w in _AFTER if w not in _INNER))
_TENTHS: Final = re.compile("[一二三四五六七八九](?![一二三四五六七八九十百千万成人名起])|半")
_NAMES: Final = re.compile("|".join(_TABLES["names"]["patterns"]))
_BARE_SCALE: Final = re.compile("[十百千万亿]+")
_ARTICLE: Final = re.compile(rf"一\s?(?:{choice(_TABLES['doubtful']['units'])})|[百千万亿]\s?(?:{_UNITS})")
_DURATIONS: Final = frozenset(_TABLES["doubtful"]["durations"].split())
_PERFORMANCE: Final = re.compile(_TABLES["doubtful"]["performance"])
_WORD_BEFORE: Final = re.compile(r"[\d.]$|(?<![A-Za-z])[A-Za-z]$")


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in order; spans do not overlap.

    >>> [(q.low, q.high, q.unit) for q in find_quantities("出动警力500余名,检查场所168家")]
    [(Decimal('500'), Decimal('600'), '名'), (Decimal('168'), Decimal('168'), '家')]
    """
    names = [m.span() for m in _NAMES.finditer(text)]
    amounts = list(_amounts(text, names))
    starts = [start for start, _ in names]
    bare = [
        a
        for a in bare_amounts(text, amounts)
        if not names or a.start >= names[bisect_right(starts, a.start) - 1][1] or a.start < starts[0]
    ]
    comparisons = Comparisons(text)
    found: list[Quantity] = []
    for a in sorted([*amounts, *bare], key=lambda a: a.start):
        last = found[-1] if found else None
        between = text[last.end : a.start] if last and a.start - last.end < 20 else None
        change = comparisons.change(a.start, last.change if last else None, between)
        rate = rate_of(text, a.start, a.end, a.unit, last=last.per if last else None, between=between)
        per = None if change else rate
        found.append(Quantity(a.start, a.end, a.low, a.high, a.unit, a.approximate, per, change, a.certain))
    return found


def _amounts(text: str, names: list[tuple[int, int]]) -> Iterator[Amount]:
    """Yield the numbers with a unit that are part of no name."""
    name = at = 0
    while match := _QUANTITY.search(text, at):
        start, end = match.span()
        while name < len(names) and names[name][1] <= start:
            name += 1
        if name < len(names) and names[name][0] < end:
            at = max(start + 1, min(end, names[name][1]))
            continue
        at = end
        bounds = _bounds(match)
        if bounds is None or _WORD_BEFORE.search(text[max(0, start - 2) : start]):
            continue
        low, high, approximate = bounds
        unit = match["unit"] or ("‰" if match["parts"] == "千" else "%")
        if low is not None and low == high and not approximate:
            value, unit, end = _compound(text, end, low, unit)
            tail = _TAIL.match(text, end) if end > match.end() else None
            low, high, approximate = _approximate(value, tail and _AFTER[tail[0]])
            at = end = tail.end() if tail else end
        yield Amount(start, end, low, high, unit, approximate, _certain(text, match, unit))


def _certain(text: str, match: re.Match[str], unit: str) -> bool:
    if unit in _DURATIONS:
        return bool(_PERFORMANCE.search(text[max(0, match.start() - 15) : match.start()]))
    return match["half"] != "一半" and not _ARTICLE.fullmatch(match[0])


def _compound(text: str, end: int, value: Decimal, unit: str) -> tuple[Decimal, str, int]:
    """Read on 40秒 after 6分: the value in the smaller unit (guideline, case 17); 三成七 is 3.7成."""
    tenths = _TENTHS.match(text, end) if unit == "成" else None
    if tenths:
        return value + (parse_number(tenths[0]) or Decimal(5)) / 10, unit, tenths.end()
    while (part := _NEXT.match(text, end)) and part[2] in _COMPOUND.get(unit, {}):
        number = parse_number(part[1])
        if number is None:
            break
        value = value * _COMPOUND[unit][part[2]] + number
        unit, end = part[2], part.end()
    return value, unit, end


def _bounds(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None, bool] | None:
    """Return low, high and whether they are approximate; None where the number is malformed."""
    rule = _BEFORE.get(match["before"] or "") or _AFTER.get(match["tail"] or "")
    if match["vague"] or match["half"]:
        low, high = map(Decimal, _VAGUE[match["vague"]] if match["vague"] else _SHARES[match["half"]])
        times = parse_number("1" + (match["times"] or "")) or 1
        return (low * times, high * times, True) if low < high else _approximate(low, rule)
    if match["parts"]:
        share, parts = parse_number(match["share"]), parse_number(match["parts"])
        if share is None or not parts:
            return None
        return _approximate(share if parts in {100, 1000} else round(share * 100 / parts, 2), rule)
    written = re.sub(r"\s", "", match["low"])
    times = parse_number("1" + match["scale"]) or Decimal(1)
    ends = parse_spread(written)
    value = ends[0] if ends else parse_number(written)
    if value is None:
        return None
    if match["high"]:
        ends = _range(written, value, re.sub(r"\s", "", match["high"]))
        if ends is None:
            return None
        return ends[0] * times, ends[1] * times, rule is not None
    if ends:
        return ends[0] * times, ends[1] * times, True
    if match["more"] and rule not in {"least", "most"}:
        rule = _AFTER[match["more"]]
    return _approximate(value * times, rule, bool(_BARE_SCALE.fullmatch(written)))


def _range(written: str, value: Decimal, high: str) -> tuple[Decimal, Decimal] | None:
    """Return both ends of a range; 3至5万 gives its multiplier to the first number too."""
    top = parse_number(high)
    if top is None:
        return None
    multiplier = re.search(r"[十百千万亿]+$", high)
    if multiplier and not re.search(r"[十百千万亿]$", written):
        scaled = value * (parse_number("1" + multiplier[0]) or 1)
        value = scaled if scaled < top else value
    return (value, top) if value <= top else None


def _approximate(
    value: Decimal, rule: str | None, bare: bool = False
) -> tuple[Decimal | None, Decimal | None, bool]:
    """Apply the rule of an approximator (ANNOTATION.md, section 2); `bare` is 十百千万 without a digit."""
    match rule:
        case "more" | "scale":
            return value, value * 2 if bare else value + last_step(value), True
        case "nearly":
            return value * Decimal("0.9"), value, True
        case "about" | "inner":
            return value, value, True
        case "least":
            return value, None, True
        case "most":
            return None, value, True
        case _:
            return value, value, False
