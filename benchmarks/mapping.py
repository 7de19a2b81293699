"""What peers find, under our labels, as far as they mean the same; the rest is left out.

A kind is `DATE`, `QUANTITY` or `MONEY`, which is a QUANTITY of money.
"""

from collections.abc import Callable, Iterable
from typing import Final

Found = tuple[str, int, int]
"""Label of the peer's own, start, end."""
Span = tuple[int, int]
Spans = dict[str, list[Span]]
"""The spans of each kind that a peer is made to find; kinds that it does not look for are no keys."""


def of_lac(found: Iterable[Found]) -> Spans:
    """Read the tags of LAC: TIME is a date, numerals with the measure words behind them are quantities."""
    words = list(found)
    return {"DATE": joined(words, {"TIME", "t"}), "QUANTITY": joined(words, {"m", "q"})}


def of_jionlp(found: Iterable[Found]) -> Spans:
    """Read the types of JioNLP: all times but spans without a place in time (3天) are dates."""
    items = list(found)
    return {
        "DATE": [(a, b) for kind, a, b in items if kind.startswith("time") and kind != "time_delta"],
        "MONEY": [(a, b) for kind, a, b in items if kind == "money"],
    }


def of_recognizers(found: Iterable[Found]) -> Spans:
    """Read the types of Recognizers-Text: numbers and percentages outside its dates are quantities."""
    items = list(found)
    times = [(a, b) for kind, a, b in items if kind.startswith("datetimeV2")]
    dates = [(a, b) for kind, a, b in items if kind.startswith("datetimeV2.date")]
    numbers = {(a, b) for kind, a, b in items if kind in {"number", "percentage"}}
    free = [n for n in sorted(numbers) if not any(meet(n, time) for time in times)]
    return {"DATE": dates, "QUANTITY": outermost(free)}


def of_ours(found: Iterable[Found]) -> Spans:
    """Read our own labels, or those of the gold: amounts of money are quantities, too."""
    spans: Spans = {"DATE": [], "QUANTITY": [], "MONEY": []}
    for kind, start, end in found:
        for same in ("QUANTITY", "MONEY") if kind == "MONEY" else (kind,):
            if same in spans:
                spans[same].append((start, end))
    return spans


MAPPINGS: Final[dict[str, Callable[[Iterable[Found]], Spans]]] = {
    "use_lac": of_lac,
    "use_jionlp": of_jionlp,
    "use_recognizers": of_recognizers,
    "use_ours": of_ours,
}


def joined(words: Iterable[Found], tags: set[str]) -> list[Span]:
    """Return the runs of words with one of the tags.

    >>> joined([("m", 0, 2), ("q", 2, 3), ("n", 3, 5), ("m", 5, 6)], {"m", "q"})
    [(0, 3), (5, 6)]
    """
    runs: list[Span] = []
    for tag, start, end in words:
        if tag not in tags:
            continue
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Return the spans that lie in no other: 10 is part of 10%.

    >>> outermost([(0, 2), (0, 3), (5, 6)])
    [(0, 3), (5, 6)]
    """
    kept: list[Span] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def meet(a: Span, b: Span) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]
