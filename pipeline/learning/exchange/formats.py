"""The formats that `convert` knows, and the conversion itself."""

from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.errors import Code, CommandError
from pipeline.learning.exchange.brat import read_brat, write_brat
from pipeline.learning.exchange.docbin import read_docbin, write_docbin
from pipeline.learning.exchange.doccano import read_doccano, write_doccano
from pipeline.learning.exchange.findings import Findings
from pipeline.learning.exchange.labelstudio import read_labelstudio
from pipeline.learning.exchange.labelstudio_tasks import write_labelstudio
from pipeline.learning.exchange.own import read_jsonl, read_markup, write_jsonl, write_markup
from pipeline.learning.samples import Sample
from pipeline.sinks.files import check_apart


class Format(StrEnum):
    """The name of a format."""

    MARKUP = "markup"
    JSONL = "jsonl"
    LABELSTUDIO = "labelstudio"
    DOCCANO = "doccano"
    BRAT = "brat"
    SPACY = "spacy"


class _Exchange(NamedTuple):
    read: Callable[[Path, Findings], Iterator[Sample]]
    write: Callable[[list[Sample], Path, Findings], int]


EXCHANGES: Final = {
    Format.MARKUP: _Exchange(read_markup, write_markup),
    Format.JSONL: _Exchange(read_jsonl, write_jsonl),
    Format.LABELSTUDIO: _Exchange(read_labelstudio, write_labelstudio),
    Format.DOCCANO: _Exchange(read_doccano, write_doccano),
    Format.BRAT: _Exchange(read_brat, write_brat),
    Format.SPACY: _Exchange(read_docbin, write_docbin),
}


def convert(source: Path, target: Path, from_: Format, to: Format) -> tuple[int, Findings]:
    """Convert a file or folder; return how many documents were written, and what there is to say.

    A document with a fault stays out and is reported; the others are converted. Raises CommandError where
    there is none to convert, and where the output would take the place of the input.
    """
    if not source.exists():
        raise CommandError(Code.NO_INPUT, f"no such input: {source}")
    check_apart(target, source)
    findings = Findings()
    samples: list[Sample] = []
    seen: Counter[str] = Counter()
    for sample in EXCHANGES[from_].read(source, findings):
        seen[sample.id] += 1
        if seen[sample.id] > 1:
            findings.fault("stands there twice; the second is left out", file=f"{source} id {sample.id}")
        else:
            samples.append(sample)
    if not samples:
        first = f"{findings.faults[0].message}" if findings.faults else f"no samples in {source}"
        more = f" (and {len(findings.faults) - 1} more faults)" if len(findings.faults) > 1 else ""
        raise CommandError(
            Code.BAD_SAMPLES, f"{first}{more}; nothing is converted, is it the format {from_}?"
        )
    return EXCHANGES[to].write(samples, target, findings), findings
