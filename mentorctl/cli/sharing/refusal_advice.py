"""What somebody is told to do whose push a shared folder refuses. Git waits for it: it is light."""

from __future__ import annotations

__all__ = ["Todo"]


class Todo(str):
    """Among the reasons for a refusal, what to do about them."""

    __slots__ = ()
