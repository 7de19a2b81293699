"""What an AGENCY mention stands for in its document: full name, region, level and kind.

The rules are those of training/ANNOTATION.md, sections 2 and 6. A mention is read from the left: the
divisions it names (or a word for one: 市, 全县), its headquarters or branch, its unit. What is missing
comes from the document's scope, or, for anaphors, from the mentions before.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipeline.values.divisions import Division, ancestors, by_code, find_divisions, region_of
from pipeline.values.organs import EVERY, OTHER, POLICE, TABLES, is_police, level_of
from pipeline.values.scope import Scope, chain_at
from pipeline.values.tables import choice


@dataclass(frozen=True, slots=True)
class Agency:
    """What a mention stands for; `region` is a GB/T 2260 code or None."""

    name: str
    region: str | None
    level: str | None
    kind: str


_FORMS: Final = {name: re.compile(form) for name, form in TABLES["mentions"].items()}
_ALL: Final = frozenset(
    ["公安机关", "各地公安机关", "各级公安机关", "全国公安机关", "公安部门", "警方", "各地", "公安"]
)
_LETTER: Final = re.compile(
    f"(省|市|县|自治区|区|自治州|州|盟|旗)(?=公安|局|厅|反|交|{choice([*POLICE, *OTHER])}"
    "|(?!场|政|民|容|区|内|域|外|长|里|级|直|属|际).{2,}(?:局|队|委|委员会|办|办公室|站)$)"
)
_ORGAN: Final = re.compile(choice(OTHER))
_SQUAD: Final = {"province": "总队", "prefecture": "支队", "county": "大队"}
_FIELDS: Final = frozenset(TABLES["fields"])
_ALIASES: Final[dict[str, str]] = TABLES["aliases"]


def resolve(
    mentions: Sequence[tuple[int, int, str]], text: str, title: str | None = None, aside: str = ""
) -> list[Agency]:
    """Return what each (start, end, words) stands for; mentions in text order.

    `aside`, the words of the page around the report, tells the place where the report does not.
    """
    resolver = _Resolver(Scope.of(text, title, aside))
    return [resolver.resolve(words) for _, _, words in mentions]


def _innermost(words: str) -> str:
    """Return a name from the second division on where two stand at its beginning: 福建|漳州海警局."""
    places = find_divisions(words, running=False)
    two = len(places) > 1 and places[0][0] == 0 and places[0][1] == places[1][0]
    return words[places[1][0] :] if two else words


class _Resolver:
    """Resolves mentions one after the other, remembering them for the anaphors."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.recent: list[Agency] = []

    def resolve(self, words: str) -> Agency:
        words = words.strip("“”")
        name = self._name(words)
        code = self.scope.region.code if self.scope.region else None
        region = None if _FORMS["national"].match(name) else region_of(name, code)
        kind = "police" if is_police(name) else "other"
        agency = Agency(name, region, level_of(name, region), kind)
        self.recent.append(agency)
        return agency

    def _name(self, words: str) -> str:
        words = _FORMS["capital"].sub("北京", words).replace("中国公安机关", "全国公安机关")
        spread = _FORMS["spread"].fullmatch(words)
        if spread and words not in EVERY:
            organ = _FORMS["short_organ"].sub("公安机关", spread[1])
            return f"{self.scope.region.name if self.scope.region else '全国'}{organ}"
        stations = _FORMS["stations"].fullmatch(words)
        if stations:
            return f"{self._main()}各派出所"
        if words in _ALL:
            place = self.scope.region
            if words == "警方" and place:
                return self._police(place)
            return f"{place.name}公安机关" if place and words != "全国公安机关" else "全国公安机关"
        if _FORMS["national"].match(words):
            return words
        if words in EVERY:
            return self._owner_of_all(words) + words
        if _FORMS["each_division"].match(words) and self.scope.region:
            within = self.scope.full_name(self.scope.region) if "公安" in words else self._main()
            return within + words
        anaphor = _FORMS["anaphor"].fullmatch(words)
        if anaphor:
            return self._before(words, anaphor[1])
        this = _FORMS["this"].fullmatch(words)
        if this:
            return self._before("该局", "局") + this[1]
        whole = _FORMS["whole"].fullmatch(words)
        if whole:
            region = self._region(whole[1])
            return self._under(region, whole[2] or "", whole[3]) if region else words
        party = _FORMS["party"].match(words)
        if party:
            area = self._region(party[1])
            rest = words[party.end() :]
            return self.scope.full_name(area) + _ALIASES.get(rest, rest) if area else words
        region, end = self._area(words)
        rest = (
            _FORMS["whole_again"].sub("", words[end:], 1)
            if _FORMS["whole_again"].match(words[end:])
            else words[end:]
        )
        if region is None and not _ORGAN.match(words):
            letter = _LETTER.match(words)
            if letter:
                region, rest = self._region(letter[1]), words[letter.end() :]
                words = f"{region.name}{rest}" if region else words
        return self._placed(region, rest, words) if region else self._unplaced(words)

    def _area(self, words: str) -> tuple[Division | None, int]:
        """Return the division that words begin with (also as 首府, 哈市), and where its name ends."""
        capital = _FORMS["capital_city"].match(words)
        if capital and self.scope.region:
            return by_code().get(self.scope.region.code[:2] + "0100"), capital.end()
        nickname, city = _FORMS["nickname"].match(words), self.scope.around("市")
        if nickname and city and city.name.startswith(nickname[1]):
            return city, nickname.end()
        region, end = chain_at(words, self.scope.region)
        return (None, 0) if region and self._is_namesake(region, words, end) else (region, end)

    def _is_namesake(self, region: Division, words: str, end: int) -> bool:
        """Whether a station only sounds as if it were of a division: 甘谷驿派出所 is not of 甘谷县.

        A short name tells no division of another prefecture than the report's, nor with one more character.
        """
        if not _FORMS["station_of_place"].match(words[end - 1 :]):
            return False
        own = self.scope.region
        far = own and own.code not in ancestors(region.code) and own.code[:4] != region.code[:4]
        return bool(far) or len(words) - end == len("驿派出所")

    def _under(self, region: Division, head: str, tail: str) -> str:
        """全市公安机关, 全省公安交管部门: the organs of a whole division."""
        if head == "警方" and not tail:
            return self._police(region)
        head = "公安机关" if head == "公安" and not tail else head
        if not head and tail.endswith(("部门", "系统")) and is_police(tail):
            return f"{self._of_all(region)}{tail}"
        return f"{self.scope.full_name(region)}{head}{tail}"

    def _of_all(self, region: Division) -> str:
        """Return whose the departments of a division are: its bureau's, in a province its organs'."""
        return f"{region.name}公安机关" if region.level == "province" else self.scope.headquarters(region)

    def _placed(self, region: Division, rest: str, words: str) -> str:
        """Name an organ whose division is known."""
        if not rest:
            return f"{region.name}公安机关" if region.level == "province" else self.scope.headquarters(region)
        if _FORMS["listed"].match(rest) or _FORMS["former"].match(rest):
            return words
        if _FORMS["own_name"].match(rest):
            return words if "、" in words else _innermost(words) + ("局" if rest.endswith("海警") else "")
        if rest.startswith("森林公安"):
            organ = "森林公安机关" if region.level == "province" else "森林公安局"
            return self.scope.full_name(region) + (organ if rest in {"森林公安", "森林公安机关"} else rest)
        if rest.endswith("机场公安"):
            return f"{self.scope.headquarters(region)}{rest}局"
        if rest.startswith("站派出所"):
            return self._railway() + words
        if rest.startswith(("各级", "各地")):
            return self.scope.full_name(region) + rest
        if _FORMS["zone_branch"].match(rest):
            return f"{region.name}公安局{words}"
        branch = _FORMS["branch_after_place"].fullmatch(rest)
        if branch:
            return self.scope.branch(words[: len(words) - len(rest)], region) + branch[1]
        head = _FORMS["head"].fullmatch(rest)
        if head:
            return self._headquarters(region, head[1], head[2])
        if rest == "派出所":  # named after a place: 友谊派出所
            return self._station_parent() + words
        if rest in {"支队", "大队", "中队"}:
            return self._squad_of_place(words)
        if rest == "交警":
            return f"{self.scope.headquarters(region)}交警{_SQUAD[region.level]}"
        if is_police(rest) and not rest.startswith(("出入境边防", "边", "高速", "森林公安", "铁路")):
            return self.scope.headquarters(region) + rest
        if is_police(rest):
            return _FORMS["border"].sub("出入境边防检查", words)
        return self.scope.full_name(region) + _ALIASES.get(rest, rest)

    def _headquarters(self, region: Division, head: str, tail: str) -> str:
        if head == "公安机关":
            return f"{region.name}公安机关{tail}"
        inner = _FORMS["branch"].fullmatch(tail) if tail else None
        if head == "公安" and not tail:
            return self.scope.headquarters(region) if region.level == "county" else f"{region.name}公安机关"
        if head == "公安" and inner:
            return f"{region.name}公安局{inner['place']}分局{inner['tail']}"
        if head == "公安" and tail.endswith(("大队", "支队", "总队")) and not tail.startswith("边防"):
            return self.scope.headquarters(region) + tail
        if head == "公安":
            return f"{region.name}公安{tail}"
        if head in {"公安厅", "厅"}:
            return f"{region.name}公安厅{tail}"
        if head == "公安局" and region.level == "county" and not region.name.endswith("区"):
            return f"{region.name}公安局{tail}"
        if head == "警方" and not tail:
            return self._police(region)
        return self.scope.headquarters(region, stated=head == "公安局") + tail

    def _police(self, region: Division) -> str:
        """Return what 警方 is: the bureau of a city or county, the organs of a province."""
        whole = region.level == "province" and not region.name.endswith("市")
        return f"{region.name}公安机关" if whole else self.scope.headquarters(region)

    def _railway(self) -> str:
        """Return the railway police named last, which stations on the line belong to."""
        return next((a.name for a in reversed(self.recent) if _FORMS["railway"].search(a.name)), "")

    def _squad_of_place(self, words: str) -> str:
        """Name 金台大队 in a report of a 支队: a squad of the unit named last, called after its place."""
        rank = {"中队": "大队", "大队": "支队", "支队": "总队"}[words[-2:]]
        above = next((a.name for a in reversed(self.recent) if a.name.endswith(rank)), None)
        return f"{above or self._main()}{words}"

    def _unplaced(self, words: str) -> str:
        """Name an organ whose division the mention does not say."""
        branch = _FORMS["branch"].fullmatch(words)
        if branch:
            if not branch["place"]:
                return self._before("分局", "分局") + branch["tail"]
            return self.scope.branch(branch["place"], None) + branch["tail"]
        bare, city = _FORMS["bare_place"].fullmatch(words), self.scope.around("市")
        if bare and city and not is_police(bare["place"]):
            return f"{city.name}公安局{bare['place']}分局"
        local = _FORMS["local"].fullmatch(words)
        if local and self.scope.region:
            owner = self._main() if local[1] == "派出所" else self.scope.full_name(self.scope.region)
            return owner + words
        if words in _FIELDS and self.scope.region:
            return f"{self._of_all(self.scope.region)}{words}部门"
        if words in {"海关", "海警"}:
            return next((a.name for a in reversed(self.recent) if words in a.name), words)
        if words in {"派出所", "边检站", "警务站", "检查站", "中队"}:
            return self._before(words, words)
        squad = next((a.name for a in reversed(self.recent) if a.name.endswith("大队")), None)
        if squad and words.endswith("中队"):
            return squad + words
        if _FORMS["station"].search(words) and "边境" not in words:
            return self._station_parent() + words
        if _FORMS["short_station"].fullmatch(words):
            return self._station_parent() + words[:-1] + "派出所"
        region = self.scope.region
        if words.startswith("公安") and (region or self.scope.national):
            return (region.name if region else "全国") + ("公安机关" if words == "公安" else words)
        if self.scope.national and _FORMS["nationwide"].match(words):
            return "全国" + words
        if _FORMS["border"].search(words):
            name = _FORMS["border"].sub("出入境边防检查", words)
            return next((a.name for a in reversed(self.recent) if a.name.endswith(name)), name)
        if "公安" in words or "边境" in words or not is_police(words):
            plain = _ORGAN.fullmatch(words) or words.endswith("消防救援站")  # each is named after a place
            if region and words not in _ALIASES and _FORMS["field"].fullmatch(words):
                return f"{self.scope.full_name(region)}{words}部门"
            return self.scope.full_name(region) + _ALIASES.get(words, words) if region and plain else words
        return self._unit_parent(words) + words

    def _main(self) -> str:
        return self.scope.headquarters(self.scope.region) if self.scope.region else ""

    def _owner_of_all(self, words: str) -> str:
        """Return what 各大队, 各中队 belong to: the unit above that was named last, else the main body."""
        above = {"各大队": "支队", "各中队": "大队"}.get(words)
        named = (a.name for a in reversed(self.recent) if above and a.name.endswith(above))
        return next(named, self._main())

    def _before(self, words: str, kind: str) -> str:
        """Return the last mention of the kind an anaphor names (该局, 分局, 支队), else the main body."""
        bureau = next((a.name for a in reversed(self.recent) if _FORMS["bureau"].search(a.name)), "")
        if kind == "局" and _FORMS["special"].search(bureau):
            return bureau
        county = self.scope.region is not None and self.scope.region.level == "county"
        if words in {"全局", "我局", "该局"} and self.scope.region and (county or words != "该局"):
            return self._main()
        ends = ("公安局", "分局", "公安处") if kind == "局" else (kind,)
        # 支队 is the fire brigade's only where no 支队 of the police is named.
        for of_kind in ("police", "other"):
            for agency in reversed(self.recent):
                if agency.name.endswith(ends) and agency.kind == of_kind:
                    return agency.name
        if kind in {"局", "分局"} and self.scope.region:
            return self._main()
        if words == "派出所" and self.scope.region:
            return f"{self._main()}各派出所"
        return self._main() + words.lstrip("该全我本") if kind in {"支队", "大队", "中队"} else words

    def _region(self, letter: str) -> Division | None:
        """Return the division that 市, 县, 区 … stands for: the document's, one around it, the last named."""
        around = self.scope.around(letter)
        if around:
            return around
        for agency in reversed(self.recent):
            division = by_code().get(agency.region or "")
            while division:
                if division.name.endswith(letter):
                    return division
                division = by_code().get(division.parent)
        return None

    def _station_parent(self) -> str:
        region = self.scope.region
        if region and region.level == "county":
            return self._main()
        for agency in reversed(self.recent):
            if agency.kind == "police" and agency.name.endswith(("公安局", "分局")):
                return agency.name
        return self._main()

    def _unit_parent(self, words: str) -> str:
        """Return the headquarters that a unit (交警支队, 反诈中心) belongs to, as its rank tells."""
        region = self.scope.region
        if region is None:
            return next(
                (a.name for a in reversed(self.recent) if a.name.endswith(("公安局", "公安厅", "分局"))), ""
            )
        levels = {"总队": "province", "支队": "prefecture"}
        level = next((lv for mark, lv in levels.items() if words.endswith(mark)), None)
        while level and region.level != level and region.parent:
            parent = by_code()[region.parent]
            if level == "prefecture" and parent.level == "province":
                break
            region = parent
        if words.endswith("大队") and region.level != "county":
            return self._station_parent()
        return self.scope.headquarters(region)
