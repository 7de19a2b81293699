"""Every error a user can meet, in one place: a code, what is wrong, what to do."""

from enum import StrEnum


class Code(StrEnum):
    """Stable codes; the rejects file and the exit messages carry them."""

    EMPTY = "R001"
    BINARY = "R002"
    ENCODING = "R003"
    JSON_LINE = "R004"
    UNREADABLE = "R005"
    NOT_A_REPORT = "R006"
    TOO_LONG = "R007"
    TIMEOUT = "R008"
    PROCESSING = "R009"
    MEMORY = "R010"
    DAMAGED = "R011"
    EXPANDS = "R012"
    LINK = "R013"
    NO_TEXT = "R014"
    ROW = "R015"
    CHANGED = "R016"
    NO_INPUT = "C001"
    NO_MODEL = "C002"
    OUTPUT = "C003"
    BAD_RECORDS = "C004"
    BAD_SAMPLES = "C005"
    BAD_OPTION = "C006"
    MODEL_REFUSED = "C007"
    BAD_MODEL = "C008"
    WORKERS = "C009"
    RESUME = "C010"


def reason(error: Exception) -> str:
    r"""Say in one line what a file lacks, for an error that reading it raised.

    >>> reason(KeyError("entities"))
    "there is no 'entities'"
    >>> reason(ValueError("[E1] No such thing.\nMore of it."))
    '[E1] No such thing.'
    """
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return f"there is no {lines[0]}" if isinstance(error, KeyError) else lines[0]


class PipelineError(Exception):
    """An error with a code, for which the user gets one line and no traceback."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(code, message)  # both as arguments: errors cross processes
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"[{self.code}] {self.message}"


class ReadError(PipelineError):
    """One input cannot be read; the run goes on without it and the rejects file says why."""


class CommandError(PipelineError):
    """The command itself is wrong; exit status 2."""


class SampleError(PipelineError):
    """An annotated sample breaks a rule of the markup or of the guideline."""

    def __init__(self, message: str, *, file: str = "", line: int = 0, span: str = "") -> None:
        place = ":".join(part for part in (file, str(line) if line else "") if part)
        quoted = f" «{span}»" if span else ""
        super().__init__(Code.BAD_SAMPLES, f"{place}{quoted} {message}".strip())
        self.file, self.line, self.span = file, line, span
