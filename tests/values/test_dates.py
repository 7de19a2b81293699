import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.calendar import holiday_span, lunar_day, month_span
from pipeline.values.dates import find_dates

TABLE = Path(__file__).with_name("dates.tsv")
with TABLE.open(encoding="utf-8", newline="") as lines:
    CASES = [
        (row["published"], row["text"], row["expected"] or "")
        for row in csv.DictReader(lines, delimiter="\t")
    ]


@pytest.mark.parametrize(("published", "text", "expected"), CASES)
def test_specification(published: str, text: str, expected: str) -> None:
    found = find_dates(text, date.fromisoformat(published) if published else None)
    assert ";".join(f"{text[d.start : d.end]}={d.from_ or '?'}..{d.to or '?'}" for d in found) == expected


@given(st.text(alphabet="0123456789年月日至到-(正月初九)春节期间以来今去晚时分二〇十,。“”", max_size=40))
def test_spans_and_days_are_in_order(text: str) -> None:
    last = 0
    for d in find_dates(text, date(2024, 2, 20)):
        assert last <= d.start < d.end <= len(text)
        assert d.from_ is None or d.to is None or d.from_ <= d.to or text[d.start : d.end].endswith("以来")
        last = d.end


def test_calendar_knows_its_limits() -> None:
    assert holiday_span(1950, "Spring Festival") is None
    assert lunar_day(1800, 1, 1) is None
    assert month_span(2024, 13) is None
    assert month_span(2024, 2) == (date(2024, 2, 1), date(2024, 2, 29))
