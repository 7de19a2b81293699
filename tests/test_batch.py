"""What a run promises, whatever the model: nothing lost, the same bytes after any death."""

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import stub
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.batch import Summary, marked
from pipeline.engines import Item, Outcome
from pipeline.engines.tasks import each
from pipeline.errors import Code, CommandError
from pipeline.inputs import Inputs, input_paths
from pipeline.reading.formats import open_path
from pipeline.reading.raw import Raw, Reject
from pipeline.reading.reader import read
from pipeline.sinks.files import GrowingFile
from pipeline.sinks.jsonl import journal_of
from pipeline.survey.duplicates import Marks
from pipeline.survey.survey import survey

REPORT = (
    "春节期间,兰溪市公安局共出动警力300人次,检查宾馆旅馆12家,化解矛盾纠纷5起,治安大局持续平稳,没有发生案件。"
)


def fill(folder: Path) -> None:
    """Write reports, bad files, tables and an archive."""
    folder.mkdir()
    for number in range(40):
        text = "" if number % 7 == 3 else "\n".join(f"第{n}天" + REPORT for n in range(number % 5 + 1))
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    rows = [json.dumps({"id": f"row{n}", "text": REPORT * (n % 3), "outlet": n}) for n in range(40)]
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress("\n".join(rows).encode()))
    (folder / "cut.gz").write_bytes(gzip.compress(REPORT.encode())[:-9])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("batch") / "in"
    fill(folder)
    return folder


def outputs(output: Path) -> dict[str, bytes]:
    """Return all files of a run by their endings."""
    return {
        path.name.removeprefix(output.stem): path.read_bytes()
        for path in output.parent.glob(f"{output.stem}.*")
    }


@pytest.fixture(scope="module")
def whole(folder: Path) -> dict[str, bytes]:
    """Return what the run writes that nothing interrupts."""
    output = folder.parent / "whole.jsonl"
    stub.run(folder, output)
    found = outputs(output)
    assert sorted(found) == [".jsonl", ".manifest.json", ".rejects.jsonl"]
    return found


@pytest.mark.parametrize(("workers", "kills"), [(1, 14), (2, 6)])
def test_killed_at_random_moments_a_run_ends_in_the_same_bytes(
    folder: Path, whole: dict[str, bytes], tmp_path: Path, workers: int, kills: int
) -> None:
    output = tmp_path / "out.jsonl"
    chance = random.Random(workers)
    command = [sys.executable, stub.__file__, str(folder), str(output), str(workers), "--resume"]
    environment = os.environ | {"PYTHONPATH": str(Path(stub.__file__).parents[1])}
    journal = journal_of(str(output))
    assert journal
    killed = 0
    for _ in range(kills):
        run = subprocess.Popen(command, env=environment, start_new_session=True)
        lines = journal.read_bytes().count(b"\n") if journal.exists() else 0
        goal = lines + chance.randrange(5)
        while run.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > goal):
            time.sleep(0.001)
        time.sleep(chance.random() * 0.004)
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        killed += run.wait() == -signal.SIGKILL
    assert killed >= kills - 2
    assert subprocess.run(command, env=environment, check=False).returncode == 0
    assert outputs(output) == whole


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_power_cut_leaves_of_the_files_the_bytes_are_the_same(
    folder: Path,
    whole: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(stub, "SECONDS", 0)
    output = tmp_path_factory.mktemp("cut") / "out.jsonl"
    stopped = data.draw(st.integers(0, 70))
    cut_short(folder, output, stopped, monkeypatch)
    for path in (output, output.with_suffix(".rejects.jsonl"), journal_of(str(output))):
        if path and path.exists():
            size = path.stat().st_size
            os.truncate(path, data.draw(st.integers(max(0, size - 3000), size)))
            with path.open("ab") as file:
                file.write(data.draw(st.sampled_from([b"", b'{"id":"cut'])) if path == output else b"")
    stub.run(folder, output, resume=True)
    assert outputs(output) == whole


def cut_short(folder: Path, output: Path, items: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave what a run leaves that dies after so many items."""

    def dying(documents: Iterable[Item], *_: object, **__: object) -> Iterator[Outcome]:
        for number, outcome in enumerate(each(documents, stub.start)):
            if number == items:
                raise SystemError
            yield outcome

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.sinks.files.GrowingFile.abandon", lambda self, _: self._file.close())
        patch.setattr(stub, "extract", dying)
        with pytest.raises(SystemError):
            stub.run(folder, output)


def test_killed_between_two_renames_a_run_ends_in_the_same_bytes(
    folder: Path, whole: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text("as it was\n")

    def die(self: GrowingFile) -> None:
        self._file.close()
        raise SystemError

    with monkeypatch.context() as patch:
        finish = GrowingFile.finish
        patch.setattr(GrowingFile, "finish", lambda self: die(self) if self.optional else finish(self))
        with pytest.raises(SystemError):
            stub.run(folder, output)
    assert output.read_bytes() == whole[".jsonl"]
    stub.run(folder, output, resume=True)
    assert outputs(output) == whole


def test_what_changes_between_two_passes_is_rejected(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(REPORT, encoding="utf-8")
    inputs = Inputs(input_paths([str(tmp_path)]))
    found = survey(inputs.items())
    (tmp_path / "b.txt").write_text(REPORT.replace("12", "13"), encoding="utf-8")
    (tmp_path / "c.txt").unlink()
    items = list(found.checked(inputs.items()))
    assert [i.cause if isinstance(i, Reject) else i.id for i in items] == ["a", Code.CHANGED, Code.CHANGED]


def test_other_inputs_resume_nothing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, output = tmp_path / "in", tmp_path / "out.jsonl"
    shutil.copytree(folder, own)
    cut_short(own, output, 5, monkeypatch)
    (own / "030.txt").write_text(REPORT + "。", encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        stub.run(own, output, resume=True)
    assert caught.value.code == Code.RESUME


def test_a_summary_counts_what_happened_once(folder: Path) -> None:
    (document,) = (read(r) for r in open_path(folder / "000.txt") if isinstance(r, Raw))
    records = stub.records_of(document)
    summary = Summary()
    summary.add(records + marked(records, Marks(whole="other")))
    assert (summary.records, summary.duplicates) == (2 * len(records), len(records))
    assert summary.categories.total() == len(records)


def test_documents_in_are_documents_out_and_rejects(folder: Path, whole: dict[str, bytes]) -> None:
    account = json.loads(whole[".manifest.json"])
    rejects = [json.loads(line) for line in whole[".rejects.jsonl"].splitlines()]
    documents = account["documents"]
    assert documents["found"] == documents["read"] + documents["rejected"]
    assert documents["found"] == sum(source["documents"] for source in account["inputs"]) == 81
    assert documents["rejected"] == len(rejects) == sum(documents["causes"].values())
    assert account["records"]["written"] == len(whole[".jsonl"].splitlines())
    assert {source["source"] for source in account["inputs"]} == {str(p) for p in folder.iterdir()}
    assert documents["causes"] == {Code.EMPTY: 20, Code.DAMAGED: 1}
