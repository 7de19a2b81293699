"""Raw pages for a part of our reports: traditional script, residue, broken bytes, page furniture.

Annotations stand on the normalised text; `source` in a report's header names the raw page that the system has
to read to get there. The pages are made by rule from the texts, by the report's id alone, so that a second
run gives the same bytes: `python training/render.py` (needs the extra `corpus`).

The damage is that of real pages: a tool that wrote the reading of a character behind it where traditional
and simplified form differ (節(jié)), and double-byte text that lost a byte, so that every following pair
of bytes was cut one byte late, up to a character whose second byte is ASCII or to the next ASCII character.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

from opencc import OpenCC
from pypinyin import Style, pinyin

from pipeline.learning.corpus import sample_files
from pipeline.learning.markup import compile_sample
from pipeline.learning.samples import Sample

HERE: Final = Path(__file__).parent
PAGES: Final = HERE / "pages"
TABLES: Final[dict[str, Any]] = tomllib.loads((HERE / "furniture.toml").read_text(encoding="utf-8"))
KINDS: Final = ("residue", "broken", "plain", "broken", "saved", "residue")
"""What becomes of every third report, in turn; only `saved` pages stay in simplified script."""
EVERY: Final = 3
BATCHES: Final = (*"abcdefghijktuvwxlmnyzoqrsp", "aa", "bb", "cc", "dd")
"""In the order of their making: a new one goes last and changes no page of the others."""
_SHORTEST: Final = 6
_LONGEST: Final = 30
_HEADLINE: Final = 59
"""Characters of a first line that can be a headline."""
_FULL: Final = str.maketrans(",:;()?!", "，：；（）？！")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_TRADITIONAL: Final = OpenCC("s2t")


def page_of(sample: Sample, kind: str) -> str:
    """Return the raw page of a sample: one of KINDS."""
    random = Random(sample.id)
    text = sample.text
    if kind == "saved":
        return _furnished(sample, _full_width(text), random)
    text = _TRADITIONAL.convert(text)
    if len(text) != len(sample.text):
        raise ValueError(f"{sample.id}: the traditional text has another length")
    if kind == "plain":
        return _furnished(sample, _full_width(text), random)
    runs = list(_runs(text, random)) if kind == "broken" else []
    pieces, at = [], 0
    for start, end, garbled in runs:
        pieces += [_with_readings(sample.text, text, at, start), garbled]
        at = end
    pieces.append(_with_readings(sample.text, text, at, len(text)))
    page = "".join(pieces)
    return _furnished(sample, page, random) if random.random() < 0.5 else page


def _with_readings(simple: str, text: str, start: int, end: int) -> str:
    """Return text[start:end] with the reading behind each character that has a simpler form."""
    out = []
    for i in range(start, end):
        out.append(text[i])
        if text[i] != simple[i] and _HAN.match(text[i]):
            out.append(f"({pinyin(text[i], style=Style.TONE)[0][0]})")
    return "".join(out)


def _runs(text: str, random: Random) -> Iterator[tuple[int, int, str]]:
    """Yield one to three stretches of text that lost their first byte, in order, with how they read then."""
    places = sorted(random.sample(range(len(text) // 10, len(text)), min(3, 1 + len(text) // 500)))
    at = 0
    for place in places:
        start = max(at, place)
        end = _end_of_run(text, start)
        if end:
            yield start, end, _garbled(text, start, end)
            at = end + 1


def _end_of_run(text: str, start: int) -> int | None:
    """Return where a run from `start` would end; None where that is too near or too far."""
    for end in range(start, min(len(text), start + _LONGEST)):
        code = text[end].encode("gbk", "ignore")
        if len(code) < 2:
            return end if end - start >= _SHORTEST else None
        if code[1] < 0x80 and end - start >= _SHORTEST:
            return end + 1
    return None


def _garbled(text: str, start: int, end: int) -> str:
    """Return the characters that a decoder shows when the first byte is gone.

    >>> _garbled("预防电信网络诈骗", 0, 8)
    '?し赖缧磐缯┢?'
    """
    data = text[start:end].encode("gbk")[1:]
    last = data[-1:]
    shown = data[:-1].decode("gbk", "replace").replace("\ufffd", "?")
    if last[0] < 0x80:
        return f"?{shown}{last.decode('ascii')}"
    return f"?{shown}?"


def _full_width(text: str) -> str:
    """Return the text with full-width marks, as pages have them; marks between digits stay."""
    return re.sub(r"(?<![0-9])[,:;()?!]|[,:;()?!](?![0-9])", lambda m: m[0].translate(_FULL), text)


def _furnished(sample: Sample, body: str, random: Random) -> str:
    title = sample.text.partition("\n")[0][:_HEADLINE]
    organs = [str(e.attributes["name"]) for e in sample.labelled("AGENCY")]
    values = {
        "day": sample.published or "",
        "organ": organs[0] if organs else "本站",
        "clock": f"{random.randint(8, 18):02}:{random.randint(0, 59):02}",
        "count": random.randint(20, 900),
        "title": title,
    }
    top = random.choice(TABLES["top"])
    stamp = random.choice(TABLES["dated"] if sample.published else TABLES["undated"])
    bottom = random.choice(TABLES["bottom"])
    lines = [*top, *_stamped(sample, body, stamp), *bottom]
    return "\n".join(line.format(**values) if line not in body else line for line in lines) + "\n"


def _stamped(sample: Sample, body: str, stamp: str) -> list[str]:
    """Return the lines of the body with the stamp below its headline, or above where it has none."""
    first, *rest = body.split("\n")
    return [first, stamp, *rest] if len(first) <= _HEADLINE and rest else [stamp, first, *rest]


def main() -> None:
    """Write the pages and name them in the headers of their reports."""
    PAGES.mkdir(exist_ok=True)
    for old in PAGES.glob("*.txt"):
        old.unlink()
    files = sorted(sample_files(HERE / "reports"), key=lambda file: BATCHES.index(file.parent.name))
    for number, file in enumerate(files):
        text = file.read_text(encoding="utf-8")
        head, rule, body = text.partition("\n---\n")
        lines = [line for line in head.split("\n") if not line.startswith(("# source:", "# script:"))]
        script = "simplified"
        if number % EVERY == 0:
            kind = KINDS[number // EVERY % len(KINDS)]
            sample = compile_sample(text, str(file))
            path = PAGES / f"{sample.id}.txt"
            path.write_text(page_of(sample, kind), encoding="utf-8")
            lines.append(f"# source: training/pages/{path.name}")
            script = "simplified" if kind == "saved" else "traditional"
        lines.append(f"# script: {script}")
        file.write_text("\n".join(lines) + rule + body, encoding="utf-8")


if __name__ == "__main__":
    main()
