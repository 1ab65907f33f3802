"""`due`: who owes what by when."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.meeting import YearFacts
from mentorctl.model.needs import NeedState
from mentorctl.model.paths import year_file
from mentorctl.model.program_standing import program_standing
from mentorctl.model.roles import SIDES
from mentorctl.model.standing import OPEN
from mentorctl.model.structure import label_of
from mentorctl.reports.awaited_rows import awaited_rows
from mentorctl.reports.completion_reasons import listed_since
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.folder_reading import (
    each_team,
    sound_context,
    unread_in,
)
from mentorctl.reports.pairing_view import PairingView
from mentorctl.reports.planned_dates import planned_dates, unreported_dates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mentorctl.model.finding import Finding
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.program_standing import Owed, ProgramMilestoneStanding
    from mentorctl.model.team import Team
    from mentorctl.reports.awaited_rows import AwaitedRow
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.reports.pairing_view import Waiting, YearStep
    from mentorctl.reports.planned_dates import PlannedDate
    from mentorctl.rules.base import Context
    from mentorctl.store.folder import Folder

__all__ = ["Debt", "DueReport", "DueShare", "due", "due_of", "due_share"]


class Debt(NamedTuple):
    """One thing that one person, or role, owes.

    Attributes:
        by: The last day, extension included.
        days: How many days are left; negative once it is past.
        state: `due` or `missed`.
        milestone: The milestone's id in program.yaml.
        title: Its title there.
        required: Whether it is held against anybody.
        pairing: The pairing, or empty where the program as a whole waits for it.
        role: The role by which it is owed.
        person_id: Who owes it, or empty where nobody in particular does.
        person: Their name; the id where the person cannot be read.
        email: Their email, or None.
        open: What is still waited for, in words.
        mentee_id: The pairing's mentee, and so on for each side; None where it is no pairing's.
    """

    by: dt.date
    days: int
    state: str
    milestone: str
    title: str
    required: bool
    pairing: str
    role: str
    person_id: str
    person: str
    email: str | None
    open: tuple[str, ...]
    mentee_id: str | None = None
    mentor_id: str | None = None
    advisor_id: str | None = None
    supervisor_id: str | None = None


class DueReport(NamedTuple):
    """Who owes what.

    Attributes:
        program: The program's name.
        year: Its year.
        today: The day on which it was judged.
        until: The last day that it looks at.
        unread: What the list rests on and could not be read; what it holds is not here.
        debts: What is owed, the most overdue first.
        ending: Pairings that are active and will end: their id, last day, and what they become.
        program_id: The program's id.
        planned: Meetings and visits that are planned for these days.
        waiting: Where somebody else has to do theirs first: for each thing that a pairing's row has
            open, what that is, and None where it can be done; by pairing and milestone.
        unreported: Those that were planned for days before, and nothing says that they took place.
        awaited: What is waited for about reports that were sent to advisors.
        pairings: The pairings by id, as far as they can be read.
    """

    program: str
    year: str
    today: dt.date
    until: dt.date
    unread: tuple[Finding, ...]
    debts: tuple[Debt, ...]
    ending: tuple[tuple[str, dt.date, str], ...] = ()
    program_id: str = ""
    planned: tuple[PlannedDate, ...] = ()
    waiting: Mapping[tuple[str, str], tuple[Waiting | None, ...]] = MappingProxyType({})
    unreported: tuple[PlannedDate, ...] = ()
    awaited: tuple[AwaitedRow, ...] = ()
    pairings: Mapping[str, Pairing] = MappingProxyType({})


class DueShare(NamedTuple):
    """What is owed in one pairing.

    Attributes:
        pairing_id: The pairing.
        pairing: Its `pairing.yaml`; None where it cannot be read.
        debts: What is owed in it.
        listed_since: The day since which it is on the list of completers; None where it is not.
        waiting: What of it waits for somebody else, by milestone.
        awaited: What is waited for about its reports.
    """

    pairing_id: str
    pairing: Pairing | None
    debts: tuple[Debt, ...]
    listed_since: dt.date | None = None
    waiting: tuple[tuple[str, tuple[Waiting | None, ...]], ...] = ()
    awaited: tuple[AwaitedRow, ...] = ()


def due(folder: Folder, today: dt.date, until: dt.date, role: str | None = None) -> DueReport:
    """Find what is open and past, or due up to a day, in active pairings and the program itself.

    Milestones that are reminders only are named while they are ahead, never once they are past.

    Args:
        folder: The program folder.
        today: The day on which to judge.
        until: The last day to look at.
        role: Only what is owed by this role.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
    """
    counted = as_counted(folder, today)
    ctx = sound_context(counted, today)
    judge = PairingView(ctx)
    shares, unread = each_team(
        counted,
        ctx,
        lambda team, faults: due_share(judge, team, faults, until, role),
    )
    return due_of(counted, ctx, shares, unread, until=until, role=role)


def due_share(
    judge: PairingView,
    team: Team,
    faults: Sequence[Finding],
    until: dt.date,
    role: str | None = None,
) -> DueShare:
    """What is owed in one pairing up to a day; what of it cannot be read is among the faults."""
    since = listed_since(judge, team, faults)
    if team.pairing is None or not judge.standings(team).is_under_way:
        return DueShare(team.id, team.pairing, (), since)
    steps = [step for step in judge.steps(team) if _is_owed(step, until)]
    return DueShare(
        team.id,
        team.pairing,
        tuple(_of_pairing(judge, team.id, team.pairing, steps, role)),
        since,
        tuple((step.id, step.waits) for step in steps if any(step.waits)),
        awaited_rows(judge, team),
    )


def _is_owed(step: YearStep, until: dt.date) -> bool:
    """Whether a step is open and its day near; a reminder is named only while it is ahead."""
    is_near = step.is_open and bool(step.open) and step.by is not None and step.by <= until
    return is_near and (step.required or step.state is not NeedState.MISSED)


def due_of(
    counted: CountedFolder,
    ctx: Context,
    shares: Iterable[DueShare],
    unread: Iterable[Finding],
    *,
    until: dt.date,
    role: str | None = None,
) -> DueReport:
    """The list, of what is owed in each pairing and in the program itself.

    Args:
        counted: The program folder.
        ctx: The program, and the day on which they were judged.
        shares: What is owed in each pairing.
        unread: What could not be read.
        until: The last day to look at.
        role: Only what is owed by this role.
    """
    shares = list(shares)
    debts = [debt for share in shares for debt in share.debts]
    pairings = {share.pairing_id: share.pairing for share in shares if share.pairing}
    completed = {share.pairing_id: day for share in shares if (day := share.listed_since)}
    debts += _of_program(ctx, pairings, completed, until, role)
    found = _in_order(_with_holders(debts, ctx), ctx)
    program = counted.program
    # those who hold a role were looked up only now
    unread = unread_in(counted, [*unread, *counted.reader.findings])
    return DueReport(
        program.name, program.year, ctx.today, until, unread, found,
        tuple(_ending(pairings, ctx.today)), program.id,
        tuple(_planned(ctx, pairings, until, role)),
        {(each.pairing_id, row): waits for each in shares for row, waits in each.waiting},
        tuple(_with_role(unreported_dates(counted, ctx, pairings), role)),
        tuple(row for each in shares for row in each.awaited if role in {None, row.role}),
        pairings,
    )  # fmt: skip


def _in_order(debts: Iterable[Debt], ctx: Context) -> tuple[Debt, ...]:
    """The most overdue first, and what is due on one day as program.yaml has it."""
    order = {milestone.id: at for at, milestone in enumerate(ctx.program.calendar)}
    roles = {each.id: at for at, each in enumerate(ctx.program.roles)}

    def place(debt: Debt) -> tuple[dt.date, int, str, int, str]:
        row, role = order.get(debt.milestone, -1), roles.get(debt.role, -1)
        return debt.by, row, debt.pairing, role, debt.person_id

    return tuple(sorted(debts, key=place))


def _ending(pairings: Mapping[str, Pairing], today: dt.date) -> Iterator[tuple[str, dt.date, str]]:
    """The pairings that are active and will end."""
    for name, each in sorted(pairings.items()):
        if each.ends is not None and each.state_on(today) != each.state:
            yield name, each.ends, each.state


def _planned(
    ctx: Context, pairings: Mapping[str, Pairing], until: dt.date, role: str | None
) -> Iterator[PlannedDate]:
    """What is planned for these days, and where only one role is meant, with somebody of it."""
    for each in _with_role(planned_dates(ctx, pairings), role):
        if ctx.today <= each.on <= until:
            yield each


def _with_role(planned: Iterable[PlannedDate], role: str | None) -> Iterator[PlannedDate]:
    return (each for each in planned if role is None or role in dict(each.people))


def _of_pairing(
    judge: PairingView, name: str, pairing: Pairing, steps: Iterable[YearStep], role: str | None
) -> Iterator[Debt]:
    today = judge.ctx.today
    for step in steps:
        assert step.by is not None
        for owner in step.owed_by:
            if role is None or owner == role:
                yield _to(
                    getattr(pairing, owner, None) if owner in SIDES else None,
                    Debt(
                        step.by,
                        (step.by - today).days,
                        step.state.value,
                        step.id,
                        step.title,
                        step.required,
                        name,
                        owner,
                        "",
                        "",
                        None,
                        step.open,
                        pairing.mentee,
                        pairing.mentor,
                        pairing.advisor,
                        pairing.supervisor,
                    ),
                    judge.ctx,
                )


def _of_program(
    ctx: Context,
    pairings: Mapping[str, Pairing],
    completed: Mapping[str, dt.date],
    until: dt.date,
    role: str | None,
) -> Iterator[Debt]:
    for row in program_standing(ctx.calendar, ctx.shared, pairings, ctx.today, completed):
        required = row.milestone.required == "yes"
        for owed in row.owed:
            if owed.due is None or owed.due > until:
                continue
            if owed.state in OPEN and (required or owed.state is NeedState.DUE):
                for owner in owed.roles:
                    if role is None or owner == role:
                        yield _to(owed.person, _program_debt(ctx, row, owed, owed.due, owner), ctx)


def _program_debt(
    ctx: Context, row: ProgramMilestoneStanding, owed: Owed, by: dt.date, role: str
) -> Debt:
    called = label_of(YearFacts, owed.need.field[:1], ctx.words)
    return Debt(
        by,
        (by - ctx.today).days,
        owed.state.value,
        row.milestone.id,
        row.milestone.title,
        row.milestone.required == "yes",
        "",
        role,
        "",
        "",
        None,
        (f'"{called}" ({year_file(ctx.program.year)})',),
    )


def _to(person_id: str | None, debt: Debt, ctx: Context) -> Debt:
    """The debt as one person's."""
    if not person_id:
        return debt
    person = ctx.people.get(person_id)
    return debt._replace(
        person_id=person_id,
        person=person.name if person else person_id,
        email=person.email if person else None,
    )


def _with_holders(debts: Iterable[Debt], ctx: Context) -> Iterator[Debt]:
    """Repeat each debt of a role such as staff for every person who holds the role.

    A role that many hold as part of a pairing owes as a whole.
    """
    holders: dict[str, Sequence[str]] = {}
    for debt in debts:
        if debt.person_id or debt.role in SIDES:
            yield debt
            continue
        if debt.role not in holders:
            holders[debt.role] = _holders(debt.role, ctx)
        if not holders[debt.role]:
            yield debt
        for name in holders[debt.role]:
            yield _to(name, debt, ctx)


def _holders(role: str, ctx: Context) -> Sequence[str]:
    if role == "coordinator" and ctx.program.coordinators:
        return ctx.program.coordinators
    return [name for name in ctx.people if role in ctx.people[name].roles]
