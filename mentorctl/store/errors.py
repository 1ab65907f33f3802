"""Errors of the store package: each means that the command cannot go on."""

from __future__ import annotations

from mentorctl.model.errors import Remediable

__all__ = ["StoreError"]


class StoreError(Remediable):
    """The program folder cannot be read or written."""
