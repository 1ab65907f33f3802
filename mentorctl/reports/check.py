"""`check`: every finding of a program folder, in one pass."""

from __future__ import annotations

import datetime as dt
import functools
import os
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.finding import SEVERITIES, Finding, on_one_line
from mentorctl.model.ids import pasteable
from mentorctl.model.kinds import SHARED_KINDS
from mentorctl.model.paths import EVIDENCE, record_name
from mentorctl.model.years import today_in
from mentorctl.reports import check_cache
from mentorctl.reports.check_cache import KeptTeam, traced
from mentorctl.reports.counted_folder import CountedFolder
from mentorctl.reports.folder_reading import context_of, faults_of, is_unusable, not_opened
from mentorctl.reports.kept_for_good import unfrozen, unsound
from mentorctl.reports.looked_at import EVERYTHING, LookedAt
from mentorctl.reports.proofs.approval_report import is_typed, judge_approval
from mentorctl.reports.proofs.signature_report import form_sources, signing_of
from mentorctl.rules.base import Book, Context, Hit, Rule
from mentorctl.rules.team_rules import TEAM_RULES
from mentorctl.store.folder import BrokenProgram, Folder, told_of
from mentorctl.store.parallel import in_shares
from mentorctl.store.parse.fast import reading
from mentorctl.store.parse.reader import digest, placed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.model.pairing import Pairing
    from mentorctl.model.team import Team
    from mentorctl.reports.proofs.signature_report import Signing
    from mentorctl.reports.provenance import Provenance
    from mentorctl.rules.base import TeamRule

__all__ = [
    "STRAY",
    "CheckReport",
    "Share",
    "check_all",
    "check_folder",
    "check_teams",
    "context_of",
    "program_findings",
]

# reading so many people takes as long as one pairing
PEOPLE_FOR_A_PAIRING = 20
STRAY = "stray-file"


class CheckReport(NamedTuple):
    """What a check found.

    Attributes:
        program: The program's name.
        year: Its year.
        today: The day on which it was judged.
        records: How many record files were read.
        findings: All findings, by file, line and column.
        program_id: The program's id; empty where program.yaml cannot be read.
        drawn: What it was drawn from, where somebody asks.
        about: The files and folders whose findings are told, relative to the program; empty for
            all of them. What is found rests on all records in either case.
    """

    program: str
    year: str
    today: dt.date
    records: int
    findings: tuple[Finding, ...]
    program_id: str = ""
    drawn: Provenance | None = None
    about: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        counts = dict.fromkeys((f"{severity}s" for severity in SEVERITIES), 0)
        for finding in self.findings:
            counts[f"{finding.severity}s"] += 1
        return counts


class Share(NamedTuple):
    """The findings of one worker's share of the pairings.

    Attributes:
        teams: What was found in each.
        pairings: Their `pairing.yaml`, as far as it can be read.
        digests: Of the files that were read, where they are asked for.
    """

    teams: dict[str, KeptTeam]
    pairings: dict[str, Pairing]
    digests: dict[str, bytes]

    @property
    def findings(self) -> list[Finding]:
        """All that was found."""
        return [finding for team in self.teams.values() for finding in team.findings]

    def with_places(self, folder: Folder) -> Share:
        """The same with the line and column of each finding."""
        teams = {
            name: team._replace(findings=tuple(folder.placed(team.findings)))
            if team.findings else team
            for name, team in self.teams.items()
        }  # fmt: skip
        return self._replace(teams=teams)


def check_folder(
    root: Path, today: dt.date | None = None, paths: Sequence[str] = (), *, approvals: bool = True
) -> CheckReport:
    """Check a program folder.

    Args:
        root: The program folder.
        today: The day on which to judge; the program's own today when left out.
        paths: Only report on these files and folders, relative to the program, with `/`.
        approvals: As for `check_teams`.

    Raises:
        OSError: The folder is not there.
    """
    with reading():
        report = _check(root, today, approvals=approvals)
    return report if not paths else _about(report, paths)


def _check(root: Path, today: dt.date | None, *, approvals: bool) -> CheckReport:
    try:
        folder = Folder(root)
    except BrokenProgram as broken:
        day = today or dt.datetime.now(dt.UTC).date()
        return CheckReport(
            root.name, "", day, 1, tuple(map(on_one_line, placed(root, broken.findings)))
        )
    return check_all(folder, today, approvals=approvals)


def check_all(
    folder: Folder, today: dt.date | None, paths: Sequence[str] = (), *, approvals: bool = True
) -> CheckReport:
    """Check a program folder whose program.yaml has been read, on disk or as it was recorded.

    Args:
        folder: The program folder.
        today: The day on which to judge; the program's own today when left out.
        paths: Only report on these files and folders, relative to the program, with `/`.
        approvals: As for `check_teams`.
    """
    program = folder.program
    plain = faults_of(program)
    if is_unusable(program):
        day = today or dt.datetime.now(dt.UTC).date()
        found = tuple(map(on_one_line, sorted(folder.placed(plain), key=_order)))
        return CheckReport(program.name, program.year, day, 1, found, program.id)
    day = today or today_in(program.timezone)
    findings = plain + _all_findings(folder, day, approvals=approvals)
    if folder.newer is not None:
        # files that only the newer toolkit knows are no strays
        findings = [each for each in findings if each.code != STRAY]
        findings.append(told_of(folder.newer))
    allowed = frozenset(program.check.allow)
    kept = (finding for finding in dict.fromkeys(findings) if finding.code not in allowed)
    told = tuple(map(on_one_line, sorted(folder.placed(kept), key=_order)))
    records = sum(path.endswith(".yaml") for path in folder.listing.files)
    report = CheckReport(program.name, program.year, day, records, told, program.id)
    return _about(report, paths) if paths else report


def _all_findings(folder: Folder, today: dt.date, *, approvals: bool) -> list[Finding]:
    """The findings of every file, every pairing and the program as a whole."""
    folder.files.look_up_all()
    signing = signing_of(folder, today)
    cache = None
    if not folder.reader.overlay and check_cache.is_possible(folder.root):
        cache = check_cache.CheckCache(folder, today, check_cache.signed(folder.root, signing))
        # program.yaml was opened before this, and by some folders is never read again
        folder.reader.digests = {path: digest(data) for path, data in folder.opened.items()}
    kept = {
        name: known for name in folder.pairing_ids
        if cache is not None and (known := cache.team(name)) is not None
    }  # fmt: skip
    context = functools.cache(lambda: context_of(folder, today, signing))
    work = functools.partial(check_teams, signing=signing, approvals=approvals, lists=True)
    found, pairings, digests = _judged(folder, context, work, kept)
    teams = kept | found
    rest = cache.rest(teams) if cache and kept else None
    if rest is None:
        rest = _rest(folder, context(), pairings, teams, kept)
    if cache is not None:
        cache.keep(teams, rest, digests | (folder.reader.digests or {}))
    whole = [signing.whole] if signing is not None and signing.whole else []
    return [*whole, *rest, *(finding for team in teams.values() for finding in team.findings)]


def _judged(
    folder: Folder,
    context: Callable[[], Context],
    judge: Callable[..., Share],
    kept: Collection[str],
) -> tuple[dict[str, KeptTeam], dict[str, Pairing], dict[str, bytes]]:
    """What is found in the pairings that are not known yet, their pairing.yaml, what was read."""
    todo = [name for name in folder.pairing_ids if name not in kept]
    teams: dict[str, KeptTeam] = {}
    pairings: dict[str, Pairing] = {}
    digests: dict[str, bytes] = {}
    if kept and not todo:
        return teams, pairings, digests
    about = context()
    shares = in_shares(
        todo,
        lambda ids: judge(folder, about, ids).with_places(folder),
        meanwhile=None if kept else lambda: _read_all_else(folder),
        worth=0 if kept else len(folder.people) // PEOPLE_FOR_A_PAIRING,
    )
    for share in shares:
        teams |= share.teams
        pairings |= share.pairings
        digests |= share.digests
    return teams, pairings, digests


def _rest(
    folder: Folder,
    context: Context,
    pairings: Mapping[str, Pairing],
    teams: Mapping[str, KeptTeam],
    kept: Collection[str],
) -> tuple[Finding, ...]:
    """What is found in everything but the pairings of the year, and across them."""
    if kept:
        _read_all_else(folder)
    apart = folder.apart()
    known = {name: apart.pairing(name) for name in kept}
    every = dict(pairings) | {name: each for name, each in known.items() if each is not None}
    broken = {path for team in teams.values() for path in team.broken}
    completed = {name: day for name, team in teams.items() if (day := team.listed_since)}
    found = [*not_opened(folder), *program_findings(folder, context, every, broken, completed)]
    return tuple(folder.placed([*found, *folder.reader.findings, *folder.reader.remarks]))


def program_findings(
    folder: Folder,
    context: Context,
    pairings: Mapping[str, Pairing],
    broken: Iterable[str],
    completed: Mapping[str, dt.date] = MappingProxyType({}),
) -> list[Finding]:
    """What the rules find that look across pairings and people."""
    from mentorctl.rules.program_rules import PROGRAM_RULES  # noqa: PLC0415 - most acts ask none of them

    book = Book(
        people={name: folder.people[name] for name in folder.people},
        pairings=pairings,
        records={kind.model: folder.each(kind.model) for kind in SHARED_KINDS},
        files=(*folder.listing.files, *folder.listing.folders),
        broken=frozenset(folder.reader.broken).union(broken),
        completed=completed,
        unfrozen=unfrozen(folder),
        unsound=unsound(folder),
    )
    return [
        finding for rule in PROGRAM_RULES for finding in _findings(rule, rule.check(book, context))
    ]


def check_teams(
    folder: Folder,
    context: Context,
    ids: Sequence[str],
    signing: Signing | None = None,
    *,
    approvals: bool = True,
    lists: bool = False,
) -> Share:
    """Read and judge some pairings; runs in a process of its own in large folders.

    Args:
        folder: The program folder.
        context: What rules may look at.
        ids: The pairings.
        signing: What their signatures are judged by; without it nothing is said of them.
        approvals: Whether the history is asked for approvals typed by hand: it only warns.
        lists: Whether it is found out since when each is on the list of completers.
    """
    own = folder.apart()
    own.reader.digests = None if folder.reader.digests is None else {}
    looked = LookedAt()
    context = looked.watching(context)
    sources = looked.watching_sources(form_sources(folder, signing))
    rules, counted = _rules(signing), None
    if signing is not None:
        if lists and signing.rightful:
            counted = CountedFolder(folder.apart(), signing)
        signing = signing._replace(trail=looked.watching_signatures(signing.trail))
    teams, pairings = {}, {}
    for pairing_id in ids:
        faults, remarks = len(own.reader.findings), len(own.reader.remarks)
        team = own.team(pairing_id)
        if team.pairing is not None:
            pairings[pairing_id] = team.pairing
        if signing is not None:
            signing.judge(team)
        if not (is_left := not approvals and is_typed(team)):
            judge_approval(folder.root, team, sources)
        hits = [_finding(rule, hit, team) for rule in rules for hit in rule.check(team, context)]
        commit = traced(team)
        wrong = own.reader.findings[faults:]
        listed = _listed(context, team, wrong, signing, counted) if lists else None
        _note_evidence(own, needs := looked.taken())
        # what was not asked for is no answer for the next check
        needs = (*needs, EVERYTHING) if is_left else needs
        broken = tuple(sorted(map(team.path, team.broken)))
        told = (*hits, *wrong, *own.reader.remarks[remarks:])
        teams[pairing_id] = KeptTeam(told, needs, broken, commit=commit, listed_since=listed)
    return Share(teams, pairings, own.reader.digests or {})


def _listed(
    ctx: Context,
    team: Team,
    faults: Sequence[Finding],
    signing: Signing | None,
    counted: CountedFolder | None,
) -> dt.date | None:
    from mentorctl.reports.completion_reasons import listed_as_counted  # noqa: PLC0415 - for lists only

    return listed_as_counted(ctx, team, faults, signing, counted)


def _rules(signing: Signing | None) -> tuple[TeamRule, ...]:
    """The rules of pairings, without what is told once for all signatures."""
    whole = signing.whole if signing is not None else None
    return tuple(rule for rule in TEAM_RULES if whole is None or rule.code != whole.code)


def _note_evidence(folder: Folder, paths: Iterable[str]) -> None:
    """Have it noticed when evidence that somebody signed holds something else: none reads it."""
    digests = folder.reader.digests
    if digests is None:
        return
    for path in paths:
        if f"/{EVIDENCE}/" in path and path not in digests:
            digests[path] = check_cache.digest_of(f"{folder.root}{os.sep}{path}")


def _finding(rule: Rule, hit: Hit, team: Team | None = None) -> Finding:
    names = {record_name(hit.record.rpartition("/")[2]), team.id if team is not None else ""}
    return Finding(
        rule.code,
        hit.severity or rule.severity,
        hit.record if team is None else team.path(hit.record),
        hit.message,
        pasteable(hit.hint, names),
        hit.where,
        "" if team is None else team.id,
        about=hit.about,
    )


def _findings(rule: Rule, hits: Iterable[Hit]) -> Iterator[Finding]:
    return (_finding(rule, hit) for hit in hits)


def _read_all_else(folder: Folder) -> None:
    """Read all people, and the records of other years.

    The latter is read for its faults only: the rules it was made by are no longer in force.
    """
    list(folder.people)
    for year, teams in folder.team_files.items():
        if year != folder.program.year:
            for pairing_id in teams:
                folder.team(pairing_id, year)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.line, finding.column, finding.code, finding.message


def _about(report: CheckReport, paths: Sequence[str]) -> CheckReport:
    """A report with what is found in some files and folders alone; "" is the whole program."""
    if not all(paths):
        return report
    told = tuple(
        finding
        for finding in report.findings
        if any(finding.path == each or finding.path.startswith(f"{each}/") for each in paths)
    )
    return report._replace(findings=told, about=tuple(paths))
