import tomllib
from typing import Any

import pytest

from pipeline.reading.reader import read_text
from tests.reading.texts import HERE

PAGES = tomllib.loads((HERE / "pages.toml").read_text("utf-8"))["page"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])
def test_what_stays_of_a_page(page: dict[str, Any]) -> None:
    document = read_text(page["raw"], id="x")
    assert document.text.strip("\n") == page["text"].strip("\n")
    assert document.title == page["title"]
    assert document.published == page.get("published")
