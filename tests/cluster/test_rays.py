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
from partitioned import OPTIONS, assert_tables_are_those_of_export, fill, joined

from pipeline.cluster.rays import NEEDED, ray_cluster
from pipeline.errors import CommandError

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason=NEEDED)
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
ENVIRONMENT.pop("RAY_ADDRESS", None)
LOST = """
import os
from functools import partial
from pipeline.cluster.rays import ray_cluster
try:
    with ray_cluster(1) as spread:
        print("what is printed meanwhile goes nowhere")
        list(spread(partial(partial, os._exit), [1], 1))
except Exception as error:
    print(error)
"""
ACTORS = """
from partitioned import Counting
from pipeline.cluster.rays import ray_cluster
with ray_cluster(2) as spread:
    done = list(spread(Counting, range(8), 2))
assert [job for *_, job in done] == list(range(8))
print(len({place for place, *_ in done}), sum(jobs == 1 for _, jobs, _ in done))
"""

MACHINES = """
import os
from ray.cluster_utils import Cluster
from partitioned import Counting
from pipeline.cluster.rays import ray_cluster
cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
other = cluster.add_node(num_cpus=1)
os.environ["RAY_ADDRESS"] = cluster.address
with ray_cluster(2) as spread:
    results = spread(Counting, range(12), 2)
    done = [next(results)]
    cluster.remove_node(other, allow_graceful=False)
    done += results
cluster.shutdown()
print([job for *_, job in done])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ray") / "in"
    fill(folder)
    return folder


@pytest.fixture(scope="module")
def alone(folder: Path) -> Path:
    output = folder.parent / "alone.jsonl"
    assert call("run", folder, "-o", output, *OPTIONS).exit_code == 1
    return output


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
def test_two_actors_write_the_records_of_the_local_engine(folder: Path, alone: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    run = subprocess.run(
        command(folder, output), env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1, run.stderr
    assert joined(output) == alone.read_bytes()
    assert run.stdout == ""
    assert re.match(r"31 documents, \d+ records, 3 rejected", run.stderr)  # and nothing of Ray's own
    assert "ray" not in run.stderr.lower()


@needs_ray
def test_two_actors_write_parquet(folder: Path, alone: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    run = subprocess.run(
        command(folder, output), env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1, run.stderr
    assert_tables_are_those_of_export(output, alone)


@needs_ray
@pytest.mark.parametrize(
    ("script", "said"),
    [
        pytest.param(ACTORS, "2 2\n", id="each actor is made ready once"),
        pytest.param(MACHINES, f"{list(range(12))}\n", id="the jobs of a machine that is lost are done"),
    ],
)
def test_on_two_actors(script: str, said: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", script],
        env=ENVIRONMENT | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stdout == said, run.stderr


@needs_ray
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)])
def test_a_stopped_run_goes_on(
    folder: Path, alone: Path, tmp_path: Path, number: signal.Signals, status: int
) -> None:
    output = tmp_path / "out"
    with subprocess.Popen(
        command(folder, output), env=ENVIRONMENT, stderr=subprocess.PIPE, start_new_session=True
    ) as run:
        while run.poll() is None and not any(output.glob("part-*")):
            time.sleep(0.01)
        if number == signal.SIGINT:
            os.killpg(run.pid, number)  # as a terminal does: Ray's processes get it too
        else:
            run.send_signal(number)
        assert run.stderr
        said = run.stderr.read().decode()
    assert run.returncode == status, said
    assert "Traceback" not in said
    for part in output.glob("part-*"):
        assert part.read_bytes() in alone.read_bytes()
    again = subprocess.run(
        command(folder, output, "--resume"), env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert again.returncode == 1, again.stderr
    assert "partitions were there already" in again.stderr
    assert joined(output) == alone.read_bytes()


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
    assert re.fullmatch(
        r"\[C009\] the cluster failed, the same command with --resume goes on: .+\n", run.stdout
    )
    assert run.stderr == ""
