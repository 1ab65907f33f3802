"""What stops the store: exceptions mean that nothing more can be done."""

from __future__ import annotations

from mentorctl.model.errors import Remediable

__all__ = ["StoreError"]


class StoreError(Remediable):
    """The folder cannot be worked with."""
