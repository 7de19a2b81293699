"""The texts of the measurements: documents that no model learned from."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks.contests import ROOT
from pipeline.learning.corpus import load_split
from pipeline.learning.samples import Sample
from pipeline.reading.decode import decode

REPORTS: Final = ROOT / "training" / "reports"


def samples(*splits: str) -> list[Sample]:
    """Return the annotated reports of some splits."""
    return load_split(REPORTS, *splits)


def raw(sample: Sample) -> str:
    """Return the raw page that a report comes from, or its own text where there is none."""
    return decode((ROOT / sample.source).read_bytes())[0] if sample.source else sample.text


def stored(path: Path, texts: Sequence[str]) -> Path:
    """Write texts where contestants read them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(list(texts), ensure_ascii=False), encoding="utf-8")
    return path.resolve()
