"""The lexicon of police and partner organs: where a text names one, and of which kind and level it is.

Words are data (`data/organs.toml`); kinds and levels follow training/ANNOTATION.md, section 2.
"""

import re
from dataclasses import dataclass
from typing import Any, Final

from pipeline.values.divisions import by_code, find_divisions
from pipeline.values.tables import choice, load_table

TABLES: Final[dict[str, Any]] = load_table("organs")


@dataclass(frozen=True, slots=True)
class AgencyCandidate:
    """A place where the lexicon sees an organ; `certain` where region or name make it a proper one."""

    start: int
    end: int
    certain: bool


POLICE: Final = TABLES["police"].split()
OTHER: Final = TABLES["other"].split()
EVERY: Final = frozenset(TABLES["every"])
_ANAPHOR = (
    "[该全我][局所站]|该(?:分局|支队|大队|中队|总队)|市局|县局|区局|省厅|分局|"
    "(?:全|我|本)(?:省|市|县|区|州|盟|旗|国)(?:各级|各地)?公安(?:机关)?|各地公安机关|各级公安机关"
)
_ORGAN: Final = re.compile(f"{choice(EVERY)}|{_ANAPHOR}|{choice([*POLICE, *OTHER])}")
_PARTNER: Final = re.compile("武警|警备区|消防")
_POLICE: Final = re.compile(
    "公安|警|边防|边检|边境|移民管理|看守所|拘留所|反诈|(?:侦|督察|治安|户政|情报)部门|(?:总队|支队|大队|中队|分局)(?:.{0,4}中队)?$|"
    + choice(POLICE)
)


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
        certain = match[0] in EVERY or match[0][0] in "该全"
        if found and found[-1].end == start:
            found[-1] = AgencyCandidate(found[-1].start, end, True)
            continue
        while start in regions:
            start, certain = regions[start], True
        found.append(AgencyCandidate(start, end, certain))
    return found


_WITH_ARMED_POLICE: Final = re.compile("(.*公安(?:机关)?)(武警.*)")
_ALL_ORGANS: Final = re.compile("(.+?)(公安机关)")
_AREA_WORD: Final = re.compile("[全我本该各当属辖首省市县区州盟旗国级地两三]")


def bodies_of(words: str) -> list[tuple[int, int]]:
    """Return the (start, end) of the bodies in what a tagger took for one: joined ones apart, trimmed.

    >>> bodies_of("全市公安武警"), bodies_of("实施公安机关"), bodies_of("平凉市公安机关")
    ([(0, 4), (4, 6)], [(2, 6)], [(0, 7)])
    """
    joined = _WITH_ARMED_POLICE.fullmatch(words)
    if joined:
        return [joined.span(1), joined.span(2)]
    organs = _ALL_ORGANS.fullmatch(words)
    if organs and not _AREA_WORD.search(organs[1]) and not find_divisions(organs[1], running=False):
        return [organs.span(2)]
    return [(0, len(words))]


def starts_organ(words: str) -> bool:
    """Tell whether words begin with a division or an organ.

    >>> starts_organ("楚雄州公安机关"), starts_organ("机关")
    (True, False)
    """
    regions = find_divisions(words, running=False)
    return bool(regions and regions[0][0] == 0) or _ORGAN.match(words) is not None


def is_police(name: str) -> bool:
    """Tell whether the organ words of a name are those of the police (武警 and fire brigades are partners).

    >>> is_police("兰溪市公安局云山派出所"), is_police("武警甘肃总队"), is_police("兰溪市教育局")
    (True, False, False)
    """
    return bool(_POLICE.search(name)) and not ("公安" not in name and _PARTNER.search(name))


def level_of(name: str, region: str | None) -> str | None:
    """Return the level of an organ from its words and its region.

    >>> level_of("嘉峪关市公安局交警支队", "620200"), level_of("兰溪市公安局云山派出所", "330781")
    ('prefecture', 'station')
    """
    if re.search(
        r"派出所|中队|警务站|检查站|边检站|警务室|司法所|街道办事处|[镇乡]人民政府|消防救援站", name
    ):
        return "station"
    if name.startswith(("公安部", "全国", "国家", "最高人民")):
        return "ministry"
    if re.search("总队|公安厅|总站", name):
        return "province"
    if re.search(r"分局|大队", name):
        return "county"
    division = by_code().get(region or "")
    if division:
        return division.level
    return "prefecture" if "支队" in name else None
