from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.reading.script import normalise_text, script_edits
from tests.reading.texts import bodies, table


@pytest.mark.parametrize(("raw", "expected"), table("script.tsv"))
def test_one_form(raw: str, expected: str) -> None:
    assert normalise_text(raw) == expected


@pytest.mark.parametrize(("raw", "expected"), table("script.tsv"))
def test_the_form_stays(raw: str, expected: str) -> None:
    assert normalise_text(expected) == expected


def test_half_a_pair_is_lost() -> None:
    assert normalise_text("警\ud83d情") == "警\ufffd情"


def test_reports_are_in_that_form() -> None:
    for name, body in bodies().items():
        assert normalise_text(body) == body, name


@given(st.text(alphabet="著名顯乾縣節(jié)們men(?\r\n，３\u3000⺠警\ufeff蠛缆庀煌", max_size=60))
def test_edits_are_in_order_and_apart(raw: str) -> None:
    at = 0
    for edit in script_edits(raw):
        assert at <= edit.start < edit.end <= len(raw)
        at = edit.end


HOSTILE = (
    "1" * 100_000,
    "," * 20_000,
    "[]" * 100_000,
    "(" * 200_000,
    "著" * 100_000,
    "節(jié" * 40_000,
    "節(jié)" * 40_000,
    "?" * 200_000,
    "\ufffd" * 100_000,
    "蠛" * 100_000,
    "蠛缆庀煌?" * 20_000,
    "A(yù)" * 40_000,
    "\r" * 100_000,
    "\n" * 100_000,
    "\U0001f600" * 100_000,
)


@pytest.mark.parametrize("raw", HOSTILE, ids=lambda raw: repr(raw[:6]))
def test_hostile_input_is_read_to_its_end(raw: str) -> None:
    edits = list(script_edits(raw))  # a pattern that backtracks would take hours here
    assert all(a.end <= b.start for a, b in pairwise(edits))
