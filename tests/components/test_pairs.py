from random import Random

import numpy as np

from pipeline.components.pairs import _BETWEEN, _words_between


def test_words_in_a_gap_are_those_of_its_two_ends() -> None:
    random = Random(0)
    text = "".join(random.choices("其中分别同比全自治区市局各甲乙丙", k=700))
    a, b = np.sort([[random.randrange(len(text)) for _ in range(2)] for _ in range(500)]).T
    columns = _words_between(text, a, b)
    for i, (start, end) in enumerate(zip(a.tolist(), b.tolist(), strict=True)):
        wide = end - start > 200
        gap = text[start : start + 100] + text[end - 100 : end] if wide else text[start:end]
        expected = [pattern.search(gap) is not None for pattern, _ in _BETWEEN]
        assert [bool(column[i]) for column in columns] == expected
