from datetime import date

import pytest

from pipeline.errors import Code, ReadError
from pipeline.reading.reader import MAX_CHARACTERS, read_text

REPORT = "春节期间,某市公安局共出动警力300人次,检查宾馆旅馆12家,化解矛盾纠纷5起。" * 3


def test_publication_day_and_title_of_a_page() -> None:
    document = read_text(f"守护平安\n2024-10-15 10:44:40\n{REPORT}\n责任编辑:某\n", id="x")
    assert (document.title, document.published) == ("守护平安", date(2024, 10, 15))
    assert document.text == f"守护平安\n{REPORT}\n"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (f"守护平安\n{REPORT}\n", "守护平安"),
        (f"登录\n首页 > 新闻 > 正文\n\n守护平安\n——某地综述\n{REPORT}\n", "守护平安"),
        (f"【百日行动】某局召开发布会\n{REPORT}\n", "【百日行动】某局召开发布会"),
        (f"平安有我!\n{REPORT}\n", "平安有我!"),
        (f"守護平安\r\n{REPORT}\r\n", "守护平安"),
        (f"——某地综述\n{REPORT}\n", None),
        (f"一、主要做法\n{REPORT}\n", None),
        (f"(一)强化巡逻\n{REPORT}\n", None),
        (f"各科室:\n{REPORT}\n", None),
        (f"{REPORT}\n{REPORT}\n", None),
        ("守护平安", None),
    ],
)
def test_titles(page: str, title: str | None) -> None:
    document = read_text(page, id="x")
    assert document.title == title
    assert title is None or document.text.startswith(title)


def test_the_page_outweighs_the_given_day() -> None:
    given = date(2020, 1, 1)
    assert read_text(f"守护平安\n{REPORT}\n", id="x", published=given).published == given
    page = f"守护平安\n2024-10-15\n{REPORT}\n"
    assert read_text(page, id="x", published=given).published == date(2024, 10, 15)


@pytest.mark.parametrize(
    ("page", "code"), [("登录\n收藏\n", Code.NOT_A_REPORT), ("字" * (MAX_CHARACTERS + 1), Code.TOO_LONG)]
)
def test_what_is_no_report(page: str, code: Code) -> None:
    with pytest.raises(ReadError) as caught:
        read_text(page, id="x")
    assert caught.value.code == code


@pytest.mark.parametrize("raw", ["警\ue123情", "警\ufffd\ufffd情", "警\ud83d情"])
def test_what_is_lost_is_a_gap(raw: str) -> None:
    document = read_text(f"守护平安\n{raw}\n", id="x")
    assert [document.raw[a:b] for a, b in document.gaps] == [raw[1:-1]]
    document.text.encode()


def test_a_signature_stays_and_gives_the_day() -> None:
    document = read_text(f"通告\n{REPORT}\n某市公安局\n2025年9月25日\n", id="x")
    assert document.published == date(2025, 9, 25)
    assert document.text.endswith("某市公安局\n2025年9月25日\n")


def test_what_is_set_aside_is_kept_apart() -> None:
    document = read_text("临汾新闻网讯 今年以来,我市公安机关开展行动。\n责任编辑:王某\n", id="1")
    assert document.text.strip() == "今年以来,我市公安机关开展行动。"
    assert document.aside.split("\n") == ["临汾新闻网讯", "责任编辑:王某"]
