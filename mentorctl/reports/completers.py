"""`completers`: who has done all that the year asks, and why the others have not.

The columns are the same every year:

    mentee_id, mentee, mentee_email  id, name and email of the mentee
    school, district                 the mentee's
    content_area                     the pairing's, or else the mentee's
    mentor_id, mentor, mentor_email  id, name and email of the mentor
    advisor                          the advisor's name
    completed_on                     the day of the last fact that completion rests on
    experiences, meetings            how many count: done, on time or with leave
    waivers                          how many needs of completion an approved waiver covers
    signatures                       `7 of 9`: the ones that count (valid, or on paper and
                                     attested), of those that the program asks for on the records
                                     that the pairing has, a log as one that counts once all its
                                     entries are signed; `not asked` in a program whose records
                                     nobody signs, `unknown` where one of them cannot be judged

Behind them come what another list is joined by, and numbers in place of words:

    completed                        `yes` on the list, `no` among the others
    pairing                          the pairing's id
    advisor_id                       the advisor's id
    supervisor_id, supervisor        id and name of the supervisor, where there is one
    program_id, program, year        id and name of the program, and its year
    signatures_counted,              the two numbers of `signatures`; empty where nobody signs, the
    signatures_asked                 first also where one cannot be judged

With the others the columns `reasons` and `hints` stand between both groups.

A person whose file cannot be read stands there by their id. Rows are in the order of mentee ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.completer_list import (
    CompleterEntry,
    CompleterList,
    CompleterRow,
    nobody_completes,
)
from mentorctl.model.kinds import kind_of
from mentorctl.model.pairing import takes_over_later
from mentorctl.model.person import name_of
from mentorctl.model.signature import SignatureState
from mentorctl.reports.completion_reasons import listed_since, why_not_listed
from mentorctl.reports.counted_folder import as_counted
from mentorctl.reports.folder_reading import each_team, sound_context, unreadable_data
from mentorctl.reports.pairing_view import PairingView, counted_needs
from mentorctl.reports.proofs.signature_report import counted_signatures
from mentorctl.reports.row_formats import listed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from mentorctl.model.finding import Finding
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.program import Program
    from mentorctl.model.standing import CompletionVerdict
    from mentorctl.model.team import Team
    from mentorctl.reports.provenance import Provenance
    from mentorctl.reports.row_formats import Cell
    from mentorctl.rules.base import Context
    from mentorctl.store.folder import Folder

__all__ = [
    "COLUMNS",
    "JOINED_BY",
    "CompleterEntry",
    "CompleterList",
    "CompleterRow",
    "as_data",
    "completed_in",
    "completers",
    "completers_of",
    "entry_of",
    "joined_by",
    "judged_entry",
    "rows",
    "with_reasons",
]

REASSIGNED = "reassigned"


COLUMNS = CompleterRow._fields
JOINED_BY = (
    "completed", "pairing", "advisor_id", "supervisor_id", "supervisor", "program_id", "program",
    "year", "signatures_counted", "signatures_asked",
)  # fmt: skip


def completers(folder: Folder, as_of: dt.date) -> CompleterList:
    """Judge every pairing of the year by what makes a completer.

    Pairings that are active or completed can be on the list; those that were withdrawn or
    reassigned by then are among the others for that reason alone.

    Args:
        folder: The program folder.
        as_of: The day as of which to judge.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
    """
    counted = as_counted(folder, as_of)
    ctx = sound_context(counted, as_of)
    judge = PairingView(ctx)
    found, unread = each_team(
        counted,
        ctx,
        lambda team, faults: judged_entry(judge, team, faults, counted.files_made(team.id)),
        signatures=True,
    )
    return completers_of(ctx, found, unread)


def completed_in(folder: Folder, as_of: dt.date) -> dict[str, dt.date]:
    """The pairings that are on the list, each with the day since which it is.

    Args:
        folder: The program folder.
        as_of: The day as of which to judge.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
    """
    counted = as_counted(folder, as_of)
    ctx = sound_context(counted, as_of)
    judge = PairingView(ctx)
    days, _ = each_team(
        counted, ctx, lambda team, faults: (team.id, listed_since(judge, team, faults))
    )
    return {name: day for name, day in days if day is not None}


def completers_of(
    ctx: Context, entries: Iterable[CompleterEntry], unread: tuple[Finding, ...]
) -> CompleterList:
    """The list, of pairings that are judged already.

    Args:
        ctx: The program, and the day as of which they were judged.
        entries: Every pairing of the year, in any order.
        unread: What could not be read.
    """
    others = ctx.shared.earlier
    # one that is still to take over another is not listed beside it
    listed_ones = (
        entry
        for entry in entries
        if not entry.follows or not takes_over_later(others.get(entry.pairing), others, ctx.today)
    )
    found = sorted(
        listed_ones, key=lambda entry: (entry.row.mentee_id or entry.pairing, entry.pairing)
    )
    takers = {entry.follows: entry.pairing for entry in found if entry.follows}
    return CompleterList(
        ctx.program.name,
        ctx.program.year,
        ctx.today,
        tuple(entry for entry in found if not entry.reasons),
        tuple(_with_successor(entry, takers) for entry in found if entry.reasons),
        unread,
        ctx.program.id,
        nobody_completes(ctx.program),
    )


def entry_of(folder: Folder, as_of: dt.date, team: Team) -> CompleterEntry | None:
    """Judge one pairing of the year by what makes a completer.

    Args:
        folder: The program folder.
        as_of: The day as of which to judge.
        team: The pairing as it stood on that day, its signatures judged and every file readable.

    Returns:
        None where another pairing took it over, which one cannot be known from this one.

    Raises:
        BrokenProgram: `program.yaml` contradicts itself.
    """
    judge = PairingView(sound_context(as_counted(folder, as_of), as_of))
    entry = judged_entry(judge, team, (), folder.files_of(team.id))
    return None if entry.reasons and entry.reasons[0].state == REASSIGNED else entry


def as_data(found: CompleterList, drawn: Provenance) -> dict[str, object]:
    """The list for scripts; keys never change their meaning within a schema version.

    Args:
        found: The list.
        drawn: What it was drawn from.
    """
    return {
        "schema_version": 1,
        "program": found.program,
        "year": found.year,
        "as_of": found.as_of,
        **drawn.data(),
        "why_nobody": None if found.why_nobody is None else found.why_nobody.message,
        "completers": [_row_data(found, entry) for entry in found.completers],
        "others": [
            {**_row_data(found, entry), "reasons": [reason._asdict() for reason in entry.reasons]}
            for entry in found.others
        ],
        "unreadable": unreadable_data(found.unread),
    }


def _row_data(found: CompleterList, entry: CompleterEntry) -> dict[str, object]:
    return entry.row._asdict() | {
        **dict(zip(JOINED_BY, joined_by(found, entry), strict=True)),
        "completed": not entry.reasons,
    }


def rows(found: CompleterList) -> Iterable[Sequence[Cell]]:
    """The pairings that have completed, each with `JOINED_BY`."""
    for entry in found.completers:
        yield (*entry.row, *joined_by(found, entry))


def with_reasons(found: CompleterList) -> Iterable[Sequence[Cell]]:
    """All pairings, with two more columns: what is lacking, and what to do; then `JOINED_BY`."""
    for entry in (*found.completers, *found.others):
        messages = listed(reason.message for reason in entry.reasons)
        hints = listed(dict.fromkeys(reason.hint for reason in entry.reasons))
        yield (*entry.row, messages, hints, *joined_by(found, entry))


def joined_by(found: CompleterList, entry: CompleterEntry) -> tuple[Cell, ...]:
    """What a row can be joined by, as `JOINED_BY` has it."""
    return (
        "no" if entry.reasons else "yes",
        entry.pairing,
        entry.advisor_id or None,
        entry.supervisor_id or None,
        entry.supervisor or None,
        found.program_id,
        found.program,
        found.year,
        *(entry.signatures or (None, None)),
    )


def judged_entry(
    judge: PairingView, team: Team, faults: Sequence[Finding], files: Iterable[str]
) -> CompleterEntry:
    """Judge one pairing by what makes a completer, whether or not another one took it over.

    Args:
        judge: The program and the day.
        team: The pairing, its signatures judged.
        faults: What of it could not be read.
        files: The files of its folder.
    """
    pairing, ctx = team.pairing, judge.ctx
    asked = _signatures(ctx.program, team, files)
    why = why_not_listed(judge, team, faults)
    if pairing is None:
        blank = CompleterRow(
            "", "", None, None, None, None, "", "", None, None, None, 0, 0, 0, _told(asked)
        )
        return CompleterEntry(team.id, "", "", blank, why, signatures=asked)
    row = _row(ctx, pairing, judge.standings(team).completion, _told(asked))
    return CompleterEntry(
        team.id,
        pairing.advisor or "",
        pairing.follows or "",
        row,
        why,
        pairing.supervisor or "",
        name_of(ctx.people, pairing.supervisor),
        asked,
    )


def _row(
    ctx: Context, pairing: Pairing, verdict: CompletionVerdict, signatures: str
) -> CompleterRow:
    mentee, mentor = ctx.people.get(pairing.mentee), ctx.people.get(pairing.mentor)
    return CompleterRow(
        pairing.mentee,
        mentee.name if mentee else pairing.mentee,
        mentee.email if mentee else None,
        mentee.school if mentee else None,
        mentee.district if mentee else None,
        pairing.content_area or (mentee.content_area if mentee else None),
        pairing.mentor,
        mentor.name if mentor else pairing.mentor,
        mentor.email if mentor else None,
        name_of(ctx.people, pairing.advisor) or None,
        verdict.completed_on,
        counted_needs(verdict, "experiences")[0],
        counted_needs(verdict, "meetings")[0],
        sum(row.fact.waived for row in verdict.needs),
        signatures,
    )


def _told(signatures: tuple[int | None, int] | None) -> str:
    if signatures is None:
        return "not asked"
    return "unknown" if signatures[0] is None else f"{signatures[0]} of {signatures[1]}"


def _signatures(
    program: Program, team: Team, files: Iterable[str]
) -> tuple[int | None, int] | None:
    """How many signatures count, None where one cannot be judged, and how many are asked for.

    None altogether where nobody signs.
    """
    if not any(setting.signed_by for setting in program.records.values()):
        return None
    asked = {(path.partition("#")[0], role)
             for (path, role), each in team.standings.items() if each.asked}  # fmt: skip
    for name in files:
        kind = kind_of(team.path(name))
        if kind is not None and kind.name in program.records:
            asked.update((name, role) for role in program.records[kind.name].signed_by)
    doubtful = (each.state is SignatureState.UNKNOWN for each in team.standings.values())
    return None if any(doubtful) else counted_signatures(team), len(asked)


def _with_successor(entry: CompleterEntry, takers: Mapping[str, str]) -> CompleterEntry:
    """Add to a reassigned pairing the one that took it over."""
    taker = takers.get(entry.pairing)
    if taker is None or entry.reasons[0].state != REASSIGNED:
        return entry
    first = entry.reasons[0]
    told = first._replace(
        message=f"{first.message}; {taker} took it over", hint=f"see: mentorctl status {taker}"
    )
    return entry._replace(reasons=(told, *entry.reasons[1:]))
