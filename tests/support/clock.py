"""A clock that stands where a page says: each module that asks what time it is hears of it."""

from __future__ import annotations

import datetime as dt
import importlib
import types
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

__all__ = ["Clock"]

# every module that asks
ASKING = (
    "model.years",
    "cli.signing.identity",
    "cli.commands.edit",
    "cli.sharing.push_hook",
    "reports.check",
    "reports.proofs.audit",
    "reports.proofs.signature_report",
    "trail.git.new_commit",
)


class Clock:
    """What time it is. Each look at it takes a second.

    Attributes:
        now: The moment of the last look.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = dt.datetime(2026, 9, 1, 15, tzinfo=dt.UTC)
        clock = self

        class Fixed(dt.datetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
                clock.now += dt.timedelta(seconds=1)
                return clock.now.astimezone(tz)

        standing = types.ModuleType("datetime")
        standing.__dict__.update(dt.__dict__)
        standing.__dict__["datetime"] = Fixed
        for name in ASKING:
            monkeypatch.setattr(importlib.import_module(f"mentorctl.{name}"), "dt", standing)

    def set(self, day: dt.date) -> None:
        """Make it the morning of a day in the United States."""
        self.now = dt.datetime.combine(day, dt.time(15), dt.UTC)
