"""The phase of the first year that is usual on a day, for the tone of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.program_settings import Phase
    from mentorctl.rules.base import Context

__all__ = ["phase_on"]


def phase_on(ctx: Context, day: dt.date) -> Phase | None:
    """The phase of program.yaml that a day is in, or None."""
    year = ctx.calendar.year
    return next(
        (
            phase
            for phase in ctx.program.phases
            if year.day(phase.from_) <= day <= year.day(phase.until)
        ),
        None,
    )
