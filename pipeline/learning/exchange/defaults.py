"""The attributes that a tool's annotation leaves out, as far as the grammars can tell them.

Type and category of a measure stay null: only a reader can tell them, and `check` names them.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
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
    actions = _stated_actions(entities, relations, text)
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
                known = _measure(words, stated, actions.get(entity.id))
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


def _measure(words: str, stated: dict[str, Any], inherited: str | None) -> dict[str, Any]:
    """Part the words by the half that is stated, else by the verb they begin with.

    `inherited` is the verb of the list that the measure goes on with: its words are then the object.
    """
    action, object_ = stated.get("action"), stated.get("object")
    if action is None and object_ is not None and words.endswith(object_):
        action = words.removesuffix(object_) or inherited
    elif action is None:
        action = inherited if inherited is not None else _opening_verb(words)
    object_ = words.removeprefix(action) if action and inherited is None else words
    return {"action": action or "", "object": object_, "type": None, "category": None, "status": "done"}


@cache
def _verbs() -> frozenset[str]:
    lines = files("pipeline.learning").joinpath("data/verbs.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _opening_verb(words: str) -> str:
    """Return the longest known verb that the words begin with.

    >>> _opening_verb("检查宾馆旅馆"), _opening_verb("刑事警情")
    ('检查', '')
    """
    return next((words[:n] for n in range(len(words), 1, -1) if words[:n] in _verbs()), "")


def _stated_actions(entities: Sequence[Entity], relations: Sequence[Relation], text: str) -> dict[str, str]:
    """Return the verb that each measure takes from the head of its list."""
    actions = {e.id: e.attributes.get("action", _opening_verb(text[e.start : e.end])) or "" for e in entities}
    return {r.head: actions.get(r.child, "") for r in relations if r.label == "SHARES_ACTION"}
