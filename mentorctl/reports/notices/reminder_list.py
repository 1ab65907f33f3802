"""Who is to be reminded of what: the rows of `due`, one message a person, and who is left out."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.dependent_milestones import waits_for
from mentorctl.model.needs import NeedState
from mentorctl.model.program_standing import program_standing
from mentorctl.model.roles import SIDES
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.due import due_of, due_share
from mentorctl.reports.evaluation.asked_people import answered_by_milestone
from mentorctl.reports.folder_reading import each_team, sound_context
from mentorctl.reports.notices.draft_memory import DraftMemory, drafts_of, unread_drafts
from mentorctl.reports.notices.pairing_days import days_of
from mentorctl.reports.notices.reminder_rows import Reminder, ReminderItem, ReminderReport, Skipped
from mentorctl.reports.pairing_view import PairingView, span

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from mentorctl.model.finding import Finding
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.reminders import Notice
    from mentorctl.model.team import Team
    from mentorctl.reports.awaited_rows import AwaitedRow
    from mentorctl.reports.due import Debt, DueReport, DueShare
    from mentorctl.reports.notices.pairing_days import PairingDays
    from mentorctl.reports.planned_dates import PlannedDate
    from mentorctl.rules.base import Context
    from mentorctl.store.folder import Folder

__all__ = ["ReminderFacts", "remind_whom", "reminders"]

_DONE = frozenset({NeedState.MET, NeedState.LATE})


class _Share(NamedTuple):
    """What is known of one pairing."""

    due: DueShare
    done: tuple[str, ...]
    days: PairingDays


def reminders(
    folder: Folder,
    today: dt.date,
    until: dt.date,
    role: str | None,
    part: Callable[[DueReport], DueReport] | None,
    *,
    again: bool,
) -> ReminderReport:
    """Work out who is to be reminded of what.

    Args:
        folder: The program folder.
        today: The day on which to judge.
        until: The last day to look at.
        role: Only what is owed by this role.
        part: Takes from the list what is wanted; None where all of it is, and then those too
            are thanked who owe nothing any more.
        again: Also remind those who were reminded a few days ago.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
    """
    counted = as_counted(folder, today)
    ctx = sound_context(counted, today)
    judge = PairingView(ctx)
    shares, unread = each_team(
        counted, ctx, lambda team, faults: _share(judge, team, faults, until, role)
    )
    found = due_of(counted, ctx, [each.due for each in shares], unread, until=until, role=role)
    memory = DraftMemory(drafts_of(counted), today)
    found = found._replace(unread=(*found.unread, *unread_drafts(counted)))
    pairings = {each.id: each.pairing for each in (one.days for one in shares) if each.pairing}
    facts = ReminderFacts(
        ctx,
        pairings,
        frozenset((each.due.pairing_id, done) for each in shares for done in each.done),
        {each.due.pairing_id: day for each in shares if (day := each.due.listed_since)},
        memory,
        answered_by_milestone(counted),
    )
    wanted = part(found) if part is not None else found
    is_all = part is None and role is None
    listed, skipped = remind_whom(wanted, facts, again=again, is_all=is_all)
    return ReminderReport(wanted, listed, skipped, tuple(each.days for each in shares), pairings)


def _share(
    judge: PairingView, team: Team, faults: Sequence[Finding], until: dt.date, role: str | None
) -> _Share:
    rows = judge.standings(team).rows if team.pairing else ()
    return _Share(
        due_share(judge, team, faults, until, role),
        tuple(row.milestone.id for row in rows if row.state in _DONE),
        days_of(judge, team, faults),
    )


class ReminderFacts(NamedTuple):
    """What a list of debts alone does not say.

    Attributes:
        ctx: The program and the day.
        pairings: The pairings of the year by id.
        done: What is done, by pairing and milestone.
        completed: The pairings that are on the list of completers, and since when.
        memory: What was drafted before.
        answered: Who has answered a questionnaire, by the milestone that it closes on.
    """

    ctx: Context
    pairings: Mapping[str, Pairing]
    done: frozenset[tuple[str, str]]
    completed: Mapping[str, dt.date]
    memory: DraftMemory
    answered: Mapping[str, frozenset[str]]


def remind_whom(
    report: DueReport, facts: ReminderFacts, *, again: bool, is_all: bool = True
) -> tuple[tuple[Reminder, ...], tuple[Skipped, ...]]:
    """One message a person, of all rows of `due`; each row is in one, or skipped with its reason.

    Args:
        report: The list.
        facts: What else is known.
        again: Also remind those who were reminded a few days ago.
        is_all: Whether the list is whole, so that those too are thanked who owe nothing more.

    Returns:
        The messages by name, also those that are left out, and the rows that are in none.
    """
    maker = _Maker(report, facts)
    items, skipped = maker.items()
    invited, awaited = maker.invited(), maker.awaited()
    thanked = maker.thanks()
    found = []
    for person in sorted({*items, *invited, *awaited, *(thanked if is_all else ())}):
        reminder = maker.reminder(
            person,
            items.get(person, []),
            invited.get(person, []),
            awaited.get(person, []),
            thanked.get(person, {}),
        )
        found.append(reminder._replace(skipped=maker.why_not(reminder, again=again)))
    found.sort(key=lambda each: (each.name.casefold(), each.person))
    return tuple(found), tuple(skipped)


class _Maker:
    def __init__(self, report: DueReport, facts: ReminderFacts) -> None:
        self.report, self.facts = report, facts
        self.ctx = facts.ctx
        self.setting = facts.ctx.program.reminders

    def items(self) -> tuple[dict[str, list[ReminderItem]], list[Skipped]]:
        """What each person is asked for, and what nobody is."""
        found: dict[str, list[ReminderItem]] = {}
        skipped: list[Skipped] = []
        for debt in self.report.debts:
            item, why = self._item(debt)
            if item is None:
                skipped.append(Skipped(debt, why))
                continue
            held = [debt.person_id] if debt.person_id else self._holders(debt)
            done = self.facts.answered.get(debt.milestone, ()) if not debt.pairing else ()
            people = [each for each in held if each not in done]
            if not people:
                nobody = f"nobody here is {self.ctx.words[debt.role]}: name somebody"
                skipped.append(Skipped(debt, "everybody has answered" if held else nobody))
            for person in people:
                found.setdefault(person, []).append(item)
        return found, skipped

    def _item(self, debt: Debt) -> tuple[ReminderItem | None, str]:
        """What can be done now; nothing, and why, where all of it waits for somebody else."""
        steps = self.report.waiting.get((debt.pairing, debt.milestone))
        if steps is None:
            why = self._before_in_year(debt) if not debt.pairing else ""
            item = ReminderItem(debt, debt.open, shared=not debt.pairing and not debt.person_id)
            return (None, why) if why else (item, "")
        able, waits = [], []
        for text, waiting in zip(debt.open, steps, strict=True):
            if waiting is None:
                able.append(text)
            else:
                who = self._who(debt.pairing, waiting.role)
                waits.append(f"{text}: waits for {who} ({waiting.what})")
        if not able:
            return None, "; ".join(waits)
        return ReminderItem(debt, tuple(able), tuple(waits)), ""

    def _before_in_year(self, debt: Debt) -> str:
        """What the program has to do first, of a row that belongs to no pairing."""
        rows = self.ctx.calendar.of_program
        needs = next((needs for row, needs in rows if row.id == debt.milestone), ())
        owners = next((row.owners for row, _ in rows if row.id == debt.milestone), ())
        year = self.ctx.shared.year
        for need in needs:
            before = waits_for(self.ctx.calendar, need, owners)
            on = getattr(year, before[0].field[0], None) if before is not None else None
            if before is not None and (on is None or on > self.ctx.today):
                field = before[0].field[0].replace("_", " ")
                return f"waits for {self.ctx.words[before[1]]} ({field})"
        return ""

    def _holders(self, debt: Debt) -> list[str]:
        """Everybody who owes what a role owes as a whole."""
        if debt.role not in SIDES or debt.pairing:
            return []
        active = (
            each
            for each in self.facts.pairings.values()
            if each.starts <= self.ctx.today
            and each.state_on(self.ctx.today) in ("active", "completed")
        )
        return sorted({person for each in active if (person := getattr(each, debt.role))})

    def _who(self, pairing: str, role: str) -> str:
        held = self.facts.pairings.get(pairing)
        person = getattr(held, role, None) if held is not None and role in SIDES else None
        known = self.ctx.people.get(person) if person else None
        return known.name if known else person or self.ctx.words[role]

    def invited(self) -> dict[str, list[PlannedDate]]:
        """Who is expected at what is planned."""
        found: dict[str, list[PlannedDate]] = {}
        for each in self.report.planned:
            for person in dict.fromkeys(person for _, person in each.people):
                found.setdefault(person, []).append(each)
        return found

    def awaited(self) -> dict[str, list[AwaitedRow]]:
        """The reports that wait for each person; for the {advisor} not in their first days."""
        found: dict[str, list[AwaitedRow]] = {}
        for each in self.report.awaited:
            days = (self.ctx.today - each.since).days
            if each.person_id and (each.role != "advisor" or days >= self.setting.again_days):
                found.setdefault(each.person_id, []).append(each)
        return found

    def thanks(self) -> dict[str, dict[str, str]]:
        """What people have done since they were reminded of it, and were not thanked for yet."""
        titles = {row.id: row.title for row, _ in self.ctx.calendar.milestones}
        return {
            person: done
            for person, asked in self.facts.memory.asked.items()
            if (
                done := {
                    key: titles.get(key.rpartition("/")[2], "")
                    for key in asked
                    if self._is_done(person, key)
                }
            )
        }

    def _is_done(self, person: str, key: str) -> bool:
        pairing, _, milestone = key.rpartition("/")
        if pairing:
            held = self.facts.pairings.get(pairing)
            # whoever has left it since did not do it
            is_in = held is not None and person in {getattr(held, side) for side in SIDES}
            return is_in and (pairing, milestone) in self.facts.done
        return (person, milestone) in self._done_in_year

    @cached_property
    def _done_in_year(self) -> frozenset[tuple[str, str]]:
        """Who has done what the program waits for."""
        ctx, its = self.ctx, self.facts
        rows = program_standing(ctx.calendar, ctx.shared, its.pairings, ctx.today, its.completed)
        return frozenset(
            (owed.person, row.milestone.id)
            for row in rows
            for owed in row.owed
            if owed.person and owed.on and owed.on <= ctx.today and owed.state in _DONE
        )

    def reminder(
        self,
        person: str,
        items: Sequence[ReminderItem],
        planned: Sequence[PlannedDate],
        awaited: Sequence[AwaitedRow],
        thanks: Mapping[str, str],
    ) -> Reminder:
        """The message to one person."""
        known = self.ctx.people.get(person)
        roles = [item.debt.role for item in items]
        roles += [role for each in planned for role, who in each.people if who == person]
        roles += [each.role for each in awaited]
        return Reminder(
            person,
            known.name if known else person,
            known.email if known else None,
            tuple(dict.fromkeys(roles)),
            self._notice(items, planned, awaited),
            tuple(items),
            tuple(planned),
            tuple(awaited),
            tuple(thanks.items()),
            self.facts.memory.last.get(person),
        )

    def _notice(
        self,
        items: Sequence[ReminderItem],
        planned: Sequence[PlannedDate],
        awaited: Sequence[AwaitedRow],
    ) -> Notice:
        """The tone: that of what is most urgent."""
        days = [item.debt.days for item in items]
        days += [(each.on - self.ctx.today).days for each in planned]
        if not days:
            return "first" if awaited else "thanks"
        if min(days) < 0:
            return "late"
        return "close" if min(days) <= self.setting.close_days else "first"

    def why_not(self, reminder: Reminder, *, again: bool) -> str:
        """Why no message is drafted; empty where one is."""
        if not reminder.email:
            if self.ctx.people.get(reminder.person) is None:
                return f"people/{reminder.person}.yaml is missing or cannot be read"
            return f"no email address: mentorctl person edit {reminder.person} --set email=ADDRESS"
        return "" if again else self._drafted_near(reminder)

    def _drafted_near(self, reminder: Reminder) -> str:
        """When they had a draft within days of today; empty where they had none."""
        if reminder.last is not None:
            ago = (self.ctx.today - reminder.last).days
            if ago < self.setting.again_days:
                when = "today" if ago == 0 else f"{span(ago)} ago"
                return f"was drafted {when}; --again drafts it all the same"
        ahead = self.facts.memory.ahead.get(reminder.person)
        if ahead is not None and (ahead - self.ctx.today).days < self.setting.again_days:
            return f"was drafted for {ahead} already; --again drafts it all the same"
        return ""
