"""Somebody at a terminal, who types when they are asked."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Typed", "typed_at_terminal"]

TOP = Path(__file__).parents[2]
PATIENCE = 30
START = """\
import fcntl, sys, termios
fcntl.ioctl(2, termios.TIOCSCTTY, 0)
sys.path.insert(0, {top!r})
from mentorctl.__main__ import main
sys.argv[1:] = {words!r}
main()
"""


class Typed(NamedTuple):
    """What came of it.

    Attributes:
        code: The exit code; a negative one is the signal that ended it.
        shown: All that the terminal showed.
    """

    code: int
    shown: str


def typed_at_terminal(
    place: Path,
    words: Iterable[str | Path],
    answers: Iterable[tuple[str, str]],
    *,
    kill: bool = False,
) -> Typed:
    """Run mentorctl at a terminal of its own.

    Args:
        place: Where to stand.
        words: What is typed after `mentorctl`.
        answers: What to wait for, each time anew, and what to type then.
        kill: Whether the process is killed instead of answered at last.
    """
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminal to look at")
    script = START.format(top=str(TOP), words=[str(each) for each in words])
    ours, theirs = os.openpty()
    running = subprocess.Popen(
        [sys.executable, "-c", script], cwd=place, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown, seen = b"", 0
    deadline = time.monotonic() + PATIENCE
    try:
        for expected, answer in answers:
            while expected.encode() not in shown[seen:]:
                assert time.monotonic() < deadline, f"waited for {expected!r}: {shown.decode()}"
                shown += _read(ours)
            seen = shown.index(expected.encode(), seen) + len(expected)
            os.write(ours, answer.encode())
        if kill:
            os.kill(running.pid, signal.SIGKILL)
        while running.poll() is None:
            assert time.monotonic() < deadline, shown.decode()
            shown += _read(ours)
        while more := _read(ours, 0):
            shown += more
    finally:
        running.kill()
        os.close(ours)
    return Typed(running.wait(), shown.decode(errors="replace").replace("\r\n", "\n"))


def _read(terminal: int, patience: float = 0.2) -> bytes:
    if not select.select([terminal], [], [], patience)[0]:
        return b""
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""
