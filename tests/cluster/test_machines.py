"""A machine that is not as the first one is: told in one line, before anything is written."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import DEFAULT
from pipeline.cluster.folder import Folder
from pipeline.cluster.steps import Order, surveyor, writer
from pipeline.errors import Code, CommandError
from pipeline.reading.raw import Opening
from pipeline.sinks.manifest import model_identity, versions


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
