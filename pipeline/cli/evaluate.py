"""`evaluate`: precision, recall and F1 on annotated samples that training did not see."""

import json
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import fail_plainly, tell
from pipeline.errors import Code, CommandError
from pipeline.evaluation.baseline import annotate_left
from pipeline.evaluation.compare import compare
from pipeline.evaluation.render import as_html, as_markdown, as_text
from pipeline.evaluation.summary import as_json, errors, tables
from pipeline.learning.corpus import load_split
from pipeline.model import DEFAULT, load

GOLD = Path("training/gold")


@fail_plainly
def evaluate(
    samples: Annotated[Path, typer.Option(help="annotated samples: a file or folder")] = GOLD,
    split: Annotated[str, typer.Option(help="which split of the samples: test, dev or train")] = "test",
    model: Annotated[Path, typer.Option(help="the model folder")] = DEFAULT,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="folder for the reports")] = None,
) -> None:
    """Score the model from raw file to record; every miss is shown with its sentence.

    Example: python -m pipeline evaluate --samples training/gold -o out/evaluation
    """
    chosen = load_split(samples, split)
    if not chosen:
        raise CommandError(Code.NO_INPUT, f"no samples of the split {split!r} in {samples}")
    nlp = load(model)
    comparisons = [compare(nlp, sample) for sample in chosen]
    baseline = [compare(nlp, sample, annotate_left) for sample in chosen]
    shown, wrong = tables(comparisons, baseline), errors(comparisons)
    tell(as_text(shown, wrong))
    if output:
        heading = f"Evaluation of {model.name} on {len(chosen)} documents ({split}) of {samples}"
        output.mkdir(parents=True, exist_ok=True)
        data = json.dumps(as_json(comparisons, baseline), ensure_ascii=False, indent=1)
        (output / "report.json").write_text(data + "\n", encoding="utf-8")
        (output / "report.md").write_text(as_markdown(heading, shown, wrong), encoding="utf-8")
        (output / "report.html").write_text(as_html(heading, shown, wrong), encoding="utf-8")
