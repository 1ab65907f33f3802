"""What stops a form from being made."""

from __future__ import annotations

__all__ = ["RenderError"]


class RenderError(Exception):
    """A form cannot be made.

    Attributes:
        message: What is wrong.
        hint: What to do next.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
