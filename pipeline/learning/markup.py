"""The inline markup of annotated samples and its compiler.

The notation is described in `training/GUIDELINE.md`: header lines, a line `---`, then the text with
`[words|LABEL …]` spans. `compile_sample` turns it into a `Sample`, resolving keys, lists and links.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pipeline.annotation import Entity, Relation
from pipeline.errors import SampleError
from pipeline.learning.samples import Sample
from pipeline.taxonomy import (
    AGENCY_KINDS,
    BASES,
    CATEGORIES,
    DATE_KINDS,
    DIRECTIONS,
    LEVELS,
    MEASURE_TYPES,
)
from pipeline.values.divisions import region_of

LABELS = {"A": "AGENCY", "D": "DATE", "C": "CAMPAIGN", "Q": "QUANTITY", "M": "MEASURE"}
LINKS = {"@": "AGENT", "^": "WHEN", "~": "UNDER"}
LINKED_LABEL = {"AGENT": "AGENCY", "WHEN": "DATE", "UNDER": "CAMPAIGN"}

_HEAD = re.compile(r"([ADCQM])([+=]?)([\w-]*)(?:#([\w-]+))?")
_HEADER = re.compile(r"#\s*([\w-]+)\s*:\s*(.*)")
_DAY = r"\d{4}-\d{2}-\d{2}|\?"
_PERIOD = re.compile(rf"({_DAY})(?:\.\.({_DAY}))?")
_NUMBER = r"-?\d+(?:\.\d+)?|\?"
_BOUNDS = re.compile(rf"(~?)({_NUMBER})(?:\.\.({_NUMBER}))?")
_PLAIN = re.compile(r"([\d,]+(?:\.\d+)?)\s*([百千万亿]*?)(千[克米瓦]\S*|[^\d\s余多左以上下来百千万亿]\S*)")
_MULTIPLIERS = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


class _Mark(NamedTuple):
    """One `[words|LABEL …]` of the source: its text offsets, pieces and attribute words."""

    start: int
    end: int
    words: str
    slash: int | None
    attributes: list[str]
    line: int


@dataclass
class _Measure:
    """A measure under construction, with what later measures may inherit."""

    entity: Entity
    own_verb: bool
    links: dict[str, list[str]] = field(default_factory=dict)


def compile_sample(source: str, file: str = "") -> Sample:
    """Compile one sample file; raises SampleError naming file, line and span of the first fault."""
    header, _, body = source.partition("\n---\n")
    meta = {}
    for number, line in enumerate(header.splitlines(), 1):
        match = _HEADER.fullmatch(line)
        if not match:
            raise SampleError("is no header line `# name: value`", file=file, line=number, span=line)
        meta[match[1]] = match[2].strip()
    if "id" not in meta or not body.strip():
        raise SampleError("needs a header with `# id:`, a line `---` and a text", file=file)
    first_line = header.count("\n") + 3
    text, marks = _scan(body.rstrip("\n"), file, first_line)
    builder = _Builder(text, meta, file)
    for mark in marks:
        builder.add(mark)
    return builder.finish()


def _scan(body: str, file: str, line: int) -> tuple[str, list[_Mark]]:
    """Strip the marks from the body; return the plain text and the marks with offsets into it."""
    out: list[str] = []
    marks: list[_Mark] = []
    start = slash = None
    start_line = line
    i = 0
    while i < len(body):
        c = body[i]
        line += c == "\n"
        if c == "\\" and i + 1 < len(body):
            out.append(body[i + 1])
            i += 2
            continue
        if c == "[":
            if start is not None:
                raise SampleError("marks do not nest", file=file, line=line, span="".join(out[start:]))
            start, slash, start_line = len(out), None, line
        elif c == "/" and start is not None and slash is None and _is_measure(body, i):
            slash = len(out) - start
        elif c == "|" and start is not None:
            close = body.find("]", i)
            words = "".join(out[start:])
            if close < 0:
                raise SampleError("mark is not closed", file=file, line=line, span=words)
            attributes = body[i + 1 : close].split()
            if not words or not attributes:
                raise SampleError("mark needs words and a label", file=file, line=line, span=words)
            marks.append(_Mark(start, len(out), words, slash, attributes, start_line))
            start, i = None, close
        elif c == "]":
            raise SampleError("`]` without a mark; write `\\]`", file=file, line=line)
        else:
            out.append(c)
        i += 1
    if start is not None:
        raise SampleError("mark is not closed", file=file, line=start_line, span="".join(out[start:]))
    return "".join(out), marks


def _is_measure(body: str, i: int) -> bool:
    """Tell whether the mark around position i is a MEASURE (only there `/` parts the words)."""
    bar = body.find("|", i)
    return bar >= 0 and body[bar + 1 : bar + 2] == "M"


class _Builder:
    """Turns marks into entities and relations, in text order."""

    def __init__(self, text: str, meta: dict[str, str], file: str) -> None:
        self.text, self.meta, self.file = text, meta, file
        self.entities: list[Entity] = []
        self.relations: list[Relation] = []
        self.keys: dict[tuple[str, str], dict[str, Any]] = {}
        self.mentions: dict[tuple[str, str | None], list[Entity]] = {}
        self.measures: list[_Measure] = []
        self.names: dict[str, Entity] = {}
        self.pending: list[str] = []
        self.deferred: list[tuple[str, str, str, _Mark]] = []
        self.mark = _Mark(0, 0, "", None, [], 0)

    def fault(self, message: str, mark: _Mark | None = None) -> SampleError:
        mark = mark or self.mark
        return SampleError(message, file=self.file, line=mark.line, span=mark.words)

    def add(self, mark: _Mark) -> None:
        """Add one mark."""
        self.mark = mark
        head = _HEAD.fullmatch(mark.attributes[0])
        if not head or (head[2] and head[1] != "M"):
            raise self.fault(f"has the unknown label {mark.attributes[0]!r}")
        label = LABELS[head[1]]
        words = mark.attributes[1:]
        key = head[4]
        for word in words:
            if word.startswith("#"):
                key = word[1:]
        words = [word for word in words if not word.startswith("#")]
        entity = Entity(f"e{len(self.entities) + 1}", label, mark.start, mark.end)
        self.entities.append(entity)
        if label == "MEASURE":
            self._measure(entity, head[2], head[3], key, words)
        elif label == "QUANTITY":
            self._quantity(entity, words)
        else:
            self._keyed(entity, key, words)

    def _keyed(self, entity: Entity, key: str | None, words: list[str]) -> None:
        """AGENCY, DATE, CAMPAIGN: the first mention of a key states, later ones inherit."""
        self.mentions.setdefault((entity.label, key), []).append(entity)
        known = self.keys.get((entity.label, key)) if key else None
        if known is not None and not words:
            entity.attributes = dict(known)
            return
        read = {"AGENCY": self._agency, "DATE": self._date, "CAMPAIGN": self._campaign}[entity.label]
        entity.attributes = read(words)
        if key and known is None:
            self.keys[entity.label, key] = entity.attributes

    def _agency(self, words: list[str]) -> dict[str, Any]:
        values: dict[str, Any] = {"name": self.mark.words, "region": None, "level": None, "kind": "police"}
        for word in words:
            if word in LEVELS:
                values["level"] = word
            elif word in AGENCY_KINDS:
                values["kind"] = word
            elif word.startswith("name="):
                values["name"] = word[5:]
            elif not word.startswith("region="):
                raise self.fault(f"has the unknown word {word!r} for an AGENCY")
        stated = next((w[7:] for w in words if w.startswith("region=")), None)
        if stated:
            values["region"] = None if stated == "?" else stated
        else:
            values["region"] = region_of(values["name"], self.meta.get("region"))
        return values

    def _date(self, words: list[str]) -> dict[str, Any]:
        values: dict[str, Any] = {"from": None, "to": None, "kind": "absolute"}
        for word in words:
            period = _PERIOD.fullmatch(word)
            if period:
                last = period[2] or period[1]
                values["from"] = None if period[1] == "?" else period[1]
                values["to"] = None if last == "?" else last
            elif word in DATE_KINDS:
                values["kind"] = word
            else:
                raise self.fault(f"has the unknown word {word!r} for a DATE")
        if not words:
            raise self.fault("needs its days: `2024-07-06..2024-07-07`, or `?`")
        return values

    def _campaign(self, words: list[str]) -> dict[str, Any]:
        if words:
            raise self.fault(f"has the unknown word {words[0]!r} for a CAMPAIGN")
        return {}

    def _quantity(self, entity: Entity, words: list[str]) -> None:
        values: dict[str, Any] = {"approximate": False, "per": None, "change": None}
        target: str | None = None
        direction = basis = None
        for word in words:
            bounds = _BOUNDS.fullmatch(word)
            if bounds and "low" not in values:
                values["low"] = _number(bounds[2])
                values["high"] = _number(bounds[3]) if bounds[3] else values["low"]
                values["approximate"] = bool(bounds[1])
            elif word == ">" or (word.startswith("=") and len(word) > 1):
                target = word
            elif word.startswith("per="):
                values["per"] = word[4:]
            elif word in DIRECTIONS:
                direction = word
            elif word in BASES and direction:
                basis = word
            elif "low" in values and "unit" not in values:
                values["unit"] = word
            else:
                raise self.fault(f"has the unknown word {word!r} for a QUANTITY")
        if direction:
            values["change"] = {"direction": direction, "basis": basis or "other"}
        if "low" not in values:
            values |= self._plain_value()
        if not values.get("unit"):
            raise self.fault("needs a unit: `[1319|Q 1319 起]`")
        entity.attributes = {k: values[k] for k in ("low", "high", "unit", "approximate", "per", "change")}
        self._attach(entity, target)

    def _plain_value(self) -> dict[str, Any]:
        plain = _PLAIN.fullmatch(self.mark.words)
        if not plain:
            raise self.fault("is not digits and a unit: state its value, as in `[40余条|Q ~40..50 条]`")
        value = float(plain[1].replace(",", ""))
        for unit in plain[2]:
            value *= _MULTIPLIERS[unit]
        number = _number(f"{round(value, 6):f}")
        return {"low": number, "high": number, "unit": plain[3]}

    def _attach(self, entity: Entity, target: str | None) -> None:
        if target == ">":
            self.pending.append(entity.id)
        elif target:
            self.deferred.append(("AMOUNT", target[1:], entity.id, self.mark))
        elif self.measures:
            self.relations.append(Relation(self.measures[-1].entity.id, entity.id, "AMOUNT"))
        else:
            raise self.fault("has no MEASURE before it; write `Q >` for the next one")

    def _measure(self, entity: Entity, mode: str, head_id: str, key: str | None, words: list[str]) -> None:
        measure = _Measure(entity, own_verb=mode != "+")
        inherited: dict[str, Any] = {}
        head: _Measure | None = None
        if mode == "+":
            own = [m for m in self.measures if m.own_verb]
            head = next((m for m in self.measures if head_id and m.entity is self.names.get(head_id)), None)
            head = head or (own[-1] if own and not head_id else None)
            if head is None:
                raise self.fault("goes on with the verb of a measure that is not there")
            self.relations.append(Relation(entity.id, head.entity.id, "SHARES_ACTION"))
        elif mode == "=":
            if not self.measures:
                raise self.fault("`M=` has no measure before it")
            head = self.measures[-1]
        if head:
            inherited = head.entity.attributes
            measure.links = dict(head.links)
        values = self._measure_words(measure, words)
        action, object_ = self._parts(inherited if mode == "+" else {})
        keep = ("type", "category", "status") if mode == "+" else ("category", "status")
        entity.attributes = {
            "action": values.get("act", action),
            "object": values.get("obj", object_),
            **{k: values.get(k) or (inherited.get(k) if k in keep else None) for k in ("type", "category")},
            "status": values.get("status") or inherited.get("status") or "done",
        }
        for field_name in ("type", "category"):
            if not entity.attributes[field_name]:
                raise self.fault(f"needs a {field_name}")
        if key:
            self.names[key] = entity
        self.measures.append(measure)
        self.relations += [Relation(entity.id, quantity, "AMOUNT") for quantity in self.pending]
        self.pending = []

    def _measure_words(self, measure: _Measure, words: list[str]) -> dict[str, str]:
        values: dict[str, str] = {}
        stated: dict[str, list[str]] = {}
        for word in words:
            if word in MEASURE_TYPES and "type" not in values:
                values["type"] = word
            elif word in CATEGORIES and "category" not in values:
                values["category"] = word
            elif word in {"planned", "done"}:
                values["status"] = word
            elif word[0] in LINKS and len(word) > 1:
                stated.setdefault(LINKS[word[0]], []).append(word[1:])
            elif word[0] == "<" and len(word) > 1:
                self.deferred.append(("PART_OF", word[1:], measure.entity.id, self.mark))
            elif word[:4] in {"act=", "obj="}:
                values[word[:3]] = word[4:]
            else:
                raise self.fault(f"has the unknown word {word!r} for a MEASURE")
        measure.links |= {name: [k for k in keys if k != "-"] for name, keys in stated.items()}
        return values

    def _parts(self, head: dict[str, Any]) -> tuple[str, str]:
        """Return action and object of the span; `+` takes the action from the head of its list."""
        words, slash = self.mark.words, self.mark.slash
        if slash is None:
            return str(head.get("action", "")), words
        return words[:slash], words[slash:]

    def finish(self) -> Sample:
        """Resolve what points forward and return the sample."""
        if self.pending:
            raise self.fault("`Q >` has no MEASURE after it")
        for label, name, other, mark in self.deferred:
            if name not in self.names:
                raise self.fault(f"names a measure {name!r} that is not there", mark)
            target = self.names[name].id
            head, child = (target, other) if label == "AMOUNT" else (other, target)
            self.relations.append(Relation(head, child, label))
        for measure in self.measures:
            self.relations += self._links(measure)
        published = self.meta.get("published", "-")
        return Sample(
            self.meta["id"],
            self.text,
            None if published in {"-", ""} else published,
            self.meta.get("source"),
            self.entities,
            self.relations,
            {k: v for k, v in self.meta.items() if k not in {"id", "published", "source"}},
        )

    def _links(self, measure: _Measure) -> Iterator[Relation]:
        """Yield the nearest mention of each linked key before the measure, else the nearest after it."""
        for label, keys in measure.links.items():
            for key in dict.fromkeys(keys):
                mentions = self.mentions.get((LINKED_LABEL[label], key), [])
                if not mentions:
                    words = self.text[measure.entity.start : measure.entity.end]
                    raise SampleError(f"links to {key!r}, which no mark has", file=self.file, span=words)
                before = [e for e in mentions if e.start <= measure.entity.start]
                yield Relation(measure.entity.id, (before or mentions)[-1 if before else 0].id, label)


def _number(text: str) -> int | float | None:
    """Read a stated bound: `?` is null, whole numbers are integers."""
    if text == "?":
        return None
    value = float(text)
    return int(value) if value.is_integer() else value
