"""What stops a form from being made."""

from __future__ import annotations

from mentorctl.model.errors import Remediable

__all__ = ["RenderError"]


class RenderError(Remediable):
    """A form cannot be made."""
