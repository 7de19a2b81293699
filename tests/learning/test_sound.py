"""What a model finds against the rules is put right or left out, and named."""

from typing import Any

from pipeline.annotation import Entity, Relation
from pipeline.learning.checking import sample_faults
from pipeline.learning.samples import Sample
from pipeline.learning.sound import sound

TEXT = "【百日行动】兰溪市公安局按《兰溪市公安局方案》检查旅馆(12家,下降3%。县级公安机关抓获5人。"
AGENCY = {"name": "兰溪市公安局", "region": "330781", "level": "county", "kind": "police"}
MEASURE = {"type": "inspect", "category": "premises", "status": "done"}
AMOUNT = {"approximate": False, "per": None, "change": None}


def entity(id_: str, label: str, words: str, at: int = 0, **attributes: Any) -> Entity:
    start = TEXT.index(words, at)
    return Entity(id_, label, start, start + len(words), attributes)


def amount(id_: str, words: str, value: int) -> Entity:
    return entity(id_, "QUANTITY", words, low=value, high=value, unit=words[-1], **AMOUNT)


def made() -> Sample:
    entities = [
        entity("c", "CAMPAIGN", "【百日行动"),
        entity("a", "AGENCY", "兰溪市公安局", **AGENCY),
        entity("b", "AGENCY", "兰溪市公安局", TEXT.index("《"), **AGENCY),
        entity("m", "MEASURE", "检查旅馆(", action="检查", object="旅馆(", **MEASURE),
        amount("q", "12家", 12),
        amount("r", "3%", 3),
        entity("x", "AGENCY", "县级公安机关", **AGENCY | {"level": None}),
        entity("n", "MEASURE", "抓获", action="抓获", object="人", **MEASURE),
        amount("s", "5人", 5),
    ]
    pairs = [("m", "q", "AMOUNT"), ("n", "q", "AMOUNT"), ("n", "s", "AMOUNT"), ("m", "b", "AGENT")]
    pairs += [("n", "x", "AGENT"), ("m", "c", "UNDER")]
    return Sample("s", TEXT, None, None, entities, [Relation(*p) for p in pairs], {"certainty": "0.5"})


def test_what_the_rules_forbid_is_cut_or_left_out_and_named() -> None:
    sample = sound(made())
    assert list(sample_faults(sample)) == []
    assert {e.id: sample.words(e) for e in sample.entities} == {
        **{"c": "百日行动", "a": "兰溪市公安局", "m": "检查旅馆", "q": "12家"},
        **{"n": "抓获", "s": "5人"},
    }
    assert sample.meta == {"certainty": "0.5", "left_out": "兰溪市公安局; 3%; 县级公安机关"}
    assert sample.labelled("MEASURE")[0].attributes["object"] == "旅馆"


def test_an_equal_mention_takes_the_links_and_a_figure_has_one_measure() -> None:
    found = {(r.head, r.child, r.label) for r in sound(made()).relations}
    assert found == {("m", "q", "AMOUNT"), ("n", "s", "AMOUNT"), ("m", "a", "AGENT"), ("m", "c", "UNDER")}


def test_a_sound_sample_stays_as_it_is() -> None:
    sample = sound(made())
    assert sound(sample) == sample
