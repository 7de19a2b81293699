"""The whole report: what is in it, that it is safe to show, that the order of documents is nothing."""

import json
import re
from html.parser import HTMLParser

import pytest
from reading_gold import scored

from pipeline.evaluation.compare import Comparison
from pipeline.evaluation.render import as_html, as_markdown, as_text
from pipeline.evaluation.summary import Evaluation, as_json, evaluation_of

HARM = '<script>alert("|")</script>'


def documents() -> list[Comparison]:
    return [scored("a", {"type": "patrol"}), scored("b", drop=0), scored("c")]


def whole(heading: str = "Evaluation") -> Evaluation:
    ours = documents()
    return evaluation_of(heading, ours, ours, [scored(c.id) for c in ours], "other")


def test_every_table_is_in_every_format() -> None:
    evaluation = whole()
    text, markdown, page = as_text(evaluation), as_markdown(evaluation), as_html(evaluation)
    data = as_json(evaluation)["tables"]
    for table in evaluation.tables:
        assert table.title in text
        assert f"## {table.title}" in markdown
        assert f"<h2>{table.title}</h2>" in page
        assert len(data[table.key]["rows"]) == len(table.rows)
    assert len(data) == len(evaluation.tables)


def test_headline_numbers() -> None:
    data = as_json(whole())
    assert data["scores"]["core"] == {
        "precision": 1.0,
        "recall": 0.8333,
        "f1": 0.9091,
        "right": 5,
        "predicted": 5,
        "gold": 6,
    }
    rows = {row["name"]: row for row in data["tables"]["headline"]["rows"]}
    assert set(rows) == {"core", "whole record", "baseline: core", "baseline: whole record"}
    assert rows["core"]["F1"]["low"] <= rows["core"]["F1"]["value"] <= rows["core"]["F1"]["high"]
    assert rows["whole record"]["right"] == 4
    assert data["against"]["differences"]["record"]["difference"]["value"] < 0
    assert [c["document"] for c in data["against"]["losses"]] == ["a", "b"]


def test_reports_are_the_same_whatever_order_the_documents_come_in() -> None:
    ours = documents()
    one, two = evaluation_of("e", ours, ours, ours), evaluation_of("e", ours[::-1], ours, ours[::-1])
    assert as_json(one) == as_json(two)
    assert as_html(one) == as_html(two)


def test_scores_of_nothing_are_null_in_json_and_a_dash_in_print() -> None:
    data = as_json(whole())
    assert data["scores"]["relation PART_OF"]["f1"] is None
    assert "NaN" not in json.dumps(data)
    assert re.search(r"\| PART\\_OF \| — \| — \| — \| 0 ", as_markdown(whole()))


def test_words_of_reports_are_escaped() -> None:
    comparisons = [scored("a", {"type": "patrol"})]
    for both in comparisons[0].pairs:
        both[0].record.sentence.text = both[0].record.measure.text = HARM
    evaluation = evaluation_of(HARM, comparisons, comparisons)
    assert "<script" not in as_html(evaluation)
    assert "<script" not in as_markdown(evaluation)
    assert "&lt;script" in as_html(evaluation)


class Elements(HTMLParser):
    """Collects elements and what they point to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [value or "" for name, value in attrs if name in {"src", "href"}]


def test_the_page_is_self_contained_and_has_its_plots() -> None:
    elements = Elements()
    page = as_html(whole())
    elements.feed(page)
    assert elements.tags.count("svg") == 3
    assert elements.tags.count("circle") >= 2
    assert not elements.outside
    assert "script" not in elements.tags
    assert "url(" not in page
    assert "prefers-color-scheme: dark" in page
    assert "nan" not in "".join(re.findall(r'points="[^"]*"', page))


def test_slices_and_causes_have_their_documents_and_figures() -> None:
    tables = {table.key: table for table in whole().tables}
    slices = {row[0]: row[1:3] for row in tables["slices"].rows}
    assert slices["genre: festival"] == (3, 6)
    assert slices["script: simplified"] == (3, 6)
    assert tables["causes"].rows == [("missed", 1), ("wrong type", 1)]


def test_without_documents_there_is_nothing_to_evaluate() -> None:
    with pytest.raises(ValueError, match="no document"):
        evaluation_of("e", [], [])
