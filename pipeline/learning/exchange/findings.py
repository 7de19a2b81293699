"""What a conversion has to say: faults, for which a document stays out, and notes."""

from dataclasses import dataclass, field

from pipeline.errors import SampleError


@dataclass(slots=True)
class Findings:
    """Collects faults and notes while files are read and written, so that none stops the others."""

    faults: list[SampleError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fault(self, message: str, *, file: str, span: str = "") -> None:
        """Report what keeps a document from being converted."""
        self.faults.append(SampleError(message, file=file, span=span))

    def note(self, message: str, *, file: str, span: str = "") -> None:
        """Report what the reader of the result should know; the document is converted."""
        self.notes.append(f"{file}{f' «{span}»' if span else ''} {message}")
