"""A read document and the ledger of every edit between its source and its normalised text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`source[start:end]` became `replacement`; `kind` says why (residue, script, width, furniture …)."""

    start: int
    end: int
    replacement: str
    kind: str


class Ledger:
    """Maps spans between a source and the text that edits make of it, both ways.

    >>> ledger = Ledger("節(jié)日", [Edit(0, 6, "节", "residue")])
    >>> ledger.text, ledger.to_source(0, 1), ledger.to_text(6, 7)
    ('节日', (0, 6), (1, 2))
    """

    def __init__(self, source: str, edits: Iterable[Edit]) -> None:
        self.source = source
        self.edits = sorted(edits)
        pieces: list[str] = []
        # Each text character's source span: a replacement of several characters shares its edit's span.
        self._starts: list[int] = []
        self._ends: list[int] = []
        at = 0
        for edit in self.edits:
            if edit.start < at or edit.end > len(source):
                raise ValueError(f"edits overlap or leave the source: {edit}")
            self._copy(at, edit.start, pieces)
            pieces.append(edit.replacement)
            self._starts += [edit.start] * len(edit.replacement)
            self._ends += [edit.end] * len(edit.replacement)
            at = edit.end
        self._copy(at, len(source), pieces)
        self.text = "".join(pieces)

    def _copy(self, start: int, end: int, pieces: list[str]) -> None:
        pieces.append(self.source[start:end])
        self._starts += range(start, end)
        self._ends += range(start + 1, end + 1)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of a non-empty text span; never cuts an edit in half."""
        return self._starts[start], self._ends[end - 1]

    def to_text(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the text that a source span became; empty where it was removed."""
        first = bisect_right(self._ends, start)
        return first, max(first, bisect_left(self._starts, end))


@dataclass(frozen=True, slots=True)
class Document:
    """One report: `raw` as decoded, `text` normalised without furniture, `ledger` between the two.

    `aside` is the normalised text that was set aside as furniture: no report, but it can tell the place.
    `gaps` are the (start, end) in `raw` of what is garbled and could not be repaired; `columns` are the
    other columns of its row, where it came out of a table, as JSON values.
    """

    id: str
    source: str
    raw: str
    text: str
    ledger: Ledger
    title: str | None
    published: date | None
    sha256: str
    encoding: str
    gaps: tuple[tuple[int, int], ...]
    columns: Mapping[str, Any] = field(default_factory=dict)
    aside: str = ""
