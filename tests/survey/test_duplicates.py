"""The same report in several outlets: found, marked, and never taken for another month's."""

import random

import pytest

from pipeline.engines import Item
from pipeline.reading.raw import Raw, Reject
from pipeline.survey.survey import survey

FIRST = "春节期间,兰溪市公安局共出动警力300人次,检查宾馆旅馆12家,化解矛盾纠纷5起,全市社会治安大局持续平稳。"
SECOND = "交警部门在主要路口设置检查点8个,查处酒后驾驶21起、超员3起,劝导不文明行为460余人次,道路畅通有序。"
OTHER = "东阳市公安局破获电信网络诈骗案件17起,抓获犯罪嫌疑人42名,追回赃款130万元,返还群众,受到一致好评。"
REPORT = f"{FIRST}\n{SECOND}\n下一步,公安机关将继续加强巡逻防控,确保人民群众过上平安祥和的节日。"


def raw(id: str, text: str, day: str = "") -> Raw:
    return Raw(id, f"{id}.txt", f"{day}\n{text}\n" if day else text)


def marks(*items: Item) -> dict[str, object]:
    """Return the original of each document, or of each of its lines that has one."""
    found = survey(items).marks
    names: dict[str, object] = {}
    for number, mark in found.items():
        item = items[number]
        assert isinstance(item, Raw)
        content = str(item.content)
        lines = {content[a:b]: original for a, b, original in mark.paragraphs}
        names[item.id] = mark.whole or lines
    return names


def test_the_earliest_published_is_the_original() -> None:
    found = marks(
        raw("copy", REPORT, "2024-02-19"),
        raw("undated", REPORT),
        raw("original", REPORT, "2024-02-18"),
        raw("same day", REPORT, "2024-02-18"),
    )
    assert found == dict.fromkeys(("copy", "undated", "same day"), "original")


@pytest.mark.parametrize(
    "edited",
    [
        REPORT.replace("全市社会治安大局持续平稳", "全市社会治安平稳"),
        REPORT.replace("\n", ""),
        REPORT.replace("检查", "檢查").replace("公安局", "公安局\u3000"),
        "来源:某某日报\n" + REPORT.replace(",", ","),
        f"兰溪春节安保\n{REPORT}\n责任编辑:某某",
    ],
)
def test_an_edited_copy_is_one(edited: str) -> None:
    assert marks(raw("a", REPORT), raw("b", edited)) == {"b": "a"}


@pytest.mark.parametrize(
    "text",
    [
        REPORT.replace("300", "301"),
        REPORT.replace("300", "三百"),
        REPORT.replace("12家", "21家"),
        OTHER,
        # The same figures of another town in other words.
        "国庆期间,东阳市派出民警300人次,走访企业12家,调处邻里争吵5起。街面设岗8个,整治车辆21起,拦停3起,提醒行人460余人次。",
    ],
)
def test_another_event_is_none(text: str) -> None:
    assert marks(raw("a", REPORT), raw("b", text)).get("b") != "a"


def test_a_paragraph_in_a_digest_is_marked_alone() -> None:
    digest = f"{OTHER}\n{FIRST}\n全市破案12起。"
    found = marks(
        raw("a", REPORT, "2024-02-18"), raw("digest", digest, "2024-03-01"), raw("c", "全市破案12起。")
    )
    assert found == {"digest": {FIRST: "a"}}


def test_what_a_page_says_twice_is_no_duplicate() -> None:
    assert marks(raw("a", f"{FIRST}\n{FIRST}")) == {}


def test_without_figures_only_the_same_letters_count() -> None:
    text = (
        "民警深入社区走访群众,开展防范宣传,排查消防隐患,调解邻里纠纷,守护平安,群众的安全感和满意度不断提升。"
    )
    assert marks(raw("a", text), raw("b", text + " "), raw("c", text.replace("消防", "安全"))) == {"b": "a"}


def test_closing_words_are_no_duplicate() -> None:
    closing = "下一步,公安机关将继续加强社会面巡逻防控,深入排查化解矛盾纠纷,确保人民群众过上平安祥和的节日。"
    assert marks(raw("a", f"{FIRST}\n{closing}"), raw("b", f"{OTHER}\n{closing}")) == {}


def test_the_order_of_the_inputs_changes_no_original() -> None:
    items = [raw(str(n), REPORT, f"2024-02-{28 - n}") for n in range(8)]
    items += [raw(f"x{n}", REPORT.replace("300", "299"), f"2024-03-{10 + n}") for n in range(3)]
    expected = marks(*items)
    random.Random(1).shuffle(items)
    assert marks(*items) == expected
    assert expected == {str(n): "7" for n in range(7)} | {"x0": {SECOND: "7"}, "x1": "x0", "x2": "x0"}


def test_the_second_pass_sees_as_many_items_whatever_happened_to_the_files() -> None:
    items: list[Item] = [raw("a", REPORT), Reject("b", "R005", ""), raw("c", OTHER), raw("d", "登录")]
    found = survey(items)
    assert found.found == 4
    again = list(found.checked([raw("a", REPORT), Reject("b", "R005", ""), raw("c", "cut")]))
    assert again[0] == items[0]
    assert [r.cause for r in again[1:] if isinstance(r, Reject)] == ["R005", "R016", "R006"]
    assert len(list(found.checked([]))) == 4
    assert len(list(found.checked(items + items))) == 4


def test_two_workers_find_the_same() -> None:
    items = [raw(str(n), REPORT if n % 3 else OTHER) for n in range(20)]
    assert survey(items, workers=2) == survey(items)
