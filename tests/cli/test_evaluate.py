"""`evaluate` as its user types it."""

import json
from pathlib import Path

from calling import ROOT, call

GOLD = ROOT / "training" / "gold"
MODEL = ROOT / "models" / "zh_police_reports"
SAMPLE = """# id: s1
# published: 2024-02-20
# region: 620800
# split: test
---
[春节期间|D#cj 2024-02-10..2024-02-17 holiday],[平凉市公安局|A#pl prefecture]\
[出动/警力|M deploy events @pl ^cj][860人次|Q]。
"""


def test_reports_go_to_a_folder_with_a_model_against_itself(tmp_path: Path) -> None:
    (tmp_path / "s1.txt").write_text(SAMPLE, encoding="utf-8")
    output = tmp_path / "out"
    result = call(
        "evaluate", "--samples", tmp_path / "s1.txt", "--model", MODEL, "--against", MODEL, "-o", output
    )
    assert result.exit_code == 0, result.output
    assert sorted(p.name for p in output.iterdir()) == ["report.html", "report.json", "report.md"]
    data = json.loads((output / "report.json").read_text(encoding="utf-8"))
    assert data["scores"]["core"]["gold"] == 1
    assert data["scores"]["given relation AMOUNT"]["f1"] == 1.0
    assert data["against"]["gains"] == data["against"]["losses"] == []
    assert "Precision at coverage" in result.output


def test_no_such_split_or_model_is_said_in_one_line(tmp_path: Path) -> None:
    for arguments in (["--split", "dev"], ["--against", tmp_path / "none"]):
        result = call("evaluate", "--samples", GOLD, "--model", MODEL, *arguments)
        assert result.exit_code == 2
        assert len(result.output.strip().splitlines()) == 1
