"""One HTML file of records: data, script and style in it, and a policy that lets nothing else run."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pipeline.page.payload import payload_of
from pipeline.page.sources import Sources
from pipeline.record import Record
from pipeline.sinks.files import whole_file

TITLE: Final = "Figures from police reports · 警务通报数据"
_POLICY: Final = (
    "default-src 'none'; script-src {script}; style-src {style}; base-uri 'none'; form-action 'none'"
)
_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<div id="page"><noscript><p>This page needs JavaScript. 本页需要 JavaScript。</p></noscript></div>
<script type="application/json" id="data">{data}</script>
<!--
{licences}
-->
<script>{script}</script>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Reported:
    """What a page holds: records, documents, and those whose source file was at hand."""

    records: int
    documents: int
    at_hand: int


def write_page(
    records: Iterable[Record], path: Path, sources: Path | None = None, title: str | None = None
) -> Reported:
    """Write the page; `sources` is the folder that the paths of the records' source files start from.

    Raises CommandError for records that are none, and where the page cannot be written.
    """
    payload = payload_of(records, Sources(sources))
    with whole_file(path) as working:
        working.write_bytes(render(payload, title).encode("utf-8", "replace"))
    docs = payload["docs"]
    return Reported(len(payload["records"]), len(docs), sum(doc[-1] for doc in docs))


def render(payload: dict[str, Any], title: str | None = None) -> str:
    """Return the page of a payload; a title of its own stands in place of the general one."""
    script, style, licences = map(_asset, ("page.js", "page.css", "LICENCES.txt"))
    # No text of a report can end the element that holds it: there is no < in the data.
    data = json.dumps({"title": title, **payload}, ensure_ascii=False, separators=(",", ":")).replace(
        "<", "\\u003c"
    )
    return _PAGE.format(
        policy=_POLICY.format(script=_hash(script), style=_hash(style)),
        title=escape(title or TITLE),
        style=style,
        data=data,
        licences=licences.replace("--", "- -").strip(),
        script=script,
    )


def _asset(name: str) -> str:
    return files("pipeline.page").joinpath(f"bundle/{name}").read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
