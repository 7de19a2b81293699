"""Names leave a sample where they stand, and only there."""

from pipeline.annotation import Entity
from pipeline.learning.masking_samples import masked_sample
from pipeline.learning.samples import Sample


def sample(text: str, *spans: tuple[str, str]) -> Sample:
    entities = [
        Entity(f"e{n}", label, text.index(words), text.index(words) + len(words), {"object": words})
        for n, (label, words) in enumerate(spans, 1)
    ]
    return Sample("a", text, None, None, entities, [])


def test_a_name_found_once_is_masked_everywhere() -> None:
    text = "民警张伟在巡逻。随后张伟回所。"
    assert masked_sample(sample(text)).text == "民警张某在巡逻。随后张某回所。"


def test_a_name_in_an_agency_stays() -> None:
    text = "民警王佐在巡逻。王佐派出所检查3家。"
    made = masked_sample(sample(text, ("AGENCY", "王佐派出所")))
    assert made.text == "民警王某在巡逻。王佐派出所检查3家。"
    assert made.entities[0].attributes == {"object": "王佐派出所"}


def test_a_measure_quotes_the_masked_words() -> None:
    text = "民警张伟帮助民警李小强。"
    made = masked_sample(sample(text, ("MEASURE", "帮助民警李小强")))
    assert made.entities[0].attributes == {"object": "帮助民警李某某"}
    assert made.words(made.entities[0]) == "帮助民警李某某"


def test_the_longer_of_two_names_has_the_last_word() -> None:
    text = "民警张伟、民警张伟东在巡逻。"
    assert masked_sample(sample(text)).text == "民警张某、民警张某某在巡逻。"
