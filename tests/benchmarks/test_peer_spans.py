"""What peers find, under our labels."""

from benchmarks.accuracy import scores
from benchmarks.contestants import use_jionlp, use_lac
from benchmarks.mapping import of_jionlp, of_lac, of_ours, of_recognizers


def test_words_of_lac_are_placed_and_joined() -> None:
    words = [("8月", "TIME"), ("11日", "TIME"), ("出动", "v"), ("2660", "m"), ("人次", "q"), ("。", "w")]
    placed = list(use_lac.spans("8月11日出动2660人次。", words))
    assert of_lac(placed) == {"DATE": [(0, 5)], "QUANTITY": [(7, 13)]}


def test_durations_of_jionlp_are_no_dates() -> None:
    items = [
        {"type": "time_span", "offset": [0, 9]},
        {"type": "time_delta", "offset": [12, 14]},
        {"type": "money", "offset": [20, 25]},
    ]
    assert of_jionlp(use_jionlp.spans("", items)) == {"DATE": [(0, 9)], "MONEY": [(20, 25)]}


def test_numbers_of_recognizers_inside_times_are_no_quantities() -> None:
    found = [
        ("number", 0, 1),
        ("datetimeV2.daterange", 0, 9),
        ("number", 12, 13),
        ("datetimeV2.duration", 12, 15),
        ("number", 20, 22),
        ("percentage", 20, 23),
        ("number", 30, 33),
    ]
    assert of_recognizers(found) == {"DATE": [(0, 9)], "QUANTITY": [(20, 23), (30, 33)]}


def test_only_what_is_looked_for_is_scored() -> None:
    gold = of_ours([("DATE", 0, 5), ("MONEY", 8, 12), ("QUANTITY", 20, 23), ("AGENCY", 30, 33)])
    assert gold == {"DATE": [(0, 5)], "QUANTITY": [(8, 12), (20, 23)], "MONEY": [(8, 12)]}
    found = scores([{"DATE": [(4, 6), (7, 8)], "MONEY": []}], [gold])
    assert {kind: (s.right, s.predicted, s.gold) for kind, s in found.items()} == {
        "DATE": (1, 2, 1),
        "MONEY": (0, 0, 1),
    }
