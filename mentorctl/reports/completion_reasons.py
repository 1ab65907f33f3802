"""Why a pairing is not on the list of completers: one sentence a fact, and what would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.completer_list import Reason, nobody_completes
from mentorctl.model.needs import Against, NeedState
from mentorctl.model.pairing import takes_over_later
from mentorctl.model.paths import (
    PAIRING_FILE,
    PROGRAM_FILE,
    meeting_file,
    pairing_file,
    record_name,
    year_file,
)
from mentorctl.model.program_standing import rests_on_completion
from mentorctl.model.signature import SignatureState
from mentorctl.model.team import absent, is_doubtful
from mentorctl.reports.folder_reading import context_of
from mentorctl.reports.pairing_view import PairingView, span
from mentorctl.reports.proofs.history_doubt import HISTORY
from mentorctl.rules._shared import (
    UNPROVEN_MENDED,
    deadline,
    earlier_unread,
    file_of,
    is_there,
    mend,
    unread,
    what,
    why_not,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from mentorctl.model.finding import Finding
    from mentorctl.model.needs import Need
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.program import Program
    from mentorctl.model.standing import CompletionVerdict, MilestoneStanding, NeedStanding
    from mentorctl.model.team import Team
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.reports.proofs.signature_report import Signing
    from mentorctl.rules.base import Context

__all__ = [
    "Reason", "listed_as_counted", "listed_since", "reasons", "unreadable", "why_not_listed",
]  # fmt: skip

CANDIDATES = frozenset({"active", "completed"})


def listed_since(judge: PairingView, team: Team, faults: Sequence[Finding]) -> dt.date | None:
    """The day since which a pairing is on the list of completers; None where it is not.

    Args:
        judge: The program and the day.
        team: The pairing, its signatures judged.
        faults: What is wrong with those of its files that cannot be read.
    """
    if team.pairing is None or not judge.standings(team).completion.holds:
        return None
    ctx = judge.ctx
    if team.pairing.follows and takes_over_later(team.pairing, ctx.shared.earlier, ctx.today):
        return None
    if why_not_listed(judge, team, faults):
        return None
    return judge.standings(team).completion.completed_on or judge.ctx.today


def listed_as_counted(
    ctx: Context,
    team: Team,
    faults: Sequence[Finding],
    signing: Signing | None,
    counted: CountedFolder | None,
) -> dt.date | None:
    """As `listed_since`, of a pairing of which rules look at all that its files say.

    Args:
        ctx: The program, its meetings and the day.
        team: The pairing, its signatures judged.
        faults: What is wrong with those of its files that cannot be read.
        signing: What its signatures were judged by.
        counted: The folder as it counts; None where that is what its files say.

    Returns:
        None also in a program where nobody owes anything for it.
    """
    if not rests_on_completion(ctx.calendar):
        return None
    if counted is not None and team.pairing is not None:
        ctx, standings = context_of(counted, ctx.today), team.standings
        team = counted.team(team.id)
        team.standings = team.standings or standings
    if signing is not None and signing.is_damaged and signing.whole:
        faults = [*faults, signing.whole]
    return listed_since(PairingView(ctx), team, faults)


def why_not_listed(judge: PairingView, team: Team, faults: Sequence[Finding]) -> tuple[Reason, ...]:
    """Every reason why a pairing is not on the list of completers; none when it is.

    Args:
        judge: The program and the day.
        team: The pairing, its signatures judged.
        faults: What is wrong with those of its files that cannot be read.
    """
    if team.is_none:
        return (_made_by_nobody(),)
    if team.pairing is None:
        return tuple(unreadable(faults)) or (_no_pairing(team),)
    standings = judge.standings(team)
    if not standings.completion.is_asked:
        return (_nothing_asked(judge.ctx.program),)
    if standings.state not in CANDIDATES:
        return (_ended(team.pairing, team.id),)
    return reasons(judge, team, faults, standings.completion)


def reasons(
    judge: PairingView, team: Team, faults: Sequence[Finding], verdict: CompletionVerdict
) -> tuple[Reason, ...]:
    """Every reason why a pairing has not completed; none when it has.

    Args:
        judge: The program and the day.
        team: The pairing; its `pairing.yaml` can be read.
        faults: What is wrong with those of its files that cannot be read.
        verdict: What completion says.
    """
    hidden = [row for row in verdict.lacking if unread(row.need, team, judge.ctx)]
    doubted = [row for row in hidden if is_doubtful(row.need, team)]
    inside = f"{team.folder}/"
    about = [
        fault
        for fault in faults
        if fault.path == HISTORY
        or any(_holds(fault.path.removeprefix(inside), row.need) for row in hidden)
    ]
    return (
        *unreadable(about),
        *(
            _unread_shared(row, judge, team)
            for row in hidden
            if row.need.record in {"meetings", "year"}
        ),
        *(_of_signature(row, team) for row in doubted),
        *(_reason(judge, row, team) for row in verdict.lacking if row not in hidden),
    )


def _made_by_nobody() -> Reason:
    what = "who is in it was written by somebody who may not, or whom nothing proves"
    return Reason(None, PAIRING_FILE, "due", what, UNPROVEN_MENDED)


def _nothing_asked(program: Program) -> Reason:
    return nobody_completes(program) or Reason(
        None,
        PROGRAM_FILE,
        "not asked",
        "it began after all that makes a completer was due, and owes none of it",
        "if it should: set late_start in program.yaml to keep or prorate",
    )


def _ended(pairing: Pairing, pairing_id: str) -> Reason:
    last = f", last day {pairing.ends}" if pairing.ends else ""
    return Reason(
        None,
        "pairing.yaml",
        pairing.state,
        f"pairing.yaml says {pairing.state}{last}",
        f"if that is not right: mentorctl edit {pairing_id} pairing",
    )


def _no_pairing(team: Team) -> Reason:
    return Reason(
        None,
        PAIRING_FILE,
        "unreadable",
        f"{team.path(PAIRING_FILE)} is not there",
        f"see what the folder should hold: mentorctl check {team.folder}",
    )


def _of_signature(row: NeedStanding, team: Team) -> Reason:
    """Why nobody can tell whether a need for signatures is met."""
    unknown = [each for _, each in sorted(team.standings.items())
               if each.state is SignatureState.UNKNOWN]  # fmt: skip
    about = [each for each in unknown if record_name(each.record.removeprefix(f"{team.folder}/"))
             .partition("/")[0] == row.need.record] or unknown  # fmt: skip
    first = about[0]
    return Reason(
        str(row.need),
        row.title,
        "unknown",
        f"{row.title}: what is signed cannot be judged: {first.why}",
        first.hint,
    )


def unreadable(faults: Sequence[Finding]) -> Iterator[Reason]:
    """One reason for each file that cannot be read: its first fault."""
    seen = set()
    for fault in faults:
        if fault.path not in seen:
            seen.add(fault.path)
            place = f"{fault.path}:{fault.line}:{fault.column}"
            yield Reason(
                None,
                fault.path.rpartition("/")[2],
                "unreadable",
                f"{place} cannot be read: {fault.message}",
                fault.hint,
            )


def _holds(path: str, need: Need) -> bool:
    """Whether a file of the pairing is one where the fact may stand."""
    return path.startswith(f"{need.record}/") if need.key == "*" else path == file_of(need)


def _unread_shared(row: NeedStanding, judge: PairingView, team: Team) -> Reason:
    path = _program_file(row, judge)
    if earlier := earlier_unread(row.need, team, judge.ctx):
        path = pairing_file(team.year, earlier)
    other = judge.ctx.shared.mistaken.get(row.need.key)
    fault = f"says it is of the meeting {other}, and counts for neither" if other else None
    return Reason(
        str(row.need),
        row.title,
        "unreadable",
        f"{row.title}: {path} {fault or 'cannot be read'}",
        f"see what is wrong with it: mentorctl check {path}",
    )


def _reason(judge: PairingView, row: NeedStanding, team: Team) -> Reason:
    if row.need.record == "meetings" and not row.fact.recorded:
        fault, hint = _absence(judge, row, team), _attend(judge, row, team)
    else:
        fault, hint = _fault(judge, row, team), _hint(judge, row, team)
    return Reason(str(row.need), row.title, row.state.value, f"{row.title}: {fault}", hint)


def _fault(judge: PairingView, row: NeedStanding, team: Team) -> str:
    known, place = row.fact, what(row.need, judge.ctx)
    file = file_of(row.need)
    if row.need.record in {"meetings", "year"}:
        file = _program_file(row, judge)
    if row.need.record == "meetings":
        place = f"the day of the {row.need.key} meeting"
    if file:
        place = f"{place} ({file})"
    if known.against is not None:
        return f"{place} is {known.recorded}, {why_not(known, judge.ctx)}"
    if row.state is NeedState.LATE and known.on and row.milestone and row.milestone.last_day:
        after = span((known.on - row.milestone.last_day).days)
        return f"{place} is {known.on}, {after} after {deadline(row.milestone)}"
    if row.need.key not in {"", "*"} and not is_there(row.need, team):
        place = f"{file_of(row.need)} is not there, and {what(row.need, judge.ctx)}"
    return f"{place} is still open{_pressing(judge, row)}"


def _pressing(judge: PairingView, row: NeedStanding) -> str:
    """How much time is left, or by how much the day was missed."""
    milestone = row.milestone
    if milestone is None or milestone.last_day is None:
        return ""
    if row.state is NeedState.MISSED:
        return f", {span((judge.ctx.today - milestone.last_day).days)} after {deadline(milestone)}"
    return f"; it is due on {deadline(milestone)}"


def _hint(judge: PairingView, row: NeedStanding, team: Team) -> str:
    on, milestone = row.fact.on, row.milestone
    if row.fact.against in {Against.UNAPPROVED, Against.UNPROVEN, Against.BY_OTHERS}:
        return mend(row.need, team, row.fact)
    if row.fact.against is not None:
        return f"if the day is not right: {_edit(judge, row, team)}"
    if row.state is NeedState.LATE and on and milestone:
        agrees = judge.ctx.words.say("if the {advisor} agrees to the later day")
        return f"{agrees}: {_extend(milestone, team, str(on))}"
    done = mend(row.need, team)
    if row.need.record == "year":
        done = f"once it is done: {_edit(judge, row, team)}"
    if row.state is NeedState.MISSED and milestone:
        return f"{done}; a day after {milestone.last_day} counts once it is allowed: " + _extend(
            milestone, team, "DATE"
        )
    return done


def _edit(judge: PairingView, row: NeedStanding, team: Team) -> str:
    """The command that opens the record of a fact."""
    if row.need.record in {"meetings", "year"}:
        return f"mentorctl edit {record_name(_program_file(row, judge))}"
    return f"mentorctl edit {team.id} {record_name(file_of(row.need))}"


def _extend(milestone: MilestoneStanding, team: Team, until: str) -> str:
    return (
        f"mentorctl extend {team.id} {milestone.milestone.id} --until {until} "
        "--by PERSON --reason TEXT"
    )


def _absence(judge: PairingView, row: NeedStanding, team: Team) -> str:
    path, words = _program_file(row, judge), judge.ctx.words
    meeting = judge.ctx.shared.meetings.get(row.need.key)
    if meeting is None:
        return f"{path} is not there{_pressing(judge, row)}"
    if meeting.on is None:
        return f"the day of the {row.need.key} meeting is still open{_pressing(judge, row)}"
    missing = absent(row.need, team, judge.ctx.shared)
    named = " and ".join(f"the {words[role]} {person}".strip() for role, person in missing)
    return f"{path} does not name {named}"


def _attend(judge: PairingView, row: NeedStanding, team: Team) -> str:
    missing = absent(row.need, team, judge.ctx.shared) or [
        (role, getattr(team.pairing, role, None) or "")
        for role in judge.ctx.shared.must_attend(row.need)
    ]
    people = " ".join(person for _, person in missing if person)
    without = judge.ctx.words.say("if the {advisor} agrees to do without")
    return (
        f"if they were there: mentorctl attend {row.need.key} {people}; {without}: "
        f"mentorctl waive {team.id} {row.need} --by PERSON --reason TEXT"
    )


def _program_file(row: NeedStanding, judge: PairingView) -> str:
    """The file outside the pairing that holds the fact."""
    year = judge.ctx.program.year
    return year_file(year) if row.need.record == "year" else meeting_file(year, row.need.key)
