"""Each question finds its instance in a report written for it, and nothing where there is none."""

import pytest

from pipeline.learning.markup import compile_sample
from pipeline.learning.phenomena import PHENOMENA, as_markdown, count
from pipeline.learning.samples import Sample

HEADER = "# id: t1\n# published: 2024-02-20\n# genre: campaign\n# region: 620200\n# split: test\n---\n"
REPORT = """\
[春节期间|D#cj 2024-02-10..2024-02-17 holiday],[嘉峪关市公安局|A#j prefecture][“断卡”行动|C#dk]战果
[市局|A#j]日均[出动/警力|M#m1 deploy events @j ^cj ~dk][40余人次|Q ~40..50 人次 per=day]、[警车|M+]\
[上百台次|Q ~100..200 台次],\
[无人机|M+][8架|Q],召开[3次|Q >][专题会|M organise force @j ^cj ~dk act=召开]\
。[查处/违法行为|M#m2 penalise traffic @j ^cj ~dk]\
[368起|Q],其中[酒驾|M+ <m2][12|Q 12 起]。
[2月18日(正月初九)|D#d 2024-02-18],[嘉峪关市应急管理局|A#y prefecture other]\
[抓获/嫌疑人|M apprehend crime @y ^d ~dk][近百名|Q ~90..100 名]。
[刑事警情|M#a indicator crime ~dk]、[治安警情|M#b indicator public_order ~dk]\
同比分别下降[10%|Q =a down yoy]、[8%|Q =b down yoy],\
[发案|M#c indicator crime ~dk]比去年减少[3起|Q =c down yoy],增至[11起|Q =c],是去年的[1.7倍|Q =c]\
,占[三成|Q 3 成];\
截至[2月19日|D#e ?..2024-02-19][刑事拘留|M apprehend crime ^e ~dk act=刑事拘留 obj=][5至7人|Q 5..7 人]\
,罚款[30余万元|Q ~300000..400000 元 =m2]。
将[开展/夜查|M inspect traffic @j ~dk planned][2次|Q]。拨打110,“一村一警”。
"""


@pytest.fixture(scope="module")
def found() -> dict[str, int]:
    return {c.phenomenon.name: c.instances for c in count([compile_sample(HEADER + REPORT)])}


@pytest.mark.parametrize(
    ("name", "instances"),
    [
        ("verb dropped", 3),
        ("one verb, three objects or more", 1),
        ("quantity before object", 1),
        ("分别", 1),
        ("part with 其中", 1),
        ("part without 其中", 0),
        ("同比 said", 2),
        ("yoy without 同比", 1),
        ("level reached", 1),
        ("multiple", 1),
        ("share", 1),
        ("余", 2),
        ("近", 1),
        ("上千", 1),
        ("range", 1),
        ("万 or 亿 of money", 1),
        ("Chinese numeral", 3),
        ("unit named elsewhere", 1),
        ("rate", 1),
        ("two acting bodies", 1),
        ("short name", 1),
        ("anaphor", 1),
        ("partner organ", 1),
        ("date of another line", 6),
        ("single day in a campaign", 1),
        ("截至", 1),
        ("lunar date", 1),
        ("holiday", 1),
        ("planned figure", 1),
        ("hotline", 1),
        ("numeral in a name or slogan", 1),
        ("unmarked digits", 1),
    ],
)
def test_instances(found: dict[str, int], name: str, instances: int) -> None:
    assert found[name] == instances


def test_names_are_unique_and_an_empty_report_has_nothing() -> None:
    assert len({p.name for p in PHENOMENA}) == len(PHENOMENA)
    assert not any(c.instances for c in count([Sample("a", "平安。", None, None, [], [])]))


def test_tables() -> None:
    text = as_markdown([compile_sample(HEADER + REPORT), Sample("b", "平安。", None, None, [], [])])
    assert (
        "| verb dropped | an object in a list takes its verb from before (SHARES_ACTION) | 3 | 1 | " in text
    )
    assert "## By province" in text
    assert "| 甘肃省 | 1 |" in text
    assert "| test | 1 |" in text
    assert "## By script" not in text
