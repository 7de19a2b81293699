"""How much of the dates and quantities of the test split is found: of spans, not of values."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from benchmarks.contests import ROOT
from benchmarks.mapping import Spans, of_ours
from pipeline.evaluation.compare import compare
from pipeline.evaluation.scores import Score, overlapping, pooled
from pipeline.learning.samples import Sample
from pipeline.model import load

KINDS: Final = ("DATE", "QUANTITY", "MONEY")


def gold(sample: Sample) -> Spans:
    """Return the spans of the gold annotation by kind."""
    return of_ours(
        ("MONEY" if "元" in str(e.attributes.get("unit")) else e.label, e.start, e.end)
        for e in sample.entities
    )


def scores(found: Sequence[Spans], right: Sequence[Spans]) -> dict[str, Score]:
    """Score the kinds that are looked for, over all documents: right is what shares a character."""
    return pooled(
        {kind: overlapping(spans, answer[kind]) for kind, spans in document.items()}
        for document, answer in zip(found, right, strict=True)
    )


def evaluated(documents: Sequence[Sample]) -> list[dict[str, Score]]:
    """Return our scores by the code of `evaluate`, from the reports' own texts and from their raw pages."""
    here = os.getcwd()
    os.chdir(ROOT)  # samples name their pages from there
    try:
        nlp = load()
        return [
            {kind: pooled(compare(nlp, s).scores for s in group)[f"overlap {kind}"] for kind in KINDS[:2]}
            for group in ([replace(s, source=None) for s in documents], documents)
        ]
    finally:
        os.chdir(here)


def told(found: Mapping[str, Score], kind: str) -> str:
    """Return F1 with precision and recall, a dash for what is not looked for.

    >>> told({"DATE": Score(1, 2, 4)}, "DATE")
    '0.33 (0.50 / 0.25)'
    """
    if kind not in found:
        return "–"
    score = found[kind]
    return f"{score.f1:.2f} ({score.precision:.2f} / {score.recall:.2f})"
