"""What is opened once for a run of the program, and closed when the run ends."""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

__all__ = ["one_run", "shared"]


class Closable(Protocol):
    """What can be closed, and more than once."""

    def close(self) -> None:
        """Close it."""


C = TypeVar("C", bound=Closable)

_open: ContextVar[dict[Hashable, Any] | None] = ContextVar("open", default=None)


@contextlib.contextmanager
def one_run() -> Iterator[None]:
    """Let everything in here share what it opens; all of it is closed at the end."""
    opened: dict[Hashable, Any] = {}
    before = _open.set(opened)
    try:
        yield
    finally:
        _open.reset(before)
        for each in opened.values():
            each.close()


def shared(key: Hashable, make: Callable[[], C]) -> C:
    """What the run has under a key, made for the first who asks.

    Outside of a run it is made for each who asks, and whoever has it closes it.
    """
    opened = _open.get()
    if opened is None:
        return make()
    if key not in opened:
        opened[key] = make()
    found: C = opened[key]
    return found
