"""A run on a Ray of this machine, two CPUs, in processes of its own."""

import os
import re
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
from calling import ROOT, call
from partitioned import OPTIONS, fill, joined

from pipeline.cluster.rays import NEEDED, ray_cluster
from pipeline.errors import CommandError

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason=NEEDED)
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
ENVIRONMENT.pop("RAY_ADDRESS", None)
LOST = """
import os
from functools import partial
from pipeline.cluster.rays import ray_cluster
with ray_cluster(1) as spread:
    try:
        list(spread(partial(partial, os._exit), [1], 1))
    except Exception as error:
        print(error)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ray") / "in"
    fill(folder)
    return folder


@pytest.fixture(scope="module")
def alone(folder: Path) -> bytes:
    output = folder.parent / "alone.jsonl"
    assert call("run", folder, "-o", output, *OPTIONS).exit_code == 1
    return output.read_bytes()


def command(folder: Path, output: Path, *options: str) -> list[str]:
    words = ("-m", "pipeline", "run", folder, "-o", output, "--engine", "ray", "--workers", 2)
    return [sys.executable, *map(str, words), *OPTIONS, *options]


@pytest.mark.skipif(find_spec("ray") is not None, reason="Ray is installed")
def test_without_ray_one_line_says_what_to_install(tmp_path: Path) -> None:
    result = call("run", ROOT / "seeds", "-o", tmp_path / "out", "--engine", "ray")
    assert (result.exit_code, result.stderr) == (2, f"[C006] {NEEDED}\n")
    assert not (tmp_path / "out").exists()
    with pytest.raises(CommandError), ray_cluster(1):
        pass


@needs_ray
def test_two_actors_write_the_records_of_the_local_engine(folder: Path, alone: bytes, tmp_path: Path) -> None:
    output = tmp_path / "out"
    run = subprocess.run(
        command(folder, output), env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1, run.stderr
    assert joined(output) == alone
    assert run.stdout == ""
    assert re.match(r"31 documents, \d+ records, 3 rejected", run.stderr)  # and nothing of Ray's own
    assert "ray" not in run.stderr.lower()


@needs_ray
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_stopped_run_goes_on(
    folder: Path, alone: bytes, tmp_path: Path, number: signal.Signals, status: int
) -> None:
    output = tmp_path / "out"
    with subprocess.Popen(command(folder, output), env=ENVIRONMENT, stderr=subprocess.PIPE) as run:
        while run.poll() is None and not any(output.glob("part-*")):
            time.sleep(0.01)
        run.send_signal(number)
        assert run.stderr
        said = run.stderr.read().decode()
    assert run.returncode == status, said
    assert "Traceback" not in said
    for part in output.glob("part-*"):
        assert part.read_bytes() in alone
    again = subprocess.run(
        command(folder, output, "--resume"), env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert again.returncode == 1, again.stderr
    assert "partitions were there already" in again.stderr
    assert joined(output) == alone


@needs_ray
def test_a_cluster_that_is_not_there_is_one_line(folder: Path, tmp_path: Path) -> None:
    run = subprocess.run(
        command(folder, tmp_path / "out"),
        env=ENVIRONMENT | {"RAY_ADDRESS": "127.0.0.1:9"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert re.fullmatch(r"\[C009\] Ray at '127.0.0.1:9' cannot be used .+\n", run.stderr)
    assert not (tmp_path / "out").exists()


@needs_ray
def test_a_job_that_ends_its_actor_again_and_again_ends_the_run() -> None:
    run = subprocess.run(
        [sys.executable, "-c", LOST], env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert re.search(r"^\[C009\] the cluster failed, .+$", run.stdout, re.M), run.stdout
    assert run.stderr == ""
