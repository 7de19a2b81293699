"""Two models on the same documents: is the difference more than chance, and which records changed hands."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.evaluation.compare import Comparison, counts
from pipeline.evaluation.errors import figure, wrong_fields
from pipeline.evaluation.facts import Fact
from pipeline.evaluation.matching import Span
from pipeline.evaluation.resampling import Difference, difference
from pipeline.evaluation.scores import f1
from pipeline.evaluation.tables import Table

SCORES = ("core", "record")


@dataclass(frozen=True, slots=True)
class Change:
    """A gold record that one model has right throughout and the other has not; `detail` says why not."""

    document: str
    figure: str
    sentence: str
    detail: str


@dataclass(frozen=True, slots=True)
class Against:
    """A model (first) against another (second): differences of F1 by score, records gained and lost."""

    other: str
    differences: dict[str, Difference]
    gains: list[Change]
    losses: list[Change]


def against(ours: Sequence[Comparison], theirs: Sequence[Comparison], other: str) -> Against:
    """Compare two models; both sequences must be of the same documents in the same order.

    Raises ValueError where they are not.
    """
    if [c.id for c in ours] != [c.id for c in theirs]:
        raise ValueError("a paired comparison needs the same documents on both sides")
    differences = {name: difference(counts(ours, name), counts(theirs, name), f1) for name in SCORES}
    both = list(zip(ours, theirs, strict=True))
    return Against(
        other,
        differences,
        gains=[change for mine, other_one in both for change in _won(mine, other_one)],
        losses=[change for mine, other_one in both for change in _won(other_one, mine)],
    )


def against_table(paired: Against) -> Table:
    """Return the differences as a table."""
    return Table(
        "against",
        f"Against {paired.other}",
        f"F1 on the same documents; {len(paired.gains)} whole records gained, {len(paired.losses)} lost. "
        "p by approximate randomisation over documents, two-sided.",
        ("", "F1", "F1 of the other", "difference", "p"),
        [(name, d.first, d.second, d.difference, d.p) for name, d in paired.differences.items()],
    )


def _won(winner: Comparison, loser: Comparison) -> list[Change]:
    """Return the gold records that only the winner has right, in text order."""
    beaten = {_key(gold): wrong_fields(fact, gold) for fact, gold in loser.pairs}
    return [
        Change(winner.id, figure(gold), gold.record.sentence.text, beaten.get(_key(gold), "missed"))
        for fact, gold in sorted(winner.pairs, key=lambda both: _key(both[1]))
        if not fact.differences(gold) and beaten.get(_key(gold), "missed")
    ]


def _key(gold: Fact) -> tuple[Span, Span]:
    return gold.quantity, gold.measure
