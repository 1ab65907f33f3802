"""`mentorctl audit`: hold the history to what it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import AtLength, SchemaVersion, Today
from mentorctl.cli.output.console import note, paint, put, shown, told
from mentorctl.cli.output.in_short import CountedKind, many, put_fitting
from mentorctl.cli.output.progress import working
from mentorctl.cli.state import State
from mentorctl.model.kinds import kind_of
from mentorctl.model.signature import SignatureState
from mentorctl.model.structure import label_of
from mentorctl.model.words import Words
from mentorctl.reports.proofs.audit import AuditReport, audit
from mentorctl.reports.proofs.audit_codes import GROUPS, AuditCode, founded_by
from mentorctl.reports.proofs.audit_data import as_data
from mentorctl.reports.proofs.unreadable_records import readable_folder
from mentorctl.reports.row_formats import as_json
from mentorctl.store.parse.fast import quiet_parser

__all__ = ["command"]

# the most lines of one kind; --all and --format json have all
MOST_SHOWN = 20
_DATED = re.compile(r"(\S+) says [0-9-]{10}, and came in on ")
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")

After = Annotated[
    str | None,
    typer.Option(metavar="CHANGE", help="Leave out what went wrong up to this change, by its id."),
]
Root = Annotated[
    str | None,
    typer.Option(
        metavar="SHA256:…", help="The fingerprint of a key that must have founded the register."
    ),
]
Accept = Annotated[
    bool,
    typer.Option("--accept", help="Take the beginning and the end of now as right from now on."),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    after: After = None,
    root: Root = None,
    accept: Accept = False,
    form: Annotated[Literal["text", "json"], typer.Option("--format", help="How to say it.")] = (
        "text"
    ),
    every: AtLength = False,
    version: SchemaVersion = "1",
    today: Today = None,
) -> None:
    """Hold the history to what it says: who made and signed what, and when.

    Walks the whole history from the first key on. Trusts no name in a commit and no setting of
    the folder; only keys count, and who registered them. Who founded the register, and the last
    commit seen, are kept in your own configuration: another beginning, or a history that was
    rewritten, is told from the right one by that.

    Writes nothing to the folder. Leaves with 1 when anything is wrong.
    """
    if root is not None and not _FINGERPRINT.fullmatch(root):
        raise typer.BadParameter(f"{root!r} is no fingerprint; see one with mentorctl key list")
    state: State = context.obj
    state.tells_format = True
    with working("reading the history"), quiet_parser():
        report = audit(readable_folder(state.root), today, since=after, root=root, accept=accept)
    if form == "json":
        put(as_json(as_data(report), version))
    else:
        words = state.words
        told_so = tuple(_as_on_forms(each, words) for each in report.matters)
        report = report._replace(matters=told_so)
        put_fitting(
            [told(line) for line in _lines(report, every=every)],
            lambda: _kinds(report),
            every=every,
        )
    _sum_up(report, after)
    if report.matters:
        raise typer.Exit(FINDINGS)


def _as_on_forms(matter: AuditCode, words: Words) -> AuditCode:
    """A matter whose words call a dated field as the form does: "Held on" for `on`."""
    found = _DATED.match(matter.message) if matter.code == "backdated" else None
    kind = kind_of(matter.path)
    if found is None or kind is None:
        return matter
    way = tuple(int(each) if each.isdecimal() else each for each in found[1].split("."))
    label = label_of(kind.model, way, words)
    if label == found[1] and len(way) > 1:
        # a day of a person and a thing, which is no field of a form
        label = f"{label_of(kind.model, way[:1], words)} ({', '.join(map(str, way[1:]))})"
    return matter._replace(message=f'"{label}"{matter.message[found.end(1) :]}')


def _lines(report: AuditReport, *, every: bool) -> Iterator[str]:
    first = True
    for heading, codes in GROUPS:
        found = [each for each in report.matters if each.code in codes]
        if not found:
            continue
        if not first:
            yield ""
        first = False
        yield paint(f"{heading} ({len(found)})", "bold")
        for code in codes:
            yield from _of_kind([each for each in found if each.code == code], every=every)


def _of_kind(matters: list[AuditCode], *, every: bool) -> Iterator[str]:
    most = len(matters) if every else MOST_SHOWN
    for each in matters[:most]:
        yield f"  {shown(_line(each))}"
    if len(matters) > most:
        yield f"  … and {len(matters) - most} more; --all names each"
    if matters:
        # where each has a commit of its own, the first one's remedy serves as the example
        yield f"    {paint('→', 'dim')} {shown(matters[0].hint)}"


def _kinds(report: AuditReport) -> list[CountedKind]:
    """What is wrong by its code, in the order in which it matters."""
    from mentorctl.reports.meanings import meanings  # noqa: PLC0415 - only for what is told in short

    means = meanings()
    kinds = []
    for code in (code for _, codes in GROUPS for code in codes):
        found = [each for each in report.matters if each.code == code]
        if not found:
            continue
        what = means.get(code, found[0].message).removesuffix(" (audit).").rstrip(".")
        places = Counter(filter(None, (each.pairing or each.path for each in found)))
        kinds.append(
            CountedKind(f"{paint(f'{len(found):,}', 'bold')} × {shown(what)} [{code}]", places)
        )
    return kinds


def _line(matter: AuditCode) -> str:
    when = " ".join(filter(None, (matter.day, matter.commit[:10])))
    head = ": ".join(filter(None, (when, matter.path)))
    who = f" ({matter.person}, {matter.key})" if matter.person else ""
    who = who or (f" ({matter.key})" if matter.key else "")
    return f"{head}: {matter.message}{who}" if head else f"{matter.message}{who}"


def _sum_up(report: AuditReport, after: str | None) -> None:
    if report.first and report.founders and not report.cut:
        note(f"seen here for the first time: {founded_by(report.founders)}")
    said = f"{many(report.commits, 'commit')}, {report.signed:,} signed by "
    said += f"{many(report.people, 'person', 'people')}; {_signatures(report)}"
    left_out = f" after {after}; what went wrong up to it is left out" if after else ""
    if report.matters:
        note(f"{many(len(report.matters), 'thing')} to look at{left_out}: {said}")
    else:
        note(f"{paint('all well', 'green', 'bold')}{left_out}: {said}")
    note(_clocks(report))


def _clocks(report: AuditReport) -> str:
    """By whose clock the dates are."""
    if report.receivers and not report.received:
        return (
            "dates are claims until a coordinator names the guard that notes when something comes"
            f" in: received_by: [{', '.join(report.receivers)}] below trail: in program.yaml"
        )
    if not report.received:
        return "dates are claims: no guard has noted when anything came in"
    rest = report.commits - report.received
    claims = f"; the dates of the other {rest:,} are claims" if rest else ""
    # what was sent since has a note there by now
    noted = f"a guard noted when {many(report.received, 'commit')} came in"
    return f"{noted}, as of the last sync{claims}"


def _signatures(report: AuditReport) -> str:
    states = dict(report.states)
    missing = states.pop(SignatureState.MISSING, 0)
    parts = [f"{states[state]:,} {state.value}" for state in SignatureState if states.get(state)]
    said = many(sum(states.values()), "signature") + (f": {', '.join(parts)}" if parts else "")
    return f"{said}; {missing:,} more asked for" if missing else said
