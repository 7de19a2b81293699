"""The attributes that a tool's annotation leaves out, as far as the grammars can tell them.

Type and category of a measure stay null: only a reader can tell them, and `check` names them.
"""

from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.annotation import Entity, Relation
from pipeline.components.agencies import resolve_agencies
from pipeline.components.grammars import propose_dates, propose_quantities
from pipeline.components.tokens import CharTokenizer
from pipeline.learning.exchange.fields import FIELDS, is_day, ordered
from pipeline.values.divisions import region_of
from pipeline.values.organs import is_police, level_of

_QUANTITY: dict[str, Any] = {
    "low": None,
    "high": None,
    "unit": None,
    "approximate": False,
    "per": None,
    "change": None,
}
_DATE: dict[str, Any] = {"from": None, "to": None, "kind": "absolute"}


def fill(
    text: str,
    entities: Sequence[Entity],
    relations: Sequence[Relation],
    published: str | None = None,
    region: str | None = None,
) -> None:
    """Add the attributes that the entities of a document do not state; what they state stays."""
    bare = [e for e in entities if not set(FIELDS.get(e.label, ())) <= e.attributes.keys()]
    if not bare:
        return
    doc = CharTokenizer(Vocab())(text)
    doc._.published = published if published and is_day(published) else None
    doc._.entities = [Entity(e.id, e.label, e.start, e.end) for e in sorted(entities, key=lambda e: e.start)]
    resolved = {e.id: e.attributes for e in resolve_agencies(doc)._.entities}
    proposed: list[Entity] = propose_dates(propose_quantities(doc))._.candidates
    actions = _stated_actions(entities, relations)
    for entity in bare:
        words, stated = text[entity.start : entity.end], entity.attributes
        match entity.label:
            case "AGENCY":
                known = _agency(stated["name"], region) if stated.get("name") else resolved[entity.id]
            case "DATE":
                known = _proposed(entity, proposed) or _read(doc, words, "DATE") or _DATE
            case "QUANTITY":
                known = _proposed(entity, proposed) or _read(doc, words, "QUANTITY") or _QUANTITY
            case _:
                known = _measure(words, stated, actions.get(entity.id, ""))
        entity.attributes = ordered(entity.label, {**known, **stated})


def _agency(name: str, region: str | None) -> dict[str, Any]:
    code = region_of(name, region)
    kind = "police" if is_police(name) else "other"
    return {"name": name, "region": code, "level": level_of(name, code), "kind": kind}


def _proposed(entity: Entity, proposed: Sequence[Entity]) -> dict[str, Any] | None:
    """Return what the grammar read there: the same span, else the longest that begins or ends with it."""
    near = [
        e for e in proposed if e.label == entity.label and (e.start == entity.start or e.end == entity.end)
    ]
    best = min(near, key=lambda e: abs(e.start - entity.start) + abs(e.end - entity.end), default=None)
    return dict(best.attributes) if best else None


def _read(doc: Doc, words: str, label: str) -> dict[str, Any] | None:
    """Read the words alone, where the text around hides them from the grammar."""
    alone = CharTokenizer(doc.vocab)(words)
    alone._.published = doc._.published
    propose_dates(propose_quantities(alone))
    return next((dict(e.attributes) for e in alone._.candidates if e.label == label), None)


def _measure(words: str, stated: dict[str, Any], inherited: str) -> dict[str, Any]:
    """Part the words by the half that is stated; a measure that states none is its object."""
    action = stated.get("action") or ""
    object_ = words.removeprefix(action) if action else words
    if stated.get("object") and "action" not in stated:
        action = words.removesuffix(stated["object"]) if words != stated["object"] else inherited
    elif "action" not in stated:
        action = inherited
    return {"action": action, "object": object_, "type": None, "category": None, "status": "done"}


def _stated_actions(entities: Sequence[Entity], relations: Sequence[Relation]) -> dict[str, str]:
    """Return the verb that each measure takes from the head of its list."""
    actions = {e.id: e.attributes.get("action") or "" for e in entities}
    return {r.head: actions.get(r.child, "") for r in relations if r.label == "SHARES_ACTION"}
