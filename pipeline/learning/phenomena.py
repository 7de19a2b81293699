"""The hard phenomena of police reports, as a table of questions that a corpus is counted by.

The counts say what a model can learn from the corpus and what a test can show.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from pipeline.learning import questions as ask
from pipeline.learning.questions import NUMERAL, Find, agencies, dates, measures, outside, quantities, words
from pipeline.learning.samples import Sample
from pipeline.learning.views import View
from pipeline.values.divisions import by_code


class Phenomenon(NamedTuple):
    """A row of the table: its name, what it means, and how its instances are found."""

    name: str
    meaning: str
    find: Find


# fmt: off
_ROWS: Final[tuple[tuple[str, str, Find], ...]] = (
    # lists and word order
    ("verb dropped", "an object in a list takes its verb from before (SHARES_ACTION)",
     measures(lambda v, m: v.to(m, "SHARES_ACTION"))),
    ("one verb, three objects or more", "the verb of at least two further objects",
     measures(lambda v, m: len(v.heads(m, "SHARES_ACTION")) > 1)),
    ("quantity before object", "召开3次党委专题会",
     quantities(lambda v, q: any(m.start > q.start for m in v.heads(q, "AMOUNT")))),
    ("several amounts", "接警1200起,同比下降8%: one measure",
     measures(lambda v, m: len(v.to(m, "AMOUNT")) > 1)),
    ("passive", "被刑事拘留7人", measures(ask.passive)),
    ("对…进行", "the object is led in before the verb", measures(ask.treated)),
    ("分别", "distributes at least two values", ask.respectively),
    ("no figure", "a measure that nothing counts", measures(lambda v, m: not v.to(m, "AMOUNT"))),
    # wholes and parts
    ("part with 其中", "PART_OF with 其中 in the sentence",
     measures(lambda v, m: v.to(m, "PART_OF") and ask.among(v, m))),
    ("part without 其中", "PART_OF of a case, an example, a rest",
     measures(lambda v, m: v.to(m, "PART_OF") and not ask.among(v, m))),
    # changes, levels, shares
    ("同比 said", "a change on the year, in so many words", ask.change("yoy", True)),
    ("yoy without 同比", "比去年减少3起", ask.change("yoy", False)),
    ("环比 said", "a change on the period before, in so many words", ask.change("mom", True)),
    ("mom without 环比", "较上月提高", ask.change("mom", False)),
    ("change of other basis", "a bare 下降, 较节前",
     quantities(lambda _, q: (q.attributes["change"] or {}).get("basis") == "other")),
    ("arrow or sign", "↓12.3%, -5%", quantities(ask.signed)),
    ("level reached", "增至11起: a value, no change", quantities(ask.reached)),
    ("multiple", "1.7倍", words("倍|翻番|翻一番")),
    ("share", "占…%, 三成, 三分之一", quantities(ask.share)),
    # approximators
    ("余", "40余条", words("余")),
    ("多", "30多名", words("多")),
    ("近", "近百起", words("近")),
    ("约", "约120名", words("约")),
    ("以上", "100人以上", words("以上")),
    ("超", "超120名", words("超")),
    ("逾", "逾120万元", words("逾")),
    ("突破", "突破万人", words("突破")),
    ("上千", "上千名, 上万人", words("上[十百千万]")),
    ("百余", "百余起, 十余次: a bare multiplier", words(f"(?<![0-9{NUMERAL[1:-1]}])[十百千万]余")),
    ("数十", "数十名, 几十起, 数千人", words("[数几][十百千万]")),
    ("左右", "50人左右, 上下", words("左右|上下")),
    ("不少于", "不低于, 至少, 不下", words("不少于|不低于|至少|不下")),
    ("不足", "不足5分钟, 不超过, 以内", words("不足|不超过|以内|以下|不到")),
    ("range", "10至15辆", quantities(ask.plain_range)),
    # numbers and units
    ("万 or 亿 of money", "30余万元", ask.unit_is(".*元", "[万亿]")),
    ("万 or 亿 otherwise", "1.5万人次", ask.unit_is("(?!.*元)", "[万亿]")),
    ("weight", "吨, 公斤, 克", ask.unit_is("吨|公斤|千克|克|斤")),
    ("Chinese numeral", "no digit in the span", words(r"^\D+$")),
    ("unit named elsewhere", "超员11, 酒驾29 in a list of 起; a table's cell",
     quantities(lambda v, q: not v.words(q).endswith(ask.SHARES) and q.attributes["unit"] not in v.words(q))),
    ("rate", "日均, 每天, 每10万人", quantities(lambda _, q: q.attributes["per"])),
    # agencies
    ("two acting bodies", "documents with two names of AGENT or more", ask.acting_bodies(2)),
    ("five acting bodies", "documents with five names of AGENT or more", ask.acting_bodies(5)),
    ("short name", "an agency whose words are not its name", agencies(ask.short_name)),
    ("anaphor", "of these, 市局, 该局, 全市公安机关", agencies(ask.anaphor)),
    ("partner organ", "AGENCY of kind other", agencies(ask.of_kind("other"))),
    # dates
    ("date of another line", "WHEN to the head or lead", ask.dated_from(line=True)),
    ("date of another sentence", "WHEN within the line", ask.dated_from(line=False)),
    ("two dates", "a measure with two WHEN", measures(lambda v, m: len(v.to(m, "WHEN")) > 1)),
    ("single day in a campaign", "figures of one day in a report on an operation",
     measures(ask.day_in_campaign)),
    ("截至", "open to the left", ask.date_words("截至|截止", 3)),
    ("以来", "open to the right", ask.date_words("以来$|至今$")),
    ("lunar date", "正月初九, 除夕",
     ask.date_words("正月|腊月|农历|除夕|小年|初[一二三四五六七八九十]|廿|元宵|端午|中秋|重阳")),
    ("holiday", "DATE of kind holiday", dates(ask.of_kind("holiday"))),
    ("relative date", "昨日, 当晚, 日前", dates(ask.of_kind("relative"))),
    ("recurring date", "每晚6时", dates(ask.of_kind("recurring"))),
    # plans, and numerals that are nothing
    ("planned", "measures of status planned", measures(lambda _, m: m.attributes["status"] == "planned")),
    ("planned figure", "of these, with an amount",
     measures(lambda v, m: m.attributes["status"] == "planned" and v.to(m, "AMOUNT"))),
    ("numeral in a title", "《2024年方案》", outside(rf"《[^》\n]*(?:\d|{NUMERAL})[^》\n]*》")),
    ("case name", "“4.03”案", outside(r"“?\d+[.·]\d+”?[^,。;\d]{0,8}案")),
    ("hotline", "110, 12345", outside(
        r"(?<!\d)(?:110|119|120|122|12110|12123|12345|12367|12389|96110)(?![\d.万亿余多起人次条件名家元米公吨级度天小分秒年月日个辆台])")),
    ("numeral in a name or slogan", "in “…”", outside(rf"“[^“”\n]*(?:\d|{NUMERAL})[^“”\n]*”")),
    ("unmarked digits", "all of them: names, hotlines, ages, clock times, distances, steps of a story",
     outside(r"(?<![\d.])\d+(?:\.\d+)?(?=[^\d.]|$)")),
)
# fmt: on
PHENOMENA: Final = tuple(Phenomenon(*row) for row in _ROWS)

LENGTHS: Final = (300, 600, 1000, 2000)
"""Upper bounds, in characters, of the bands of length; the last band is open."""


class Count(NamedTuple):
    """How often a phenomenon occurs, in how many documents, and one instance with the words around it."""

    phenomenon: Phenomenon
    instances: int
    documents: int
    example: str


def count(samples: Iterable[Sample]) -> list[Count]:
    """Count each phenomenon of the table."""
    views = [View(sample) for sample in samples]
    counts = []
    for phenomenon in PHENOMENA:
        found = [(view, span) for view in views for span in phenomenon.find(view)]
        view, (start, end) = found[len(found) // 2] if found else (None, (0, 0))
        example = view.text[max(0, start - 14) : end + 8].replace("\n", " ") if view and end else ""
        documents = len({id(view) for view, _ in found})
        counts.append(Count(phenomenon, len(found), documents, example))
    return counts


def province(sample: Sample) -> str:
    """Return the name of the province-level division of a sample's region."""
    code = sample.meta.get("region", "")
    known = by_code().get(f"{code[:2]}0000")
    return known.name if known else "national" if code == "000000" else code or "none"


def length_band(sample: Sample) -> str:
    """Return the band of length of a sample.

    >>> length_band(Sample("a", "甲" * 300, None, None, [], []))
    '300–599'
    """
    size, least = len(sample.text), 0
    for bound in LENGTHS:
        if size < bound:
            return f"{least}–{bound - 1}"
        least = bound
    return f"{least}–"


GROUPS: Final[tuple[tuple[str, Callable[[Sample], str | None]], ...]] = (
    ("split", lambda s: s.meta.get("split")),
    ("level", lambda s: s.meta.get("level")),
    ("year", lambda s: s.published[:4] if s.published else "none"),
    ("length in characters", length_band),
    ("script", lambda s: s.meta.get("script")),
    ("province", province),
    ("genre", lambda s: s.meta.get("genre")),
)
"""What a corpus is counted by besides; a group that no header names is left out."""


def as_markdown(samples: Sequence[Sample]) -> str:
    """Return the counts of a corpus as Markdown tables."""
    lines = ["## Phenomena", "", "| phenomenon | meaning | instances | documents | example |"]
    lines.append("| --- | --- | ---: | ---: | --- |")
    for c in count(samples):
        cells = (c.phenomenon.name, c.phenomenon.meaning, str(c.instances), str(c.documents), c.example)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    for title, group in GROUPS:
        lines += _group_lines(title, [(group(s), s) for s in samples])
    return "\n".join([*lines, ""])


def _group_lines(title: str, members: list[tuple[str | None, Sample]]) -> Iterator[str]:
    if not any(name for name, _ in members):
        return
    documents, characters, figures = Counter[str](), Counter[str](), Counter[str]()
    for name, sample in members:
        documents[name or "none"] += 1
        characters[name or "none"] += len(sample.text)
        figures[name or "none"] += sum(r.label == "AMOUNT" for r in sample.relations)
    yield from ("", f"## By {title}", "", f"| {title} | documents | characters | figures |")
    yield "| --- | ---: | ---: | ---: |"
    by_size = title in {"province", "genre"}
    for name in sorted(documents, key=lambda n: (-documents[n] if by_size else 0, n)):
        yield f"| {name} | {documents[name]} | {characters[name]} | {figures[name]} |"
