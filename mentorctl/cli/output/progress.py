"""How far something has come that takes a while: on a terminal only, and gone once it is done."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import TYPE_CHECKING, TypeVar

from mentorctl.cli.output.console import note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["announce", "watched", "working"]

T = TypeVar("T")

# nobody wonders before a second, half of which the start of the toolkit may take
PATIENCE = 0.5
EVERY = 1.0


@contextlib.contextmanager
def working(label: str) -> Iterator[None]:
    """Say what is being done, and for how long, where it takes more than a second.

    Nothing may be asked or printed meanwhile.

    Args:
        label: What is being done: `reading the history`.
    """
    if not _is_seen():
        yield
        return
    line = _Line(label)
    stop = _ticking(line)
    try:
        yield
    finally:
        stop()
        line.wipe()


def announce(label: str) -> None:
    """Say what is being done, once, where somebody may be asked for a password meanwhile.

    Args:
        label: What is being done.
    """
    if _is_seen():
        note(f"{label} …")


@contextlib.contextmanager
def watched(items: Iterable[T], count: int, label: str, *, few: int) -> Iterator[Iterable[T]]:
    """The items; while they are gone through, a terminal shows how far that has come.

    Nothing may be asked or printed meanwhile.

    Args:
        items: The items.
        count: How many there are.
        label: What is being done.
        few: So many are too few for a bar.
    """
    if count <= few or not _is_seen():
        with working(label):
            yield items
        return
    import typer  # noqa: PLC0415 - only for terminals

    with typer.progressbar(items, length=count, label=label, file=sys.stderr) as bar:
        yield bar


def _is_seen() -> bool:
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


class _Line:
    """The line that is written over again.

    It goes past what is kept for the pager, or for the next time: it is no part of the answer.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._started = time.monotonic()
        # while records are read, the descriptor itself is shut to what libraries write
        self._screen = os.dup(sys.stderr.fileno())
        self._length = 0

    def draw(self) -> None:
        """Say how long it has taken."""
        text = f"{self._label} … {time.monotonic() - self._started:.0f} s"
        self._length = max(self._length, len(text))
        self._write(f"\r{text}")

    def wipe(self) -> None:
        """Leave nothing behind."""
        if self._length:
            self._write(f"\r{' ' * self._length}\r")
        os.close(self._screen)

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError):
            os.write(self._screen, text.encode())


def _ticking(line: _Line) -> Callable[[], None]:
    """Draw the line now and then from here on; what ends that.

    A clock of the system's own where there is one: a thread is in the way of copied processes.
    """
    import signal  # noqa: PLC0415 - only for terminals
    import threading  # noqa: PLC0415 - as above

    if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGALRM, lambda *_: line.draw())
        signal.setitimer(signal.ITIMER_REAL, PATIENCE, EVERY)

        def stop() -> None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

        return stop
    ended = threading.Event()

    def tick() -> None:
        while not ended.wait(EVERY):
            line.draw()

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()

    def end() -> None:
        ended.set()
        thread.join()

    return end
