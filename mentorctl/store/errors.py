"""What stops the store: exceptions mean that nothing more can be done."""

from __future__ import annotations

__all__ = ["StoreError"]


class StoreError(Exception):
    """The folder cannot be worked with.

    Attributes:
        message: What is wrong: no capital, no full stop, no blame.
        hint: What to do next.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
