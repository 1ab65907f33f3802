"""What stops the vault: exceptions mean that nothing more can be done."""

from __future__ import annotations

from mentorctl.model.errors import Remediable

__all__ = ["NotForThisKey", "SealError", "VaultError"]


class VaultError(Remediable):
    """The vault cannot be worked with. Nothing confidential ever stands in its words."""


class SealError(VaultError):
    """Something cannot be sealed or opened."""


class NotForThisKey(SealError):
    """It is sealed for others."""
