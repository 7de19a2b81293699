"""From a sample back to the inline markup: what `compile_sample` reads as the same sample."""

import re
from collections import defaultdict
from typing import Any, Final

from pipeline.annotation import Entity
from pipeline.errors import SampleError
from pipeline.learning.exchange.fields import number_text
from pipeline.learning.exchange.shape import canonical, incomplete, unknown_fields
from pipeline.learning.markup import LINKED_LABEL, LINKS, compile_sample
from pipeline.learning.samples import Sample
from pipeline.values.divisions import region_of

_MARKS: Final = {"AGENCY": "A", "DATE": "D", "CAMPAIGN": "C", "QUANTITY": "Q", "MEASURE": "M"}
_SIGNS: Final = {label: sign for sign, label in LINKS.items()}
_SPECIAL: Final = re.compile(r"[\[\]|\\]")
_SPECIAL_IN_MEASURE: Final = re.compile(r"[\[\]|\\/]")
_HEADER_ORDER: Final = ("genre", "level", "region", "split")


def to_markup(sample: Sample, file: str = "") -> str:
    """Return the markup of a sample; raises SampleError where the notation cannot say what it holds.

    What an author has yet to state (a type, a category, a value) is left as `?`, which `check` names.
    """
    sample = canonical(sample)
    source = _Writer(sample, file).write()
    if not any(incomplete(e) for e in sample.entities):
        _verify(sample, source, file)
    return source


def _verify(sample: Sample, source: str, file: str) -> None:
    """Compile what was written: it has to be the same sample."""
    again = canonical(compile_sample(source, file))
    if again == sample:
        return
    for mine, theirs in zip(sample.entities, again.entities, strict=False):
        if mine != theirs:
            raise SampleError(
                f"cannot be written in markup: {mine.attributes} would read {theirs.attributes}",
                file=file,
                span=sample.words(mine),
            )
    lost = sorted({r.label for r in set(sample.relations) ^ set(again.relations)})
    raise SampleError(f"cannot be written in markup: {', '.join(lost) or 'the header'}", file=file)


class _Writer:
    """Writes one sample; entities are in text order and numbered so."""

    def __init__(self, sample: Sample, file: str) -> None:
        self.sample, self.file = sample, file
        self.by_id = {e.id: e for e in sample.entities}
        self.measures = sample.labelled("MEASURE")
        self.to: dict[tuple[str, str], list[Entity]] = defaultdict(list)
        self.heads: dict[str, list[Entity]] = defaultdict(list)
        for relation in sample.relations:
            head, child = self.by_id[relation.head], self.by_id[relation.child]
            if head.label != "MEASURE":
                raise self.fault(f"cannot be written in markup: {relation.label} from {head.label}", head)
            self.to[head.id, relation.label].append(child)
            if relation.label == "AMOUNT":
                self.heads[child.id].append(head)
        self.keys = self._keys()
        self.stated: set[str] = set()
        self.named: dict[str, str] = {}
        self.links: dict[str, dict[str, list[str]]] = {}

    def fault(self, message: str, entity: Entity) -> SampleError:
        return SampleError(message, file=self.file, span=self.sample.words(entity))

    def write(self) -> str:
        self._name_measures()
        s = self.sample
        fields = {"id": s.id, "published": s.published or "-"}
        fields |= {k: s.meta[k] for k in _HEADER_ORDER if k in s.meta}
        if s.source is not None:
            fields["source"] = s.source
        fields |= {k: v for k, v in s.meta.items() if k not in fields}
        out = [f"# {name}: {value}\n" for name, value in fields.items()] + ["---\n"]
        at = 0
        for entity in s.entities:
            if entity.start < at:
                raise self.fault("cannot be written in markup: it overlaps the span before it", entity)
            if unknown_fields(entity):
                raise self.fault(f"cannot be written in markup: {unknown_fields(entity)[0]}", entity)
            out += [_escape(s.text[at : entity.start], _SPECIAL), self._mark(entity)]
            at = entity.end
        return "".join([*out, _escape(s.text[at:], _SPECIAL), "\n"])

    def _mark(self, entity: Entity) -> str:
        words = self.sample.words(entity)
        write = {"QUANTITY": self._quantity, "MEASURE": self._measure}.get(entity.label, self._keyed)
        if entity.label not in _MARKS:
            raise self.fault(f"has the unknown label {entity.label!r}", entity)
        shown, attributes = write(entity, words)
        return f"[{shown}|{' '.join(attributes)}]"

    # Agencies, dates and campaigns

    def _keys(self) -> dict[str, str]:
        """Give mentions with equal attributes one key; a key of its own to one that a link would miss."""
        groups: dict[Any, list[Entity]] = defaultdict(list)
        for entity in self.sample.entities:
            if entity.label in LINKED_LABEL.values():
                same = [entity.label, sorted(entity.attributes.items(), key=str)]
                words = self.sample.words(entity).strip("“”") if entity.label == "CAMPAIGN" else ""
                groups[repr((same, words))].append(entity)
        group_of = {e.id: group for group in groups.values() for e in group}
        linked: set[str] = set()
        alone: set[str] = set()
        for (head, label), children in self.to.items():
            if label in LINKED_LABEL:
                measure = self.by_id[head]
                for child in children:
                    group = group_of.get(child.id)
                    if group is None or child.label != LINKED_LABEL[label]:
                        raise self.fault(f"cannot be written in markup: {label} to {child.label}", measure)
                    linked.add(child.id)
                    if _nearest(group, measure) is not child:
                        alone.add(child.id)
        keys: dict[str, str] = {}
        for group in groups.values():
            shared = [e for e in group if e.id not in alone]
            for members in [shared, *([e] for e in group if e.id in alone)]:
                if len(members) > 1 or any(e.id in linked for e in members):
                    key = f"{_MARKS[group[0].label].lower()}{len(set(keys.values())) + 1}"
                    keys |= {e.id: key for e in members}
        return keys

    def _keyed(self, entity: Entity, words: str) -> tuple[str, list[str]]:
        key = self.keys.get(entity.id)
        head = _MARKS[entity.label] + (f"#{key}" if key else "")
        attributes: list[str] = []
        if key not in self.stated and entity.label != "CAMPAIGN":
            attributes = (self._agency if entity.label == "AGENCY" else _date)(entity.attributes, words)
        self.stated |= {key} if key else set()
        return _escape(words, _SPECIAL), [head, *attributes]

    def _agency(self, a: dict[str, Any], words: str) -> list[str]:
        out = [] if a["name"] == words else [f"name={a['name']}"]
        out += [a["level"]] if a["level"] else []
        out += [] if a["kind"] == "police" else [a["kind"]]
        if a["region"] != region_of(a["name"], self.sample.meta.get("region")):
            out.append(f"region={a['region'] or '?'}")
        return out

    # Quantities and measures

    def _quantity(self, entity: Entity, words: str) -> tuple[str, list[str]]:
        a, out = entity.attributes, ["Q"]
        if not incomplete(entity):
            low, high = (("?" if a[n] is None else number_text(a[n])) for n in ("low", "high"))
            out += [("~" if a["approximate"] else "") + (low if low == high else f"{low}..{high}"), a["unit"]]
        heads = self.heads[entity.id]
        if len(heads) != 1:
            raise self.fault(f"belongs to {len(heads)} measures, not one", entity)
        before = [m for m in self.measures if m.start < entity.start]
        if not before or before[-1] is not heads[0]:
            out.append(f"={self.named[heads[0].id]}")
        if a["change"]:
            out += [a["change"]["direction"], a["change"]["basis"]]
        out += [f"per={a['per']}"] if a["per"] is not None else []
        return _escape(words, _SPECIAL), out

    def _name_measures(self) -> None:
        """Give an id to the measures that others point to."""
        pointed = {c.id for (_, label), cs in self.to.items() for c in cs if label == "PART_OF"}
        pointed |= {c.id for (_, label), cs in self.to.items() for c in cs if label == "SHARES_ACTION"}
        for quantity, heads in self.heads.items():
            before = [m for m in self.measures if m.start < self.by_id[quantity].start]
            pointed |= {h.id for h in heads if not before or before[-1] is not h}
        self.named = {m.id: f"m{n}" for n, m in enumerate((m for m in self.measures if m.id in pointed), 1)}

    def _measure(self, entity: Entity, words: str) -> tuple[str, list[str]]:
        a = entity.attributes
        shared = self.to.get((entity.id, "SHARES_ACTION"), [])
        if len(shared) > 1 or any(h.start >= entity.start for h in shared):
            raise self.fault("cannot be written in markup: SHARES_ACTION with a later measure", entity)
        head = shared[0] if shared else None
        out = ["M" + (f"+{self.named[head.id]}" if head else "")]
        if entity.id in self.named:
            out[0] += f"#{self.named[entity.id]}"
        inherited = head.attributes if head else {"action": "", "status": "done"}
        if not head or any(a[n] != inherited[n] or a[n] is None for n in ("type", "category")):
            out += [a["type"] or "?", a["category"] or "?"]
        out += self._links(entity, head)
        out += [f"<{self.named[whole.id]}" for whole in self.to.get((entity.id, "PART_OF"), [])]
        out += [a["status"]] if a["status"] != inherited["status"] else []
        shown = _escape(words, _SPECIAL_IN_MEASURE)
        if (
            not head
            and a["action"]
            and a["object"]
            and a["action"] + a["object"] == words
            and "|" not in words
        ):
            parts = [_escape(a[n], _SPECIAL_IN_MEASURE) for n in ("action", "object")]
            return "/".join(parts), out
        out += [f"act={a['action']}"] if a["action"] != inherited["action"] else []
        return shown, out + ([f"obj={a['object']}"] if a["object"] != words else [])

    def _links(self, entity: Entity, head: Entity | None) -> list[str]:
        """Return the links, less those that the head of the list hands on."""
        handed = self.links[head.id] if head else {}
        out: list[str] = []
        mine: dict[str, list[str]] = {}
        for label, sign in _SIGNS.items():
            mine[label] = sorted({self.keys[c.id] for c in self.to.get((entity.id, label), [])})
            if mine[label] != handed.get(label, []):
                out += [sign + key for key in mine[label] or ["-"]]
        self.links[entity.id] = mine
        return out


def _date(a: dict[str, Any], _words: str) -> list[str]:
    first, last = a["from"] or "?", a["to"] or "?"
    return [first if first == last else f"{first}..{last}"] + [a["kind"]] * (a["kind"] != "absolute")


def _nearest(mentions: list[Entity], measure: Entity) -> Entity:
    before = [e for e in mentions if e.start <= measure.start]
    return before[-1] if before else mentions[0]


def _escape(text: str, special: re.Pattern[str]) -> str:
    return special.sub(lambda m: "\\" + m[0], text)
