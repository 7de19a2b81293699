"""Questions of a sample: what the table of phenomena is made of.

A question is a function from the view of a sample to the spans of its answers.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from pipeline.annotation import Entity
from pipeline.learning.views import Span, View

Find = Callable[[View], Iterable[Span]]
Test = Callable[[View, Entity], Any]


def _spans(entities: Iterable[Entity]) -> list[Span]:
    return [(e.start, e.end) for e in entities]


def quantities(test: Test) -> Find:
    """Find the quantities of which the test holds."""
    return lambda view: _spans(q for q in view.quantities if test(view, q))


def measures(test: Test) -> Find:
    """Find the measures of which the test holds."""
    return lambda view: _spans(m for m in view.measures if test(view, m))


def dates(test: Test) -> Find:
    """Find the dates of which the test holds."""
    return lambda view: _spans(d for d in view.dates if test(view, d))


def agencies(test: Test) -> Find:
    """Find the agencies of which the test holds."""
    return lambda view: _spans(a for a in view.agencies if test(view, a))


def words(pattern: str) -> Find:
    """Find the quantities whose words have the pattern in them."""
    compiled = re.compile(pattern)
    return quantities(lambda v, q: compiled.search(v.words(q)))


def outside(pattern: str) -> Find:
    """Find what touches no quantity and no date."""
    compiled = re.compile(pattern)
    return lambda view: view.outside(compiled)


NUMERAL: Final = "[〇零一二两三四五六七八九十百千万亿半几数]"
_UP_DOWN: Final = "(?:[升增减降涨跌]|提高|上升|下降|减少|增加|压缩|缩短|控制|攀升|扩大|回落)"
_RISES: Final = re.compile(f"{_UP_DOWN}.{{0,3}}(?:至|到|为)(?:了)?[“]?$")
_ARROW: Final = re.compile("[↑↓]")
_SIGN: Final = re.compile(r"[+\-−–]")
_SAYS: Final = {"yoy": "同比", "mom": "环比"}
_COMPARED: Final = re.compile("同比|环比|(?<![占对])比(?![例重如较])|较(?![大多好高为集重长小])")
_AMONG: Final = re.compile("其中")
_PASSIVE: Final = re.compile(
    "(?:被(?!困|盗|骗|诈|拐|害|贩|侵|执)|受到|遭到|得到|均由|已由|由(?:民警|警方))[^,。;被]{0,8}$"
)
_PASSIVE_VERB: Final = re.compile(
    "(?<!未)(?:被(?!困|盗|骗|诈|拐|害|贩|侵|执|[^,。]{1,5}的)|受到|得到|予以|由(?:民警|警方))"
)
_PASSIVE_NEXT: Final = re.compile("(?:均|已|全部|先后|依法|当场|一并)*(?:被|由|得到|受到|予以)")
_TREATED: Final = re.compile("对[^,。;]*$")
_TREATING: Final = re.compile("进行|予以|给予|开展|实施|作出|落实")
_RESPECTIVELY: Final = re.compile("分别")
_SHARE: Final = re.compile("占[^,。;]{0,12}$")
SHARES: Final = ("半", "一半", "半数", "过半", "大半", "一半以上", "分之一", "分之二", "分之三")
"""Ends of shares in words, whose unit is read as %."""
_ANAPHOR: Final = re.compile("^(?:[该我本全各市县区省州]|上述)")
_CAMPAIGN: Final = re.compile("campaign|raid|行动")


def passive(view: View, measure: Entity) -> bool:
    """Tell whether 被 (or 受到, 予以, 由民警) stands before the verb: before, in or behind the figure."""
    return bool(
        _PASSIVE.search(view.clause_before(measure))
        or _PASSIVE_VERB.search(view.words(measure))
        or any(_PASSIVE_NEXT.match(view.text, q.end) for q in view.to(measure, "AMOUNT"))
    )


def treated(view: View, measure: Entity) -> bool:
    """Tell whether the object is led in before the verb: 对…进行, 对…予以."""
    return bool(_TREATED.search(view.clause_before(measure)) and _TREATING.search(view.words(measure)))


def signed(view: View, quantity: Entity) -> bool:
    """Tell whether an arrow or a sign stands at the number."""
    return bool(
        _ARROW.search(view.before(quantity, 2) + view.words(quantity)) or _SIGN.match(view.words(quantity))
    )


def reached(view: View, quantity: Entity) -> bool:
    """Tell whether the value is a level that something rose or fell to."""
    return not quantity.attributes["change"] and bool(_RISES.search(view.before(quantity, 10)))


def plain_range(_: View, quantity: Entity) -> bool:
    """Tell whether the value has two exact ends: 10至15辆."""
    a = quantity.attributes
    return not a["approximate"] and a["low"] != a["high"]


def share(view: View, quantity: Entity) -> bool:
    """Tell whether the value is a part of a whole: 三成, 三分之一, 占…%."""
    unit, words_ = quantity.attributes["unit"], view.words(quantity)
    return (
        unit == "成" or "分之" in words_ or (unit == "%" and bool(_SHARE.search(view.before(quantity, 15))))
    )


def unit_is(pattern: str, in_words: str = "") -> Find:
    """Find the quantities whose unit begins with a pattern, and whose words have another in them."""
    unit, part = re.compile(pattern), re.compile(in_words)
    return quantities(lambda v, q: unit.match(q.attributes["unit"] or "") and part.search(v.words(q)))


def short_name(view: View, agency: Entity) -> bool:
    """Tell whether the words are not the name."""
    return bool(agency.attributes["name"] != view.words(agency))


def anaphor(view: View, agency: Entity) -> bool:
    """Tell whether the words point back or to the area: 市局, 该局, 全市公安机关."""
    return short_name(view, agency) and bool(_ANAPHOR.search(view.words(agency)))


def of_kind(kind: str) -> Test:
    """Return the test of an agency's or a date's kind."""
    return lambda _, entity: entity.attributes["kind"] == kind


def date_words(pattern: str, size: int = 0) -> Find:
    """Find the dates with a pattern in their words and `size` characters before them."""
    compiled = re.compile(pattern)
    return dates(lambda v, d: compiled.search(v.before(d, size) + v.words(d)))


def change(basis: str, told: bool) -> Find:
    """Find changes of one basis whose nearest word of comparison is (or is not) 同比 or 环比."""

    def test(view: View, quantity: Entity) -> bool:
        change = quantity.attributes["change"]
        if not change or change["basis"] != basis:
            return False
        compared = _COMPARED.findall(view.before(quantity, 200) + view.words(quantity))
        return bool(compared and compared[-1] == _SAYS[basis]) is told

    return quantities(test)


def respectively(view: View) -> Iterable[Span]:
    """Find 分别 before at least two quantities of its sentence, with no ; between."""
    for match in _RESPECTIVELY.finditer(view.text):
        end = view.structure.sentence_span(match.start())[1]
        stop = view.text.find(";", match.end(), end)
        after = [q for q in view.quantities if match.end() <= q.start < (end if stop < 0 else stop)]
        if len(after) > 1:
            yield match.span()


def among(view: View, measure: Entity) -> bool:
    """Tell whether 其中 stands between the whole and the part, or before the part in its sentence."""
    return bool(_AMONG.search(view.before(measure, 200)))


def day_in_campaign(view: View, measure: Entity) -> bool:
    """Tell whether a figure of one day stands in a report on an operation."""
    days = view.to(measure, "WHEN")
    one = [d for d in days if d.attributes["from"] and d.attributes["from"] == d.attributes["to"]]
    return bool(view.to(measure, "AMOUNT") and one and _on_campaign(view))


def _on_campaign(view: View) -> bool:
    under = sum(bool(view.to(m, "UNDER")) for m in view.measures)
    return bool(_CAMPAIGN.search(view.sample.meta.get("genre", ""))) or under * 2 > len(view.measures)


def dated_from(line: bool) -> Find:
    """Find the measures dated by a mention of another line, or of another sentence of their line."""
    return lambda view: _inherited(view, line)


def _inherited(view: View, line: bool) -> list[Span]:
    s = view.structure
    found = []
    for measure in view.measures:
        for day in view.to(measure, "WHEN"):
            same_line = s.line(day.start) == s.line(measure.start)
            same_sentence = s.sentence(day.start) == s.sentence(measure.start)
            if (not same_line) if line else (same_line and not same_sentence):
                found.append((measure.start, measure.end))
    return found


def _acting(view: View) -> set[str]:
    return {a.attributes["name"] for m in view.measures for a in view.to(m, "AGENT")}


def acting_bodies(least: int) -> Find:
    """Find the documents with so many names of acting bodies; their answer is the empty span at 0."""
    return lambda view: [(0, 0)] * (len(_acting(view)) >= least)
