import csv
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.agencies import Agency, resolve
from pipeline.values.organs import find_agencies

with Path(__file__).with_name("agencies.tsv").open(encoding="utf-8", newline="") as lines:
    ROWS = list(csv.DictReader(lines, delimiter="\t"))


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_specification(row: dict[str, str]) -> None:
    text, words = row["text"], row["mention"]
    start = text.index(words, text.index(",") if words not in text.split(",")[0] else 0)
    expected = Agency(row["name"], row["region"] or None, row["level"] or None, row["kind"])
    assert resolve([(start, start + len(words), words)], text) == [expected]


@pytest.mark.parametrize("words", ["嘉峪关市公安局", "各派出所", "交警支队", "应急管理局"])
def test_candidates(words: str) -> None:
    text = f"日前,{words}开展行动"
    assert words in [text[a.start : a.end] for a in find_agencies(text)]


@given(st.text(alphabet="嘉峪关市公安局分该全机厅派出所交警支队,", max_size=30))
def test_any_text_resolves_one_for_one(text: str) -> None:
    candidates = find_agencies(text)
    mentions = [(a.start, a.end, text[a.start : a.end]) for a in candidates]
    assert len(resolve(mentions, text)) == len(mentions)
    assert all(a.end <= b.start for a, b in itertools.pairwise(candidates))


@pytest.mark.parametrize(
    ("text", "above", "words", "name"),
    [
        (
            "汉川市公安局交警大队部署,直属中队设卡",
            "汉川市公安局交警大队",
            "直属中队",
            "汉川市公安局交警大队直属中队",
        ),
        (
            "赣州市公安局交警支队部署,各大队设卡",
            "赣州市公安局交警支队",
            "各大队",
            "赣州市公安局交警支队各大队",
        ),
        (
            "拉萨市公安局城南警务站巡逻,警务站守护",
            "拉萨市公安局城南警务站",
            "警务站",
            "拉萨市公安局城南警务站",
        ),
        ("盐城市消防救援支队通报情况,支队出动", "盐城市消防救援支队", "支队", "盐城市消防救援支队"),
        (
            "昌吉市消防救援大队部署,宁边路消防救援站出动",
            "昌吉市消防救援大队",
            "宁边路消防救援站",
            "昌吉市宁边路消防救援站",
        ),
        ("延吉市消防救援大队检查,该大队出动", "延吉市消防救援大队", "该大队", "延吉市消防救援大队"),
    ],
)
def test_a_unit_belongs_to_the_one_above_it_that_was_named(
    text: str, above: str, words: str, name: str
) -> None:
    mentions = [(text.index(above), text.index(above) + len(above), above)]
    start = text.rindex(words)
    found = resolve([*mentions, (start, start + len(words), words)], text)
    assert found[-1].name == name


@pytest.mark.parametrize(
    ("aside", "name"),
    [
        ("临汾新闻网讯", "临汾市公安机关"),
        ("新华社北京10月3日电", "我市公安机关"),  # where it was written says nothing of its place
        ("", "我市公安机关"),
    ],
)
def test_the_page_around_tells_the_place_where_the_report_does_not(aside: str, name: str) -> None:
    text = "今年以来,我市公安机关开展行动"
    start = text.index("我市")
    assert resolve([(start, start + 6, "我市公安机关")], text, None, aside)[0].name == name


def test_this_bureau_is_the_one_named_last() -> None:
    text = "记者从温州海警局获悉,该局查获走私船。瑞安市公安局立案后,该局抓获3人"
    mentions = [(m.start(), m.end(), m[0]) for m in re.finditer("温州海警局|瑞安市公安局|该局", text)]
    names = [agency.name for agency in resolve(mentions, text)]
    assert names == ["温州海警局", "温州海警局", "瑞安市公安局", "瑞安市公安局"]
