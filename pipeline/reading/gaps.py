"""Places of a source where something is lost that cannot be put back."""

import re
from collections.abc import Iterable
from typing import Final

from pipeline.reading.shifted import Run

_LOST: Final = re.compile(
    "\ufffd+"  # what a decoder could not read
    "|[\ue000-\uf8ff\U000f0000-\U0010fffd]+"  # private use: without meaning outside its own font
    "|[\ud800-\udfff]+"  # half of a pair
    "|(?<=[\u3400-\u9fff])[?\uff1f][;:,\uff1b\uff1a\uff0c][?\uff1f]"  # a misread pair between two lost bytes
    "|(?<=[\u3400-\u9fff])[?\uff1f][@-~?\uff1f](?=[\u3400-\u9fff])"  # a character without its first byte
)


def find_gaps(raw: str, runs: Iterable[Run]) -> tuple[tuple[int, int], ...]:
    """Return the spans of the source that stay unreadable, in order and without overlap."""
    found = sorted([*(gap for run in runs for gap in run.gaps), *(m.span() for m in _LOST.finditer(raw))])
    gaps: list[tuple[int, int]] = []
    for start, end in found:
        if gaps and start <= gaps[-1][1]:
            gaps[-1] = gaps[-1][0], max(end, gaps[-1][1])
        else:
            gaps.append((start, end))
    return tuple(gaps)
