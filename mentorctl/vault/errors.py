"""What stops the vault: exceptions mean that nothing more can be done."""

from __future__ import annotations

__all__ = ["NotForThisKey", "SealError", "VaultError"]


class VaultError(Exception):
    """The vault cannot be worked with. Nothing confidential ever stands in its words.

    Attributes:
        message: What is wrong: no capital, no full stop, no blame.
        hint: What to do next.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class SealError(VaultError):
    """Something cannot be sealed or opened."""


class NotForThisKey(SealError):
    """It is sealed for others."""
