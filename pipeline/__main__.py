"""`python -m pipeline COMMAND`."""

import sys
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup

from pipeline.cli.common import tell_error
from pipeline.errors import Code

COMMANDS: Final = (
    "run",
    "train",
    "evaluate",
    "classify",
    "check",
    "count",
    "convert",
    "export",
    "report",
    "schema",
)
"""Each is a module of `pipeline.cli` with a function of its name."""
# click's exceptions, which typer keeps to itself in some versions
_UsageError: Final[Any] = typer.BadParameter.__mro__[2]


class _Commands(TyperGroup):
    """Imports a command only when it is asked for: spaCy takes seconds. Says what is wrong in one line."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        single = typer.Typer(add_completion=False)
        single.command(cmd_name)(getattr(import_module(f"pipeline.cli.{cmd_name}"), cmd_name))
        return typer.main.get_command(single)

    def main(self, *args: Any, **options: Any) -> Any:
        options["standalone_mode"] = False
        try:
            sys.exit(super().main(*args, **options) or 0)
        except _UsageError as error:
            message = error.format_message().rstrip(".")
            tell_error(f"[{Code.BAD_OPTION}] {message}: see `python -m pipeline COMMAND --help`")
            sys.exit(2)


app = typer.Typer(
    cls=_Commands,
    invoke_without_command=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def _commands(context: typer.Context) -> None:
    """Figures out of Chinese police reports (中文警务通报信息抽取)."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
