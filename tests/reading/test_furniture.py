from datetime import date

import pytest

from pipeline.reading.furniture import furniture_edits, is_furniture, stated_day
from pipeline.reading.reader import read_text
from tests.reading.texts import bodies, table

PROSE = "某市公安局共出动警力300人次,检查旅馆12家。"


@pytest.mark.parametrize(("line", "expected"), table("furniture.tsv"))
def test_lines(line: str, expected: str) -> None:
    assert is_furniture(line) is (expected == "yes")


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("本报讯 ", ""),
        ("本报讯(记者 李某 通讯员 王某)", ""),
        ("新华社北京7月8日电(记者 李某)", ""),
        ("人民网成都9月21日电 ", ""),
        ("中新社北京1月10日电 (记者 郭某某)", ""),
        ("大河网讯 (记者 宋某某)", ""),
        ("东北网5月25日讯(李某某记者雷某)", ""),
        ("(记者 李某 通讯员 王某)", ""),
        ("", "(某某区委政法委 供稿)"),
        ("", "(供稿:某某分局)"),
        ("", "(来源:某某日报)"),
        ("", "(通讯员 王某 记者 李某)"),
        ("", "[责任编辑:王某某]"),
        ("", "(供稿:某某公安局宝\ufffd局\ufffd"),
    ],
)
def test_datelines_and_credits_are_cut_off(head: str, tail: str) -> None:
    assert read_text(f"平安守护\n{head}{PROSE}{tail}\n", id="x").text == f"平安守护\n{PROSE}\n"


@pytest.mark.parametrize(
    "line",
    [
        "经侦大队在网讯问时发现线索。",
        "本报告所列数据均为快报数。",
        "(一)刑事警情21起。",
        "民警劝阻一起诈骗(受害人为某报记者)后,开展回访。",
        "新华社区民警走访居民300户。",
        "据报,2日电信诈骗警情5起。",
    ],
)
def test_prose_stays_whole(line: str) -> None:
    assert read_text(f"平安守护\n{line}\n", id="x").text == f"平安守护\n{line}\n"


@pytest.mark.parametrize(
    ("page", "day"),
    [
        ("标题\n发布时间:2024-07-08\n正文。\n", date(2024, 7, 8)),
        ("标题\n2024年7月8日 17:25\n正文。\n", date(2024, 7, 8)),
        ("标题\n来源:某网 时间 2024/7/8\n正文。\n", date(2024, 7, 8)),
        ("标题\n正文。\n(2024年7月8日)\n", date(2024, 7, 8)),
        ("标题\n新华社北京2024年7月8日电 正文。\n", date(2024, 7, 8)),
        ("标题\nhttp://www.example.cn/2024-07/08/c_1.htm\n正文。\n", date(2024, 7, 8)),
        ("标题\nhttps://www.example.cn/art/2024/5/27/a.html\n正文。\n", date(2024, 5, 27)),
        ("标题\n2024-02-31\n发布时间:2024-03-01\n正文。\n", date(2024, 3, 1)),
        ("标题\n新华社北京7月8日电 正文。\n", None),
        ("标题\n2024年7月8日,市局出动警力30人。\n", None),
        ("标题\n2024年7月8日至9日,市局出动警力。\n", None),
    ],
)
def test_the_day_of_publication(page: str, day: date | None) -> None:
    assert read_text(page, id="x").published == day


def test_links_after_the_report_go() -> None:
    page = f"平安守护\n{PROSE}\n相关新闻\n某地开展清查\n某县召开会议\n{PROSE}\n"
    assert read_text(page, id="x").text == f"平安守护\n{PROSE}\n{PROSE}\n"
    assert read_text(f"相关新闻\n{PROSE}\n", id="x").text == f"相关新闻\n{PROSE}\n"


def test_one_title_with_prose_below_is_a_section() -> None:
    page = f"平安守护\n{PROSE}\n相关链接\n近期办理的几起案件\n{PROSE}\n"
    assert read_text(page, id="x").text == page


def test_reports_keep_every_line() -> None:
    for name, body in bodies().items():
        spans, _ = furniture_edits(body)
        lost = [body[a:b].strip() for a, b in spans]
        kept = [x for x in lost if x and x != "本报讯" and not stated_day(x) and x[0] != "图"]
        assert kept == [], name  # days and captions of photographs are no part of the report


def test_impossible_days_are_passed_over() -> None:
    assert stated_day("2023-13-01") is None
    assert stated_day("2023-02-29 2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "raw",
    [
        "1" * 100_000,
        "," * 20_000,
        "[]" * 100_000,
        "(" * 200_000,
        "\n" * 200_000,
        "来源:" * 40_000,
        "首页>" * 50_000,
        (" >" * 70 + "\n") * 1_000,
        ("来源:" * 40 + "\n") * 1_000,
        ("记者 " * 50 + "\n") * 1_000,
        ("(记者" * 40 + "\n") * 1_000,
        ("a" * 159 + "\n") * 1_000,
        ("网" * 150 + "\n") * 1_000,
        ("图" * 150 + "\n") * 1_000,
        "<p" * 50_000,
        "&" * 100_000,
    ],
    ids=lambda raw: repr(raw[:6]),
)
def test_hostile_pages_are_read_to_their_end(raw: str) -> None:
    spans, _ = furniture_edits(raw)  # a pattern that backtracks would take hours here
    assert all(0 <= start < end <= len(raw) for start, end in spans)
