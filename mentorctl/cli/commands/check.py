"""`mentorctl check`: everything in the folder that needs a person."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.exit_codes import FINDINGS, WRONG_USAGE
from mentorctl.cli.list_filter import Advisor, Area, School, chosen_pairings
from mentorctl.cli.options import At, AtLength, SchemaVersion, Today, YearOption
from mentorctl.cli.output.console import complain, hanging, note, paint, put, shown
from mentorctl.cli.output.in_short import CountedKind, many, put_fitting
from mentorctl.cli.output.progress import working
from mentorctl.cli.record_lookup import address, is_record
from mentorctl.cli.state import State
from mentorctl.model.finding import SEVERITIES, Finding
from mentorctl.model.paths import PROGRAM_FILE, SUFFIX, pairing_file, person_file, record_name
from mentorctl.reports.check import CheckReport, check_all, check_folder
from mentorctl.reports.finding_formats import FORMATS, Format, as_data
from mentorctl.reports.provenance import files_of, provenance
from mentorctl.reports.row_formats import as_json
from mentorctl.store.parse.fast import reading

__all__ = ["command", "print_findings"]

FailOn = Annotated[
    Literal["error", "warning", "note"],
    typer.Option("--fail-on", help="Leave with 1 from this severity on."),
]

# PAIRING RECORD
TWO = 2
COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="PAIRING|PATH",
            help="Only report on these pairings, people, files and folders; or on a pairing's"
            " record: okafor plan.",
            autocompletion=completion.pairings,
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to say it.")] = "text",
    fail_on: FailOn = "warning",
    every: AtLength = False,
    version: SchemaVersion = "1",
    at: At = None,
    year: YearOption = None,
    today: Today = None,
    advisor: Advisor = None,
    area: Area = None,
    school: School = None,
) -> None:
    """Find everything in the folder that needs a person.

    Leaves with 0 when nothing needs anybody (notes do not count), and 1 when something does;
    --fail-on moves that line.
    """
    state: State = context.obj
    state.tells_format = True
    with working("checking the records"):
        report = _report(state, (at, year), today, (paths or (), (advisor, area, school)))
    if form == "text":
        put_fitting(_told(report.findings), lambda: _kinds(report.findings), every=every)
        _summary(report)
    else:
        if form == "json" and report.drawn is None:
            report = report._replace(drawn=files_of(state.root, report.program_id))
        put(as_json(as_data(report), version) if form == "json" else FORMATS[form](report))
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    if any(finding.severity in failing for finding in report.findings):
        raise typer.Exit(FINDINGS)


def _report(
    state: State,
    when: tuple[str | None, str | None],
    today: dt.date | None,
    about: tuple[Sequence[Path], tuple[str | None, ...]],
) -> CheckReport:
    """What is found in the files as they are, as they were recorded, or of another year.

    Args:
        state: The run of the command.
        when: The day or change to look back to, and the other program year; None for neither.
        today: The day on which to judge.
        about: What to report on: what was named, and an advisor's pairings, an area's, a school's.
    """
    paths, part = about
    at, year = when
    if at is None and (year is None or year == state.folder.program.year):
        wanted = _record(state, paths) or [
            each for path in paths for each in _relative(state, path)
        ]
        return check_folder(state.root, today, [*wanted, *_chosen(state, part)])
    state.look_at(at, year)
    wanted = _record(state, paths) or [each for path in paths for each in _recorded(state, path)]
    with reading():
        wanted += _chosen(state, part)
        found = check_all(state.folder, state.today(today), wanted)
    return found._replace(drawn=provenance(state.folder))


def _chosen(state: State, part: tuple[str | None, ...]) -> list[str]:
    """The folders of an advisor's pairings, of an area's, and of a school's.

    Raises:
        typer.BadParameter: There is none.
    """
    chosen = chosen_pairings(state, *part)
    if chosen is not None and not chosen:
        raise typer.BadParameter(
            f"no pairing is of {' and '.join(filter(None, part))}; see them: mentorctl status"
        )
    year = state.folder.program.year if chosen else ""
    return [pairing_file(year, each, "").rstrip("/") for each in sorted(chosen or ())]


def print_findings(findings: Iterable[Finding]) -> None:
    """Print findings for a person: the place, the fault, and the remedy below it.

    On a terminal the place has its own line, and the text is folded to the terminal's width; in
    a pipe the place and the fault are one line, for grep.
    """
    for text in _told(findings):
        put(text)


def _told(findings: Iterable[Finding]) -> list[str]:
    fold = _folded if sys.stdout.isatty() else _unfolded
    return [fold(finding) for finding in findings]


def _kinds(findings: Iterable[Finding]) -> list[CountedKind]:
    """The findings by their codes: errors first, and those that are many before others."""
    from mentorctl.reports.meanings import meanings  # noqa: PLC0415 - only for what is told in short

    means = meanings()
    found: dict[tuple[str, str], list[Finding]] = {}
    for each in findings:
        found.setdefault((each.severity, each.code), []).append(each)
    kinds = []
    for (severity, code), several in sorted(
        found.items(), key=lambda kind: (SEVERITIES.index(kind[1][0].severity), -len(kind[1]))
    ):
        places = Counter(each.pairing or each.path for each in several)
        where = many(len(places), "pairing" if all(each.pairing for each in several) else "place")
        what = means.get(code, several[0].message).rstrip(".")
        kinds.append(
            CountedKind(
                f"{paint(severity, COLOURS[severity], 'bold')}: {len(several):,} in {where}:"
                f" {shown(what[:1].lower() + what[1:])} [{code}]",
                places,
            )
        )
    return kinds


def _folded(finding: Finding) -> str:
    kind = f"{finding.severity:<8}"
    message = f"{shown(finding.message)} [{finding.code}]"
    return "\n".join(
        [
            paint(_place(finding), "bold"),
            hanging(message, f"  {paint(kind, COLOURS[finding.severity], 'bold')}", 10),
            hanging(shown(finding.hint), f"  {paint('→', 'dim')}       ", 10),
        ]
    )


def _unfolded(finding: Finding) -> str:
    return (
        f"{_place(finding)}: {finding.severity}: {shown(finding.message)} [{finding.code}]\n"
        f"  → {shown(finding.hint)}"
    )


def _place(finding: Finding) -> str:
    # a file's name can hold a line break
    path = shown(finding.path).replace("\n", "\N{REPLACEMENT CHARACTER}")
    return f"{path}:{finding.line}:{finding.column}"


def _summary(report: CheckReport) -> None:
    said = [
        f"{count} {kind if count != 1 else kind[:-1]}"
        for kind, count in report.counts.items()
        if count
    ]
    records = "1 record" if report.records == 1 else f"{report.records:,} records"
    about = " ".join(filter(None, (report.program, report.year)))
    where = f"{records} of {about} on {report.today}"
    if report.drawn is not None and report.drawn.source == "history":
        where = f"{where}, {report.drawn.told}"
    if report.about:
        asked = shown(report.about[0]) if len(report.about) == 1 else "what was named"
        where = f"{asked}, judged with {where}"
    if not said:
        between = " in" if report.about else ":"
        note(f"{paint('all well', 'green', 'bold')}{between} {where}")
    else:
        note(f"{', '.join(said)} in {where}")
        note("mentorctl explain CODE says what a finding means")


def _record(state: State, paths: Sequence[Path]) -> list[str]:
    """The one record that is meant by a pairing and what it is called, as other commands take it.

    Returns:
        Its path; nothing where something else was typed.
    """
    words = [path.as_posix() for path in paths]
    if len(words) != TWO or any((state.directory / path).exists() for path in paths):
        return []
    pairing, (record,) = lookup.pairing_first(state, words, lambda text: is_record(state, text))
    if not is_record(state, record) or not lookup.is_pairing(state, pairing):
        return []
    return [address(state, pairing, record).path]


def _recorded(state: State, path: Path) -> list[str]:
    """A file or folder of the past, as it was called in the program."""
    name = path.as_posix().rstrip("/")
    if name in state.folder.files or name in state.folder.listing.folders:
        return [name]
    return _named(state, name)


def _relative(state: State, path: Path) -> list[str]:
    """A file or folder that is named from where one stands, relative to the program."""
    place = (state.directory / path).resolve()
    if not place.is_relative_to(state.root):
        complain(f"{path} is not in the program folder",
                 "name a file or folder inside it")  # fmt: skip
        raise typer.Exit(WRONG_USAGE)
    if not place.exists():
        return _named(state, path.as_posix())
    relative = place.relative_to(state.root)
    return [relative.as_posix() if relative.parts else ""]


def _named(state: State, given: str) -> list[str]:
    """The folders of the pairings, or a person's file, that are named as elsewhere.

    Raises:
        typer.BadParameter: Neither is meant, or several are.
    """
    year = state.folder.program.year
    if given == record_name(PROGRAM_FILE):
        return [PROGRAM_FILE]
    if lookup.is_pairing(state, given):
        meant = lookup.pairings(state, given)
        return [pairing_file(year, each, "").rstrip("/") for each in meant]
    if lookup.is_one(lambda: lookup.person(state, given)):
        return [person_file(lookup.person(state, given))]
    if "/" in given or given.endswith(SUFFIX):
        complain(f"{given} is not there", "see how it is spelt")
        raise typer.Exit(WRONG_USAGE)
    return [lookup.pairing(state, given)]
