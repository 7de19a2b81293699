"""Agreement of two annotators: equal where they are equal, every difference listed with both readings."""

from dataclasses import replace
from pathlib import Path

from pipeline.evaluation.scores import pooled
from pipeline.learning.agreement import agree, agree_all, as_markdown
from pipeline.learning.corpus import read_samples, sample_files
from pipeline.learning.markup import compile_sample

ROOT = Path(__file__).parents[2]
HEADER = "# id: t1\n# published: 2021-02-20\n# region: 620200\n---\n"
OURS = compile_sample(
    HEADER + "[春节期间|D#cj 2021-02-11..2021-02-17 holiday],[嘉峪关市公安局|A#j prefecture]"
    "[出动/警力|M deploy events @j ^cj][2660人次|Q],[检查/宾馆旅馆|M inspect premises @j ^cj][168家|Q]。"
    "\n[刑事警情|M indicator crime]下降[10.98%|Q down yoy]。"
)
THEIRS = compile_sample(
    HEADER + "[春节期间|D#cj 2021-02-11..2021-02-17 holiday],[嘉峪关市公安局|A#j prefecture]"
    "[出动/警力|M deploy public_order @j ^cj][2660人次|Q ~2660..2700 人次],"
    "检查[宾馆旅馆|M inspect premises ^cj act=检查][168家|Q]。\n刑事警情下降10.98%。"
)


def about() -> dict[str, tuple[str, str]]:
    return {d.about: (d.ours, d.theirs) for d in agree(OURS, THEIRS).disagreements}


def test_an_annotation_agrees_with_itself() -> None:
    for sample in read_samples(sample_files(ROOT / "training" / "gold")):
        agreement = agree(sample, sample)
        assert not agreement.disagreements
        assert {score.f1 for score in agreement.scores.values()} == {1.0}


def test_scores() -> None:
    scores = agree(OURS, THEIRS).scores
    assert (scores["span MEASURE"].right, scores["span MEASURE"].gold) == (1, 3)
    assert scores["overlap MEASURE"].right == 2
    assert scores["attribute MEASURE category"].f1 == 0
    assert scores["attribute MEASURE type"].f1 == 1
    assert scores["attribute QUANTITY high"].f1 == 0.5
    assert scores["relation AGENT"].right == 1
    assert (scores["core"].right, scores["core"].predicted, scores["core"].gold) == (2, 2, 3)
    assert scores["field agency"].f1 == 0.5
    assert scores["record"].right == 0


def test_every_disagreement_has_its_sentence_and_both_readings() -> None:
    found = about()
    assert found["category of «出动警力»"] == ("events", "public_order")
    assert found["high of «2660人次»"] == ("2660", "2700")
    assert found["span MEASURE"] == ("MEASURE «刑事警情»", "—")
    assert found["record agency of «检查宾馆旅馆» «168家»"] == ("嘉峪关市公安局", "none")
    assert found["AGENT of «检查宾馆旅馆»"] == ("«嘉峪关市公安局» 5", "—")
    last = agree(OURS, THEIRS).disagreements[-1]
    assert (last.document, last.sentence) == ("t1", "刑事警情下降10.98%。")


def test_a_text_that_differs_is_aligned() -> None:
    shifted = replace(
        OURS,
        text="首页\n" + OURS.text,
        entities=[replace(e, start=e.start + 3, end=e.end + 3) for e in OURS.entities],
    )
    assert not agree(OURS, shifted).disagreements


def test_documents_of_one_side_are_named_and_the_rest_pooled() -> None:
    other = replace(OURS, id="t2")
    agreements, left, right = agree_all([OURS, other], [THEIRS, replace(OURS, id="t3")])
    assert (left, right) == (["t2"], ["t3"])
    assert pooled(a.scores for a in agreements * 2)["core"].gold == 6
    text = as_markdown(agreements)
    assert "| core | 0.800 | 2 | 3 | 2 |" in text
    assert "- category of «出动警力»: events ≠ public_order" in text
