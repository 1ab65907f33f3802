"""`report`: the year on one page, as far as its reader may see it.

Every number is one that a list has: where pairings stand is of `status`, what is overdue of `due`,
who has completed of `completers`, how standards stand of `standards`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.pairing import ENDED
from mentorctl.model.paths import pairing_file
from mentorctl.reports.overview.calendar_counts import milestone_counts
from mentorctl.reports.overview.concerns import concerns
from mentorctl.reports.overview.log_use import contact_weeks, hours
from mentorctl.reports.overview.overdue_by_owner import overdue, waiting_reports
from mentorctl.reports.overview.small_groups import LEAST, Crowd
from mentorctl.reports.status import STANDINGS

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.evaluation_report import EvaluationView
    from mentorctl.model.finding import Finding
    from mentorctl.model.program_settings import Phase
    from mentorctl.model.standards_report import StandardsReport
    from mentorctl.reports.overview.calendar_counts import MilestoneCount
    from mentorctl.reports.overview.concerns import Concerns
    from mentorctl.reports.overview.judged_year import JudgedYear
    from mentorctl.reports.overview.log_use import ContactWeek, HourTable
    from mentorctl.reports.overview.overdue_by_owner import OwnerRow, WaitingReports
    from mentorctl.reports.overview.page_reader import PageReader
    from mentorctl.reports.overview.small_groups import GroupCount
    from mentorctl.reports.status import StatusRow

__all__ = ["AreaRow", "Overview", "PhaseDays", "StandingCount", "overview", "schools"]


class PhaseDays(NamedTuple):
    """A phase of the first year, with its days in this one."""

    title: str
    first: dt.date
    last: dt.date
    note: str
    is_now: bool


class StandingCount(NamedTuple):
    """How many pairings stand so; `standing` is empty for all others together."""

    standing: str
    pairings: int


class AreaRow(NamedTuple):
    """One content area.

    Attributes:
        area: Its name; empty for pairings that have none.
        is_others: Whether it is all others together.
        pairings: How many pairings it has.
        completed: How many of them have completed.
    """

    area: str
    is_others: bool
    pairings: int
    completed: int


class Overview(NamedTuple):
    """The page.

    Attributes:
        program: The program's name.
        agency: Its agency.
        year: The program year.
        first_day: Its first day.
        last_day: Its last day.
        today: The day on which is judged.
        program_id: The program's id.
        reader: Who it is for.
        pairings: How many pairings are shown; None where they are too few to tell.
        completed: How many of them have completed; None where they are too few to tell.
        why_nobody: Why nobody can complete, where program.yaml does not ask for it; else empty.
        phases: The phases of the first year, in order.
        milestones: The year's calendar, in its order.
        standings: How pairings stand, the most urgent first.
        owners: What is overdue, by the role that owes it; none where names are not shown.
        waiting: Reports that wait for somebody; none where names are not shown.
        rows: The pairings one by one, the most urgent first; none where names are not shown.
        areas: What has been completed, by content area.
        hours: What the logs of the whole program come to.
        weeks: How many pairings of the whole program were in touch, week by week.
        concerns: The focal points of concern of the whole program.
        evaluations: What was shown of answers to questionnaires; for whoever sees no content, of
            all who answered together.
        standards: How the program stands with the standards it follows; None where it follows none.
        no_standards: Why that cannot be said, and what to do; else empty.
        unread: What could not be read and may be named.
        unread_elsewhere: How many more files could not be read.
    """

    program: str
    agency: str
    year: str
    first_day: dt.date
    last_day: dt.date
    today: dt.date
    program_id: str
    reader: PageReader
    pairings: int | None
    completed: GroupCount | None
    why_nobody: str
    phases: tuple[PhaseDays, ...]
    milestones: tuple[MilestoneCount, ...]
    standings: tuple[StandingCount, ...]
    owners: tuple[OwnerRow, ...]
    waiting: tuple[WaitingReports, ...]
    rows: tuple[StatusRow, ...]
    areas: tuple[AreaRow, ...]
    hours: HourTable
    weeks: tuple[ContactWeek, ...]
    concerns: Concerns
    evaluations: tuple[EvaluationView, ...]
    standards: StandardsReport | None
    no_standards: tuple[str, ...]
    unread: tuple[Finding, ...]
    unread_elsewhere: int


def schools(judged: JudgedYear) -> dict[str, str]:
    """The school of each pairing's mentee, by the pairing's id; those without one are left out.

    Schools of several districts that have one name are told apart by their district.
    """
    found = _places(judged)
    districts: dict[str, set[str]] = {}
    for school, district in found.values():
        districts.setdefault(school, set()).add(district)
    return {
        name: school if len(districts[school]) == 1 else f"{school} ({district or 'no district'})"
        for name, (school, district) in found.items()
    }


def _places(judged: JudgedYear) -> dict[str, tuple[str, str]]:
    """School and district (or empty) of each pairing's mentee, each name spelled in one way."""
    spelled: dict[str, str] = {}

    def one_way(name: str | None) -> str:
        text = " ".join((name or "").split())
        return spelled.setdefault(text.casefold(), text)

    return {
        name: (one_way(entry.row.school), one_way(entry.row.district))
        for name, entry in judged.entries.items()
        if entry.row.school
    }


def overview(judged: JudgedYear, reader: PageReader) -> Overview:
    """What one reader may see of a year.

    Args:
        judged: All that is known of it.
        reader: Who it is for.
    """
    whole = _whole(judged, reader)
    mine = _mine(judged, reader)
    crowd = Crowd(mine, least=0) if reader.sees_names else whole
    program, year = judged.ctx.program, judged.ctx.calendar.year
    folders = [pairing_file(program.year, name, "") for name in mine]
    unread = tuple(each for each in judged.unread if reader.may_read_of(each.path, folders))
    done = frozenset(entry.pairing for entry in judged.completers.completers)
    nobody = judged.completers.why_nobody
    return Overview(
        program.name,
        program.agency,
        program.year,
        year.first_day,
        year.last_day,
        judged.ctx.today,
        program.id,
        reader,
        len(crowd.everybody) if crowd.is_told else None,
        crowd.count(done) if crowd.is_told else None,
        nobody.message if nobody else "",
        _phases(judged),
        milestone_counts(judged, reader, crowd),
        _standings(judged, crowd, done),
        overdue(judged, reader, mine),
        waiting_reports(judged, mine),
        tuple(row for row in judged.status.rows if row.pairing in mine),
        () if nobody else _areas(judged, crowd, done),
        hours(judged.logs.items(), whole.least),
        _weeks(judged, whole),
        _concerns(judged, reader),
        tuple(each if reader.sees_groups else each.without_parts for each in judged.evaluations),
        judged.standards,
        judged.no_standards,
        unread,
        len(judged.unread) - len(unread),
    )


def _whole(judged: JudgedYear, reader: PageReader) -> Crowd:
    """All pairings of the year, each with whom it is shown by name.

    That are the principal of its school, also where schools of one name are the same one after all,
    and whoever leads all schools of its district. Advisors can open the folder itself, so nothing
    need be kept from what they see on a page.
    """
    known = {
        name: [("school", school), *([("district", district)] if district else [])]
        for name, (school, district) in _places(judged).items()
    }
    for name, school in schools(judged).items():
        known[name].append(("told as", school))
    everybody = (row.pairing for row in judged.status.rows)
    return Crowd(everybody, known, least=0 if reader.sees_content else LEAST)


def _mine(judged: JudgedYear, reader: PageReader) -> frozenset[str]:
    """The pairings that a reader may see by name."""
    at_school = schools(judged)
    return frozenset(
        row.pairing
        for row in judged.status.rows
        if reader.may_see(advisor=row.advisor_id, school=at_school.get(row.pairing, ""))
    )


def _phases(judged: JudgedYear) -> tuple[PhaseDays, ...]:
    year = judged.ctx.calendar.year
    now: Phase | None = judged.status.phase
    return tuple(
        PhaseDays(
            phase.title,
            year.day(phase.from_),
            year.day(phase.until),
            phase.note or "",
            phase is now,
        )
        for phase in judged.ctx.program.phases
    )


def _standings(judged: JudgedYear, crowd: Crowd, done: frozenset[str]) -> tuple[StandingCount, ...]:
    """How pairings stand; not so that it could be taken from who has completed."""
    if not crowd.is_told:
        return ()
    cells = {
        standing: frozenset(row.pairing for row in judged.status.rows if row.standing == standing)
        & crowd.everybody
        for standing in STANDINGS
    }
    told = crowd.parts(cells, done)
    order = [standing for standing in (*STANDINGS, "") if standing in told]
    return tuple(StandingCount(standing, len(told[standing])) for standing in order)


def _areas(judged: JudgedYear, crowd: Crowd, done: frozenset[str]) -> tuple[AreaRow, ...]:
    """Each area whose completed and other pairings may both be told; the rest goes together.

    Where no area is told, nothing is: all together would say exactly what `completed` may not.
    """
    if not crowd.is_told:
        return ()
    areas: dict[str, set[str]] = {}
    for name, entry in judged.entries.items():
        if name in crowd.everybody:
            areas.setdefault(" ".join((entry.row.content_area or "").split()), set()).add(name)

    def tells(members: frozenset[str]) -> bool:
        return crowd.splits(members, done)

    told = {area: frozenset(names) for area, names in areas.items() if tells(frozenset(names))}
    rest = crowd.everybody - frozenset().union(*told.values())
    while rest and told and not tells(rest):
        rest |= told.pop(min(told, key=lambda area: (len(told[area]), area)))
    found = [AreaRow(area, False, len(told[area]), len(told[area] & done)) for area in sorted(told)]
    if found and rest:
        found.append(AreaRow("", True, len(rest), len(rest & done)))
    return tuple(found)


def _weeks(judged: JudgedYear, whole: Crowd) -> tuple[ContactWeek, ...]:
    if not whole.is_told:
        return ()
    spans = [(name, pairing.starts, pairing.ends if pairing.state in ENDED else None)
             for name, pairing in judged.pairings.items()]  # fmt: skip
    crowd = Crowd(whole.everybody, is_private=True) if whole.least else None
    return contact_weeks(judged.logs.items(), spans, crowd, today=judged.ctx.today)


def _concerns(judged: JudgedYear, reader: PageReader) -> Concerns:
    mentees = {name: pairing.mentee for name, pairing in judged.pairings.items()}
    found = [(mentees.get(name, name), each) for name, each in sorted(judged.focal_points.items())]
    return concerns(
        judged.ctx.program.focal_points, found, today=judged.ctx.today,
        in_full=reader.sees_content,
    )  # fmt: skip
