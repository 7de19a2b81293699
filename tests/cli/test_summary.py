"""What a report says is shown, not obeyed."""

import pytest
import stub

from pipeline.batch import Summary
from pipeline.cli.summary import show
from pipeline.reading.reader import read_text


def test_markup_and_control_codes_of_a_report_are_inert(capsys: pytest.CaptureFixture[str]) -> None:
    (record,) = stub.records_of(read_text("检查宾馆12家。", id="a"))
    hostile = "[red]x[/red]\x1b[31m\x1b]8;;http://a\x07\n<script>"
    measure = record.measure.model_copy(update={"action": hostile})
    summary = Summary()
    summary.add([record])
    summary.first.append(record.model_copy(update={"measure": measure}))
    show(summary)
    shown = capsys.readouterr().err
    assert "[red]x[/red]" in shown
    assert "\x1b" not in shown
    assert "\x07" not in shown
