"""What was planned for a day that has passed, and nothing says that it took place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.appointment import PairAppointment
    from mentorctl.model.meeting import Meeting
    from mentorctl.model.program import Program
    from mentorctl.model.team import Team

__all__ = ["REPORTED_IN", "passed_day", "unreported"]

# where it is reported that one took place, by what was planned
REPORTED_IN = {"visit": "visit", "meeting": "log"}


def passed_day(meeting: Meeting, today: dt.date) -> dt.date | None:
    """The day that was planned for a meeting of the program, if it passed and nothing followed."""
    planned = meeting.ahead.on if meeting.ahead is not None else None
    return planned if planned is not None and planned < today else None


def unreported(team: Team, program: Program, today: dt.date) -> tuple[PairAppointment, ...]:
    """The visits, and meetings of its own, that a pairing planned and has not reported.

    A visit is reported by its report, a meeting by an entry of the log; either may have taken
    place on the day or later, and each is the report of one plan. Where the program has no such
    record there is nothing to report in.

    Args:
        team: The pairing, its visits and its log.
        program: Which records there are.
        today: What is planned for this day may still be.
    """
    found = []
    for kind, record in REPORTED_IN.items():
        if record not in program.records or any(file.startswith(record) for file in team.broken):
            continue
        days = _days(team, kind)
        planned = team.pairing.planned if team.pairing else ()
        for each in sorted(planned, key=lambda each: each.on, reverse=True):
            if each.kind != kind or each.cancelled == "yes" or each.on >= today:
                continue
            # the latest plan takes the latest report
            if days and days[-1] >= each.on:
                days.pop()
            else:
                found.append(each)
    return tuple(sorted(found, key=lambda each: (each.on, each.id)))


def _days(team: Team, kind: str) -> list[dt.date]:
    """The days of what took place, the latest last."""
    if kind == "visit":
        return sorted(visit.on for visit in team.visits.values())
    entries = team.log.entries if team.log else ()
    return sorted(entry.on for entry in entries if entry.kind == kind)
