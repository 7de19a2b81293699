import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.quantities import Quantity, find_quantities

TABLE = Path(__file__).with_name("quantities.tsv")
with TABLE.open(encoding="utf-8", newline="") as lines:
    CASES = [(row["text"], row["expected"] or "") for row in csv.DictReader(lines, delimiter="\t")]


def _bound(value: Decimal | None) -> str:
    return "?" if value is None else f"{value.normalize():f}"


def _notation(text: str, q: Quantity) -> str:
    words = text[q.start : q.end]
    bounds = _bound(q.low) if q.low == q.high and not q.approximate else f"{_bound(q.low)}..{_bound(q.high)}"
    value = f"{'~' if q.approximate else ''}{bounds} {q.unit}"
    value += f" {q.change.direction} {q.change.basis}" if q.change else ""
    value += f" per={q.per}" if q.per else ""
    value += "" if q.certain else " ?"
    plain = words.replace(",", "").replace(" ", "") == value.replace(" ", "")
    return words if plain and "," not in words else f"{words}={value}"


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_specification(text: str, expected: str) -> None:
    assert ";".join(_notation(text, q) for q in find_quantities(text)) == expected


def test_specification_is_broad() -> None:
    assert len(CASES) >= 230
    assert sum(not expected for _, expected in CASES) >= 70


HOSTILE = [
    "1" * 100_000,
    "1," * 20_000,
    "一" * 100_000,
    "其中超员11," * 20_000,
    "“百" * 30_000,
    "每1" * 40_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_is_read_to_its_end(text: str) -> None:
    found = find_quantities(text)  # a pattern that backtracks would take hours here
    assert all(0 <= q.start < q.end <= len(text) for q in found)


@given(st.text(alphabet="约近0123456789.,万余多起人%一二十百同比下降第、至-。 ", max_size=40))
def test_spans_are_in_order_and_bounds_too(text: str) -> None:
    last = 0
    for q in find_quantities(text):
        assert last <= q.start < q.end <= len(text)
        assert q.low is None or q.high is None or q.low <= q.high or "至" in text or "-" in text
        last = q.end
