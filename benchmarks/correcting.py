"""What twenty corrected reports of a new body teach a model: the table of docs/correcting.md.

`python benchmarks/correcting.py MODEL...` scores the shipped model and each of these on the fire brigades'
reports that nothing was trained on, and on the split dev of the corpus.
"""

import sys
from pathlib import Path
from typing import Any, Final

from pipeline.evaluation.compare import compare_all
from pipeline.evaluation.summary import as_json, evaluation_of
from pipeline.learning.corpus import load_split
from pipeline.model import DEFAULT, load

ROOT: Final = Path(__file__).parents[1]
SETS: Final = (
    ("fire brigades", ROOT / "training" / "fire" / "held_out", "test"),
    ("dev", ROOT / "training" / "reports", "dev"),
)
ROWS: Final = (
    ("core: the figure with its measure", "core"),
    ("type", "field type"),
    ("category", "field category"),
    ("agency", "field agency"),
    ("date", "field date"),
    ("whole record", "record"),
)


def main(models: list[Path]) -> None:
    """Print the table as Markdown."""
    for name, samples, split in SETS:
        chosen = load_split(samples, split)
        shipped = compare_all(load(DEFAULT), chosen)
        reports: list[dict[str, Any]] = [as_json(evaluation_of("", shipped, shipped, [], ""))]
        for model in models:
            found = compare_all(load(model), chosen)
            reports.append(as_json(evaluation_of("", found, shipped, shipped, DEFAULT.name)))
        print(f"| {name}: {len(chosen)} reports | before |" + "".join(f" {m.name} |" for m in models))
        print("| --- | ---: |" + " ---: |" * len(models))
        for title, key in ROWS:
            cells = [f"{report['scores'][key]['f1']:.3f}" for report in reports]
            print(f"| {title} | " + " | ".join(cells) + " |")
        for model, report in zip(models, reports[1:], strict=True):
            whole = report["against"]["differences"]["record"]
            gain = whole["difference"]
            print(f"\n{model.name}, whole record: {gain['value']:+.3f}", end=" ")
            print(f"({gain['low']:+.3f} to {gain['high']:+.3f}), p = {whole['p']:.3f}\n")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
