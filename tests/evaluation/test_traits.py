import pytest
from reading_gold import small_sample

from pipeline.evaluation.traits import traits_of
from pipeline.reading.reader import read_text

BODY = "全市公安機關出動警力三百人次,檢查賓館旅館十二家。\n"


@pytest.mark.parametrize(
    ("raw", "trait", "value"),
    [
        ("全市公安机关出动警力三百人次。", "script", "simplified"),
        (BODY, "script", "traditional"),
        (
            "出动警力三百人次,检查旅馆十二家,化解纠纷五起,地处臺州市区,一切正常有序平安。",
            "script",
            "simplified",
        ),
        (BODY, "bytes", "sound"),
        ("出动\ufffd警力三百人次。", "bytes", "broken"),
        (BODY, "genre", "festival"),
        (BODY, "level", "prefecture"),
        (BODY, "length", "0–299"),
    ],
)
def test_what_a_document_is(raw: str, trait: str, value: str) -> None:
    assert traits_of(read_text(raw, id="d"), small_sample())[trait] == value
