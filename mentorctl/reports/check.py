"""`check`: every finding of a program folder, in one pass."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.finding import SEVERITIES, Finding
from mentorctl.model.kinds import SHARED_KINDS
from mentorctl.reports.folder_reading import context_of, faults_of, is_unusable
from mentorctl.reports.signature_report import signing_of
from mentorctl.rules import PROGRAM_RULES, TEAM_RULES
from mentorctl.rules.base import Book, Context, Hit, Rule
from mentorctl.store.folder import BrokenProgram, Folder
from mentorctl.store.parallel import in_shares
from mentorctl.store.parse.fast import reading
from mentorctl.store.parse.reader import placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from mentorctl.model.pairing import Pairing
    from mentorctl.model.team import Team
    from mentorctl.reports.signature_report import Signing

__all__ = [
    "CheckReport",
    "Share",
    "check_folder",
    "check_teams",
    "context_of",
    "program_findings",
]

# as many people are read in the time that one pairing takes
PEOPLE_FOR_A_PAIRING = 20
LONGEST = 1_000
UNSEEN = "\N{REPLACEMENT CHARACTER}"

# folders that hold what people like, so that none of it is a record
_ANYTHING_GOES = frozenset({"evidence", "forms", "lists", "signatures", "standards", "templates"})


class CheckReport(NamedTuple):
    """What a check found.

    Attributes:
        program: The program's name.
        year: Its year.
        today: The day on which it was judged.
        records: How many record files were read.
        findings: All findings, by file, line and column.
    """

    program: str
    year: str
    today: dt.date
    records: int
    findings: tuple[Finding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        counts = dict.fromkeys((f"{severity}s" for severity in SEVERITIES), 0)
        for finding in self.findings:
            counts[f"{finding.severity}s"] += 1
        return counts


class Share(NamedTuple):
    """What one share of the pairings comes to."""

    findings: list[Finding]
    pairings: dict[str, Pairing]
    broken: set[str]


def check_folder(
    root: Path, today: dt.date | None = None, paths: Sequence[str] = ()
) -> CheckReport:
    """Check a program folder.

    Args:
        root: The program folder.
        today: The day on which to judge; the program's own today when left out.
        paths: Only report on these files and folders, relative to the program, with `/`.

    Raises:
        OSError: The folder is not there.
    """
    with reading():
        report = _check(root, today)
    return report if not paths else report._replace(findings=_below(report.findings, paths))


def _check(root: Path, today: dt.date | None) -> CheckReport:
    try:
        folder = Folder(root)
    except BrokenProgram as broken:
        day = today or dt.datetime.now(dt.UTC).date()
        return CheckReport(root.name, "", day, 1, tuple(map(_told, broken.findings)))
    program = folder.program
    plain = faults_of(program)
    if is_unusable(program):
        day = today or dt.datetime.now(dt.UTC).date()
        found = tuple(map(_told, sorted(placed(root, plain), key=_order)))
        return CheckReport(program.name, program.year, day, 1, found)
    context = context_of(folder, today)
    findings = plain + _all_findings(folder, context)
    allowed = frozenset(program.check.allow)
    kept = (finding for finding in dict.fromkeys(findings) if finding.code not in allowed)
    return CheckReport(
        program.name,
        program.year,
        context.today,
        sum(path.endswith(".yaml") for path in folder.listing.files),
        tuple(map(_told, sorted(placed(root, kept), key=_order))),
    )


def _all_findings(folder: Folder, context: Context) -> list[Finding]:
    """The findings of every file, every pairing and the program as a whole."""
    folder.files.look_up_all()
    signing = signing_of(folder, context.today)
    shares = in_shares(
        folder.pairing_ids,
        lambda ids: check_teams(folder, context, ids, signing),
        meanwhile=lambda: _read_all_else(folder),
        worth=len(folder.people) // PEOPLE_FOR_A_PAIRING,
    )
    pairings = {name: each for share in shares for name, each in share.pairings.items()}
    broken = folder.reader.broken.union(*(share.broken for share in shares))
    findings = [finding for share in shares for finding in share.findings]
    findings += _others(folder)
    findings += program_findings(folder, context, pairings, broken)
    return findings + folder.reader.findings


def program_findings(
    folder: Folder, context: Context, pairings: Mapping[str, Pairing], broken: Iterable[str]
) -> list[Finding]:
    """What the rules find that look across pairings and people."""
    book = Book(
        people={name: folder.people[name] for name in folder.people},
        pairings=pairings,
        records={kind.model: folder.each(kind.model) for kind in SHARED_KINDS},
        files=(*folder.listing.files, *folder.listing.folders),
        broken=frozenset(folder.reader.broken).union(broken),
    )
    return [
        finding for rule in PROGRAM_RULES for finding in _findings(rule, rule.check(book, context))
    ]


def check_teams(
    folder: Folder, context: Context, ids: Sequence[str], signing: Signing | None = None
) -> Share:
    """Read and judge some pairings; runs in a process of its own in large folders.

    Args:
        folder: The program folder.
        context: What rules may look at.
        ids: The pairings.
        signing: What their signatures are judged by; without it nothing is said of them.
    """
    folder = folder.apart()
    findings: list[Finding] = []
    pairings = {}
    for pairing_id in ids:
        team = folder.team(pairing_id)
        if team.pairing is not None:
            pairings[pairing_id] = team.pairing
        if signing is not None:
            signing.judge(team)
        for rule in TEAM_RULES:
            for hit in rule.check(team, context):
                findings.append(_finding(rule, hit, team))  # noqa: PERF401 - hardly ever one
    return Share(findings + folder.reader.findings, pairings, folder.reader.broken)


def _finding(rule: Rule, hit: Hit, team: Team | None = None) -> Finding:
    return Finding(
        rule.code,
        hit.severity or rule.severity,
        hit.record if team is None else team.path(hit.record),
        hit.message,
        hit.hint,
        hit.where,
        "" if team is None else team.id,
        about=hit.about,
    )


def _findings(rule: Rule, hits: Iterable[Hit]) -> Iterator[Finding]:
    return (_finding(rule, hit) for hit in hits)


def _read_all_else(folder: Folder) -> None:
    """Read everybody, and what other years hold.

    The latter is read for its faults only: the rules it was made by are no longer in force.
    """
    list(folder.people)
    for year, teams in folder.team_files.items():
        if year != folder.program.year:
            for pairing_id in teams:
                folder.team(pairing_id, year)


def _others(folder: Folder) -> Iterator[Finding]:
    for path in folder.listing.others:
        yield Finding(
            "unreadable-file",
            "error",
            path or ".",
            "this is a link, or something else that is no ordinary file or folder",
            "put the file itself here; links are never followed",
            line=1,
            column=1,
        )
    for path in folder.listing.folders:
        if path.endswith(".yaml") and not _ANYTHING_GOES.intersection(path.split("/")):
            yield Finding(
                "unreadable-file",
                "error",
                path,
                "this is a folder, and a record is a file",
                "take out what it holds, delete it, and put the record itself here",
                line=1,
                column=1,
            )


def _told(finding: Finding) -> Finding:
    """A finding that says its piece in one line each, whatever a record's text made of it."""
    message, hint = finding.message, finding.hint
    if len(message) + len(hint) < LONGEST and message.isprintable() and hint.isprintable():
        return finding
    return finding._replace(message=_line(message), hint=_line(hint))


def _line(text: str) -> str:
    line = " ".join(text[:LONGEST].split())
    line = "".join(each if each.isprintable() else UNSEEN for each in line)
    return line if len(text) <= LONGEST else f"{line}…"


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return finding.path, finding.line, finding.column, finding.code, finding.message


def _below(findings: Iterable[Finding], paths: Sequence[str]) -> tuple[Finding, ...]:
    wanted: Callable[[str], bool] = lambda path: any(  # noqa: E731 - reads best in one piece
        not each or path == each or path.startswith(f"{each}/") for each in paths
    )
    return tuple(finding for finding in findings if wanted(finding.path))
