from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import Code, ReadError
from pipeline.reading.document import Edit, Ledger
from pipeline.reading.furniture import is_furniture
from pipeline.reading.reader import read_text

REPORT = "春节期间,某市公安局共出动警力300人次,检查宾馆旅馆12家,化解矛盾纠纷5起。" * 3


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("责任编辑:王某", True),
        ("2024-10-15 10:44:40", True),
        ("来源:某某日报", True),
        ("沪ICP备00000000号", True),
        ("登录", True),
        ("扫一扫分享本页", True),
        ("强化街面巡逻 实现整体防控到位", False),
        ("7月8日,市公安局召开新闻发布会。", False),
        ("答记者问", False),
        ("全市公安机关重点推进工作", False),
    ],
)
def test_furniture(line: str, expected: bool) -> None:
    assert is_furniture(line) is expected


@given(st.text(alphabet="甲乙丙abc\n", max_size=30), st.data())
def test_ledger_maps_both_ways(source: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(source)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    edits = [Edit(a, b, data.draw(st.sampled_from(["", "x", "yz"])), "test") for a, b in pairs]
    ledger = Ledger(source, edits)
    for start in range(len(ledger.text)):
        a, b = ledger.to_source(start, start + 1)
        first, last = ledger.to_text(a, b)
        assert first <= start < last
        inside = [e for e in edits if e.start < b and a < e.end]
        assert all(a <= e.start and e.end <= b for e in inside)
        if not inside:
            assert source[a:b] == ledger.text[start]


def test_publication_day_and_title_of_a_page() -> None:
    document = read_text(f"守护平安\n2024-10-15 10:44:40\n{REPORT}\n责任编辑:某\n", id="x")
    assert (document.title, document.published) == ("守护平安", date(2024, 10, 15))
    assert document.text == f"守护平安\n{REPORT}\n"


def test_nothing_but_furniture_is_no_report() -> None:
    with pytest.raises(ReadError) as caught:
        read_text("登录\n收藏\n", id="x")
    assert caught.value.code == Code.NOT_A_REPORT
