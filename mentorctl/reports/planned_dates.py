"""What is planned ahead: meetings of the program, and what pairings have planned for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.expected import expected_of
from mentorctl.model.passed_plans import REPORTED_IN, unreported
from mentorctl.model.roles import THE_PAIR

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from mentorctl.model.pairing import Pairing
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.rules.base import Context

__all__ = ["PlannedDate", "planned_data", "planned_dates", "planned_hours", "unreported_dates"]

ACTIVE = "active"


class PlannedDate(NamedTuple):
    """One meeting or visit that is to be.

    Attributes:
        on: The day.
        begins: When it begins, `HH:MM`; None where that is open.
        ends: When it ends, likewise.
        where: The place, or None.
        title: What it is, in the program's words.
        kind: `meeting` or `visit`.
        id: The id of the meeting in program.yaml, or that of the pairing's own plan.
        pairing: The pairing that planned it, or empty for a meeting of the program.
        about: What it is to be for, or None.
        people: Who is to be there, with the role.
    """

    on: dt.date
    begins: str | None
    ends: str | None
    where: str | None
    title: str
    kind: str
    id: str
    pairing: str
    about: str | None
    people: tuple[tuple[str, str], ...]


def planned_dates(ctx: Context, pairings: Mapping[str, Pairing]) -> list[PlannedDate]:
    """All that is planned, the earliest first; what was held since is planned no more.

    Args:
        ctx: The program, its meetings and the day.
        pairings: The pairings of the year by id; those that have ended plan nothing.
    """
    active = {name: each for name, each in pairings.items() if each.state_on(ctx.today) == ACTIVE}
    found = [*_meetings(ctx, active), *_visits(ctx, active)]
    return sorted(found, key=lambda each: (each.on, each.begins or "", each.pairing, each.id))


def unreported_dates(
    counted: CountedFolder, ctx: Context, pairings: Mapping[str, Pairing]
) -> list[PlannedDate]:
    """All that was planned for a day before today, and nothing says that it took place.

    Args:
        counted: The program folder; what pairings report is read where one has such a plan.
        ctx: The program, its meetings and the day.
        pairings: The pairings of the year by id.
    """
    passed = [each for each in planned_dates(ctx, pairings) if each.on < ctx.today]
    counted, still = counted.apart(), set[tuple[str, str]]()
    for name in {each.pairing for each in passed if each.pairing}:
        team = counted.team(name, wanted=frozenset({"pairing", *REPORTED_IN.values()}))
        still |= {(name, each.id) for each in unreported(team, ctx.program, ctx.today)}
    return [each for each in passed if not each.pairing or (each.pairing, each.id) in still]


def planned_hours(planned: PlannedDate) -> str:
    """Hours and place in words: `09:00 to 15:00, Jefferson City`."""
    hours = (planned.begins or "") + (f" to {planned.ends}" if planned.ends else "")
    return ", ".join(filter(None, (hours, planned.where)))


def planned_data(planned: PlannedDate) -> dict[str, object]:
    """The same for scripts."""
    return {
        "on": planned.on,
        "from": planned.begins,
        "until": planned.ends,
        "where": planned.where,
        "title": planned.title,
        "kind": planned.kind,
        "meeting": planned.id if planned.kind == "meeting" and not planned.pairing else None,
        "pairing": planned.pairing or None,
    }


def _meetings(ctx: Context, active: Mapping[str, Pairing]) -> Iterator[PlannedDate]:
    for setting in ctx.program.meetings:
        held = ctx.shared.meetings.get(setting.id)
        ahead = held.ahead if held is not None else None
        if held is None or ahead is None or ahead.on is None:
            continue
        people = {
            each: None for name in sorted(active) for each in expected_of(active[name], setting)
        }
        yield PlannedDate(
            ahead.on, ahead.from_, ahead.until, held.where, setting.title, "meeting", setting.id,
            "", None, tuple(people),
        )  # fmt: skip


def _visits(ctx: Context, active: Mapping[str, Pairing]) -> Iterator[PlannedDate]:
    for name, pairing in active.items():
        people = tuple((role, getattr(pairing, role)) for role in THE_PAIR)
        for each in pairing.planned:
            if each.cancelled == "yes":
                continue
            yield PlannedDate(
                each.on, each.from_, each.until, each.where, _title(ctx, each.kind), each.kind,
                each.id, name, each.about, people,
            )  # fmt: skip


def _title(ctx: Context, kind: str) -> str:
    if kind != "visit":
        return ctx.words.say("meeting of {mentee} and {mentor}")
    return ctx.words.say("visit of {mentee} and {mentor}")
