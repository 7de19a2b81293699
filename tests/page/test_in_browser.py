"""The page as its reader uses it, in a real Chromium."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from made_records import SENTENCE, record, span

from pipeline.page.render import write_page
from pipeline.record import Record

playwright = pytest.importorskip(
    "playwright.sync_api", reason="no Playwright: pip install -e .[browser]", exc_type=ImportError
)
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
pytestmark = [
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium: apt install chromium, or set CHROMIUM to its path"),
]

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
RECORDS = [
    record(1, measure__confidence=0.4),
    record(2, quantity__low=40, quantity__high=50, quantity__approximate=True, agency__region="620200"),
    record(3, measure__status="planned"),
    record(4, category={"label": "crime", "confidence": 0.9, "scores": {"crime": 0.9}}, part_of="a#2"),
    record(5, quantity__unit="人次", date=None, agency=None, campaign=span("春节")),
    record(
        6,
        doc__title=HOSTILE,
        sentence__text=HOSTILE + SENTENCE,
        measure__object=HOSTILE,
        quantity__unit=HOSTILE,
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a page of records; whatever the browser complains of fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(records: list[Record], anchor: str = "", title: str | None = None, **options: Any) -> Any:
        write_page(records, tmp_path / "page.html", tmp_path, title)
        context = browser.new_context(**{"locale": "en-GB", "offline": True, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("request", lambda request: complaints.extend([request.url] * (request.url[:5] != "file:")))
        page.goto((tmp_path / "page.html").as_uri() + anchor)
        page.wait_for_selector("h1")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def rows(page: Any) -> int:
    return page.locator("tbody tr:has(td.what)").count()


def test_filters_meet_and_can_be_taken_back(show: Callable[..., Any]) -> None:
    page = show(RECORDS)
    assert rows(page) == 5
    page.locator("select[name=category]").select_option("crime")
    assert rows(page) == 1
    assert page.get_by_role("status").inner_text() == "Records found: 1"
    page.get_by_role("button", name="Category: crime").click()
    page.get_by_role("searchbox").fill("嘉峪关 nothing")
    assert page.get_by_text("No record is left").is_visible()
    page.get_by_role("searchbox").fill("兰溪")
    page.get_by_role("checkbox", name="Only what may be added").check()
    assert rows(page) == 4
    page.get_by_role("button", name="Clear all").click()
    assert rows(page) == 5
    page.get_by_role("radio", name="Plans").check()
    assert rows(page) == 1
    assert page.locator(".totals").count() == 0


def test_every_number_shown_is_the_rows_it_lists(show: Callable[..., Any]) -> None:
    page = show(RECORDS)
    for chart in (".bars button", ".columns button", ".beside button", ".facts .low", ".facts .amounts"):
        for number in range(page.locator(chart).count()):
            button = page.locator(chart).nth(number)
            expected = int(re.findall(r"\d+", button.locator(".count, b").inner_text())[-1])
            button.click()
            assert rows(page) == expected
            page.locator(".chips button").first.click()
    for number in range(page.locator(".totals tbody tr").count()):
        row = page.locator(".totals tbody tr").nth(number)
        expected = int(row.locator("td").last.inner_text())
        row.locator("button").click()
        assert rows(page) == expected
        page.get_by_role("button", name="Clear all").click()


def test_sums_leave_out_parts_and_keep_units_apart(show: Callable[..., Any]) -> None:
    page = show([r for r in RECORDS if r.doc.title is None])
    cells = [
        row.split("\t") for row in page.locator(".totals tbody").inner_text().splitlines() if row.strip()
    ]
    assert [[c.strip() for c in row] for row in cells] == [
        ["inspect", "52–62", "家", "2"],
        ["inspect", "12", "人次", "1"],
    ]


def test_many_months_are_years_that_open(show: Callable[..., Any]) -> None:
    days = ["2021-05-01", "2021-07-09", "2024-01-02"]
    page = show([record(n, date__from=day, date__to=day) for n, day in enumerate(days)])
    columns = page.locator(".columns button")
    assert [t.split() for t in columns.all_inner_texts()] == [
        ["2", "2021"],
        ["0", "2022"],
        ["0", "2023"],
        ["1", "2024"],
    ]
    columns.first.click()
    assert rows(page) == 2
    assert [t.split()[-1] for t in columns.all_inner_texts()] == ["2021-05", "2021-06", "2021-07"]
    columns.last.click()
    assert rows(page) == 1
    columns.last.click()
    assert rows(page) == 2
    page.get_by_role("button", name="back to all").click()
    assert rows(page) == 3


def test_a_province_opens_into_its_prefectures(show: Callable[..., Any]) -> None:
    regions = ["330781", "330100", "620200"]
    page = show([record(n, agency__region=code) for n, code in enumerate(regions)])
    bars = page.locator("section[aria-labelledby=chart-region] .bars button")
    bars.filter(has_text="浙江省").click()
    assert {t.split()[0] for t in bars.all_inner_texts()} == {"金华市", "杭州市"}
    assert rows(page) == 2
    bars.filter(has_text="杭州市").click()
    assert rows(page) == 1
    page.get_by_role("button", name="back to all").click()
    assert rows(page) == 3


def test_columns_sort_with_what_is_missing_last(show: Callable[..., Any]) -> None:
    page = show([*RECORDS[:2], record(7, quantity=None)])
    header = page.locator("th.amount")
    for direction, expected in (
        ("descending", ["40–50 家", "12 家", ""]),
        ("ascending", ["12 家", "40–50 家", ""]),
    ):
        header.locator("button").click()
        assert header.get_attribute("aria-sort") == direction
        assert [t.split("\n")[0] for t in page.locator("td.amount").all_inner_texts()] == expected


def test_a_record_opens_its_sentence_by_keyboard(show: Callable[..., Any]) -> None:
    page = show(RECORDS)
    button = page.locator("td.what button").first
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    marks = page.locator("article > blockquote mark")
    found = {m.get_attribute("class"): m.evaluate("e => e.lastChild.textContent") for m in marks.all()}
    assert found == {"agency": "兰溪市公安局", "date": "春节期间", "measure": "检查旅馆", "quantity": "12家"}
    assert page.locator("article dd").count() == 4
    assert "characters 105–111" in page.locator("article").inner_text()
    assert page.url.endswith("#r=a%231")
    page.keyboard.press("Enter")
    assert page.locator("article").count() == 0


def test_a_link_opens_a_record_whatever_is_filtered(show: Callable[..., Any]) -> None:
    page = show(RECORDS, anchor="#r=a%233")
    assert page.get_by_role("radio", name="Plans").is_checked()
    assert "a#3" in page.locator("article").inner_text()
    page.get_by_role("radio", name="Results").check()
    page.locator("td.what button").nth(2).click()
    page.get_by_role("link", name=re.compile("检查旅馆 12家")).click()
    assert "a#2" in page.locator("article .source").inner_text()
    assert show(RECORDS, anchor="#r=%E0%A4%A").locator("article").count() == 0


def test_low_confidence_can_be_seen_and_listed(show: Callable[..., Any]) -> None:
    page = show(RECORDS)
    assert page.locator("tr.unsure .flag.warn").inner_text() == "⚠ low confidence"
    page.get_by_role("button", name="with low confidence").click()
    assert rows(page) == 1


def test_the_language_switch_leaves_no_word_behind(show: Callable[..., Any]) -> None:
    page = show(RECORDS[:5])
    page.locator("td.what button").first.click()
    page.get_by_role("button", name="中文").click()
    page.wait_for_function("document.documentElement.lang === 'zh-CN'")
    text = page.locator("header, main").all_inner_texts()
    left = set(re.findall(r"[A-Za-z]{3,}", " ".join(text))) - {"English", "txt"}
    assert left == set()
    page.get_by_role("button", name="English").click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert show(RECORDS, locale="zh-CN").locator("h1").inner_text() == "警务通报数据"
    assert show(RECORDS, title=HOSTILE).locator("h1").inner_text() == HOSTILE


def test_hostile_text_is_text(show: Callable[..., Any]) -> None:
    page = show(RECORDS)
    page.locator("td.what button").last.click()
    page.locator("summary").first.click()
    assert HOSTILE in page.locator("td.what").last.inner_text()
    assert HOSTILE in page.locator("article > blockquote").inner_text()
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_all_without_scrolling_sideways(show: Callable[..., Any], scheme: str) -> None:
    page = show(RECORDS, viewport={"width": 360, "height": 740}, color_scheme=scheme)
    page.locator("td.what button").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    dark = page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(20, 23, 28)"
    assert dark == (scheme == "dark")


def test_print_says_what_was_chosen_and_that_there_is_more(show: Callable[..., Any]) -> None:
    page = show([record(n) for n in range(60)], color_scheme="dark")
    page.emulate_media(media="print")
    assert page.get_by_text("Page 1 of 2").is_visible()
    assert page.get_by_text("Results 60").is_visible()
    assert not page.get_by_role("searchbox").is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_a_phone_names_no_amount_where_there_is_none(show: Callable[..., Any]) -> None:
    page = show([record(1, quantity=None)], viewport={"width": 360, "height": 740})
    assert not page.locator("td.amount").is_visible()


def test_every_control_has_a_name(show: Callable[..., Any]) -> None:
    page = show(RECORDS)
    nameless = page.evaluate(
        "[...document.querySelectorAll('button, select, input')].filter(e => e.tagName === 'BUTTON'"
        " ? !(e.ariaLabel || e.textContent).trim() : !e.labels[0]?.textContent.trim()).map(e => e.outerHTML)"
    )
    assert nameless == []


def test_twenty_thousand_records_answer_at_once(show: Callable[..., Any]) -> None:
    many = [record(n, doc=f"d{n // 20}", quantity__low=n, quantity__high=n) for n in range(20_000)]
    page = show(many)
    page.set_default_timeout(20_000)
    assert rows(page) == 50
    page.locator("th.amount button").click()
    assert page.locator("td.amount b").first.inner_text() == "19,999 家"
    # A generous bound for a busy machine: what is quadratic takes minutes.
    taken = page.evaluate(
        "async () => { const start = performance.now(); document.querySelector('.bars button').click();"
        " await new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)));"
        " return performance.now() - start; }"
    )
    assert taken < 5000
