"""Entities and relations of one document, gold or predicted: one shape for both."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Entity:
    """A labelled span; `start` and `end` are character offsets into the normalised text, end exclusive.

    `attributes` holds what training/ANNOTATION.md section 2 lists for the label; `score` is the
    probability that the span is right (1 for gold).
    """

    id: str
    label: str
    start: int
    end: int
    attributes: dict[str, Any] = field(default_factory=dict)
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Relation:
    """A labelled arc from a MEASURE (`head`) to the entity `child`, both by entity id."""

    head: str
    child: str
    label: str
    score: float = 1.0
