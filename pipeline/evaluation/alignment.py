"""Placing spans of one reading of a report in another: the system's text against the annotator's."""

from difflib import SequenceMatcher


class Alignment:
    r"""Maps spans of `left` to spans of `right`, two nearly equal texts.

    >>> Alignment("首页\n出动警力8人", "出动警力8人").span(5, 7)
    (2, 4)
    """

    def __init__(self, left: str, right: str) -> None:
        self._places: list[int | None] = [None] * len(left)
        if left == right:
            self._places = list(range(len(left)))
            return
        for a, b, size in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
            self._places[a : a + size] = range(b, b + size)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the place of a span, from its first to its last common character; None where none is."""
        common = [place for place in self._places[start:end] if place is not None]
        return (common[0], common[-1] + 1) if common else None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return the place of a span; of one that the right text lacks, an empty place before that text.

        No span meets such a place, so that what is found there counts as invented.
        """
        return self.span(start, end) or (-1 - start, -1 - start)
