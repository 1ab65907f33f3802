"""Reading a folder for a report: fast, quiet, and only what the report needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from mentorctl.model.calendar import Calendar
from mentorctl.model.finding import Finding
from mentorctl.model.kinds import IN_NEEDS, kind_of
from mentorctl.model.needs import SIGNED
from mentorctl.model.paths import (
    MEETINGS,
    PAIRINGS,
    PEOPLE,
    SUFFIX,
    YEARS,
    meeting_file,
    pairing_file,
    pairings_of,
)
from mentorctl.model.years import today_in
from mentorctl.reports.proofs.kept_trainings import with_kept_trainings
from mentorctl.reports.proofs.signature_report import rests_on_signatures, signed_kinds
from mentorctl.rules._program_unusable import unusable
from mentorctl.rules.base import Context
from mentorctl.store.folder import BrokenProgram, Folder
from mentorctl.store.parallel import in_shares

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mentorctl.model.program import Program
    from mentorctl.model.team import Team
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.reports.proofs.signature_report import Signing

__all__ = [
    "EachTeam",
    "context_of",
    "each_team",
    "faults_of",
    "is_unusable",
    "misnamed",
    "not_opened",
    "one_team",
    "sound_context",
    "unread_in",
    "unread_people",
    "unreadable_data",
    "wanted_kinds",
    "whole_doubt",
]

T = TypeVar("T")

# folders in which any file may have a record's name
_ANYTHING_GOES = frozenset({"evidence", "forms", "lists", "signatures", "templates"})
# where the records lie that lists of a year rest on, beside its pairings
_SHARED_BY_ALL = (PEOPLE, MEETINGS, YEARS)


class EachTeam(NamedTuple, Generic[T]):
    """What was made of every pairing, and what could not be read.

    Attributes:
        results: What the work came to, by pairing id.
        unread: Files and folders that a list rests on and that could not be read: the first fault
            of each, by path. No list may be short without naming them.
    """

    results: list[T]
    unread: tuple[Finding, ...]


def context_of(folder: Folder, today: dt.date | None, signing: Signing | None = None) -> Context:
    """What rules may look at in a folder.

    Args:
        folder: The program folder.
        today: The day; the program's own today when left out.
        signing: What its history says, where the folder does not know by itself.
    """
    program = folder.program
    return Context(
        program=program,
        calendar=Calendar(program),
        shared=with_kept_trainings(folder.shared, signing),
        today=today or today_in(program.timezone),
        words=folder.words,
        people=folder.people,
    )


def faults_of(program: Program) -> list[Finding]:
    """Where a program.yaml contradicts itself, without line and column."""
    from mentorctl.rules.all_rules import CODES  # noqa: PLC0415 - hardly any needs every rule
    from mentorctl.rules.program_contradiction import RULE, contradictions  # noqa: PLC0415 - as above

    return [
        Finding(
            RULE.code,
            hit.severity or RULE.severity,
            hit.record,
            hit.message,
            hit.hint,
            hit.where,
        )
        for hit in contradictions(program, CODES)
    ]


def sound_context(folder: Folder, today: dt.date) -> Context:
    """The context for a report; refuses a program.yaml that contradicts itself.

    Raises:
        BrokenProgram: The program contradicts itself so that nothing can be judged by it.
    """
    if is_unusable(folder.program):
        raise BrokenProgram(folder.placed(faults_of(folder.program)))
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
    folder: CountedFolder,
    ctx: Context,
    work: Callable[[Team, Sequence[Finding]], T],
    *,
    signatures: bool = False,
    beside: frozenset[str] = frozenset(),
) -> EachTeam[T]:
    """Apply a function to every pairing of the year, in parallel.

    Args:
        folder: The program folder.
        ctx: What the report looks at.
        work: Called with a pairing and the faults of those of its files that cannot be read;
            its result must survive pickling.
        signatures: Whether to look at all signatures, not just at those that calendar and
            completion rest on.
        beside: Kinds of record to read on which nothing rests that is judged: that one of them
            cannot be read is no fault of the pairing, and named all the same.
    """
    folder.files.look_up_all()
    wanted, signing = _wanted(folder, ctx, signatures=signatures)
    beside -= wanted
    whole, damage = _whole_doubt(signing)

    def share(ids: Sequence[str]) -> tuple[list[T], list[Finding]]:
        own, results, doubted = folder.apart(), list[T](), list[Finding]()
        for pairing_id in ids:
            known = len(own.reader.findings)
            team = own.team(pairing_id, wanted=wanted)
            if signing is not None:
                _judge(team, signing)
                doubted += signing.findings(team)
            faults = [*own.reader.findings[known:], *damage]
            _read_beside(team, own, beside)
            results.append(work(team, faults))
        # people are looked up in the reader that all share, here in this process
        return results, own.reader.findings + folder.reader.findings + doubted

    shares = in_shares(folder.pairing_ids, share)
    faults = [*whole, *(fault for _, found in shares for fault in found)]
    return EachTeam(
        [result for results, _ in shares for result in results],
        unread_in(folder, faults + folder.reader.findings),
    )


def whole_doubt(signing: Signing | None) -> list[Finding]:
    """Why no signature can be judged; empty where they can be."""
    return [signing.whole] if signing is not None and signing.whole else []


def _whole_doubt(signing: Signing | None) -> tuple[list[Finding], list[Finding]]:
    """Why no signature can be judged; and the same where nothing else can be, either."""
    whole = whole_doubt(signing)
    return whole, whole if signing is not None and signing.is_damaged else []


def _judge(team: Team, signing: Signing) -> None:
    """Set the states of a pairing's signatures, where they are not judged yet."""
    if not team.standings:
        signing.judge(team)


def unread_in(folder: Folder, faults: Iterable[Finding]) -> tuple[Finding, ...]:
    """What lists of the year could not read: the first fault of each file, by path.

    Args:
        folder: The program folder.
        faults: What is wrong with the files that were read.
    """
    year = pairings_of(folder.program.year)
    places = tuple(f"{place}/" for place in (*_SHARED_BY_ALL, year))
    around = {*_SHARED_BY_ALL, PAIRINGS, year}
    first: dict[str, Finding] = {}
    unopened = [
        each for each in not_opened(folder) if each.path.startswith(places) or each.path in around
    ]
    unnamed = (each for each in misnamed(folder) if each.path.startswith(places))
    shared = (*unnamed, *_without_pairing(folder, year), *_mistaken(folder))
    for fault in (*faults, *unopened, *shared):
        first.setdefault(fault.path, fault)
    return tuple(first[path] for path in sorted(first))


def unread_people(folder: Folder) -> tuple[Finding, ...]:
    """The people who could not be read, once all were asked for: the first fault of each file."""
    first: dict[str, Finding] = {}
    for fault in (*folder.reader.findings, *not_opened(folder), *misnamed(folder)):
        if fault.path == PEOPLE or fault.path.startswith(f"{PEOPLE}/"):
            first.setdefault(fault.path, fault)
    return tuple(first[path] for path in sorted(first))


def _mistaken(folder: Folder) -> Iterator[Finding]:
    """The files of meetings that say they are of another one, and so count for neither."""
    for name, other in folder.shared.mistaken.items():
        yield Finding(
            "unknown-meeting",
            "error",
            meeting_file(folder.program.year, name),
            f"it says it is of the meeting {other}, and counts for neither",
            "rename the file, or correct meeting in it",
            line=1,
            column=1,
        )


def unreadable_data(unread: Iterable[Finding]) -> list[dict[str, object]]:
    """What could not be read, for scripts: path, line, column, pairing, message and hint."""
    shown = ("path", "line", "column", "pairing", "message", "hint")
    return [{name: getattr(each, name) for name in shown} for each in unread]


def not_opened(folder: Folder) -> Iterator[Finding]:
    """What lies in a folder and is never opened: links, pipes, folders named like records."""
    for path in folder.listing.others:
        place = folder.root / path
        if place.is_dir() and not place.is_symlink():
            what = "there is no permission to look into this folder"
            hint = "have whoever keeps the computer let you read it"
        else:
            what = "this is a link, or something else that is no ordinary file or folder"
            hint = "put the file itself here; links are never followed"
        yield Finding("unreadable-file", "error", path or ".", what, hint, line=1, column=1)
    for path in folder.listing.folders:
        if path.endswith(SUFFIX) and not _ANYTHING_GOES.intersection(path.split("/")):
            yield Finding(
                "unreadable-file",
                "error",
                path,
                "this is a folder, and a record is a file",
                "take out what it holds, delete it, and put the record itself here",
                line=1,
                column=1,
            )


def misnamed(folder: Folder) -> Iterator[Finding]:
    """Records that nobody reads, for their names end in .yml, or in capitals."""
    for path in folder.listing.files:
        start, dot, end = path.rpartition(".")
        if not dot or end == "yaml" or end.lower() not in {"yml", "yaml"}:
            continue
        record = start + SUFFIX
        name = record.rpartition("/")[2]
        is_one = kind_of(record) is not None and not name.startswith(".")
        if is_one and record not in folder.files:
            yield Finding(
                "unreadable-file",
                "error",
                path,
                "only files that end in .yaml are read, so it counts for nothing",
                f"rename it to {name}",
                line=1,
                column=1,
            )


def _without_pairing(folder: Folder, year: str) -> Iterator[Finding]:
    """The folders of pairings in which nothing says who is paired."""
    for path in folder.listing.folders:
        above, _, name = path.rpartition("/")
        record = pairing_file(folder.program.year, name)
        if above == year and record not in folder.files:
            yield Finding(
                "missing-record",
                "error",
                record,
                f"the folder of {name} has no pairing.yaml",
                "get it back from the folder's history, or make the pairing anew: "
                "mentorctl pair MENTEE MENTOR",
                pairing=name,
                line=1,
                column=1,
            )


def one_team(
    folder: CountedFolder, ctx: Context, pairing_id: str, beside: frozenset[str] = frozenset()
) -> tuple[Team, Sequence[Finding], Sequence[Finding]]:
    """One pairing with all its signatures, its faults, and those of what is read beside.

    Args:
        folder: The program folder.
        ctx: What the report looks at.
        pairing_id: The pairing.
        beside: As for `each_team`.
    """
    wanted, signing = _wanted(folder, ctx, signatures=True)
    own = folder.apart()
    team = own.team(pairing_id, wanted=wanted)
    faults = list(own.reader.findings)
    if signing is not None:
        _judge(team, signing)
        faults += _whole_doubt(signing)[1]
    known = len(own.reader.findings)
    _read_beside(team, own, beside - wanted)
    return team, faults, own.reader.findings[known:]


def _read_beside(team: Team, folder: CountedFolder, kinds: frozenset[str]) -> None:
    """Read kinds of record of a pairing besides those that it has been read with."""
    if kinds:
        more = folder.team(team.id, team.year, wanted=kinds)
        team.records |= more.records
        team.broken |= more.broken


def _wanted(
    folder: CountedFolder, ctx: Context, *, signatures: bool
) -> tuple[frozenset[str], Signing | None]:
    """The kinds of record to read, and what signatures are judged by where they are looked at."""
    wanted = wanted_kinds(ctx.calendar)
    signing = folder.signing
    asked = signatures or rests_on_signatures(ctx.calendar)
    if signing is None or not (asked or signing.is_damaged):
        return wanted, None
    return wanted | signed_kinds(ctx.program), signing
