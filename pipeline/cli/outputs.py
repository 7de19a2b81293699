"""What the outputs of a run need: places to write, and a manifest."""

from pathlib import Path
from typing import Any

from pipeline.batch import Summary
from pipeline.errors import Code, CommandError
from pipeline.sinks.files import check_place
from pipeline.sinks.jsonl import journal_of
from pipeline.sinks.manifest import Account, manifest, manifest_of, write_manifest


def check_outputs(paths: list[Path], output: str | None, rejects: Path | None, texts: Path | None) -> None:
    """See before the work begins that no output is an input and that there is a place for each.

    `output` is None where it is no file.
    """
    own = {Path(output or "-").resolve(), rejects and rejects.resolve()} - {None, Path("-").resolve()}
    below = texts and texts.resolve()
    for path in paths:
        if path.resolve() in own or (below and below in path.resolve().parents):
            raise CommandError(Code.BAD_OPTION, f"the output {path} is one of the inputs: name another")
    if output and journal_of(output):
        check_place(Path(output))
    if rejects:
        check_place(rejects)


def account_for(
    output: str,
    accounts: list[Account],
    model: dict[str, Any],
    settings: dict[str, Any],
    summary: Summary,
) -> None:
    """Write the manifest beside an output that is a file."""
    if journal_of(output) is None:
        return
    write_manifest(manifest_of(Path(output)), account_of(accounts, model, settings, summary))


def account_of(
    accounts: list[Account], model: dict[str, Any], settings: dict[str, Any], summary: Summary
) -> dict[str, Any]:
    """Return the manifest of a run."""
    documents = {
        "found": sum(account.documents for account in accounts),
        "read": summary.documents,
        "rejected": summary.rejected,
        "timed_out": summary.causes[Code.TIMEOUT],
        "causes": dict(sorted(summary.causes.items())),
    }
    records = {
        "written": summary.records,
        "in_duplicates": summary.duplicates,
        "left_out": summary.left_out,
    }
    return manifest(accounts, model, settings, documents, records)
