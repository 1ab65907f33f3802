"""What stops a command: a fault and what to do about it, apart from each other."""

from __future__ import annotations

__all__ = ["Remediable"]


class Remediable(Exception):
    """Nothing more can be done, and there is something to do about it.

    Attributes:
        message: What is wrong: no capital, no full stop, no blame.
        hint: What to do next.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
