import json
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import Code
from pipeline.reading.document import Document
from pipeline.reading.formats import Reject, read_data, read_file

REPORT = "某市公安局共出动警力300人次,检查宾馆旅馆12家。"


def lines(*rows: object) -> list[Document | Reject]:
    data = "\n".join(r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows)
    return list(read_data(data.encode(), "in.jsonl", "in", date(2020, 1, 1), lines=True))


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
    (tmp_path / "b.txt").write_bytes(b"")
    found = [*read_file(tmp_path / "a.txt"), *read_file(tmp_path / "b.txt"), *read_file(tmp_path / "c.txt")]
    assert isinstance(found[0], Document)
    assert found[0].id == "a"
    assert [f.cause for f in found[1:] if isinstance(f, Reject)] == [Code.EMPTY, Code.UNREADABLE]
