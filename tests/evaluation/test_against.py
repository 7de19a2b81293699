import pytest
from reading_gold import scored

from pipeline.evaluation.against import against


def test_a_record_that_only_one_has_right_is_a_gain_or_a_loss() -> None:
    ours = [scored("a", {"type": "patrol"}), scored("b"), scored("c")]
    theirs = [scored("a"), scored("b", drop=0), scored("c")]
    paired = against(ours, theirs, "other")
    assert [(c.document, c.figure, c.detail) for c in paired.gains] == [("b", "出动警力 860人次", "missed")]
    assert [(c.document, c.figure, c.detail) for c in paired.losses] == [
        ("a", "检查旅馆 98家", "type: patrol ≠ inspect")
    ]
    assert all("平凉市公安局" in c.sentence for c in paired.gains + paired.losses)
    back = against(theirs, ours, "ours")
    assert (back.gains, back.losses) == (paired.losses, paired.gains)


def test_what_both_have_wrong_is_neither() -> None:
    wrong = [scored("a", {"type": "patrol"})]
    paired = against(wrong, [scored("a", drop=1)], "other")
    assert (paired.gains, paired.losses) == ([], [])
    assert paired.differences["core"].first == 1.0
    assert paired.differences["core"].second == pytest.approx(2 / 3)


def test_other_documents_cannot_be_paired() -> None:
    with pytest.raises(ValueError, match="same documents"):
        against([scored("a")], [scored("b")], "other")
