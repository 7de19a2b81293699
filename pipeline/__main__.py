"""`python -m pipeline COMMAND`."""

import typer

from pipeline.cli.check import check
from pipeline.cli.convert import convert
from pipeline.cli.count import count
from pipeline.cli.evaluate import evaluate
from pipeline.cli.run import run
from pipeline.cli.schema import schema
from pipeline.cli.train import train

app = typer.Typer(
    help="Figures out of Chinese police reports. 中文警务通报信息抽取。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def _commands() -> None:
    """Figures out of Chinese police reports (中文警务通报信息抽取)."""


for _command in (run, train, evaluate, check, convert, count, schema):
    app.command()(_command)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
