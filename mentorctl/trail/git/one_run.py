"""Resources that are opened once a run and closed at its end, such as git processes."""

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
    """Let everything inside share the resources that it opens; all are closed at the end.

    The last that was opened is closed first: it may lie in one of those before.
    """
    opened: dict[Hashable, Any] = {}
    before = _open.set(opened)
    try:
        yield
    finally:
        _open.reset(before)
        for each in reversed(opened.values()):
            each.close()


def shared(key: Hashable, make: Callable[[], C]) -> C:
    """The shared resource with this key; it is made at the first request.

    Outside of a run it is made for each who asks, and whoever has it closes it.
    """
    opened = _open.get()
    if opened is None:
        return make()
    if key not in opened:
        opened[key] = make()
    found: C = opened[key]
    return found
