import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.calendar import holiday_span, lunar_day, month_span
from pipeline.values.dates import DateValue, find_dates

TABLE = Path(__file__).with_name("dates.tsv")
with TABLE.open(encoding="utf-8", newline="") as lines:
    CASES = [
        (row["published"], row["text"], row["expected"] or "")
        for row in csv.DictReader(lines, delimiter="\t")
    ]


def _notation(text: str, d: DateValue) -> str:
    return f"{text[d.start : d.end]}={d.from_ or '?'}..{d.to or '?'}{'' if d.certain else ' ?'}"


@pytest.mark.parametrize(("published", "text", "expected"), CASES)
def test_specification(published: str, text: str, expected: str) -> None:
    found = find_dates(text, date.fromisoformat(published) if published else None)
    assert ";".join(_notation(text, d) for d in found) == expected


def test_specification_is_broad() -> None:
    assert len(CASES) >= 230
    assert sum(not expected for *_, expected in CASES) >= 70


HOSTILE = [
    "1" * 100_000,
    "1," * 20_000,
    "1月" * 9_000,
    "7月6日至" * 9_000,
    "自公安机关开展以" * 12_000,
    "《" * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_is_read_to_its_end(text: str) -> None:
    found = find_dates(text, date(2024, 2, 20))  # a pattern that backtracks would take hours here
    assert all(0 <= d.start < d.end <= len(text) for d in found)


@given(st.text(alphabet="0123456789年月日至到-(正月初九)春节期间以来今去晚时分二〇十,。“”", max_size=40))
def test_spans_and_days_are_in_order(text: str) -> None:
    last = 0
    for d in find_dates(text, date(2024, 2, 20)):
        assert last <= d.start < d.end <= len(text)
        assert d.from_ is None or d.to is None or d.from_ <= d.to
        last = d.end


WORDS = """
今年 去年 2023年 二〇二四年 7月 十二月 31日 三十日 2月30日 至 到 — 、 前 起 以来 期间 之前 上旬 底 初 年底
年内 春节 国庆 元旦 春运 雪顿节 除夕 正月 初九 腊月 廿三 (正月初九) 第一天 当天 次日 全天 昨晚 今冬明春
本月 下周 上周五 一季度 前三季度 前十个月 全年 1至11月 三天里 半年来 目前 即日起 每周五 每晚8时 节日期间 假期
两节期间 “夏季行动” “净网2020” 行动开展 截至 自 , 。 9时30分 24日 0日 99月 ( )
"""


@given(
    st.lists(st.sampled_from(WORDS.split()), max_size=9).map("".join),
    st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2040, 12, 31))),
)
def test_no_words_make_it_fail(text: str, published: date | None) -> None:
    for d in find_dates(text, published):
        assert text[d.start : d.end].strip()


def test_calendar_knows_its_limits() -> None:
    assert holiday_span(1950, "Spring Festival") is None
    assert lunar_day(1800, 1, 1) is None
    assert month_span(2024, 13) is None
    assert month_span(2024, 2) == (date(2024, 2, 1), date(2024, 2, 29))
