"""Long answers on a terminal: through a pager, as git shows its own.

What a reading command writes is held back until it is whole. What does not fit the screen goes
through the pager that PAGER names (less where it names none); the rest is written as always.
"""

from __future__ import annotations

import io
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TextIO

    from _typeshed import ReadableBuffer

__all__ = ["NO_PAGER", "hold", "release", "show", "without_option"]

NO_PAGER = "--no-pager"
READING = frozenset(
    {
        "audit",
        "check",
        "completers",
        "due",
        "explain",
        "help",
        "history",
        "invoices",
        "standards",
        "status",
    }
)
READING_PARTS = frozenset({("person", "list"), ("person", "show"), ("key", "list")})
HELP = frozenset({"--help", "-h"})
# as git has them: a short answer needs no key, colours are shown, and the answer stays in sight
LESS = {"LESS": "FRX", "LV": "-c", "LESSCHARSET": "utf-8"}


class _Held(io.RawIOBase):
    """A stream that keeps what is written; standard output and error keep it in one place."""

    def __init__(self, kept: list[bytes], stream: TextIO) -> None:
        super().__init__()
        self.kept = kept
        self.stream = stream

    def write(self, data: ReadableBuffer) -> int:
        """Keep the bytes; how many."""
        self.kept.append(bytes(data))
        return len(self.kept[-1])

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def isatty(self) -> bool:
        """Whether what is kept will be shown on a terminal."""
        return self.stream.isatty()

    def fileno(self) -> int:
        """The descriptor behind it."""
        return self.stream.fileno()


def without_option(words: Sequence[str]) -> list[str]:
    """The words of a command line without `--no-pager`, which may stand anywhere."""
    return [word for word in words if word != NO_PAGER]


def hold(words: Sequence[str]) -> None:
    """Keep what a command writes, where it may turn out to be long and somebody is there to read.

    Args:
        words: The command line without the program's name.
    """
    if not _is_reading(words) or not _is_wanted():
        return
    kept: list[bytes] = []
    sys.stdout, sys.stderr = (
        _keeping(kept, stream) if stream.isatty() else stream
        for stream in (sys.stdout, sys.stderr)
    )  # fmt: skip


def release() -> None:
    """Show what was kept, and keep no more."""
    kept: list[bytes] | None = None
    for name in ("stdout", "stderr"):
        held = getattr(getattr(sys, name), "buffer", None)
        if isinstance(held, _Held):
            getattr(sys, name).flush()
            setattr(sys, name, held.stream)
            kept = held.kept
    if kept:
        show(b"".join(kept))


def show(data: bytes) -> None:
    """Write an answer to standard output; through a pager where it is longer than the screen."""
    command = _pager() if _is_wanted() and _is_long(data) else []
    if command and _paged(command, data):
        return
    sys.stdout.buffer.write(data)
    sys.stdout.flush()


def _keeping(kept: list[bytes], stream: TextIO) -> TextIO:
    held: Any = _Held(kept, stream)  # without a buffer, as python -u has it
    return io.TextIOWrapper(
        held,
        encoding="utf-8",
        errors="replace",
        newline="\n",
        write_through=True,
    )


def _is_reading(words: Sequence[str]) -> bool:
    at = 0
    while at < len(words) and words[at] in {"-C", "--directory"}:
        at += 2
    if HELP.intersection(words):
        return True
    if "--adopt" in words:
        return False  # it asks
    return words[at : at + 1] != [] and (
        words[at] in READING or tuple(words[at : at + 2]) in READING_PARTS
    )


def _is_wanted() -> bool:
    """Whether somebody sits at a terminal that can page, and did not say `--no-pager`."""
    return (
        NO_PAGER not in sys.argv
        and sys.stdout.isatty()
        and sys.stdin.isatty()
        and os.environ.get("TERM", "dumb" if os.name == "posix" else "") != "dumb"
    )


def _is_long(data: bytes) -> bool:
    import re  # noqa: PLC0415 - only for terminals
    import shutil  # noqa: PLC0415 - as above

    from mentorctl.cli.output.text_width import columns  # noqa: PLC0415 - as above

    size = shutil.get_terminal_size((80, 24))
    text = re.sub("\x1b\\[[0-9;]*m", "", data.decode("utf-8", "replace"))
    rows = 0
    for line in text.splitlines():
        rows += max(1, -(-columns(line) // max(1, size.columns)))
        if rows >= size.lines:
            return True
    return False


def _pager() -> list[str]:
    """The pager's command; nothing where there is none, or none is wanted."""
    import shlex  # noqa: PLC0415 - only for long answers
    import shutil  # noqa: PLC0415 - as above

    named = os.environ.get("PAGER")
    if named is None:
        return ["less"] if shutil.which("less") else []
    try:
        words = shlex.split(named, posix=os.name == "posix")
    except ValueError:
        return []
    return [] if words == ["cat"] else words


def _paged(command: Sequence[str], data: bytes) -> bool:
    """Show an answer in a pager; False where it cannot be started."""
    import contextlib  # noqa: PLC0415 - only for long answers
    import signal  # noqa: PLC0415 - as above
    import subprocess  # noqa: PLC0415 - as above

    try:
        pager = subprocess.Popen(  # noqa: S603 - the command is the user's own
            command, stdin=subprocess.PIPE, env={**LESS, **os.environ}
        )
    except OSError:
        return False
    # Ctrl+C is for the pager, which goes on with it or ends
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with contextlib.suppress(OSError):
            pager.communicate(data)
        pager.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    return True
