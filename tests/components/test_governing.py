"""The guideline's steps, on texts in markup: what governs is what the markup links."""

import pytest

from pipeline.components.governing import governing_of
from pipeline.learning.markup import compile_sample

HEADER = (
    "# id: x\n# published: 2024-03-01\n# genre: -\n# level: county\n# region: 620400\n# split: train\n---\n"
)
SQUAD = "[交警支队|A#jj name=白银市公安局交警支队 prefecture]"
LEAD = (
    "[春节期间|D#cj 2024-02-10..2024-02-17 holiday],[白银市公安局|A#by prefecture]按照"
    "[省公安厅|A#st name=甘肃省公安厅 province]部署全力以赴。\n"
)
TEXTS = [
    pytest.param(LEAD + "共[出动/警力|M deploy events @by ^cj][90人次|Q]。", id="main body and frame"),
    pytest.param(
        LEAD + SQUAD + "守路口。共[投入/警力|M deploy traffic @jj ^cj][9人次|Q]。",
        id="the paragraph's subject goes on",
    ),
    pytest.param(
        LEAD + SQUAD + "守路口。\n又[化解/纠纷|M mediate disputes @by ^cj][9起|Q]。",
        id="a unit is not carried into the next paragraph",
    ),
    pytest.param(
        LEAD + SQUAD + "加强[节日期间|D#cj]全市道路管控,[查处/酒驾|M penalise traffic @jj ^cj][9起|Q]。",
        id="the whole area as an attribute",
    ),
    pytest.param(
        LEAD + SQUAD + "守路口。全市共[出动/警力|M deploy events @by ^cj][9人次|Q]。",
        id="the whole area as the topic",
    ),
    pytest.param(
        LEAD + SQUAD + "守路口。全市共[出动/警力|M deploy events @gg ^cj][9人次|Q]。\n"
        "[全市公安机关|A#gg name=白银市公安机关 prefecture]坚守岗位。",
        id="the police of the whole area, named later",
    ),
    pytest.param(
        LEAD
        + "[各县公安机关|A name=白银市各县公安机关 county]守路口。"
        + "全市共[出动/警力|M deploy events @by ^cj][9人次|Q]。",
        id="the police of its counties are not that of the whole area",
    ),
    pytest.param(
        LEAD
        + "[刑警支队|A#xj name=白银市公安局刑警支队 prefecture]战果\n"
        + "共[破获/案件|M investigate crime @xj ^cj][9起|Q]。",
        id="a section's head",
    ),
    pytest.param(
        LEAD + "[2月12日|D#d 2024-02-12],民警[找回/老人|M serve service @by ^d][1名|Q]。\n"
        "另[调解/纠纷|M mediate disputes @by ^cj][9起|Q]。",
        id="a day stays in its paragraph",
    ),
    pytest.param(
        "记者[2月18日|D#t 2024-02-18]从[白银市公安局|A#by prefecture]获悉,"
        "[春节期间|D#cj 2024-02-10..2024-02-17 holiday],"
        "[全市公安机关|A#gg name=白银市公安机关 prefecture][破获/案件|M investigate crime @gg ^cj][9起|Q]。\n"
        "另[化解/纠纷|M mediate disputes @gg ^cj][8起|Q]。",
        id="who tells, and when, is not who acts, and when",
    ),
    pytest.param(
        LEAD + "下一步,将[开展/清查|M inspect premises planned @by]。", id="a plan has no period of the past"
    ),
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("label", ["AGENT", "WHEN"])
def test_the_steps_find_what_governs(text: str, label: str) -> None:
    sample = compile_sample(HEADER + text, "x")
    names = {e.id: e.attributes.get("name") or e.attributes.get("from") for e in sample.entities}
    linked = {(r.label, r.head): names[r.child] for r in sample.relations}
    steps = governing_of(sample.text, sample.entities)
    for measure in sample.labelled("MEASURE"):
        governing = steps.answers[label, measure.id]
        assert (governing and names[governing.id]) == linked.get((label, measure.id))
