"""The year judged once for all lists that a page shows, and what logs and checklists hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.program import Due
from mentorctl.model.program_standing import program_standing
from mentorctl.model.years import add_span
from mentorctl.reports.completers import completers_of, judged_entry
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.due import DueShare, due_of, due_share
from mentorctl.reports.evaluation.shown_summaries import evaluations
from mentorctl.reports.folder_reading import each_team, sound_context
from mentorctl.reports.overview.log_use import log_use
from mentorctl.reports.pairing_view import PairingView
from mentorctl.reports.standards import standards
from mentorctl.reports.status import status_of, status_row
from mentorctl.store.errors import StoreError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from mentorctl.model.checklists import FocalPoints
    from mentorctl.model.completer_list import CompleterEntry, CompleterList
    from mentorctl.model.evaluation_report import EvaluationView
    from mentorctl.model.finding import Finding
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.program_standing import ProgramMilestoneStanding
    from mentorctl.model.standards_report import StandardsReport
    from mentorctl.model.team import Team
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.reports.due import DueReport
    from mentorctl.reports.overview.log_use import LogUse
    from mentorctl.reports.status import StatusReport, StatusRow
    from mentorctl.rules.base import Context
    from mentorctl.store.folder import Folder

__all__ = ["JudgedYear", "judged_year"]

# what is shown of pairings although nothing that is judged rests on it
BESIDE = frozenset({"log", "reflections", "visit", "focal-points"})


class JudgedYear(NamedTuple):
    """All that is known of a program's year on a day.

    Attributes:
        ctx: The program, its calendar and the day.
        status: What `status` says.
        completers: What `completers` says.
        due: What `due` says, as far ahead as program.yaml says under `check`.
        milestones: The program's own milestones.
        pairings: Every `pairing.yaml` that can be read, by pairing id.
        logs: What the log of each pairing comes to, by its id.
        focal_points: The checklists that there are, by pairing id.
        evaluations: What was shown of the year's questionnaires.
        standards: What `standards` says; None where the program follows none.
        no_standards: Why that cannot be said although it follows some, and what to do; else empty.
        unread: What could not be read.
    """

    ctx: Context
    status: StatusReport
    completers: CompleterList
    due: DueReport
    milestones: tuple[ProgramMilestoneStanding, ...]
    pairings: Mapping[str, Pairing]
    logs: Mapping[str, LogUse]
    focal_points: Mapping[str, FocalPoints]
    evaluations: tuple[EvaluationView, ...]
    standards: StandardsReport | None
    no_standards: tuple[str, ...]
    unread: tuple[Finding, ...]

    @property
    def entries(self) -> dict[str, CompleterEntry]:
        """Every pairing as the list of completers has it, by its id."""
        found = (*self.completers.completers, *self.completers.others)
        return {entry.pairing: entry for entry in found}


class _Share(NamedTuple):
    """What one pairing adds to each list."""

    row: StatusRow
    entry: CompleterEntry
    due: DueShare
    log: LogUse
    focal_points: FocalPoints | None


def judged_year(folder: Folder, today: dt.date) -> JudgedYear:
    """Judge a year: each pairing is read once, and judged as each list judges it.

    Args:
        folder: The program folder.
        today: The day on which to judge.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
    """
    counted = as_counted(folder, today)
    ctx = sound_context(counted, today)
    judge = PairingView(ctx)
    until = add_span(today, Due(days=ctx.program.check.due_soon_days))

    def work(team: Team, faults: Sequence[Finding]) -> _Share | None:
        return (
            None
            if team.is_none
            else _Share(
                status_row(judge, team, faults),
                judged_entry(judge, team, faults, counted.files_made(team.id)),
                due_share(judge, team, faults, until),
                log_use(team, ctx.calendar.year, today),
                team.focal_points,
            )
        )

    found, unread = each_team(counted, ctx, work, signatures=True, beside=BESIDE)
    shares = [share for share in found if share is not None]
    owed = due_of(counted, ctx, (share.due for share in shares), unread, until=until)
    pairings = {share.due.pairing_id: share.due.pairing for share in shares if share.due.pairing}
    completed = {share.row.pairing: day for share in shares if (day := share.due.listed_since)}
    shown, why = _standards(counted, today)
    everything = (*owed.unread, *(shown.unread if shown else ()))
    faults = {each.path: each for each in reversed(everything)}
    return JudgedYear(
        ctx,
        status_of(ctx, (share.row for share in shares), unread),
        completers_of(ctx, (share.entry for share in shares), unread),
        owed,
        program_standing(ctx.calendar, ctx.shared, pairings, today, completed),
        pairings,
        {share.row.pairing: share.log for share in shares},
        {share.row.pairing: share.focal_points for share in shares if share.focal_points},
        tuple(evaluations(counted)),
        shown,
        why,
        tuple(faults[path] for path in sorted(faults)),
    )


def _standards(
    counted: CountedFolder, today: dt.date
) -> tuple[StandardsReport | None, tuple[str, ...]]:
    """How the program stands with its standards, or why that cannot be said."""
    if not counted.program.standards:
        return None, ()
    try:
        return standards(counted, today), ()
    except StoreError as error:
        return None, (error.message, error.hint)
