"""`evaluate`: how good a model is on annotated samples that training did not see."""

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import fail_plainly, tell
from pipeline.cli.progress import show_progress
from pipeline.errors import Code, CommandError
from pipeline.learning.checking import sound_samples
from pipeline.learning.corpus import of_splits
from pipeline.model import DEFAULT, load

GOLD = Path("training/gold")


@fail_plainly
def evaluate(
    samples: Annotated[Path, typer.Option(help="annotated samples: a file or folder")] = GOLD,
    split: Annotated[str, typer.Option(help="which split of the samples: test, dev or train")] = "test",
    model: Annotated[Path, typer.Option(help="the model folder")] = DEFAULT,
    against: Annotated[
        Path | None, typer.Option(help="another model: difference, gains and losses on the same documents")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="folder for the reports")] = None,
) -> None:
    """Score the model from raw file to record; every miss is shown with its sentence.

    The report goes to stderr, and with -o as report.json, report.md and report.html into a folder.

    Example: python -m pipeline evaluate --samples training/gold -o out/evaluation
    """
    from pipeline.evaluation.compare import compare_all, compare_baseline
    from pipeline.evaluation.render import as_html, as_markdown, as_text
    from pipeline.evaluation.summary import as_json, evaluation_of

    chosen = of_splits(sound_samples(samples), split)
    if not chosen:
        raise CommandError(Code.NO_INPUT, f"no samples of the split {split!r} in {samples}")
    if output:
        _make_folder(output)
    nlp = load(model)
    rival = load(against) if against else None
    with show_progress() as steps:
        with steps(model.name, len(chosen), "reports") as advance:
            ours = compare_all(nlp, chosen, advance)
        with steps("baseline", len(chosen), "reports") as advance:
            baseline = compare_baseline(nlp, chosen, advance)
        theirs = []
        if rival and against:
            with steps(against.name, len(chosen), "reports") as advance:
                theirs = compare_all(rival, chosen, advance)
    evaluation = evaluation_of(
        f"Evaluation of {model.name} on {len(chosen)} documents ({split}) of {samples}",
        ours,
        baseline,
        theirs,
        against.name if against else "",
    )
    tell(as_text(evaluation))
    if output:
        data = json.dumps(as_json(evaluation), ensure_ascii=False, indent=1)
        (output / "report.json").write_text(data + "\n", encoding="utf-8")
        (output / "report.md").write_text(as_markdown(evaluation), encoding="utf-8")
        (output / "report.html").write_text(as_html(evaluation), encoding="utf-8")


def _make_folder(path: Path) -> None:
    """Make the folder before minutes of work; raises CommandError where that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        writable = os.access(path, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        raise CommandError(Code.OUTPUT, f"cannot write the reports to {path}: name a folder, new or your own")
