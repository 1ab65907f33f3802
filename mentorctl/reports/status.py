"""`status`: who stands where, what is next and whose move it is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.contact import contact_lines
from mentorctl.model.needs import NeedState
from mentorctl.model.pairing import ENDED, takes_over_later
from mentorctl.model.person import name_of
from mentorctl.reports.awaited_rows import AwaitedRow, awaited_data, awaited_rows
from mentorctl.reports.completion_reasons import Reason, reasons, why_not_listed
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.folder_reading import each_team, one_team, sound_context, unreadable_data
from mentorctl.reports.notices.message_phase import phase_on
from mentorctl.reports.pairing_view import PairingView, YearStep, counted_needs
from mentorctl.reports.provenance import named_of
from mentorctl.reports.row_formats import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mentorctl.model.contact import ContactLine
    from mentorctl.model.finding import Finding
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.person import Person
    from mentorctl.model.program_settings import Phase
    from mentorctl.model.signature import Standing
    from mentorctl.model.team import Team
    from mentorctl.reports.provenance import Provenance
    from mentorctl.rules.base import Context
    from mentorctl.store.folder import Folder

__all__ = [
    "COLUMNS",
    "STANDINGS",
    "StatusReport",
    "StatusRow",
    "as_data",
    "cells",
    "status",
    "status_of",
    "status_row",
]

# the kinds of record that show regular contact
CONTACT = frozenset({"agreement", "log", "reflections", "visit"})
# how a pairing can stand, the most urgent first
STANDINGS = ("unknown", "overdue", "late", "on track", "done", "reassigned", "withdrawn")
COLUMNS = (
    "pairing", "mentee_id", "mentee", "mentor_id", "mentor", "advisor_id", "advisor",
    "content_area", "starts", "ends", "state", "standing", "experiences", "experiences_asked",
    "next", "next_title", "next_by", "next_owners", "owes", "ending", "supervisor_id", "supervisor",
    "program_id", "program", "year",
)  # fmt: skip


class StatusRow(NamedTuple):
    """One pairing.

    Attributes:
        pairing: Its id.
        mentee_id: The mentee, and so on for each id; empty while `pairing.yaml` cannot be read.
        mentee: Their name, and so on for each name; the id where the person cannot be read.
        content_area: Its content area.
        starts: Its first day.
        ends: Its last day, once it has one.
        state: What its `pairing.yaml` says, as it stood on the day.
        standing: How it stands, one of `STANDINGS`.
        experiences: How many experiences count towards completion.
        experiences_asked: How many completion asks for.
        steps: Its whole calendar.
        lacking: What keeps it from completion.
        signatures: How its signatures stand, the ones that the program asks for first; none
            while nobody in the program has a key.
        owes: The ids of required milestones that are still open although it is done.
        ending: What it becomes after its last day, where that is still ahead; else empty.
        supervisor_id: The supervisor, where there is one.
        supervisor: Their name.
        has_begun: Whether its first day has come; before it, it owes nothing.
        awaited: What is waited for about reports that were sent to the advisor.
        contact: What the records show of regular contact; looked at for a single pairing only.
        cases: How many cases the mentee was given, by type, where the program keeps them.
    """

    pairing: str
    mentee_id: str
    mentee: str
    mentor_id: str
    mentor: str
    advisor_id: str
    advisor: str
    content_area: str
    starts: dt.date | None
    ends: dt.date | None
    state: str
    standing: str
    experiences: int
    experiences_asked: int
    steps: tuple[YearStep, ...]
    lacking: tuple[Reason, ...]
    signatures: tuple[Standing, ...] = ()
    owes: tuple[str, ...] = ()
    ending: str = ""
    supervisor_id: str = ""
    supervisor: str = ""
    has_begun: bool = True
    awaited: tuple[AwaitedRow, ...] = ()
    contact: tuple[ContactLine, ...] = ()
    cases: tuple[tuple[str, int], ...] = ()

    @property
    def told(self) -> str:
        """How it stands, with what it owes, when it begins and when it ends."""
        if not self.has_begun and self.standing not in ENDED:
            return f"{self.standing}, begins {self.starts}"
        owes = f", owes {', '.join(self.owes)}" if self.owes else ""
        return f"{self.standing}{owes}" + (f", {self.ending} after {self.ends}" * bool(self.ending))

    @property
    def next(self) -> YearStep | None:
        """The open step that is due first; reminders have none, nor what has ended or not begun."""
        if self.standing in ENDED or not self.has_begun:
            return None
        steps = [step for step in self.steps if step.is_open and step.required and step.by]
        return min(steps, key=_by, default=None)


class StatusReport(NamedTuple):
    """Where pairings stand.

    Attributes:
        program: The program's name.
        year: Its year.
        today: The day on which it was judged.
        phase: The phase of the year that is usual on that day, or None.
        rows: The pairings, the most urgent first.
        unread: What the report rests on and could not be read.
        program_id: The program's id.
    """

    program: str
    year: str
    today: dt.date
    phase: Phase | None
    rows: tuple[StatusRow, ...]
    unread: tuple[Finding, ...] = ()
    program_id: str = ""


def status(folder: Folder, today: dt.date, pairing_id: str | None = None) -> StatusReport:
    """Judge every pairing of the year, or one.

    Args:
        folder: The program folder.
        today: The day on which to judge.
        pairing_id: The only pairing to look at.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
    """
    counted = as_counted(folder, today)
    ctx = sound_context(counted, today)
    judge = PairingView(ctx)
    if pairing_id is not None:
        beside = CONTACT if ctx.program.contact else frozenset[str]()
        team, faults, others = one_team(counted, ctx, pairing_id, beside)
        lines = contact_lines(team, ctx.program, today, ctx.shared.year)
        rows = [status_row(judge, team, faults)._replace(contact=lines)]
        known = {each.path: each for each in (*others, *faults, *counted.reader.findings)}
        unread = tuple(known[path] for path in sorted(known))
    else:
        rows, unread = each_team(
            counted, ctx, lambda team, faults: status_row(judge, team, faults), signatures=True
        )
    return status_of(ctx, rows, unread, every=pairing_id is not None)


def status_of(
    ctx: Context,
    rows: Iterable[StatusRow],
    unread: tuple[Finding, ...],
    *,
    every: bool = False,
) -> StatusReport:
    """The report, of pairings that are judged already.

    Args:
        ctx: The program, and the day on which they were judged.
        rows: The pairings, in any order.
        unread: What could not be read.
        every: Whether a pairing is shown, too, that is still to take over one under way.
    """
    program, others = ctx.program, ctx.shared.earlier
    rows = tuple(
        row
        for row in sorted(rows, key=_urgency)
        if every
        or row.has_begun
        or not takes_over_later(others.get(row.pairing), others, ctx.today)
    )
    return StatusReport(
        program.name, program.year, ctx.today, phase_on(ctx, ctx.today), rows, unread, program.id
    )


def as_data(
    report: StatusReport, drawn: Provenance, people: Mapping[str, Person]
) -> dict[str, object]:
    """The report for scripts; keys never change their meaning within a schema version.

    Columns as in the CSV, and for each pairing its `milestones`, what is `lacking` and its
    `signatures`.

    Args:
        report: The report.
        drawn: What it was drawn from.
        people: Everybody by id.
    """
    return {
        "schema_version": 1,
        "program": report.program,
        "year": report.year,
        "today": report.today,
        **drawn.data(),
        "phase": report.phase.title if report.phase else None,
        "pairings": [
            {
                **dict(zip(COLUMNS, cells(report, row), strict=True)),
                "owes": list(row.owes),
                "next_owners": list(row.next.owners) if row.next else [],
                "milestones": [_step_data(step) for step in row.steps],
                "lacking": [reason._asdict() for reason in row.lacking],
                "signatures": [
                    {
                        "record": each.record,
                        "role": each.role,
                        **named_of(people, "person", each.person),
                        "state": each.state.value,
                        "on": each.on.isoformat() if each.on else None,
                        "key": each.key,
                        "why": each.why,
                        "asked": each.asked,
                    }
                    for each in row.signatures
                ],
                "awaited": [awaited_data(each) for each in row.awaited],
                "contact": [_contact_data(each) for each in row.contact],
                "cases": [{"type": each or None, "number": number} for each, number in row.cases],
            }
            for row in report.rows
        ],
        "unreadable": unreadable_data(report.unread),
    }


def _step_data(step: YearStep) -> dict[str, object]:
    told = step._asdict()
    # `due` and `remind` tell who waits for whom
    del told["owed_by"], told["waits"]
    return {**told, "state": step.state.value, "by": step.by}


def _contact_data(line: ContactLine) -> dict[str, object]:
    return {
        "id": line.setting.id,
        "title": line.setting.title,
        "times": line.wanted.times,
        "weeks": line.wanted.weeks,
        "agreed": line.said or None,
        "required": line.setting.required == "yes",
        "periods": [
            {"from": each.first, "until": each.last, "count": each.shown, "whole": each.is_whole}
            for each in line.periods
        ],
    }


def cells(report: StatusReport, row: StatusRow) -> tuple[str | int | dt.date | None, ...]:
    """One pairing as `COLUMNS` has it; several owners, or milestones owed, in one cell."""
    step = row.next
    following = (step.id, step.title, step.by, listed(step.owners)) if step else (None,) * 4
    return (
        *row[: row._fields.index("steps")],
        *following,
        listed(row.owes),
        row.ending or None,
        row.supervisor_id,
        row.supervisor,
        report.program_id,
        report.program,
        report.year,
    )


def status_row(judge: PairingView, team: Team, faults: Sequence[Finding]) -> StatusRow:
    """Judge one pairing.

    Args:
        judge: The program and the day.
        team: The pairing, its signatures judged where they are to be shown.
        faults: What of it could not be read.
    """
    pairing = team.pairing
    if pairing is None:
        lacking = why_not_listed(judge, team, faults)
        return StatusRow(
            team.id, "", "", "", "", "", "", "", None, None, "", "unknown", 0, 0, (), lacking
        )
    standings = judge.standings(team)
    verdict = standings.completion
    steps = judge.steps(team)
    is_done = verdict.holds
    done, asked = counted_needs(verdict, "experiences")
    people = judge.ctx.people
    return StatusRow(
        team.id,
        pairing.mentee,
        name_of(people, pairing.mentee),
        pairing.mentor,
        name_of(people, pairing.mentor),
        pairing.advisor or "",
        name_of(people, pairing.advisor),
        pairing.content_area or "",
        pairing.starts,
        pairing.ends,
        standings.state,
        _standing(judge, team, is_broken=bool(faults)),
        done,
        asked,
        steps,
        reasons(judge, team, faults, verdict),
        tuple(sorted(team.standings.values(), key=lambda each: (not each.asked, each.record))),
        tuple(row.milestone.id for row in standings.owes) if is_done and not faults else (),
        pairing.state if pairing.state in ENDED and standings.state == "active" else "",
        pairing.supervisor or "",
        name_of(people, pairing.supervisor),
        standings.has_begun,
        awaited_rows(judge, team),
        cases=_cases(judge.ctx, pairing),
    )


def _cases(ctx: Context, pairing: Pairing) -> tuple[tuple[str, int], ...]:
    """How many cases were given so far, by type in the program's order."""
    setting = ctx.program.cases
    counts = dict.fromkeys(setting.types, 0) if setting else {}
    for each in pairing.cases if setting else ():
        if each.on <= ctx.today:
            counts[each.type or ""] = counts.get(each.type or "", 0) + each.number
    return tuple((name, number) for name, number in counts.items() if number)


def _standing(judge: PairingView, team: Team, *, is_broken: bool) -> str:
    standings = judge.standings(team)
    if standings.state in ENDED:
        return standings.state
    if is_broken:
        return "unknown"
    if standings.completion.holds:
        return "done"
    required = [row for row in standings.rows if row.milestone.required == "yes"]
    hidden = [row for row in required if judge.rests_on_unread(row.open_needs, team)]
    if any(row.state is NeedState.MISSED for row in required if row not in hidden):
        return "overdue"
    asked = [row.need for row in standings.completion.lacking]
    if hidden or judge.rests_on_unread(asked, team):
        return "unknown"
    # before it begins a pairing owes nothing, and so nothing of it can be late
    is_late = standings.has_begun and any(row.late_needs for row in required)
    return "late" if is_late else "on track"


def _by(step: YearStep) -> dt.date:
    return step.by or dt.date.max


def _urgency(row: StatusRow) -> tuple[int, dt.date, str]:
    step = row.next
    return STANDINGS.index(row.standing), _by(step) if step else dt.date.max, row.pairing
