"""What a machine does: loads the model once, or tells in one line that it is not as the first one is."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import stub
from calling import REPORT

from pipeline import DEFAULT
from pipeline.cluster.folder import Folder
from pipeline.cluster.partitions import Partition
from pipeline.cluster.steps import Order, Surveyor, Writer, surveyor, writer
from pipeline.engines.tasks import Task
from pipeline.errors import Code, CommandError
from pipeline.reading.raw import Opening
from pipeline.record import Record
from pipeline.sinks.manifest import model_identity, versions
from pipeline.survey.survey import gathered


@pytest.fixture
def order(tmp_path: Path) -> Order:
    sha256 = model_identity(DEFAULT)["sha256"]
    (tmp_path / "out").mkdir()
    return Order(Path.cwd(), Opening(), Folder(tmp_path / "out"), DEFAULT, sha256, versions())


def test_other_folders_versions_and_models_are_refused(order: Order, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    cases = {
        Code.NO_INPUT: (surveyor, replace(order, here=gone)),
        Code.WORKERS: (surveyor, replace(order, versions={**order.versions, "spacy": "0"})),
        Code.OUTPUT: (writer, replace(order, folder=Folder(gone))),
        Code.BAD_MODEL: (writer, replace(order, model_sha256="0")),
        Code.NO_MODEL: (writer, replace(order, model=gone)),
    }
    for code, (start, other) in cases.items():
        with pytest.raises(CommandError) as caught:
            start(other)
        assert caught.value.code == code


def loading(model: Path) -> Task[list[Record]]:
    with (model / "loads").open("a") as file:
        file.write("once\n")
    return stub.start()


def test_a_model_is_loaded_once_for_all_partitions(
    order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.cluster.steps.extractor", loading)
    parts = []
    for number in range(3):
        path = tmp_path / f"{number}.txt"
        path.write_text(REPORT, encoding="utf-8")
        parts.append(Partition(number, (path,)))
    order = replace(order, model=tmp_path)
    order.folder.open("a run")
    with closing(Surveyor(order)) as survey:
        found = [gathered(survey(part)[1]) for part in parts]
    with closing(Writer(order)) as write:
        assert [write(job) for job in zip(parts, found, strict=True)] == [part.name for part in parts]
    assert (tmp_path / "loads").read_text() == "once\n"
    assert sum(order.folder.summary(part.name).records for part in parts) == 6
