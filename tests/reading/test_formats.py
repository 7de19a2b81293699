"""Each format: what is read, what is rejected, and that offsets point into the extracted text."""

import gzip
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import making
import pyarrow
import pytest
import zstandard
from making import REPORT, SENTENCES
from pyarrow import parquet

from pipeline.errors import Code, ReadError
from pipeline.reading.document import Document
from pipeline.reading.formats import open_file, open_path
from pipeline.reading.raw import Form, Opening, Raw, Reject
from pipeline.reading.reader import read

BOTH = REPORT + "\n" + REPORT + "\n"


def opened(data: bytes, name: str, opening: Opening = Opening()) -> Iterator[Document | Reject]:
    """Open and read as a run does."""
    for item in open_file(io.BufferedReader(io.BytesIO(data)), name, name, opening):
        try:
            yield read(item) if isinstance(item, Raw) else item
        except ReadError as error:
            assert isinstance(item, Raw)
            yield Reject(item.place, error.code, error.message)


def lines(*rows: object) -> list[Document | Reject]:
    data = "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows)
    return list(opened(data.encode(), "in.jsonl", Opening(published=date(2020, 1, 1))))


def one(data: bytes, name: str, opening: Opening = Opening()) -> Document:
    (found,) = opened(data, name, opening)
    assert isinstance(found, Document), found
    return found


def causes(data: bytes, name: str) -> dict[str, str]:
    return {r.source: r.cause for r in opened(data, name) if isinstance(r, Reject)}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["a.html", "a.txt", "a"])
def test_a_page_gives_title_day_and_main_text(encoding: str, name: str) -> None:
    document = one(making.page(encoding), name)
    assert document.title == "兰溪市公安局全力做好春节安保工作"
    assert document.published == date(2024, 2, 18)
    assert document.raw.split("\n")[:4] == [
        "兰溪市公安局全力做好春节安保工作",
        f"{REPORT}全市治安大局平稳,没有发生重大案件。",
        *SENTENCES,
    ]
    assert not any(word in document.raw for word in ("999", "777", "首页", "版权", "<"))


OLD = f"""<HTML><HEAD><TITLE>春节安保工作综述</TITLE></HEAD><BODY><table><tr><td><a href=/>首页</a></td></tr>
<tr><td><font size=5>春节安保工作综述</font><br>发布时间:2024-02-18 来源:办公室<br>&nbsp;&nbsp;{REPORT}<br/>
{REPORT}</td></tr><tr><td>版权所有:某某局</td></tr></table></BODY></HTML>"""
STATED = f"""<html><head><meta name="ArticleTitle" content="春节安保工作综述">
<title>春节安保工作综述_某某网</title></head>
<body><div><h2>春节安保工作综述</h2><div><p>{REPORT}</p><p>下一步将继续加强巡逻防控。</p></div></div></body></html>"""


@pytest.mark.parametrize(("page", "day"), [(OLD, date(2024, 2, 18)), (STATED, None)])
def test_pages_of_two_times(page: str, day: date | None) -> None:
    document = one(page.encode("gb18030"), "a")
    assert (document.title, document.published) == ("春节安保工作综述", day)
    assert document.text.startswith(f"春节安保工作综述\n{REPORT}\n")
    assert document.text.count("春节安保工作综述") == 1


def test_a_page_in_a_column_is_a_page() -> None:
    (document,) = lines({"text": making.page().decode()})
    assert isinstance(document, Document)
    assert (document.published, "999" in document.raw) == (date(2024, 2, 18), False)


def test_word() -> None:
    document = one(making.word(), "a.docx")
    assert document.raw == "\n".join(["春节安保", REPORT, *SENTENCES, "下一步继续加强巡逻防控。"]) + "\n"
    assert (document.id, document.title) == ("a", "春节安保")


def test_pdf_lines_are_joined_and_page_numbers_go() -> None:
    first = ["春节安保", REPORT[:26], REPORT[26:], "- 1 -"]
    document = one(making.pdf(first, ["下一步继续加强"]), "a.pdf")
    assert document.raw == f"春节安保\n{REPORT}\n下一步继续加强\n"


def test_tables_carry_other_columns() -> None:
    table = ('id,text,outlet,published\n7,"' + REPORT + '",日报,2024-02-18 09:30\n').encode("gb18030")
    document = one(table, "a.csv")
    assert (document.id, document.published, document.columns) == ("7", date(2024, 2, 18), {"outlet": "日报"})
    assert document.raw == REPORT
    named = Opening(text="正文", id="编号", day="日期", carried=("栏目",))
    table = f"编号\t正文\t日期\t栏目\t其他\n7\t{REPORT}\t2024-02-18\t要闻\tx\n".encode()
    document = one(table, "a.tsv", named)
    assert (document.id, document.published, document.columns) == ("7", date(2024, 2, 18), {"栏目": "要闻"})


def test_parquet() -> None:
    rows = {
        "id": [1, 2],
        "text": [REPORT, None],
        "published": [date(2024, 2, 18)] * 2,
        "x": [float("nan"), 1.0],
    }
    data = io.BytesIO()
    parquet.write_table(pyarrow.table(rows), data)
    document, reject = opened(data.getvalue(), "a")
    assert isinstance(document, Document)
    assert (document.id, document.published, document.columns) == ("1", date(2024, 2, 18), {"x": None})
    assert isinstance(reject, Reject)
    assert (reject.source, reject.cause) == ("a:2", Code.JSON_LINE)
    (packed,) = (d for d in opened(gzip.compress(data.getvalue()), "a.gz") if isinstance(d, Document))
    assert packed.id == "1"


@pytest.mark.parametrize(
    ("table", "cause"),
    [
        ("a,b\n1,2\n", {"a.csv": Code.ROW}),
        (f"text,b\n{REPORT}\n", {"a.csv:1": Code.ROW}),
        (f'text\n"{REPORT}"\n" "\n', {"a.csv:2": Code.EMPTY}),
        ("", {"a.csv": Code.EMPTY}),
    ],
)
def test_tables_that_are_not_what_they_should_be(table: str, cause: dict[str, str]) -> None:
    assert causes(table.encode(), "a.csv") == cause


def test_a_row_without_end_is_told_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.reading.tables.MAX_ROW", 1000)
    found = lines({"text": "字" * 3000}, {"text": REPORT})
    assert [f.cause if isinstance(f, Reject) else f.id for f in found] == [Code.TOO_LONG, "in.jsonl#2"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_json_lines_in_other_encodings(encoding: str) -> None:
    data = (json.dumps({"text": BOTH}, ensure_ascii=False) + "\n").encode(encoding)
    assert one(data, "a.jsonl").raw == BOTH


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress])
def test_packed_files_are_what_they_hold(pack: object) -> None:
    assert callable(pack)
    ending = "gz" if pack is gzip.compress else "zst"
    text = one(pack(BOTH.encode("gb18030")), f"a.txt.{ending}")
    assert (text.id, text.raw, text.encoding) == ("a", BOTH, "gb18030")
    row = one(pack(json.dumps({"id": "x", "text": REPORT}).encode()), f"a.jsonl.{ending}")
    assert (row.id, row.raw) == ("x", REPORT)
    assert one(pack(making.page()), f"a.{ending}").published == date(2024, 2, 18)
    assert one(pack(making.word()), f"a.docx.{ending}").title == "春节安保"


def test_the_format_can_be_told() -> None:
    rows = json.dumps({"id": "x", "text": REPORT}).encode()
    assert one(rows, "stdin", Opening(Form.JSONL)).id == "x"
    assert one(making.page(), "a.html", Opening(Form.TEXT)).raw.startswith("<!DOCTYPE")


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (making.pdf([]), Code.NO_TEXT),
        (making.pdf(["字"])[:200], Code.DAMAGED),
        (making.word()[:500], Code.DAMAGED),
        (making.archive(**{"word/document.xml": b"<a"}), Code.DAMAGED),
        (making.archive(**{"[Content_Types].xml": b"", "xl/workbook.xml": b""}), Code.BINARY),
        (gzip.compress(REPORT.encode())[:-12], Code.DAMAGED),
        (zstandard.compress(REPORT.encode())[:-5], Code.DAMAGED),
        (b"PAR1" + bytes(100), Code.DAMAGED),
        (b"<html><script>1</script></html>", Code.NOT_A_REPORT),
        (making.archive(), Code.EMPTY),
    ],
)
def test_what_cannot_be_read_is_said(data: bytes, cause: Code) -> None:
    (found,) = opened(data, "a")
    assert isinstance(found, Reject)
    assert (found.source, found.cause) == ("a", cause)
    assert "\n" not in found.message


def test_lines_are_documents() -> None:
    found = lines(
        {"id": "a", "text": REPORT, "published": "2024-07-08"},
        "",
        {"id": 7, "text": REPORT},
        {"text": REPORT},
    )
    assert [(d.id, d.published) for d in found if isinstance(d, Document)] == [
        ("a", date(2024, 7, 8)),
        ("7", date(2020, 1, 1)),
        ("in.jsonl#4", date(2020, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("{broken", Code.JSON_LINE),
        ("[" * 100_000, Code.JSON_LINE),
        ("3", Code.JSON_LINE),
        ({"id": "a"}, Code.JSON_LINE),
        ({"text": None}, Code.JSON_LINE),
        ({"text": ["a"]}, Code.JSON_LINE),
        ({"text": " \n"}, Code.EMPTY),
        ({"text": REPORT, "published": "2024-02-31"}, Code.JSON_LINE),
        ({"text": REPORT, "published": 20240708}, Code.JSON_LINE),
        ({"text": "登录"}, Code.NOT_A_REPORT),
    ],
)
def test_a_broken_line_is_rejected_by_its_place(row: object, code: Code) -> None:
    found = lines({"text": REPORT}, row, {"text": REPORT})
    assert [type(f) for f in found] == [Document, Reject, Document]
    reject = found[1]
    assert isinstance(reject, Reject)
    assert (reject.source, reject.cause) == ("in.jsonl:2", code)


def test_a_separator_inside_a_string_ends_no_line() -> None:
    (document,) = lines('{"text": "守护平安\u2028' + REPORT + '"}')
    assert isinstance(document, Document)
    assert document.title == "守护平安"


def test_half_a_pair_in_json_is_a_gap() -> None:
    (document,) = lines('{"text": "' + REPORT + '\\ud83d。"}')
    assert isinstance(document, Document)
    assert document.gaps


def test_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, "utf-8")
    found = [*open_path(tmp_path / "a.txt"), *open_path(tmp_path / "c.txt")]
    assert isinstance(found[0], Raw)
    assert found[0].id == "a"
    assert [f.cause for f in found[1:] if isinstance(f, Reject)] == [Code.UNREADABLE]
