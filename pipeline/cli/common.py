"""What all commands share: messages to stderr, and errors without tracebacks."""

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from pipeline.errors import PipelineError

P = ParamSpec("P")
T = TypeVar("T")


def tell(message: str) -> None:
    """Write one line to stderr (stdout is for data)."""
    print(message, file=sys.stderr, flush=True)


def fail_plainly(command: Callable[P, T]) -> Callable[P, T]:
    """Turn a PipelineError into one line on stderr and exit status 2; Ctrl-C into 130."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except PipelineError as error:
            tell(str(error))
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None

    return wrapped
