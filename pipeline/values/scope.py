"""The place a report is about: its main division, and how its police body is called there."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from pipeline.values.divisions import Division, ancestors, by_code, find_divisions, highest, short_name

LEAD: Final = 200
"""Characters of the text that count as its opening."""
MOST: Final = 20_000
"""Characters of the text that are looked at."""
_WEIGHTS: Final = {"title": 6.0, "lead": 3.0, "rest": 1.0}
_BODY: Final = re.compile(
    "(?:全?[省市县区州盟旗])?(?:各级|各地)?(?:公安|警方|交警|特警|巡警|刑警|网警|边检|铁警|[^,。]{0,6}分局|[^,。]{2,5}派出所)"
)
_BRANCH_FORM: Final = re.compile("公安局([一-龥]{2,6}?)(?:公安)?分局")
_NATIONAL: Final = re.compile("全国公安|公安部(?!部署|统一|、|“|和|关于|的|党委|要求)|国家移民管理局")
_DISPATCH: Final = re.compile("北京(?!日报|晚报|青年|公安|警)")
"""Where the nation's media write from: no place that their report is about."""
_OWN: Final = re.compile("[我全]([省市县区州盟旗])|(?<![一-龥])([省市县])(?=公安|局)")
_OFTEN: Final = 3
"""How often 全市 or 市公安局 stands in a report of a city, whichever of its districts it names most."""
_SUFFIX: Final = re.compile("[区县市旗]$")


def chain_at(words: str, context: Division | None) -> tuple[Division | None, int]:
    """Return the innermost division that the beginning of `words` names, and where its name ends.

    Names that several divisions bear are settled by the one before, then by `context`.
    """
    region: Division | None = None
    at = 0
    for start, end, divisions in find_divisions(words, running=False):
        if start != at:
            break
        inside = [d for d in divisions if region and region.code in ancestors(d.code)]
        if region and not inside:
            break
        region = _settle(inside or divisions, context)
        at = end
        if region is None:
            return None, 0
    return region, at


def _settle(divisions: list[Division], context: Division | None) -> Division | None:
    """Choose among namesakes: kin of the context first, then the highest level, else none."""
    if len(divisions) > 1 and context:
        line = set(ancestors(context.code))
        kin = [d for d in divisions if d.code in line or context.code in ancestors(d.code)]
        kin = kin or [d for d in divisions if set(ancestors(d.code)[1:]) & line]
        divisions = kin or divisions
    return highest(divisions)


@dataclass(slots=True)
class Scope:
    """What a document says of itself: the main division, None for the nation or an unknown place."""

    text: str
    region: Division | None = None
    national: bool = False
    forms: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, title: str | None, aside: str = "") -> "Scope":
        """Read the scope off a document, or off the page around it (临汾新闻网讯) if it names no place."""
        scope = cls(text[:MOST])
        scope.region = _main_region(scope.text, title or "")
        scope.national = not scope.region and bool(_NATIONAL.search(f"{title}\n{scope.text}"))
        if not scope.region and not scope.national:
            scope.region = _main_region(_DISPATCH.sub("", aside[:MOST]), "")
        scope.forms = _branch_forms(scope.text, scope.region)
        return scope

    def around(self, letter: str) -> Division | None:
        """Return the main division or the nearest one around it whose name ends with a letter (市, 县 …)."""
        return _around(self.region, letter)

    def full_name(self, region: Division) -> str:
        """Return a division's name, a district's with its city before it."""
        parent = by_code().get(region.parent)
        return f"{parent.name}{region.name}" if parent and region.name.endswith("区") else region.name

    def headquarters(self, region: Division, *, stated: bool = False) -> str:
        """Return the name of a division's police headquarters; `stated` where the text calls it 公安局."""
        if region.level == "province":
            return region.name + ("公安局" if region.name.endswith("市") else "公安厅")
        if region.level == "county" and region.name.endswith("区"):
            known = self.forms.get(_stem(region.name))
            if known:
                return known
            if stated or re.search(f"{region.name}公安局", self.text):
                return f"{self.full_name(region)}公安局"
            spelt = re.search(f"{region.name}(?:公安)?分局", self.text)
            return self.branch(region.name if spelt else _stem(region.name), region)
        return f"{region.name}公安局"

    def branch(self, place: str, region: Division | None) -> str:
        """Return the full name of the branch of a place: as the text spells it, else under its city."""
        known = self.forms.get(_stem(place))
        if known:
            return known
        city = by_code().get(region.parent) if region and region.level == "county" else None
        if region and region.level == "prefecture":
            city = region
        city = city or self.around("市")
        return f"{city.name if city else ''}公安局{place}分局" if city else f"{place}分局"


def _stem(place: str) -> str:
    return _SUFFIX.sub("", place) if len(place) > 2 else place


def _branch_forms(text: str, region: Division | None) -> dict[str, str]:
    """Return the branches that a text spells in full, by the stem of their place."""
    forms: dict[str, str] = {}
    for match in _BRANCH_FORM.finditer(text):
        for start, end, _ in find_divisions(text[max(0, match.start() - 12) : match.start()]):
            begin = max(0, match.start() - 12) + start
            if max(0, match.start() - 12) + end == match.start():
                city, _ = chain_at(text[begin : match.start()], region)
                name = city.name if city else text[begin : match.start()]
                forms.setdefault(_stem(match[1]), name + match[0])
    return forms


def _main_region(text: str, title: str) -> Division | None:
    """Return the division whose police the report names most, title and opening counting more."""
    weights: dict[str, float] = {}
    names: dict[str, list[list[list[Division]]]] = {}
    for part, words, offset in (("title", title, 0), ("lead", text[:LEAD], 0), ("rest", text, LEAD)):
        found = find_divisions(words)
        for number, (start, end, divisions) in enumerate(found):
            if start < offset:
                continue
            inner = number + 1 < len(found) and found[number + 1][0] == end
            if inner or not _BODY.match(words, end):
                continue
            branch = _BRANCH_FORM.match(words, end)
            district = branch and [d for _, _, ds in find_divisions(branch[1]) for d in ds]
            chain = [[d for d in district or () if d.level == "county"] or divisions]
            if district:
                chain.insert(0, divisions)
            elif number and found[number - 1][1] == start:
                chain.insert(0, found[number - 1][2])
            key = short_name(chain[-1][0].name)
            names.setdefault(key, []).append(chain)
            weights[key] = weights.get(key, 0.0) + _WEIGHTS[part]
    national = len(_NATIONAL.findall(title + text[:LEAD]))
    own = Counter(m[1] or m[2] for m in _OWN.finditer(f"{title}\n{text}"))
    if not weights and own:
        return _named_around(text, title, max(own, key=lambda letter: own[letter]))
    if not weights or national * 3 > max(weights.values()):
        return None if national else _named_most(text, title)
    best = max(weights, key=lambda name: weights[name])
    region = _chosen(names[best], text)
    letter, times = max(own.items(), key=lambda item: item[1], default=("", 0))
    return (times >= _OFTEN and _around(region, letter)) or region


def _chosen(chains: list[list[list[Division]]], text: str) -> Division | None:
    """Settle namesakes by a fuller mention (南京市鼓楼区), else by the other divisions of the text."""
    exact = Counter(chain[-1][0].code for chain in chains if len(chain[-1]) == 1)
    if exact:
        return by_code()[max(exact, key=lambda code: exact[code])]
    namesakes = {d.code: d for chain in chains for d in chain[-1]}
    outer = {d.code for chain in chains if len(chain) > 1 for d in chain[0]}
    inside = [d for d in namesakes.values() if outer & set(ancestors(d.code)[1:])]
    candidates = inside or list(namesakes.values())
    if len(candidates) > 1:
        mentioned = Counter(d.code for _, _, ds in find_divisions(text) if len(ds) == 1 for d in ds)
        best = max(sum(mentioned[a] for a in ancestors(d.code)) for d in candidates)
        candidates = [d for d in candidates if sum(mentioned[a] for a in ancestors(d.code)) == best]
    return highest(candidates)


def _named_around(text: str, title: str, letter: str) -> Division | None:
    """Return the 省, 市 or 县 (`letter`) around most places of a report that says 我市 or 市公安局."""
    votes: Counter[str] = Counter()
    for part, weight in ((title, 3), (text[:LEAD], 2), (text, 1)):
        for _, _, divisions in find_divisions(part):
            around = _around(divisions[0], letter) if len(divisions) == 1 else None
            if around:
                votes[around.code] += weight
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return by_code()[ranked[0][0]]


def _around(division: Division | None, letter: str) -> Division | None:
    """Return the division or the nearest one around it whose name ends with a letter (市, 县 …)."""
    while division:
        if division.name.endswith(letter) or (letter == "市" and division.level == "prefecture"):
            return division
        division = by_code().get(division.parent)
    return None


def _named_most(text: str, title: str) -> Division | None:
    """Return the division that a report without any police body names most; named once it must be alone."""
    counts = Counter(
        ds[0].code for _, _, ds in find_divisions(f"{title}\n{title}\n{text[:LEAD]}") if len(ds) == 1
    )
    if not counts:
        return None
    code = max(counts, key=lambda c: (counts[c], c[2:] != "0000", c[4:] != "00"))
    alone = set(counts) <= set(ancestors(code))
    return by_code()[code] if counts[code] >= 2 or alone else None
