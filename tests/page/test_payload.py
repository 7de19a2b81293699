"""What the page is given: every span leads to its words, in the reading and in the source."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from made_records import SENTENCE, record, span

from pipeline.page.evidence import offset_in
from pipeline.page.payload import payload_of
from pipeline.page.render import render, write_page
from pipeline.page.sources import Sources
from pipeline.reading.reader import read_bytes
from pipeline.record import Record, _Span

SOURCE = "标题:春节\n嘉峪关市公安局。節(jié)日期间,全市公安局共检查(chá)旅馆12家,检查12家。\n"


def payload(records: list[Record], folder: Path) -> dict[str, Any]:
    return payload_of(records, Sources(folder))


def in_source(sha256: str) -> Record:
    """Return a record of SOURCE with its agency in the sentence before."""

    def at(words: str, text: str) -> dict[str, Any]:
        return {"text": text, "start": SOURCE.index(words), "end": SOURCE.index(words) + len(words)}

    plain = record()
    sentence = SOURCE[SOURCE.index("節") : -1]
    return record(
        doc__sha256=sha256,
        sentence=at(sentence, "节日期间,全市公安局共检查旅馆12家,检查12家。"),
        measure=plain.measure.model_dump() | at("检查(chá)旅馆", "检查旅馆"),
        quantity=plain.quantity.model_dump() | at("12家", "12家") if plain.quantity else None,
        agency=plain.agency.model_dump() | at("嘉峪关市公安局", "嘉峪关市公安局") if plain.agency else None,
        date=None,
    )


def test_with_the_source_every_mark_is_exact(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SOURCE, encoding="utf-8")
    sha256 = read_bytes(SOURCE.encode(), id="a", source="a.txt").sha256
    data = payload([in_source(sha256)], tmp_path)
    assert data["docs"][0][-1] is True
    for number in data["records"][0][2]:
        if number >= 0:
            words, sentence, start, end, raw_start, raw_end, source_start, source_end = data["places"][number]
            _, text, raw, first, _ = data["sentences"][sentence]
            assert text[start:end] == words
            assert (raw or text)[raw_start:raw_end] == SOURCE[source_start:source_end]
            assert SOURCE[first + raw_start : first + raw_end] == SOURCE[source_start:source_end]
    measure, _, agency, *_ = data["records"][0][2]
    assert data["sentences"][data["places"][agency][1]][1].endswith("嘉峪关市公安局。")
    assert "(chá)" in data["sentences"][data["places"][measure][1]][2]


def test_what_was_masked_in_the_records_stays_masked(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SOURCE, encoding="utf-8")
    found = in_source(read_bytes(SOURCE.encode(), id="a", source="a.txt").sha256)
    masked = found.model_copy(deep=True)
    masked.sentence.text = masked.sentence.text.replace("全市", "某市")
    for records, folder in (([masked], tmp_path), ([found], None)):
        data = payload_of(records, Sources(folder))
        assert data["docs"][0][-1] is False
        assert [s[1] for s in data["sentences"]] == [records[0].sentence.text]


@pytest.mark.parametrize("changed", [True, False])
def test_without_the_source_the_sentences_of_the_records_serve(changed: bool, tmp_path: Path) -> None:
    if changed:
        (tmp_path / "a.txt").write_text("另一篇。" + SOURCE, encoding="utf-8")
    far = span("兰溪市公安局", offset=10) | {
        "name": "兰溪市公安局",
        "region": None,
        "level": None,
        "kind": "police",
    }
    earlier = record(1, sentence={"text": SENTENCE, "start": 10, "end": 10 + len(SENTENCE)})
    gone = {
        "text": "该局",
        "start": 900,
        "end": 902,
        "name": "某局",
        "region": None,
        "level": None,
        "kind": "police",
    }
    data = payload([earlier, record(2, agency=far), record(3, agency=gone)], tmp_path)
    assert data["docs"][0][-1] is False
    second, third = (data["places"][row[2][2]] for row in data["records"][1:])
    _, text, raw, first, _ = data["sentences"][second[1]]
    assert (text[second[2] : second[3]], raw, first) == ("兰溪市公安局", None, 10)
    assert third[:2] == ("该局", -1)


def test_a_source_that_is_a_device_is_not_opened(tmp_path: Path) -> None:
    records = [record(doc__source=name) for name in ("/dev/zero", "a\0b", "长" * 9000, "..")]
    assert all(not doc[-1] for doc in payload(records, tmp_path)["docs"])


@pytest.mark.parametrize(
    ("text", "source_length", "start", "expected"),
    [
        ("检查12家,整改12家", 12, 108, 8),
        ("检查12家,整改12家", 24, 104, 2),
        ("检查12家,整改12家", 24, 116, 8),
        ("检查旅馆", 12, 104, None),
    ],
)
def test_the_nearest_occurrence_is_taken(text: str, source_length: int, start: int, expected: int) -> None:
    found = offset_in(_Span(text="12家", start=start, end=start + 3), (100, 100 + source_length, text))
    assert found == expected


def test_no_text_of_a_report_ends_its_element(tmp_path: Path) -> None:
    hostile = "</script><script>alert(1)</script><!-- \ud800"
    page = render(payload([record(doc__title=hostile)], tmp_path), title="<b>&")
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data
    assert json.loads(data[1])["docs"][0][2] == hostile
    assert "<title>&lt;b&gt;&amp;</title>" in page


def test_a_page_asks_the_network_for_nothing(tmp_path: Path) -> None:
    done = write_page([record()], tmp_path / "page.html", tmp_path)
    assert (done.records, done.documents, done.at_hand) == (1, 1, 0)
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//", page)


def test_the_same_records_give_the_same_page(tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        write_page([record(1), record(2)], tmp_path / name, tmp_path)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
