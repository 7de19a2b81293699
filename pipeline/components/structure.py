"""Where a character stands: its line, sentence and clause, for a whole text at once."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_SENTENCE_ENDS = frozenset("。!?\n")
_CLAUSE_END = re.compile(r"[。!?\n,;:]")


@dataclass(frozen=True, slots=True)
class Structure:
    """Start offsets of the lines, sentences and clauses of a text, ascending, each list beginning with 0."""

    text: str
    lines: list[int]
    sentences: list[int]
    clauses: list[int]

    def line(self, offset: int) -> int:
        """Return the index of the line that holds the offset."""
        return bisect_right(self.lines, offset) - 1

    def sentence(self, offset: int) -> int:
        """Return the index of the sentence that holds the offset."""
        return bisect_right(self.sentences, offset) - 1

    def clause(self, offset: int) -> int:
        """Return the index of the clause that holds the offset."""
        return bisect_right(self.clauses, offset) - 1

    def span(self, starts: list[int], index: int) -> tuple[int, int]:
        """Return the stripped (start, end) of one unit of `lines`, `sentences` or `clauses`."""
        start = starts[index]
        end = starts[index + 1] if index + 1 < len(starts) else len(self.text)
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        return start, max(start, start + len(piece.strip()))

    def sentence_span(self, offset: int) -> tuple[int, int]:
        """Return the (start, end) of the sentence around an offset, without outer spaces."""
        return self.span(self.sentences, self.sentence(offset))

    def clause_text(self, offset: int) -> str:
        """Return the clause around an offset."""
        return self.text[slice(*self.span(self.clauses, self.clause(offset)))]

    def line_text(self, offset: int) -> str:
        """Return the line around an offset."""
        return self.text[slice(*self.span(self.lines, self.line(offset)))]


@lru_cache(maxsize=4)  # several components ask for that of one document
def structure_of(text: str) -> Structure:
    """Cut a text into lines, sentences and clauses.

    >>> structure_of("甲,乙。丙").clauses
    [0, 2, 4]
    """
    lines, sentences, clauses = [0], [0], [0]
    for end in _CLAUSE_END.finditer(text[:-1]):
        clauses.append(end.end())
        if end[0] in _SENTENCE_ENDS:
            sentences.append(end.end())
            if end[0] == "\n":
                lines.append(end.end())
    return Structure(text, lines, sentences, clauses)
