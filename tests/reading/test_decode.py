import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from pipeline.errors import Code, ReadError
from pipeline.reading.decode import decode
from tests.reading.texts import bodies

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "big5"]
REPORT = "春节期间,某市公安局共出动警力300人次,检查宾馆旅馆12家,化解矛盾纠纷5起。\n"
TRADITIONAL = OpenCC("s2t").convert
TEXT = "\n".join(bodies().values())


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(TEXT) - 31), st.integers(30, 400), st.sampled_from(ENCODINGS))
def test_one_report_in_every_encoding(start: int, length: int, encoding: str) -> None:
    text = TEXT[start : start + length].strip()
    text = TRADITIONAL(text) if encoding == "big5" else text
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return
    if sum(c > "\u4e00" for c in text) >= 20:
        assert decode(data)[0] == text


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_cut_character_is_broken(encoding: str) -> None:
    text = REPORT * 3 + "查处"
    text = TRADITIONAL(text) if encoding == "big5" else text
    with pytest.raises(ReadError) as caught:
        decode(text.encode(encoding)[:-1])
    assert caught.value.code == Code.ENCODING
    assert "middle of a character" in caught.value.message


def test_broken_utf8_names_the_place() -> None:
    data = REPORT.encode()
    with pytest.raises(ReadError, match=r"broken utf-8 at byte 31"):
        decode(data[:31] + b"\xff" + data[31:])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.EMPTY),
        (b" \r\n\t", Code.EMPTY),
        (b"\xef\xbb\xbf", Code.EMPTY),
        ("\u3000\n\u3000".encode(), Code.EMPTY),
        (b"\xff\xfe \x00\n\x00", Code.EMPTY),
        (bytes(range(256)) * 8, Code.BINARY),
        (b"\x00" * 100, Code.BINARY),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), Code.BINARY),
        (b"PK\x03\x04" + bytes(100), Code.BINARY),
        (b"%PDF-1.7\n" + REPORT.encode(), Code.BINARY),
        (b"\xd0\xcf\x11\xe0" + bytes(100), Code.BINARY),
        (b"\x81\x20\xff\xfa" * 40, Code.ENCODING),
        (b"\xff\xfe\x3d\xd8\x66\x8b", Code.ENCODING),
    ],
)
def test_unreadable_bytes_have_a_cause(data: bytes, code: Code) -> None:
    with pytest.raises(ReadError) as caught:
        decode(data)
    assert caught.value.code == code


def test_a_nul_byte_in_a_text_is_left_to_the_reader() -> None:
    assert decode(f"{REPORT}\x00{REPORT}".encode()) == (f"{REPORT}\x00{REPORT}", "utf-8")


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_have_a_cause(data: bytes) -> None:
    try:
        assert decode(data)[0].strip()
    except ReadError as caught:
        error = caught
    else:
        return
    assert error.code in (Code.EMPTY, Code.BINARY, Code.ENCODING)
