"""Which spans of two readings are the same one."""

from collections.abc import Sequence

from pipeline.annotation import Entity

Span = tuple[int, int]


def meet(a: Span, b: Span) -> bool:
    """Whether two spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def match(found: Sequence[Span], gold: Sequence[Span]) -> list[tuple[int, int]]:
    """Return index pairs of equal spans, then of those that share a character, in text order, one to one.

    >>> match([(0, 2), (3, 5)], [(4, 6), (0, 2)])
    [(0, 1), (1, 0)]
    """
    pairs: list[tuple[int, int]] = []
    left = sorted(range(len(found)), key=found.__getitem__)
    right = sorted(range(len(gold)), key=gold.__getitem__)
    for same in (lambda a, b: a == b, meet):
        for i in list(left):
            j = next((j for j in right if same(found[i], gold[j])), None)
            if j is not None:
                pairs.append((i, j))
                left.remove(i)
                right.remove(j)
    return sorted(pairs)


def matched(found: Sequence[Entity], gold: Sequence[Entity], label: str) -> list[tuple[Entity, Entity]]:
    """Return the pairs (found, gold) of entities of one label whose spans match."""
    ours = [e for e in found if e.label == label]
    theirs = [e for e in gold if e.label == label]
    pairs = match([(e.start, e.end) for e in ours], [(e.start, e.end) for e in theirs])
    return [(ours[i], theirs[j]) for i, j in pairs]
