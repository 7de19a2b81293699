"""What a document is, to score its like together: script, genre, level, length, broken bytes."""

from typing import Final

from pipeline.learning.phenomena import length_band
from pipeline.learning.samples import Sample
from pipeline.reading.document import Document

TRAITS: Final = ("script", "genre", "level", "length", "bytes")
TRADITIONAL: Final = 0.05
"""Share of Chinese characters replaced by simplified ones from which a source counts as traditional.

Simplified pages hold a few: names, quotations. The two traditional seeds have over 0.3.
"""


def traits_of(document: Document, sample: Sample) -> dict[str, str]:
    """Return the value of each of `TRAITS`; genre and level come from the sample's header.

    `script` and `bytes` come from the reading: edits to simplified script (bracketed pinyin goes with its
    character), repairs of shifted bytes, gaps.
    """
    kinds = [edit.kind for edit in document.ledger.edits]
    chinese = sum("\u3400" <= c <= "\u9fff" for c in document.raw)
    replaced = sum(kind in {"script", "residue"} for kind in kinds)
    broken = bool(document.gaps) or "shifted" in kinds
    return {
        "script": "traditional" if replaced > TRADITIONAL * chinese else "simplified",
        "genre": sample.meta.get("genre", "none"),
        "level": sample.meta.get("level", "none"),
        "length": length_band(sample),
        "bytes": "broken" if broken else "sound",
    }
