import pytest

from pipeline.errors import SampleError
from pipeline.learning.checking import sample_faults
from pipeline.learning.markup import compile_sample
from pipeline.learning.samples import from_json, to_json

HEADER = "# id: t1\n# published: 2021-02-20\n# region: 620200\n---\n"
TEXT = (
    "[春节期间|D#cj 2021-02-11..2021-02-17 holiday],[嘉峪关市公安局|A#jyg prefecture]共"
    "[出动/警力|M deploy events @jyg ^cj][2660人次|Q],[警车|M+][120余台次|Q ~120..130 台次],"
    "[检查/宾馆|M= #m2 inspect premises][168家|Q],其中[网吧|M+ <m2][3.5万家|Q],"
    "召开[3次|Q >][党委会|M organise force @jyg planned act=召开],"
    "[刑事警情|M indicator crime]下降[10.98%|Q down yoy]。"
)


def test_text_is_what_the_marks_leave() -> None:
    sample = compile_sample(HEADER + TEXT)
    assert sample.text.startswith("春节期间,嘉峪关市公安局共出动警力2660人次,警车120余台次")
    assert [sample.words(e) for e in sample.labelled("MEASURE")] == [
        "出动警力",
        "警车",
        "检查宾馆",
        "网吧",
        "党委会",
        "刑事警情",
    ]


def test_attributes_and_relations() -> None:
    sample = compile_sample(HEADER + TEXT)
    measures = sample.labelled("MEASURE")
    first, second, third, fourth, fifth, sixth = measures
    assert first.attributes == {
        "action": "出动",
        "object": "警力",
        "type": "deploy",
        "category": "events",
        "status": "done",
    }
    assert second.attributes["action"] == "出动"
    assert fifth.attributes["status"] == "planned"
    assert sixth.attributes["object"] == "刑事警情"
    arcs = {(r.head, r.label, r.child) for r in sample.relations}
    assert (second.id, "SHARES_ACTION", first.id) in arcs
    assert (fourth.id, "PART_OF", third.id) in arcs
    agents = {r.head for r in sample.relations if r.label == "AGENT"}
    assert agents == {m.id for m in measures[:5]}
    quantities = [e.attributes for e in sample.labelled("QUANTITY")]
    assert [(q["low"], q["high"], q["approximate"]) for q in quantities] == [
        (2660, 2660, False),
        (120, 130, True),
        (168, 168, False),
        (35000, 35000, False),
        (3, 3, False),
        (10.98, 10.98, False),
    ]
    assert quantities[-1]["change"] == {"direction": "down", "basis": "yoy"}
    agency = sample.labelled("AGENCY")[0].attributes
    assert agency["region"] == "620200"
    assert not list(sample_faults(sample))


def test_exchange_form_reads_back() -> None:
    sample = compile_sample(HEADER + TEXT)
    assert from_json(to_json(sample)) == sample


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("[警力|M deploy", "not closed"),
        ("[出动[警力|M deploy]", "nest"),
        ("[约50人|Q]", "state its value"),
        ("[5人|Q]", "no MEASURE before"),
        ("[警力|M deploy]", "needs a category"),
        ("[警力|M deploy crime @x]", "which no mark has"),
        ("[警力|X]", "unknown label"),
        ("[今天|D]", "needs its days"),
        ("[警力|M+]", "not there"),
    ],
)
def test_faults_are_named(body: str, message: str) -> None:
    with pytest.raises(SampleError, match=message):
        compile_sample(HEADER + body, "x.txt")
