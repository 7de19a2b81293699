"""`run --engine ray`: the same run by partitions, into a folder."""

from pathlib import Path
from typing import Any

from pipeline.batch import Summary
from pipeline.cli.common import interruptible, tell
from pipeline.cli.outputs import account_of
from pipeline.cli.progress import show_progress
from pipeline.cluster.folder import Folder
from pipeline.cluster.partitions import partitions
from pipeline.cluster.rays import ray_cluster
from pipeline.cluster.run import run_partitions
from pipeline.cluster.steps import Order
from pipeline.errors import Code, CommandError
from pipeline.inputs import STDIN
from pipeline.reading.raw import Opening, Reject
from pipeline.sinks.manifest import model_identity, versions, write_manifest


def refuse_for_ray(inputs: list[str], output: str, rejects: Path | None, samples: Path | None) -> None:
    """Raise CommandError for options that do not hold where the work is spread over machines."""
    if rejects:
        raise CommandError(Code.BAD_OPTION, "--rejects: with --engine ray they are in FOLDER/_rejects")
    if samples:
        raise CommandError(
            Code.BAD_OPTION, "--samples: not with --engine ray, run some of the inputs without it"
        )
    if output == "-":
        raise CommandError(Code.BAD_OPTION, "--engine ray writes a folder of partitions: name it, -o FOLDER")
    for name in inputs:
        if Path(name).is_dir() and Path(output).resolve().is_relative_to(Path(name).resolve()):
            raise CommandError(
                Code.BAD_OPTION, f"the output {output} is within the input {name}: name another"
            )


def run_on_ray(
    paths: list[Path | Reject],
    opening: Opening,
    output: Path,
    model: Path,
    settings: dict[str, Any],
    limits: dict[str, Any],
    *,
    workers: int,
    texts: Path | None,
    resume: bool,
) -> Summary:
    """Write the partitions that the folder does not hold yet and the manifest; return the summary of all."""
    for path in paths:
        if isinstance(path, Path) and _flows(path):
            raise CommandError(Code.BAD_OPTION, f"--engine ray cannot share {path}: save it as a file first")
    folder, parts, identified = Folder(output), partitions(paths), model_identity(model)
    folder.check(resume=resume)
    order = Order(
        here=Path.cwd(),
        opening=opening,
        folder=folder,
        model=model,
        model_sha256=identified["sha256"],
        versions=versions(),
        min_confidence=settings["min_confidence"],
        mask_names=settings["mask_names"],
        timeout=limits["timeout"],
        memory=limits["memory"],
        texts=texts,
    )
    try:
        with interruptible(), ray_cluster(workers) as spread, show_progress() as steps:
            done = run_partitions(
                parts,
                order,
                spread,
                workers=workers,
                model=identified,
                settings=settings,
                steps=steps,
            )
    except KeyboardInterrupt:
        ready = sum(folder.holds(part.name) for part in parts)
        tell(f"interrupted after {ready} of {len(parts)} partitions; the same command with --resume goes on")
        raise
    finally:
        folder.close()
    if done.kept:
        tell(f"{done.kept} of {len(parts)} partitions were there already")
    whole = account_of(done.accounts, identified, settings | limits, done.summary)
    write_manifest(folder.manifest, whole | {"partitions": done.told(parts)})
    return done.summary


def _flows(path: Path) -> bool:
    """Tell whether an input can be read only once, and only here."""
    return path == STDIN or (path.exists() and not path.is_file() and not path.is_dir())
