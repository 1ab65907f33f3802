"""What becomes of a year's pairings when the next one begins: which run on, which end, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mentorctl.model.needs import SIGNED, NeedState
from mentorctl.model.pairing import ENDED
from mentorctl.model.paths import pairing_file
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.folder_reading import sound_context, unread_in
from mentorctl.reports.pairing_view import PairingView
from mentorctl.reports.proofs.signature_report import signing_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterator, Sequence

    from mentorctl.model.finding import Finding
    from mentorctl.model.needs import Need
    from mentorctl.model.standing import MilestoneStanding, Standings
    from mentorctl.model.team import Team
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.store.folder import Folder

__all__ = ["Becomes", "PairingFate", "carried_needs", "fates"]

Becomes = Literal["runs-on", "completed", "not-completed", "stays-open", "over"]
MOST_NAMED = 2


class PairingFate(NamedTuple):
    """What becomes of one pairing.

    Attributes:
        pairing: Its id.
        becomes: `runs-on` (it has a folder in the next year, too), `completed` or `not-completed`
            (it ends with the year), `stays-open` (of the old year alone, and not over yet), or
            `over` (it had ended before).
        why: Why, in words.
        can_run_on: Whether it can go on in the next year: it is active, and what counts from a
            start reaches into that year or is not asked for here at all.
        signed: What was signed and goes along, with the day: no signature does.
    """

    pairing: str
    becomes: Becomes
    why: str
    can_run_on: bool
    signed: tuple[tuple[Need, dt.date], ...] = ()


def fates(
    folder: Folder, today: dt.date, *, runs_on: Collection[str] = (), ends: Collection[str] = ()
) -> tuple[list[PairingFate], tuple[Finding, ...]]:
    """What becomes of each pairing of the program year.

    A pairing runs on where a milestone that counts from a start is open and reaches into the next
    year, and where its plan has outcomes for a further year. It stays open where something of
    this year can still be done in time. Every other one ends with the year.

    Args:
        folder: The program folder, of the year that ends.
        today: The day on which to judge.
        runs_on: The pairings that run on whatever the rules say.
        ends: Those that end whatever the rules say.

    Returns:
        Each pairing, by id; and what of the folder cannot be read.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
    """
    counted = as_counted(folder, today)
    ctx = sound_context(counted, today)
    view, signing = PairingView(ctx), signing_of(counted, today)
    found = []
    for team in counted.teams():
        if signing is not None:
            signing.leave_what_counts(team)
        if team.pairing is not None:
            own = _fate(counted, team, view.standings(team))
            found.append(_wished(own, team.id in runs_on, team.id in ends, view.standings(team)))
    return found, unread_in(counted, counted.reader.findings)


def carried_needs(standings: Standings) -> Iterator[Need]:
    """The needs of a pairing whose facts go along with it into the next year.

    That is what milestones ask for that count from a start, and what only completion asks for.
    Each is also a need of the next year, where it would stand open otherwise.
    """
    rows = [row for row in standings.rows if row.milestone.due.after is not None]
    if not rows:
        return
    yearly = {
        need for row in standings.rows for need in row.needs if row.milestone.due.after is None
    }
    asked = [need for row in rows for need in row.needs]
    known = standings.calendar.required_by
    asked += [row.need for row in standings.completion.needs if row.need not in known]
    yield from (need for need in dict.fromkeys(asked) if need not in yearly)


def _fate(counted: CountedFolder, team: Team, stand: Standings) -> PairingFate:
    pairing = team.pairing
    assert pairing is not None
    last = stand.calendar.year.last_day
    if pairing.state in ENDED and (pairing.ends is None or pairing.ends <= last):
        last_day = f", last day {pairing.ends}" if pairing.ends else ""
        return PairingFate(team.id, "over", f"{pairing.state}{last_day}", can_run_on=False)
    if pairing.state in ENDED:
        why = f"{pairing.state}, and its last day is {pairing.ends}"
        return PairingFate(team.id, "stays-open", why, can_run_on=False)
    if stand.state == "completed":
        why = f"completed on {pairing.completed_on}"
        return PairingFate(team.id, "over", why, can_run_on=False)
    spans = [row for row in stand.rows if row.milestone.due.after is not None]
    reaching = [row for row in spans if row.last_day is not None and row.last_day > last]
    becomes, why = _by_rule(counted, team, stand, reaching)
    signed = tuple(
        (need, fact.on)
        for need in carried_needs(stand)
        if need.field[0] == SIGNED and (fact := stand.fact(need)).on is not None
    )
    return PairingFate(team.id, becomes, why, not spans or bool(reaching), signed)


def _by_rule(
    counted: CountedFolder, team: Team, stand: Standings, reaching: Sequence[MilestoneStanding]
) -> tuple[Becomes, str]:
    """What becomes of an active pairing by the rules alone, and why."""
    verdict, last = stand.completion, stand.calendar.year.last_day
    ahead = [row for row in reaching if row.state in {NeedState.DUE, NeedState.MISSED}]
    if ahead and not verdict.holds:
        row = max(ahead, key=lambda each: each.last_day or last)
        return "runs-on", f"{row.milestone.id} is due on {row.last_day}"
    number = _years_of(counted, team) + 1
    if team.plan and any(each.year >= number for each in team.plan.outcomes):
        return "runs-on", f"its plan has outcomes of year {number}"
    if verdict.holds:
        return "completed", f"it has done all that is asked, by {verdict.completed_on}"
    if still := _still_open(stand):
        return "stays-open", still
    lacking = [row.title for row in verdict.lacking]
    if not verdict.is_asked or not lacking:
        return "not-completed", "nothing is asked of it that makes a completer"
    more = f" and {len(lacking) - MOST_NAMED} more" if len(lacking) > MOST_NAMED else ""
    return "not-completed", f"it lacks {'; '.join(lacking[:MOST_NAMED])}{more}"


def _still_open(stand: Standings) -> str:
    """What can still be done so that it counts, in words; empty where nothing can."""
    last = stand.calendar.year.last_day
    rows = [row for row in stand.owes if row.last_day and row.last_day >= stand.today]
    if rows:
        row = rows[0]
        what = "extended to" if row.until == row.last_day else "due on"
        return f"{row.milestone.id} is {what} {row.last_day}"
    if stand.today <= last and stand.calendar.program.completion.late == "counts":
        return f"what comes late counts, and the year goes on until {last}"
    return ""


def _wished(own: PairingFate, runs_on: bool, ends: bool, stand: Standings) -> PairingFate:
    """A fate as a person wants it, where they said so."""
    if runs_on:
        return own._replace(becomes="runs-on", why="as you asked")
    if ends and own.becomes in {"runs-on", "stays-open"}:
        how: Becomes = "completed" if stand.completion.holds else "not-completed"
        return own._replace(becomes=how, why="as you asked")
    return own


def _years_of(counted: CountedFolder, team: Team) -> int:
    """For how many program years a pairing has run, this one included."""
    number, year, at = 1, team.year, team.pairing
    while at is not None and at.continues is not None and at.continues < year:
        year = at.continues
        number += 1
        path = pairing_file(year, team.id)
        before = counted.apart().team(team.id, year) if path in counted.files else None
        at = before.pairing if before else None
    return number
