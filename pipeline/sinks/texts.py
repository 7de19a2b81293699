"""The extracted texts beside the output, by which the offsets of records can be checked."""

import os
from pathlib import Path
from uuid import uuid4

from pipeline.errors import Code, CommandError


class Texts:
    """A folder with the text of each document as `SHA256.txt`, named by the record's `doc.sha256`.

    `text[start:end]` of a record is a slice of it: UTF-8, with the line ends as they were (in Python, read it
    with `newline=""`). A half pair of UTF-16 becomes `?`, so that no offset moves.
    """

    def __init__(self, folder: Path) -> None:
        """Make the folder; raises CommandError where that cannot be."""
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(Code.OUTPUT, f"cannot write the folder {folder}: {error.strerror}") from None

    def write(self, sha256: str, text: str) -> None:
        """Write a text whole or not at all."""
        path = self.folder / f"{sha256}.txt"
        # Two processes may write one text at once.
        fresh = self.folder / f"{sha256}.{uuid4().hex}.part"
        try:
            fresh.write_bytes(text.encode("utf-8", "replace"))
            os.replace(fresh, path)
        except OSError as error:
            raise CommandError(Code.OUTPUT, f"cannot write {path}: {error.strerror}") from None
