"""Personal names masked in what records quote, with every offset where it was."""

import pytest

from pipeline.record import Record
from pipeline.sinks.masking import masked
from pipeline.values.persons import find_persons


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("民警张伟、李小强在巡逻时抓获犯罪嫌疑人王某某,", ["张伟", "李小强"]),
        ("副局长欧阳建国带队检查宾馆12家。", ["欧阳建国"]),
        ("抓获嫌疑人刘洋(男,35岁)等3人。", ["刘洋"]),
        ("陈静,女,28岁,报警称被骗2万元。", ["陈静"]),
        ("受到赵大力同志的表扬。", ["赵大力"]),
        ("记者 周明 通讯员 吴晓", ["周明", "吴晓"]),
        ("民警高度重视,全面排查。", []),
        ("群众安全感明显提升,居民王家村。", []),
        ("张家川县公安局民警出动120人次。", []),
        ("所长张某带队,民警李某某负伤。", []),
    ],
)
def test_names_by_the_words_around_them(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in find_persons(text)] == names


def record(**parts: object) -> Record:
    sentence = "兰溪市公安局民警张伟抓获犯罪嫌疑人李小强等5人。"
    span = {"text": "", "start": 0, "end": 1}
    measure = span | {"text": "抓获犯罪嫌疑人李小强", "action": "抓获", "object": "犯罪嫌疑人李小强"}
    return Record.model_validate(
        {
            "id": "a#1",
            "doc": {"id": "a", "source": "a", "title": "记民警张伟", "published": None, "sha256": ""},
            "sentence": {"text": sentence, "start": 10, "end": 10 + len(sentence)},
            "measure": measure | {"type": "apprehend", "status": "done", "confidence": 0.9},
            "quantity": None,
            "agency": None,
            "date": None,
            "campaign": None,
            "part_of": None,
            "category": {"label": "crime", "confidence": 0.9, "scores": {"crime": 0.9}},
        }
        | parts
    )


def test_all_that_is_quoted_is_masked_and_no_offset_moves() -> None:
    before = record()
    (after,) = masked([before])
    assert after.sentence.text == "兰溪市公安局民警张某抓获犯罪嫌疑人李某某等5人。"
    assert (after.measure.text, after.measure.object) == ("抓获犯罪嫌疑人李某某", "犯罪嫌疑人李某某")
    assert after.doc.title == "记民警张某"
    assert "张伟" not in after.model_dump_json()
    assert (after.sentence.start, after.sentence.end) == (before.sentence.start, before.sentence.end)
    assert len(after.sentence.text) == len(before.sentence.text)


def test_a_name_within_an_agency_stays() -> None:
    agency = {"text": "张伟同志工作室", "start": 0, "end": 7, "name": "张伟同志工作室", "region": None}
    kept = record(
        agency=agency | {"level": None, "kind": "police"},
        sentence={"text": "张伟同志工作室调解纠纷5起。", "start": 0, "end": 14},
        doc={"id": "a", "source": "a", "title": None, "published": None, "sha256": ""},
    )
    assert masked([kept])[0].sentence == kept.sentence
