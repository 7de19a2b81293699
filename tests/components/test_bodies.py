import pytest

from pipeline.components.bodies import mended

# Text with the tagger's spans in (), the bodies in [].
CASES = [
    ("全(国边检机关)查验", "[全国边检机关]查验"),
    ("(全市公安机关)出动", "[全市公安机关]出动"),
    ("均(交楚雄州公安机关)办理", "均交[楚雄州公安机关]办理"),
    ("(黔西南公安向)28人返还", "[黔西南公安]向28人返还"),
    ("(交巡警支队)紧盯", "[交巡警支队]紧盯"),
    ("(徐州铁路公安处)永(城北站派出所)接到", "[徐州铁路公安处永城北站派出所]接到"),
    ("(兰溪市公安局)(云山派出所)调解", "[兰溪市公安局云山派出所]调解"),
    ("(治安大队)会同(池店派出所)检查", "[治安大队]会同[池店派出所]检查"),
    ("(市公安局)、(分局)联合", "[市公安局]、[分局]联合"),
    ("(派出所)的(市公安局)", "[派出所]的[市公安局]"),
]


@pytest.mark.parametrize(("tagged", "expected"), CASES)
def test_bodies_are_whole_and_trimmed(tagged: str, expected: str) -> None:
    text, spans = _read(tagged, "()")
    assert (text, mended(text, spans)) == _read(expected, "[]")


def test_what_another_label_holds_stays_outside() -> None:
    assert mended("全国边检机关", [(1, 6)], {0}) == [(1, 6)]


def _read(marked: str, brackets: str) -> tuple[str, list[tuple[int, int]]]:
    text, spans, start = "", [], 0
    for c in marked:
        if c == brackets[0]:
            start = len(text)
        elif c == brackets[1]:
            spans.append((start, len(text)))
        else:
            text += c
    return text, spans
