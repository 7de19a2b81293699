"""What the checks find, and what they leave alone."""

from pipeline.learning.checking import unmarked_numerals
from pipeline.learning.markup import compile_sample

HEADER = "# id: t1\n# published: 2021-02-20\n# region: 620200\n---\n"


def test_unmarked_numerals_leaves_out_spans_and_titles() -> None:
    sample = compile_sample(
        HEADER + "[检查/宾馆|M inspect premises][168家|Q],《2024年方案》下发,拨打110报警。"
    )
    assert list(unmarked_numerals(sample)) == ["110 in …4年方案》下发,拨打110报警。…"]
