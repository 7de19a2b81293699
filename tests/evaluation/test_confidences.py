from reading_gold import scored

from pipeline.evaluation.confidences import confidence_tables, curves_of, kept


def test_a_wrong_category_is_a_right_figure_and_a_wrong_record() -> None:
    comparison = scored(change={"category": "crime"})
    comparison.pairs[0][0].record.category.confidence = 0.6
    comparison.pairs[1][0].record.measure.confidence = 0.8
    assert kept(comparison) == {
        "figure": [(1.0, True), (0.8, True)],
        "record": [(0.6, True), (0.8, False)],
    }


def test_what_is_invented_is_never_right() -> None:
    comparison = scored()
    comparison.invented.append(comparison.pairs.pop()[0])
    assert [right for _, right in kept(comparison)["figure"]] == [True, False]
    assert [right for _, right in kept(comparison)["record"]] == [True, False]


def test_tables_have_a_row_a_bin_and_a_row_a_coverage() -> None:
    curves = curves_of([scored("a"), scored("b", {"type": "patrol"})])
    record, category, coverage = confidence_tables(curves)
    assert record.rows[-1] == ("expected calibration error", 4, None, None, 0.25)
    assert category.rows[-1] == ("expected calibration error", 4, None, None, 0.0)
    assert [row[0] for row in coverage.rows][:2] == ["figure: 50%", "figure: 60%"]
    assert len(coverage.rows) == 14
    assert coverage.rows[6] == ("figure: precision 99%", None, 0.0, 0, None)


def test_nothing_found_has_empty_tables() -> None:
    comparison = scored()
    for trials in comparison.verdicts.trials.values():
        trials.clear()
    comparison.pairs.clear()
    assert [len(table.rows) for table in confidence_tables(curves_of([comparison]))] == [1, 1, 0]
