"""`run --engine ray` with everything but Ray: the same records, whole partitions, going on, refusals."""

import json
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from calling import SEEDS, call, rows
from partitioned import NAMES, OPTIONS, assert_tables_are_those_of_export, files, fill, here, joined

from pipeline.cluster import Spread, Step


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "in"
    fill(folder)
    return folder


@pytest.fixture(scope="module")
def alone(folder: Path) -> Path:
    """Return the records of the local engine."""
    output = folder.parent / "alone.jsonl"
    assert call("run", folder, "-o", output, *OPTIONS).exit_code == 1
    return output


@pytest.fixture(autouse=True)
def without_ray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cli.cluster.ray_cluster", here)


@contextmanager
def dying(_workers: int) -> Iterator[Spread]:
    """Be interrupted in the midst of the second job of the second pass."""

    def spread(start: Callable[[], Step[Any, Any]], jobs: Sequence[Any], workers: int) -> Generator[Any]:
        with here(1) as whole:
            if not isinstance(jobs[0], tuple):
                yield from whole(start, jobs, workers)
                return
            yield from whole(start, jobs[:1], workers)
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("pipeline.cluster.folder.Folder.holds", lambda *_: False)
                patch.setattr("pipeline.cluster.folder.Folder.take", _stop)
                yield from whole(start, jobs[1:], workers)

    yield spread


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_partitions_have_the_records_of_the_local_engine(folder: Path, alone: Path, tmp_path: Path) -> None:
    output = tmp_path / "out"
    result = call("run", folder, "-o", output, "--engine", "ray", *OPTIONS)
    assert result.exit_code == 1, result.output
    assert joined(output) == alone.read_bytes()
    rejects = sorted((output / "_rejects").iterdir())
    assert b"".join(p.read_bytes() for p in rejects) == alone.with_suffix(".rejects.jsonl").read_bytes()
    assert [p.stem for p in rejects] == NAMES[:3]
    assert sorted(p.name for p in output.iterdir()) == [
        *("_accounts", "_manifest.json", "_rejects", "_run.json"),
        *(f"{name}.jsonl" for name in NAMES),
    ]
    # A duplicate in another partition is known.
    marked = {r["doc"]["duplicate_of"] for r in rows(output / "part-00002.jsonl")}
    assert {"r280", "r288"} <= marked
    account = json.loads((output / "_manifest.json").read_bytes())
    parts = account.pop("partitions")
    assert account == json.loads(alone.with_suffix(".manifest.json").read_bytes())
    assert [(p["name"], p["inputs"], p["documents"], p["rejected"]) for p in parts] == [
        *((NAMES[0], 2, 1, 1), (NAMES[1], 1, 20, 1), (NAMES[2], 1, 9, 1), (NAMES[3], 1, 1, 0))
    ]
    assert sum(p["records"] for p in parts) == account["records"]["written"]


def test_parquet_partitions_are_the_tables_of_export(folder: Path, alone: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.parquet"
    assert call("run", folder, "-o", output, "--engine", "ray", *OPTIONS).exit_code == 1
    assert_tables_are_those_of_export(output, alone)


def test_a_stopped_run_leaves_whole_partitions_and_goes_on(
    folder: Path, alone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out"
    command = ("run", folder, "-o", output, "--engine", "ray", *OPTIONS)
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.cli.cluster.ray_cluster", dying)
        result = call(*command)
    assert result.exit_code == 130
    assert "interrupted after 1 of 4 partitions" in result.stderr
    left = files(output)
    assert set(left) == {
        *("_run.json", "_accounts/part-00000.json", "_rejects/part-00000.jsonl", "part-00000.jsonl")
    }
    assert alone.read_bytes().startswith(left["part-00000.jsonl"])
    inode = (output / "part-00000.jsonl").stat().st_ino
    # Without --resume, with other options or of other inputs it is not touched.
    for other, code in (((), "C003"), (("--resume", "--mask-names"), "C010")):
        refused = call(*command, *other)
        assert (refused.exit_code, refused.stderr[:6]) == (2, f"[{code}]")
    assert files(output) == left
    # What a killed machine was writing is swept away.
    (output / "_temporary").mkdir()
    (output / "_temporary" / "x-part-00001.jsonl").write_text("{")
    result = call(*command, "--resume")
    assert result.exit_code == 1
    assert "1 of 4 partitions were there already" in result.stderr
    assert joined(output) == alone.read_bytes()
    assert (output / "part-00000.jsonl").stat().st_ino == inode
    assert not (output / "_temporary").exists()
    complete = files(output)
    # A complete run is not done again, and tells the same.
    again = call(*command, "--resume")
    assert "4 of 4 partitions were there already" in again.stderr
    assert again.stderr.splitlines()[1:] == result.stderr.splitlines()[1:]
    assert files(output) == complete


def test_with_nothing_to_resume_and_limits_it_begins(tmp_path: Path, seed_records: Path) -> None:
    (tmp_path / "out").mkdir()
    options = ("--resume", "--timeout", 100, "--texts", tmp_path / "texts")
    assert call("run", SEEDS, "-o", tmp_path / "out", "--engine", "ray", *options).exit_code == 0
    assert joined(tmp_path / "out") == seed_records.read_bytes()
    assert {p.stem for p in (tmp_path / "texts").iterdir()} == {
        r["doc"]["sha256"] for r in rows(seed_records)
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((SEEDS,), "C006"),
        ((SEEDS, "-o", "-"), "C006"),
        (("-", "-o", "NEW"), "C006"),
        ((SEEDS, "-o", "NEW", "--rejects", "NEW.rejects"), "C006"),
        ((SEEDS, "-o", "NEW", "--samples", "NEW.samples"), "C006"),
        (("OTHER", "-o", "OTHER/out"), "C006"),
        ((SEEDS, "-o", "FILE"), "C003"),
        ((SEEDS, "-o", "OTHER"), "C003"),
        ((SEEDS, "-o", "OTHER", "--resume"), "C003"),
        ((SEEDS, "-o", "none/out"), "C003"),
        ((SEEDS, "-o", "NEW", "--model", "none"), "C002"),
    ],
)
def test_a_wrong_command_is_one_line(
    arguments: tuple[object, ...], code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "FILE").write_text("as it was\n")
    (tmp_path / "OTHER").mkdir()
    (tmp_path / "OTHER" / "mine.txt").write_text("as it was\n")
    before = files(tmp_path)
    result = call("run", *arguments, "--engine", "ray")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert re.fullmatch(rf"\[{code}\] .+\n", result.stderr)
    assert files(tmp_path) == before
    assert not (tmp_path / "NEW").exists()
