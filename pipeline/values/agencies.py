"""Police organs and partner organs: finding candidates by lexicon, resolving mentions to full names.

The rules are those of training/ANNOTATION.md, sections 2 and 6; words are data (`data/organs.toml`).
"""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from pipeline.values.divisions import by_code, find_divisions, named, region_of

_TABLES: Final[dict[str, Any]] = tomllib.loads(
    files("pipeline.values").joinpath("data/organs.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True, slots=True)
class AgencyCandidate:
    """A place where the lexicon sees an organ; `certain` where region or name make it a proper one."""

    start: int
    end: int
    certain: bool


@dataclass(frozen=True, slots=True)
class Agency:
    """What a mention stands for; `region` is a GB/T 2260 code or None."""

    name: str
    region: str | None
    level: str | None
    kind: str


def _choice(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_POLICE: Final = _TABLES["police"].split()
_OTHER: Final = _TABLES["other"].split()
_ANAPHORS: Final = [*_TABLES["whole"], *_TABLES["main"], *_TABLES["every"], "市局", "分局", "该所", "公安部"]
_ORGAN: Final = re.compile(f"{_choice(_ANAPHORS)}|{_choice([*_POLICE, *_OTHER])}")
_BRANCH: Final = re.compile(f"(?:{_choice(_POLICE)})$")
_STATION_NAME: Final = re.compile(r"[一-龥]{2,6}$")
_HEADQUARTERS: Final = re.compile(r"公安局|公安厅|公安机关|公安处")
_DISTRICT: Final = re.compile(r"^(?:公安)?([一-龥]{2,6}?)(?:公安)?分局")


def find_agencies(text: str) -> list[AgencyCandidate]:
    """Return where the lexicon sees organs, in order; features for a tagger, which decides.

    >>> text = "嘉峪关市公安局交警支队投入警力"
    >>> [text[a.start : a.end] for a in find_agencies(text)]
    ['嘉峪关市公安局交警支队']
    """
    regions = {i: start for start, end, _ in find_divisions(text) for i in range(start + 1, end + 1)}
    found: list[AgencyCandidate] = []
    for match in _ORGAN.finditer(text):
        start, end = match.span()
        certain = match[0] in _ANAPHORS
        if found and found[-1].end == start:
            found[-1] = AgencyCandidate(found[-1].start, end, True)
            continue
        while start in regions:
            start, certain = regions[start], True
        found.append(AgencyCandidate(start, end, certain))
    return found


def kind_of(name: str) -> str:
    """Return `police` or `other`, as the organ words of a name tell."""
    return "police" if re.search(f"公安|警|{_choice(_POLICE)}", name) and "武警" not in name else "other"


def level_of(name: str, region: str | None) -> str | None:
    """Return the level of an organ from its words and its region.

    >>> level_of("嘉峪关市公安局交警支队", "620200"), level_of("兰溪市公安局云山派出所", "330781")
    ('prefecture', 'station')
    """
    if re.search(r"派出所|中队|警务站", name):
        return "station"
    if name.startswith(("公安部", "全国")):
        return "ministry"
    if "总队" in name or "公安厅" in name:
        return "province"
    if re.search(r"分局|大队", name):
        return "county"
    division = by_code().get(region or "")
    if division:
        return division.level
    return "prefecture" if "支队" in name else None


def resolve(mentions: Sequence[tuple[int, int, str]], text: str, title: str | None = None) -> list[Agency]:
    """Return what each (start, end, words) stands for in the scope of the document."""
    scope = _Scope(text, title)
    return [scope.resolve(words) for _, _, words in mentions]


class _Scope:
    """What a document says of itself: its main body and the places it names."""

    def __init__(self, text: str, title: str | None) -> None:
        self.main = _main_body(f"{title or ''}\n{text}")
        self.region = region_of(self.main) if self.main else None
        self.names = {
            m[0]
            for m in re.finditer(r"[一-龥]{2,12}?(?:市|县|区|旗|州|盟)公安局[一-龥]{2,4}分局", text)
            if region_of(m[0])
        }

    def resolve(self, words: str) -> Agency:
        name = self._name(words)
        region = None if name.startswith(("公安部", "全国")) else region_of(name, self.region)
        kind = kind_of(name)
        return Agency(name, region, level_of(name, region), kind)

    def _name(self, words: str) -> str:
        if words in _TABLES["whole"] or words in {"公安机关", "各地公安机关", "全国公安机关"}:
            place = self._place()
            return f"{place}公安机关" if place and not words.startswith("全国") else "全国公安机关"
        if words == "市局" and self.region and not self.region.endswith("00"):
            parent = by_code().get(by_code()[self.region].parent)
            return f"{parent.name}公安局" if parent and parent.level == "prefecture" else self.main or words
        if words in _TABLES["main"] or words == "市局":
            return self.main or words
        if words == "省公安厅" and self.region:
            return f"{by_code()[self.region[:2] + '0000'].name}公安厅"
        if words in _TABLES["every"]:
            return f"{self.main or ''}{words}"
        district = _DISTRICT.match(words)
        if district:
            return self._district(words, district[1])
        own = region_of(words, self.region)
        if own:
            return _spelled_out(words)
        if kind_of(words) == "police" and self.main and _BRANCH.search(words) and words != "公安部":
            return f"{self.main}{words}"
        return words

    def _district(self, words: str, place: str) -> str:
        """公安宝塔分局 → 延安市公安局宝塔分局, where the place lies in one prefecture only."""
        known = [n for n in self.names if place in n]
        if len(known) == 1:
            return known[0]
        divisions = [d for s in ("区", "县", "") for d in named(place + s) if d.level == "county"]
        parents = {by_code()[d.parent].name for d in divisions if d.parent}
        rest = words.split("分局", 1)[1]
        return f"{parents.pop()}公安局{place}分局{rest}" if len(parents) == 1 else words

    def _place(self) -> str | None:
        division = by_code().get(self.region or "")
        return division.name if division else None


def _spelled_out(words: str) -> str:
    """渭南公安 → 渭南市公安局, 渭南公安机关 → 渭南市公安机关; full names stay."""
    start, end, divisions = find_divisions(words)[0]
    if start == 0 and len({d.name for d in divisions}) == 1:
        full, rest = divisions[0].name, words[end:]
        rest = "公安局" if rest == "公安" else rest
        return full + rest
    return words


def _main_body(text: str) -> str | None:
    """Return the full name of a report's main body: the headquarters named most, early mentions first."""
    counts: Counter[str] = Counter()
    for start, end, divisions in find_divisions(text[:20_000]):
        match = re.match(r"公安(局[一-龥]{2,4}?分局|局|厅|机关|处|分局)?", text[end : end + 12])
        if not match or (start and text[start - 1] in "《"):
            continue
        full = divisions[0].name if len({d.name for d in divisions}) == 1 else text[start:end]
        tail = match[0] if match[0] not in {"公安", "公安机关"} else "公安局"
        counts[full + tail] += 3 if start < 200 else 1
    return max(counts, key=lambda name: counts[name]) if counts else None
