"""A disk without room, wherever the toolkit looks for some before anybody is asked."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from mentorctl.trail.git import index_lock

if TYPE_CHECKING:
    import pytest

__all__ = ["fill_disk"]


class _Full:
    def TemporaryFile(self, **_: object) -> object:  # noqa: N802 - as it is called there
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fill_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be written any more."""
    monkeypatch.setattr(index_lock, "tempfile", _Full())
