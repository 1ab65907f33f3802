"""Reading a folder for a report: fast, quiet, and only what the report needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mentorctl.model.calendar import Calendar
from mentorctl.model.finding import Finding
from mentorctl.model.kinds import IN_NEEDS
from mentorctl.model.needs import SIGNED
from mentorctl.model.years import today_in
from mentorctl.reports.signature_report import asks, signed_kinds, signing_of
from mentorctl.rules import CODES
from mentorctl.rules.base import Context
from mentorctl.rules.program_contradiction import RULE as CONTRADICTION
from mentorctl.rules.program_contradiction import contradictions, unusable
from mentorctl.store.folder import BrokenProgram, Folder
from mentorctl.store.parallel import in_shares
from mentorctl.store.parse.reader import placed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence

    from mentorctl.model.program import Program
    from mentorctl.model.team import Team
    from mentorctl.reports.signature_report import Signing

__all__ = [
    "context_of",
    "each_team",
    "faults_of",
    "is_unusable",
    "one_team",
    "sound_context",
    "wanted_kinds",
]

T = TypeVar("T")


def context_of(folder: Folder, today: dt.date | None) -> Context:
    """What rules may look at in a folder, on a day (the program's own today when left out)."""
    program = folder.program
    return Context(
        program=program,
        calendar=Calendar(program),
        shared=folder.shared,
        today=today or today_in(program.timezone),
        words=folder.words,
        people=folder.people,
    )


def faults_of(program: Program) -> list[Finding]:
    """Where a program.yaml contradicts itself, without line and column."""
    return [
        Finding(
            CONTRADICTION.code,
            hit.severity or CONTRADICTION.severity,
            hit.record,
            hit.message,
            hit.hint,
            hit.where,
        )
        for hit in contradictions(program, CODES)
    ]


def sound_context(folder: Folder, today: dt.date) -> Context:
    """What a report may look at.

    Raises:
        BrokenProgram: The program contradicts itself so that nothing can be judged by it.
    """
    if is_unusable(folder.program):
        raise BrokenProgram(placed(folder.root, faults_of(folder.program)))
    return context_of(folder, today)


def is_unusable(program: Program) -> bool:
    """Whether a program.yaml contradicts itself so that nothing can be judged by it."""
    return any(True for _ in unusable(program))


def wanted_kinds(calendar: Calendar) -> frozenset[str]:
    """The kinds of record that calendar and completion rest on."""
    needs = [need for _, needs in calendar.milestones for need in needs]
    needs += [need for _, need in calendar.completion]
    kinds = {IN_NEEDS[need.record].name for need in needs if need.record in IN_NEEDS}
    if any(need.field[0] == SIGNED for need in needs):
        kinds.add("signatures")
    own = "experience" in kinds and calendar.program.experiences.own_needs
    if own or any(milestone.due.target is not None for milestone, _ in calendar.milestones):
        kinds.add("plan")
    return frozenset(kinds | {"pairing"})


def each_team(
    folder: Folder,
    ctx: Context,
    work: Callable[[Team, Sequence[Finding]], T],
    *,
    signatures: bool = False,
) -> list[T]:
    """Do something with every pairing of the year.

    Args:
        folder: The program folder.
        ctx: What the report looks at.
        work: Called with a pairing and the faults of those of its files that cannot be read;
            its result must survive pickling.
        signatures: Whether to look at all signatures, not just at those that calendar and
            completion rest on.

    Returns:
        The results, by pairing id.
    """
    folder.files.look_up_all()
    wanted, signing = _wanted(folder, ctx, signatures=signatures)

    def share(ids: Sequence[str]) -> list[T]:
        own = folder.apart()
        results = []
        for pairing_id in ids:
            known = len(own.reader.findings)
            team = own.team(pairing_id, wanted=wanted)
            if signing is not None:
                signing.judge(team)
            results.append(work(team, own.reader.findings[known:]))
        return results

    return [result for results in in_shares(folder.pairing_ids, share) for result in results]


def one_team(folder: Folder, ctx: Context, pairing_id: str) -> tuple[Team, Sequence[Finding]]:
    """One pairing with all its signatures, and its faults."""
    wanted, signing = _wanted(folder, ctx, signatures=True)
    own = folder.apart()
    team = own.team(pairing_id, wanted=wanted)
    if signing is not None:
        signing.judge(team)
    return team, own.reader.findings


def _wanted(
    folder: Folder, ctx: Context, *, signatures: bool
) -> tuple[frozenset[str], Signing | None]:
    """The kinds of record to read, and what signatures are judged by where they are looked at."""
    wanted = wanted_kinds(ctx.calendar)
    if not signatures and not asks(ctx.calendar):
        return wanted, None
    signing = signing_of(folder, ctx.today)
    return (wanted | signed_kinds(ctx.program) if signing else wanted), signing
