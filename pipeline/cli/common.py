"""What all commands share: messages to stderr, errors without tracebacks, Ctrl-C between two writes."""

import functools
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from types import FrameType
from typing import ParamSpec, TypeVar

import typer

from pipeline.errors import Code, PipelineError

P = ParamSpec("P")
T = TypeVar("T")


def tell(message: str) -> None:
    """Write a message to stderr (stdout is for data)."""
    print(message, file=sys.stderr, flush=True)


def tell_error(error: Exception | str) -> None:
    """Write an error as one line, whatever the names in it hold."""
    tell("".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(error)))


def fail_plainly(command: Callable[P, T]) -> Callable[P, T]:
    """Turn an error that the user can mend into one line on stderr and exit status 2; Ctrl-C into 130."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return command(*args, **kwargs)
        except PipelineError as error:
            tell_error(error)
            raise typer.Exit(2) from None
        except BrokenPipeError:
            silence_stdout()
            tell_error(f"[{Code.OUTPUT}] cannot write standard output: nobody reads it any more")
            raise typer.Exit(2) from None
        except OSError as error:
            where = f" {error.filename}" if error.filename else ""
            tell_error(f"[{Code.OUTPUT}] cannot read or write{where}: {error.strerror or error}")
            raise typer.Exit(2) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None

    return wrapped


def silence_stdout() -> None:
    """Point stdout nowhere, so that Python does not try to write to a closed pipe once more at its end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def interruptible() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """Give a context that Ctrl-C waits to leave: within it nothing is cut in two."""
    held = pending = False

    def handle(_number: int, _frame: FrameType | None) -> None:
        nonlocal pending
        pending = True
        if not held:
            raise KeyboardInterrupt

    @contextmanager
    def unbroken() -> Iterator[None]:
        nonlocal held
        held = True
        try:
            yield
        finally:
            held = False
        if pending:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield unbroken  # other threads get no signals
        return
    before = signal.signal(signal.SIGINT, handle)
    try:
        yield unbroken
    finally:
        signal.signal(signal.SIGINT, before)
