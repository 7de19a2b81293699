"""Folders of strangers: links, devices, folders that cannot be opened; nothing is passed over."""

import os
import threading
from pathlib import Path

import pytest
from calling import REPORT, call

from pipeline.errors import Code, CommandError
from pipeline.inputs import Inputs, input_paths
from pipeline.reading.raw import Raw, Reject


def told(inputs: Inputs) -> dict[str, str]:
    """Return the id or the cause of each item by its file."""
    return {
        Path(item.source).name: item.cause if isinstance(item, Reject) else item.id for item in inputs.items()
    }


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "in", tmp_path / "secret.txt"
    folder.mkdir()
    outside.write_text(REPORT, encoding="utf-8")
    (folder / "real.txt").write_text(REPORT, encoding="utf-8")
    (folder / "near.txt").symlink_to("real.txt")
    (folder / "out.txt").symlink_to(outside)
    (folder / "climb.txt").symlink_to("../secret.txt")
    (folder / "dir").symlink_to(tmp_path)
    (folder / "self").symlink_to("self")
    (folder / "zero").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe")
    assert told(Inputs(input_paths([str(folder)]))) == {
        "real.txt": "real",
        "near.txt": "near",
        "out.txt": Code.LINK,
        "climb.txt": Code.LINK,
        "dir": Code.LINK,
        "self": Code.UNREADABLE,
        "zero": Code.LINK,
        "pipe": Code.UNREADABLE,
    }
    # Whoever names a link means its target.
    assert told(Inputs(input_paths([str(folder / "out.txt")]))) == {"out.txt": "out"}


def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    scandir = os.scandir  # permissions do not hold for root

    def refuse(path: str) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert told(Inputs(input_paths([str(tmp_path)]))) == {"a.txt": "a", "closed": Code.UNREADABLE}
    with pytest.raises(CommandError) as caught:
        input_paths([str(closed)])
    assert (caught.value.code, "Permission denied" in str(caught.value)) == (Code.NO_INPUT, True)
    result = call("run", closed)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


def test_a_pipe_is_read_once_and_gone_through_twice(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(REPORT, "utf-8"))
    writer.start()
    inputs = Inputs(input_paths([str(pipe)]))
    first, second = list(inputs.items()), list(inputs.items())
    writer.join()
    assert first == second
    assert isinstance(first[0], Raw)
    assert first[0].content == REPORT.encode()
    assert inputs.accounts[str(pipe)].bytes == len(REPORT.encode())


def test_an_input_without_documents_counts_as_one_reject(tmp_path: Path) -> None:
    (tmp_path / "heads.csv").write_text("id,text\n", encoding="utf-8")
    inputs = Inputs(input_paths([str(tmp_path)]))
    assert told(inputs) == {"heads.csv": Code.EMPTY}
    assert [account.documents for account in inputs.accounts.values()] == [1]
