"""`train`: make the model from the annotated samples."""

import os
import shlex
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from pipeline.cli.common import fail_plainly
from pipeline.cli.progress import show_progress
from pipeline.cli.trained import StepLog, show_trained
from pipeline.errors import Code, CommandError
from pipeline.learning.checking import sound_samples
from pipeline.learning.corpus import load_split
from pipeline.learning.samples import Sample
from pipeline.learning.settings import read_settings
from pipeline.learning.training import train as train_model
from pipeline.learning.tuning import tune
from pipeline.model import DEFAULT, check_model_place, load, save

PROJECT = Path(__file__).parents[2]
CONFIG = PROJECT / "configs" / "zh_police_reports.cfg"
REPORTS = PROJECT / "training" / "reports"
WORDS = PROJECT / "training" / "words.txt"


@fail_plainly
def train(
    config: Annotated[Path, typer.Option(help="how to build and train")] = CONFIG,
    output: Annotated[Path, typer.Option("-o", "--output", help="the model folder to write")] = DEFAULT,
    samples: Annotated[Path, typer.Option(help="annotated samples, a file or folder")] = REPORTS,
    share: Annotated[
        float, typer.Option(min=0.01, max=1, help="share of the samples, for learning curves")
    ] = 1,
    add: Annotated[
        list[Path] | None, typer.Option(help="more samples beside these, whatever their split; repeatable")
    ] = None,
    from_: Annotated[
        Path | None, typer.Option("--from", help="go on from this model with what --add names: minutes")
    ] = None,
    words: Annotated[Path, typer.Option(help="sentences with their words parted by spaces")] = WORDS,
) -> None:
    """Train every trainable part from the samples of the split `train` and write one model folder.

    How sure the model may be of a figure is fitted on the split `dev`.

    Example: python -m pipeline train -o models/zh_police_reports

    With samples of your own: python -m pipeline train --add corrected.jsonl -o models/mine; the same in a few
    minutes: python -m pipeline train --from models/zh_police_reports --add corrected.jsonl -o models/mine
    """
    check_model_place(output)
    nlp, learning = read_settings(config)
    if from_ and not add:
        raise CommandError(Code.BAD_OPTION, "--from: name by --add what the model is to learn")
    added = [(path, sound_samples(path)) for path in add or ()]  # a fault in them ends it before the work
    if from_:
        nlp = load(from_)
    chosen = load_split(samples, "train")
    chosen = Random(learning.seed).sample(chosen, round(share * len(chosen))) if share < 1 else chosen
    shipped = len(chosen)
    for path, mine in added:
        chosen += _new(path, mine, {s.id for s in chosen})
    if not chosen:
        raise CommandError(Code.NO_INPUT, f"no samples of the split 'train' in {samples}")
    if not words.is_file():
        raise CommandError(Code.NO_INPUT, f"no segmented sentences: {words}")
    held_out = load_split(samples, "dev")
    with show_progress() as steps:
        log = StepLog(steps)
        if from_:
            tune(nlp, chosen[shipped:], chosen[:shipped], held_out, learning, log)
        else:
            train_model(nlp, chosen, held_out, words, learning, log)
    save(nlp, output)
    show_trained(log, chosen, len(chosen) - shipped, output, _next(output))


def _next(output: Path) -> str:
    """Return the command that scores a new model, against the shipped one where it is another."""
    own = "" if output.resolve() == DEFAULT.resolve() else f" --model {shlex.quote(str(output))}"
    against = f" --against {shlex.quote(os.path.relpath(DEFAULT))}" if own else ""
    return f"python -m pipeline evaluate{own}{against} --samples training/reports --split dev"


def _new(path: Path, samples: list[Sample], known: set[str]) -> list[Sample]:
    """Return the samples of a user; raises CommandError where one has the id of another."""
    if again := next((s.id for s in samples if s.id in known), None):
        raise CommandError(Code.BAD_SAMPLES, f"{path}: the id {again!r} is already in the samples")
    return samples
