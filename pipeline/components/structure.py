"""Where a character stands: its line, sentence and clause, for a whole text at once."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

Span = tuple[int, int]

_SENTENCE_ENDS = frozenset("。!?\n")
_CLAUSE_END = re.compile(r"[。!?\n,;:]")


@dataclass(frozen=True, slots=True)
class Structure:
    """Start offsets of the lines, sentences and clauses of a text, ascending, each list beginning with 0."""

    text: str
    lines: list[int]
    sentences: list[int]
    clauses: list[int]
    line_spans: list[Span]
    """The (start, end) of each line without outer spaces; so are those of the other units."""
    sentence_spans: list[Span]
    clause_spans: list[Span]

    def line(self, offset: int) -> int:
        """Return the index of the line that holds the offset."""
        return bisect_right(self.lines, offset) - 1

    def sentence(self, offset: int) -> int:
        """Return the index of the sentence that holds the offset."""
        return bisect_right(self.sentences, offset) - 1

    def clause(self, offset: int) -> int:
        """Return the index of the clause that holds the offset."""
        return bisect_right(self.clauses, offset) - 1

    def line_span(self, offset: int) -> Span:
        """Return the (start, end) of the line around an offset, without outer spaces."""
        return self.line_spans[self.line(offset)]

    def sentence_span(self, offset: int) -> Span:
        """Return the (start, end) of the sentence around an offset, without outer spaces."""
        return self.sentence_spans[self.sentence(offset)]

    def clause_span(self, offset: int) -> Span:
        """Return the (start, end) of the clause around an offset, without outer spaces."""
        return self.clause_spans[self.clause(offset)]


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
    spans = [_spans(text, starts) for starts in (lines, sentences, clauses)]
    return Structure(text, lines, sentences, clauses, *spans)


def _spans(text: str, starts: list[int]) -> list[Span]:
    spans = []
    for start, end in pairwise([*starts, len(text)]):
        piece = text[start:end]
        inner = start + len(piece) - len(piece.lstrip())
        spans.append((inner, max(inner, start + len(piece.rstrip()))))
    return spans
