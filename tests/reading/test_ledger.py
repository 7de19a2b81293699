import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reading.document import Document, Edit, Ledger
from pipeline.reading.reader import read_bytes, read_text
from pipeline.reading.script import normalise_text
from tests.reading.texts import SEEDS, bodies


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


def check_span(document: Document, start: int, end: int) -> None:
    """A span leads to its source and back; the source slice, normalised, is the text of the span."""
    a, b = document.ledger.to_source(start, end)
    first, last = document.ledger.to_text(a, b)
    assert first <= start < end <= last
    wanted = document.text[first:last]
    if "furniture" in {e.kind for e in document.ledger.edits if e.start < b and a < e.end}:
        return  # the slice holds lines that the text leaves out
    assert normalise_text(document.raw[a:b]) == wanted
    joined = {e for e in document.ledger.edits if e.start < b and a < e.end and len(e.replacement) > 1}
    assert joined or (first, last) == (start, end)


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.name[:3])
def test_spans_of_a_seed_lead_to_their_source_and_back(path: Path) -> None:
    document = read_bytes(path.read_bytes(), id=path.stem, source=str(path))
    assert "jié" not in document.text
    rng = random.Random(7)
    for start in range(len(document.text)):
        check_span(document, start, start + 1)
    for _ in range(400):
        start = rng.randrange(len(document.text))
        check_span(document, start, min(len(document.text), start + rng.randint(1, 40)))


WRITTEN = st.lists(
    st.sampled_from(
        [
            *(
                "節(jié)",
                "們(men)",
                "顯著",
                "帶著",
                "乾縣",
                "３",
                "，",
                "\u3000",
                "\u200b",
                "\r\n",
                "&nbsp;",
                "<br>",
            ),
            *(
                "⺠",
                "\ue000",
                "\ufffd",
                "?",
                "警力",
                "300人次",
                "。",
                "来源:某网",
                "\n",
                "</p>",
                "瞭解",
                "蠛缆庀煌",
            ),
        ]
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(WRITTEN, st.data())
def test_spans_of_written_pages_lead_to_their_source_and_back(parts: list[str], data: st.DataObject) -> None:
    document = read_text("守护平安\n" + "".join(parts), id="x")
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    check_span(document, start, end)


def test_reports_read_as_they_stand() -> None:
    for name, body in bodies().items():
        document = read_text(body, id=name)
        kinds = {e.kind for e in document.ledger.edits if document.raw[e.start : e.end] != e.replacement}
        assert kinds <= {"furniture"}, name
