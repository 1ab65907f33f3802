"""What a person sees on a terminal of so many columns."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.hook_server import forked

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COLOURS", "raw", "screens", "seen"]

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
MARK = "\x1e"
SIZES = ("COLUMNS", "LINES")


def seen(
    folder: Path,
    *words: str,
    columns: int = 80,
    lines: int = 24,
    typed: str = "",
    **settings: str,
) -> str:
    """What one command shows, on one stream with what it says, to somebody who can press keys.

    Args:
        folder: Where it runs.
        words: The command.
        columns: The screen's.
        lines: The screen's.
        typed: What they press; it is there before it is asked for.
        settings: What the surroundings say.
    """
    begins = forked() if hasattr(os, "fork") else [sys.executable, "-m", "mentorctl"]
    command = [*begins, *words]
    keys = typed.encode()
    return _in_a_terminal(command, folder, columns, lines, settings, is_read=True, keys=keys)


def raw(folder: Path, command: Sequence[str]) -> str:
    """What a program writes on a terminal, all that is written over again included."""
    return _in_a_terminal(command, folder, 80, 24, {}, is_raw=True)


def screens(folder: Path, commands: Sequence[Sequence[str]], columns: int) -> list[str]:
    """What each of several commands shows, run one after the other in one process."""
    command = [
        sys.executable,
        "-m",
        "support.screen",
        json.dumps([list(each) for each in commands]),
    ]
    tests = str(Path(__file__).parents[1])
    said = _in_a_terminal(command, folder, columns, 24, {"PYTHONPATH": tests, "PAGER": "cat"})
    return said.split(MARK)[1:]


def _in_a_terminal(  # noqa: PLR0913 - one for each thing that a terminal has
    command: Sequence[str],
    folder: Path,
    columns: int,
    lines: int,
    settings: dict[str, str],
    *,
    is_read: bool = False,
    is_raw: bool = False,
    keys: bytes = b"",
) -> str:
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminal to look at")
    import fcntl
    import pty
    import struct
    import termios

    # whoever runs the tests may have a screen of another size
    around = {name: value for name, value in os.environ.items() if name not in SIZES}
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**around, "TERM": "xterm", **settings},
        stdin=theirs if is_read else subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ):
        os.close(theirs)
        said = b""
        os.write(ours, keys)
        with contextlib.suppress(OSError):  # Linux says with an error that the other side is gone
            while data := os.read(ours, 1 << 16):
                said += data
    os.close(ours)
    if is_raw:
        return said.decode()
    text = COLOURS.sub("", said.decode()).replace("\r\n", "\n")
    # what was written over again, such as how far something has come
    return "\n".join(MARK * line.count(MARK) + line.rsplit("\r", 1)[-1].lstrip(MARK)
                     for line in text.split("\n"))  # fmt: skip


def _all(commands: Sequence[Sequence[str]]) -> None:
    from mentorctl.__main__ import main

    for words in commands:
        sys.stdout.write(MARK)
        sys.stdout.flush()
        sys.argv = ["mentorctl", *words]
        with contextlib.suppress(SystemExit):
            main()
        sys.stdout.flush()
        sys.stderr.flush()


if __name__ == "__main__":
    _all(json.loads(sys.argv[1]))
