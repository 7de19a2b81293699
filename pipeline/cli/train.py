"""`train`: make the model from the annotated samples."""

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import fail_plainly, tell
from pipeline.learning.corpus import load_split
from pipeline.learning.training import train as train_model
from pipeline.model import DEFAULT

REPORTS = Path(__file__).parents[2] / "training" / "reports"


@fail_plainly
def train(
    output: Annotated[Path, typer.Option("-o", "--output", help="the model folder to write")] = DEFAULT,
    samples: Annotated[Path, typer.Option(help="annotated samples")] = REPORTS,
    rounds: Annotated[int, typer.Option(help="passes over the samples")] = 40,
    seed: Annotated[int, typer.Option(help="seed of every random choice")] = 1,
) -> None:
    """Train every trainable part from the samples of the split `train` and write one model folder.

    Example: python -m pipeline train -o models/zh_police_reports
    """
    chosen = load_split(samples, "train")
    train_model(chosen, output, seed=seed, rounds=rounds, tell=tell)
    tell(f"trained on {len(chosen)} reports; the model is in {output}")
