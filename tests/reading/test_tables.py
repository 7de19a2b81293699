"""Whatever texts go into a table or an archive come out of it, each once, in order."""

import csv
import gzip
import io
import json
import zipfile

import pyarrow
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from making import REPORT
from pyarrow import parquet

from pipeline.reading.formats import open_file
from pipeline.reading.raw import Raw, Reject

ANY = st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=8)
PRINTED = st.lists(st.text("春节,出动\"300'人;\t\r\n 。a"), min_size=1, max_size=8)


def opened(data: bytes, name: str) -> list[str | None]:
    """Return the texts of the documents, None for each reject."""
    file = io.BufferedReader(io.BytesIO(data), 64)
    found = list(open_file(file, name, name))
    assert all(isinstance(item, Raw | Reject) for item in found)
    return [item.content if isinstance(item, Raw) else None for item in found]  # type: ignore[misc]


def expected(texts: list[str]) -> list[str | None]:
    return [text if text.strip() else None for text in texts]


@given(ANY, st.booleans(), st.sampled_from([lambda data: data, gzip.compress, zstandard.compress]))
def test_json_lines(texts: list[str], ascii_only: bool, pack: object) -> None:
    assert callable(pack)
    lines = "\n".join(json.dumps({"text": text}, ensure_ascii=ascii_only) for text in texts)
    assert opened(pack(lines.encode()), "a.jsonl") == expected(texts)


@given(PRINTED, st.sampled_from(["utf-8", "utf-8-sig"]), st.sampled_from(",;\t"))
def test_csv(texts: list[str], encoding: str, divider: str) -> None:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=divider)
    writer.writerow(["id", "text", "x"])
    writer.writerows([[n, text, "x"] for n, text in enumerate(texts)])
    assert opened(target.getvalue().encode(encoding), "a.csv") == expected(texts)


@settings(max_examples=30)
@given(ANY)
def test_parquet(texts: list[str]) -> None:
    target = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": texts}), target, row_group_size=3)
    assert opened(target.getvalue(), "a") == expected(texts)


@settings(max_examples=30)
@given(st.lists(st.text("春节出动300人。", min_size=1), min_size=1, max_size=8))
def test_archives(texts: list[str]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for number, text in enumerate(texts):
            file.writestr(f"{number}.txt", text)
    assert opened(target.getvalue(), "a.zip") == [text.encode() for text in texts]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("shift", range(4))
def test_an_encoding_is_told_by_a_block_that_ends_anywhere(encoding: str, shift: int) -> None:
    text = "x" * shift + REPORT.replace(",", "\uff0c") * 3000
    assert opened(json.dumps({"text": text}, ensure_ascii=False).encode(encoding), "a.jsonl") == [text]
