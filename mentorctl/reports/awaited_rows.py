"""What is waited for about reports that were sent to the {advisor}: rows for `due` and `status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.person import name_of
from mentorctl.model.sent_reports import awaited

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.team import Team
    from mentorctl.reports.pairing_view import PairingView

__all__ = ["AwaitedRow", "awaited_data", "awaited_rows"]


class AwaitedRow(NamedTuple):
    """One report of one pairing that somebody has to do something about.

    Attributes:
        pairing: The pairing.
        record: The file that the report stands in.
        role: Whose move it is.
        person_id: Who that is.
        person: Their name; the id where the person cannot be read.
        since: The day on which it was sent, or on which more was asked for.
        asked: What was asked for; empty where it is to be noted that it came.
        called: What the report is called, in the program's words.
        told: What is waited for, in words.
    """

    pairing: str
    record: str
    role: str
    person_id: str
    person: str
    since: dt.date
    asked: str
    called: str
    told: str


def awaited_rows(judge: PairingView, team: Team) -> tuple[AwaitedRow, ...]:
    """The reports of a pairing that wait for somebody, in order.

    Of a pairing that has completed it is no longer waited that anybody notes what came, and of one
    that has ended, or not begun, nothing is.

    Args:
        judge: The program and the day.
        team: The pairing.
    """
    standings = judge.standings(team)
    if team.pairing is None or not standings.is_under_way:
        return ()
    ctx = judge.ctx
    found = awaited(team, ctx.program, ctx.today)
    if standings.completion.holds:
        found = tuple(each for each in found if each.role != "advisor")
    return tuple(
        AwaitedRow(
            team.id,
            team.path(each.report.file),
            each.role,
            person := getattr(team.pairing, each.role) or "",
            name_of(ctx.people, person),
            each.since,
            each.what,
            each.report.called(ctx.words),
            each.told(ctx.words),
        )
        for each in found
    )


def awaited_data(row: AwaitedRow) -> dict[str, object]:
    """The same for scripts."""
    told = row._asdict()
    del told["called"], told["told"]
    return told
