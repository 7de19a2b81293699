"""Texts shifted by one byte here, in the ways decoders do it; no case is taken from a real page's words."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from pipeline.reading.lattice import LOST
from pipeline.reading.reader import read_text
from pipeline.reading.script import normalise_text
from pipeline.reading.shifted import shifted_runs
from tests.reading.texts import bodies, sentences, table

TRADITIONAL = OpenCC("s2t").convert
OWN = [row[0] for row in table("shifted.tsv")]


def replacing(text: str) -> str:
    """Lose the first byte and mark what cannot be decoded: one byte, then the text is whole again."""
    return text.encode("gbk")[1:].decode("gbk", "replace")


def dropping(text: str) -> str:
    """Lose the first byte and leave undefined pairs out, as some decoders do."""
    data = text.encode("gbk")[1:]
    out, at = [], 0
    while at < len(data):
        width = 2 if data[at] >= 0x80 else 1
        try:
            out.append(data[at : at + width].decode("gbk"))
        except UnicodeDecodeError:
            out.append("?" if at + width > len(data) or data[at + 1] < 0x80 else "")
        at += width
    return "".join(out)


def agrees(read: str, truth: str) -> bool:
    """Tell whether all that is read is true; `LOST` stands for one or more characters."""
    pattern = re.escape(read).replace(LOST, ".{1,8}")
    return bool(re.fullmatch(pattern, truth))


@pytest.mark.parametrize("sentence", OWN)
@pytest.mark.parametrize("shift", [replacing, dropping])
@pytest.mark.parametrize("script", [str, TRADITIONAL], ids=["simplified", "traditional"])
def test_what_is_read_is_true(sentence, shift, script) -> None:
    raw = f"节日期间,?{shift(script(sentence))}"
    document = read_text(f"{raw}\n共计三起。", id="x")
    runs = [run for run in shifted_runs(raw) if run.text]
    if runs:
        read = document.text.split("\n")[0].removeprefix("节日期间,").removesuffix("?")
        assert agrees(read, sentence) or agrees(read + LOST, sentence)
        assert not runs[-1].gaps or document.gaps


def test_most_long_runs_are_repaired() -> None:
    texts = [s for s in OWN if len(s) >= 12]
    read = [run.text for s in texts for run in shifted_runs(f"?{dropping(s)}") if run.text]
    assert len(read) >= 0.8 * len(texts)
    assert sum(t.count(LOST) for t in read) <= 0.4 * sum(map(len, read))


def test_little_is_read_wrong() -> None:
    texts = sentences()[::10]
    read = [(t, run) for t in texts for run in shifted_runs(f"?{dropping(t)}") if run.text]
    wrong = [t for t, run in read if not agrees(run.text, t)]
    assert len(read) > 30
    assert len(wrong) <= 0.06 * len(read)  # 0.05 of all: several characters in a row dropped without a mark


def test_a_reading_in_the_middle_of_a_character_tells_its_lost_byte() -> None:
    # 布氣 is B2 BC 9A E2; BC 9A in the middle is 細, behind which a tool put its reading (xì).
    rest = dropping("氣象和水利工作人员赶到现场处置险情")
    read = normalise_text(f"县里公布?xì){rest}")
    assert read.startswith("县里公布气象和")
    unknown = normalise_text(f"县里公布?{rest}")
    assert unknown.startswith(f"县里公布{LOST}象和")


def test_a_letter_that_was_a_second_byte_ends_the_run() -> None:
    body = "道路交通预".replace("预", "預")
    shifted = body.encode("gbk")[1:]
    garbled = "".join(
        p.decode("gbk", "ignore") for p in (shifted[i : i + 2] for i in range(0, len(shifted), 2))
    )
    assert garbled.endswith("A")
    text = normalise_text(f"维护?{garbled}(yù)警信息")
    assert text in ("维护�路交通预警信息", f"维护?{garbled}(yù)警信息")


def test_a_run_without_a_clear_begin_is_kept_and_reported() -> None:
    garbled = dropping("辖区企业负责人参加了消防安全培训并签订责任书")
    raw = f"上午{garbled}"
    assert normalise_text(raw) == raw
    assert read_text(raw + "\n", id="x").gaps


def test_a_misread_pair_is_a_gap() -> None:
    raw = "检查宾馆?;?、民宿等行业。"
    document = read_text(raw, id="x")
    assert [document.raw[a:b] for a, b in document.gaps] == ["?;?"]
    assert document.text == raw


def test_clean_reports_are_never_touched() -> None:
    for name, body in bodies().items():
        document = read_text(body, id=name)
        assert not list(shifted_runs(body)), name
        assert not list(shifted_runs(TRADITIONAL(body))), name
        assert document.gaps == (), name


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(sentences()), min_size=1, max_size=5), st.sampled_from("?,。;?\n"), st.booleans()
)
def test_clean_text_is_never_touched(parts: list[str], mark: str, traditional: bool) -> None:
    text = mark.join(parts) + mark
    text = TRADITIONAL(text) if traditional else text
    assert not list(shifted_runs(text))


RARE = (
    "湓浦街道派出所民警翟堃与甪直镇网格员郗鑫?在歙县、黟县、婺源开展巡查,?",
    "?邰昇、郜嫣、亓喆、逄罡、仝彧等五名民警在涪陵、綦江、忻州走访?",
    "薤山林场、嵊泗列岛、鄱阳湖、猇亭区?彘?邛崃、郫都、犍为、筠连、珙县民警",
)


@pytest.mark.parametrize("text", RARE)
def test_rare_names_are_no_garble(text: str) -> None:
    assert not list(shifted_runs(text))


def test_prose_of_a_run_is_not_lost_with_its_credits() -> None:
    garbled = dropping("民警赶到现场进行调解,群众表示感谢。（供稿:某某分局宣传科".replace(":", "："))
    document = read_text(f"守护平安\n当晚?{garbled}?/p>\n", id="x")
    assert "现场" in document.text
