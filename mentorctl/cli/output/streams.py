"""The three standard streams: there, in UTF-8, and no reason to stop for whoever cannot be told.

A stream may be closed before a command begins (`2>&-`), its reader may leave (`| head`), or
there may be no room (`/dev/full`). What a command does and the code it ends with do not depend
on it; only an answer that is lost without the reader's doing is a fault, and said at the end.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from typing import TextIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["flush", "lost_answer", "settle"]

# a reader that left; Windows says it with EINVAL
LEFT = {errno.EPIPE, errno.ECONNRESET, *({errno.EINVAL} if os.name == "nt" else ())}
_NAMES = ("stdin", "stdout", "stderr")
# how long to wait, in seconds, where the system cannot tell that there is room again
MOMENT = 0.01


class _Patient(io.RawIOBase):
    """A stream to write to, on which nothing fails: what cannot be written is dropped.

    Attributes:
        lost: Why something was dropped; None while all was written, or its reader left.
    """

    def __init__(self, raw: io.RawIOBase, owner: TextIO) -> None:
        super().__init__()
        self.raw = raw
        self._owner = owner  # it closes the raw stream when nobody refers to it
        self.lost: OSError | None = None
        self._gone = False

    def write(self, data: ReadableBuffer) -> int:
        """Write some of the bytes, or drop them; how many."""
        size = memoryview(data).nbytes
        while not self._gone:
            try:
                done = self.raw.write(data)
            except OSError as error:
                self._gone = True
                self.lost = None if error.errno in LEFT else error
            else:
                if done is not None:
                    return done
                _wait_for(self.raw.fileno())
        return size

    def writable(self) -> bool:
        """It is there to be written to."""
        return True

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self.raw.isatty()

    def fileno(self) -> int:
        """The descriptor behind it."""
        return self.raw.fileno()


def _wait_for(descriptor: int) -> None:
    """Wait until there is room in a pipe whose other end must not be waited for otherwise."""
    if sys.platform == "win32":
        import time  # noqa: PLC0415 - hardly ever

        # there it tells of network connections only
        time.sleep(MOMENT)
    else:
        import select  # noqa: PLC0415 - hardly ever

        select.select([], [descriptor], [])


def settle() -> None:
    """Have all three streams there, in UTF-8 whatever the locale says.

    This comes before anything else: while a descriptor is closed, the next file that is opened
    takes its place, and gets what was meant for the screen.
    """
    for descriptor, name in enumerate(_NAMES):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if descriptor == 0 else os.O_WRONLY)
        if getattr(sys, name) is None:
            mode = "r" if descriptor == 0 else "w"
            stream = open(descriptor, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - stays open
            setattr(sys, name, stream)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout = _patient(sys.stdout)
    sys.stderr = _patient(sys.stderr)


def _patient(stream: TextIO) -> TextIO:
    """The stream in UTF-8, one on which nothing fails where it is the system's."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    raw = getattr(stream.buffer, "raw", stream.buffer)
    if not isinstance(raw, io.RawIOBase) or isinstance(raw, _Patient):
        return stream
    return io.TextIOWrapper(
        io.BufferedWriter(_Patient(raw, stream)),
        encoding="utf-8",
        errors="replace",
        newline="\n",
        # python -u has no buffer of its own, and what is said on both streams keeps its order
        line_buffering=stream.line_buffering or stream.write_through,
        write_through=stream.write_through,
    )


def flush() -> None:
    """Write what waits to be written."""
    sys.stdout.flush()
    sys.stderr.flush()


def lost_answer() -> OSError | None:
    """Why the answer, or its end, could not be written; None where it was, or nobody reads it."""
    raw = getattr(sys.stdout.buffer, "raw", None)
    return raw.lost if isinstance(raw, _Patient) else None
