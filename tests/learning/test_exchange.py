"""Round trips: a sample written to any format and read back is the same sample."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.annotation import Entity, Relation
from pipeline.errors import CommandError, SampleError
from pipeline.learning.corpus import read_samples, sample_files
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.formats import EXCHANGES, Format, convert
from pipeline.learning.exchange.inline import to_markup
from pipeline.learning.exchange.shape import canonical
from pipeline.learning.markup import compile_sample
from pipeline.learning.samples import Sample
from pipeline.taxonomy import (
    AGENCY_KINDS,
    BASES,
    CATEGORIES,
    DATE_KINDS,
    DIRECTIONS,
    LEVELS,
    MEASURE_TYPES,
    STATUSES,
)

ROOT = Path(__file__).parents[2]
WORDS = st.text("检查宾馆市局公安0123万[]|/\\,。:<=@~^#?-𠮷“”", min_size=1, max_size=6)
PLAIN = st.text("检查宾馆市局公安家起%元/|", min_size=1, max_size=5)
DAYS = st.none() | st.dates().map(lambda d: d.isoformat())
NUMBERS = st.none() | st.integers(0, 10**9) | st.decimals(0, 999, places=2).map(float)


def _one(values: object) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(values))  # type: ignore[call-overload]


ATTRIBUTES = {
    "AGENCY": st.fixed_dictionaries(
        {
            "name": PLAIN,
            "region": st.none() | st.sampled_from(["620200", "330781"]),
            "level": st.none() | _one(LEVELS),
            "kind": _one(AGENCY_KINDS),
        }
    ),
    "CAMPAIGN": st.just({}),
    "DATE": st.fixed_dictionaries({"from": DAYS, "to": DAYS, "kind": _one(DATE_KINDS)}),
    "MEASURE": st.fixed_dictionaries(
        {
            "action": st.just("") | PLAIN,
            "object": st.just("") | PLAIN,
            "type": _one(MEASURE_TYPES),
            "category": _one(CATEGORIES),
            "status": _one(STATUSES),
        }
    ),
    "QUANTITY": st.fixed_dictionaries(
        {
            "low": NUMBERS,
            "high": NUMBERS,
            "unit": st.sampled_from(["人次", "起", "%", "元"]),
            "approximate": st.booleans(),
            "per": st.none() | st.sampled_from(["day", "每10万人"]),
            "change": st.none()
            | st.fixed_dictionaries({"direction": _one(DIRECTIONS), "basis": _one(BASES)}),
        }
    ).filter(lambda a: a["low"] is not None or a["high"] is not None),
}


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """Draw a sample that keeps the rules of the markup: one measure a quantity, shared verbs look back."""
    labels = draw(st.lists(st.sampled_from(sorted(ATTRIBUTES)), max_size=12))
    text, entities = draw(WORDS), []
    for number, label in enumerate(labels):
        words = draw(WORDS)
        attributes = draw(ATTRIBUTES[label])
        if label == "MEASURE" and draw(st.booleans()):
            cut = draw(st.integers(0, len(words)))
            attributes |= {"action": words[:cut], "object": words[cut:]}
        entities.append(Entity(f"x{number}", label, len(text), len(text) + len(words), attributes))
        text += words + draw(st.text(",。\n检", max_size=2))
    text += draw(WORDS)
    measures = [e for e in entities if e.label == "MEASURE"]
    relations = []
    for child in entities:
        if child.label == "QUANTITY" and measures:
            relations.append(Relation(draw(st.sampled_from(measures)).id, child.id, "AMOUNT"))
    for n, head in enumerate(measures):
        for label, other in (("AGENT", "AGENCY"), ("WHEN", "DATE"), ("UNDER", "CAMPAIGN")):
            ends = [e for e in entities if e.label == other]
            chosen = draw(st.lists(st.sampled_from(ends), max_size=2, unique_by=id)) if ends else []
            relations += [Relation(head.id, e.id, label) for e in chosen]
        if n and draw(st.booleans()):
            relations.append(Relation(head.id, draw(st.sampled_from(measures[:n])).id, "SHARES_ACTION"))
        if draw(st.booleans()):
            relations.append(Relation(head.id, draw(st.sampled_from(measures)).id, "PART_OF"))
    if not measures:
        entities = [e for e in entities if e.label != "QUANTITY"]
    meta = {"genre": "festival", "region": draw(st.sampled_from(["620200", "330781"]))}
    return Sample("s1", text, draw(DAYS), draw(st.none() | st.just("seeds/a.txt")), entities, relations, meta)


@pytest.mark.parametrize("form", [f for f in Format if f is not Format.MARKUP])
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(sample=samples())
def test_formats_read_back(form: Format, sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> None:
    path, findings = tmp_path_factory.mktemp("out") / "x", Findings()
    assert EXCHANGES[form].write([canonical(sample)], path, findings) == 1
    (back,) = EXCHANGES[form].read(path, findings)
    expected = canonical(sample)
    assert back == expected
    assert not findings.faults


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sample=samples())
def test_markup_compiles_to_the_same_sample_or_says_why_not(sample: Sample) -> None:
    try:
        markup = to_markup(sample)
    except SampleError:
        assert _unsayable(sample)
    else:
        assert canonical(compile_sample(markup)) == canonical(sample)


def _unsayable(sample: Sample) -> bool:
    """Whether a sample holds what the notation has no words for: `]` or `#` in stated attributes."""
    stated = [e.attributes[name] for e in sample.labelled("MEASURE") for name in ("action", "object")]
    return any("]" in words for words in stated)


@pytest.mark.parametrize("folder", ["gold", "second_reading", "reports/a"])
def test_shipped_samples_survive_the_markup(folder: str) -> None:
    for sample in read_samples(sample_files(ROOT / "training" / folder)):
        assert canonical(compile_sample(to_markup(sample))) == canonical(sample)


@pytest.mark.parametrize("form", Format)
def test_gold_survives_every_format(form: Format, tmp_path: Path) -> None:
    gold = ROOT / "training" / "gold"
    there, back = tmp_path / "there", tmp_path / "back.jsonl"
    assert convert(gold, there, Format.MARKUP, form)[0] == 5
    written, findings = convert(there, back, form, Format.JSONL)
    assert (written, findings.faults, findings.notes) == (5, [], [])
    expected = [canonical(s) for s in read_samples(sample_files(gold))]
    assert sorted(read_samples([back]), key=lambda s: s.id) == sorted(expected, key=lambda s: s.id)


def test_a_folder_with_files_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(CommandError, match="holds files"):
        convert(ROOT / "training" / "gold", tmp_path, Format.MARKUP, Format.MARKUP)
