"""Run `mentorctl` as a person would, in this process so that it takes no time."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Result", "mentorctl"]


class Result(NamedTuple):
    """What a run came to: its exit code and what it wrote."""

    code: int
    out: str
    err: str


def mentorctl(
    *words: str | Path,
    cwd: Path | None = None,
    input: str = "",  # noqa: A002 - named as subprocess.run names it
    env: Mapping[str, str] | None = None,
    terminal: bool = False,
) -> Result:
    """Run `mentorctl` with some words.

    Args:
        words: The words of the command line after `mentorctl`.
        cwd: The folder to stand in.
        input: What standard input holds.
        env: Environment variables to set.
        terminal: Whether standard input is a terminal.
    """
    from mentorctl.__main__ import main

    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    stdin = io.TextIOWrapper((_Terminal if terminal else io.BytesIO)(input.encode()), "utf-8")
    with _settings(["mentorctl", *map(str, words)], cwd, env or {}), _streams(stdin, out, err):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
        else:
            code = 0
        finally:
            gc.enable()
    return Result(code, _text(out), _text(err))


class _Terminal(io.BytesIO):
    """What a terminal gives; nobody can tell the difference by asking."""

    def isatty(self) -> bool:
        return True


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    data = stream.buffer
    assert isinstance(data, io.BytesIO)
    return data.getvalue().decode("utf-8")


@contextlib.contextmanager
def _settings(words: list[str], cwd: Path | None, env: Mapping[str, str]) -> Iterator[None]:
    before = sys.argv, os.getcwd(), dict(os.environ)  # noqa: PTH109 - put back as it was
    sys.argv = words
    os.environ.update(env)
    if cwd is not None:
        os.chdir(cwd)
    try:
        yield
    finally:
        sys.argv = before[0]
        os.chdir(before[1])
        os.environ.clear()
        os.environ.update(before[2])


@contextlib.contextmanager
def _streams(
    stdin: io.TextIOWrapper, out: io.TextIOWrapper, err: io.TextIOWrapper
) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = stdin
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            yield
    finally:
        sys.stdin = before
