"""A run that is killed or interrupted, and its continuation."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from calling import REPORT, ROOT, call, rows


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return reports, some of them bad."""
    folder = tmp_path_factory.mktemp("reports")
    for number in range(60):
        bad = number % 7 == 3
        (folder / f"{number:03}.txt").write_text("" if bad else REPORT * (2 + number % 5), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(folder: Path) -> tuple[bytes, bytes]:
    """Return records and rejects of the run that nothing interrupts."""
    output = folder.parent / "whole.jsonl"
    assert call("run", folder, "-o", output).exit_code == 1
    return output.read_bytes(), output.with_suffix(".rejects.jsonl").read_bytes()


def begin(folder: Path, output: Path, inputs: int, *options: str) -> subprocess.Popen[bytes]:
    """Begin a run and return when it has finished so many inputs."""
    command = [sys.executable, "-m", "pipeline", "run", str(folder), "-o", str(output), *options]
    run = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE
    )
    journal = output.with_name(output.name + ".journal")
    while run.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") <= inputs):
        time.sleep(0.005)
    return run


@pytest.mark.parametrize(("inputs", "workers", "existed"), [(1, "1", False), (20, "2", True)])
def test_a_killed_run_goes_on_to_the_same_bytes(
    folder: Path,
    whole: tuple[bytes, bytes],
    tmp_path: Path,
    *,
    inputs: int,
    workers: str,
    existed: bool,
) -> None:
    output = tmp_path / "out.jsonl"
    if existed:
        output.write_text("as it was\n")
    with begin(folder, output, inputs, "--workers", workers) as run:
        run.kill()
    assert run.returncode == -signal.SIGKILL
    if existed:
        assert output.read_text() == "as it was\n"
    working = output.with_name("out.jsonl.part") if existed else output
    with working.open("ab") as cut:
        cut.write(b'{"schema_version":"1.0","id":"cut o')
    result = call("run", folder, "-o", output, "--resume")
    assert result.exit_code == 1, result.output
    assert (output.read_bytes(), (tmp_path / "out.rejects.jsonl").read_bytes()) == whole
    assert "51 documents" in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "out.jsonl",
        "out.manifest.json",
        "out.rejects.jsonl",
    ]


def test_ctrl_c_leaves_whole_lines_to_go_on_from(
    folder: Path, whole: tuple[bytes, bytes], tmp_path: Path
) -> None:
    output = tmp_path / "out.jsonl"
    with begin(folder, output, 5, "--workers", "2") as run:
        run.send_signal(signal.SIGINT)
        assert run.stderr
        message = run.stderr.read().decode()
    assert run.returncode == 130
    assert "--resume" in message
    assert "Traceback" not in message
    assert whole[0].startswith(output.read_bytes())
    assert rows(output)
    # Another model, other inputs or options would give a file of two halves.
    refused = call("run", folder, "-o", output, "--resume", "--min-confidence", 0.5)
    assert (refused.exit_code, refused.stderr[:6]) == (2, "[C010]")
    assert call("run", folder, "-o", output, "--resume").exit_code == 1
    assert (output.read_bytes(), (tmp_path / "out.rejects.jsonl").read_bytes()) == whole


def test_with_nothing_to_resume_a_run_begins_anew(folder: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    assert call("run", folder / "000.txt", "-o", output, "--resume").exit_code == 0
    assert rows(output)
