"""Archives of strangers: bounded in count, size and depth; nothing is followed, nothing is written."""

import gzip
import io
import stat
import zipfile
from itertools import pairwise

import making
import pytest
import zstandard
from making import REPORT

from pipeline.errors import Code, ReadError
from pipeline.reading import packed
from pipeline.reading.formats import open_file
from pipeline.reading.raw import Raw, Reject
from pipeline.reading.reader import read

ZEROS = bytes(100 << 20)


def opened(data: bytes) -> list[Raw | Reject]:
    return list(open_file(io.BufferedReader(io.BytesIO(data)), "a", "a"))


def told(data: bytes) -> list[tuple[str, str]]:
    return [(r.source, r.cause) if isinstance(r, Reject) else (r.source, r.id) for r in opened(data)]


def test_members_are_documents_with_their_place() -> None:
    data = making.archive(
        **{"x/one.txt": REPORT.encode(), "two.txt": b"", "three.txt.gz": gzip.compress(b"a")}
    )
    assert told(data) == [("a!x/one.txt", "one"), ("a!two.txt", "two"), ("a!three.txt.gz", "three")]


@pytest.mark.parametrize(
    "bomb",
    [
        gzip.compress(ZEROS),
        zstandard.compress(ZEROS),
        making.archive(a=ZEROS),
        making.archive(a=gzip.compress(ZEROS)),
        gzip.compress(zstandard.compress(ZEROS)),
    ],
    ids=["gzip", "zstd", "zip", "gzip in zip", "zstd in gzip"],
)
def test_bombs_are_stopped(bomb: bytes) -> None:
    (found,) = opened(bomb)
    assert isinstance(found, Reject)
    assert found.cause in {Code.EXPANDS, Code.TOO_LONG}


def test_all_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "_FLOOR", 3_000_000)
    members = {f"{n}.txt": bytes(1_000_000) for n in range(9)}
    found = told(making.archive(**members))
    assert [cause for _, cause in found][3:] == [Code.EXPANDS] * 6


def test_many_members_are_read_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MAX_MEMBERS", 3)
    found = opened(making.archive(**{f"{n}.txt": REPORT.encode() for n in range(5)}))
    assert isinstance(found[-1], Reject)
    assert [type(f) for f in found] == [Raw, Raw, Raw, Reject]
    assert found[-1].message.startswith("2 members")


def test_archives_inside_one_another_are_bounded() -> None:
    inner = making.archive(a=REPORT.encode())
    assert told(making.archive(b=inner)) == [("a!b!a", "a")]
    assert told(making.archive(c=making.archive(b=inner))) == [("a!c!b", Code.EXPANDS)]


def test_entities_of_word_do_not_multiply() -> None:
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    laugh = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "哈">{entities}]>'.encode()
    parts = io.BytesIO(making.word())
    with zipfile.ZipFile(parts) as file:
        members = {name: file.read(name) for name in file.namelist()}
    body = members["word/document.xml"].split(b"?>", 1)[1].replace("春节安保".encode(), b"&j;")
    members["word/document.xml"] = laugh + body
    (raw,) = opened(making.archive(**members))
    assert isinstance(raw, Raw)
    with pytest.raises(ReadError) as caught:
        read(raw)
    assert caught.value.code == Code.DAMAGED


def test_word_that_unpacks_to_much_is_not_parsed() -> None:
    (raw,) = opened(making.archive(**{"word/document.xml": bytes(50 << 20)}))
    assert isinstance(raw, Raw)
    with pytest.raises(ReadError) as caught:
        read(raw)
    assert caught.value.code == Code.EXPANDS


def test_names_that_climb_are_only_names() -> None:
    assert told(making.archive(**{"../../etc/passwd": REPORT.encode()})) == [("a!../../etc/passwd", "passwd")]


def test_links_and_secrets_are_not_read() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
        file.writestr("secret", REPORT)
    encrypted = bytearray(data.getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the bit that says encrypted
        encrypted[encrypted.rindex(mark) + place] |= 1
    assert told(bytes(encrypted)) == [("a!link", Code.LINK), ("a!secret", Code.DAMAGED)]


def test_names_of_chinese_windows() -> None:
    data = making.archive(**{"AAAA.txt": REPORT.encode()}).replace(b"AAAA", "通报".encode("gb18030"))
    assert told(data) == [("a!通报.txt", "通报")]


def test_one_damaged_member_concerns_no_other() -> None:
    data = bytearray(making.archive(**{"a.txt": REPORT.encode() * 9, "b.txt": REPORT.encode()}))
    data[40] ^= 0xFF
    assert [cause for _, cause in told(bytes(data))] == [Code.DAMAGED, "b"]
