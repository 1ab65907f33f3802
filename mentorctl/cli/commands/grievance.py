"""`mentorctl grievance`: the grievance process, sealed for those who deal with it."""

from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import lookup
from mentorctl.cli.base_command import BaseCommand, WritingCommand
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.grievance import maintenance, papers
from mentorctl.cli.grievance.session import (
    CaseArgument,
    CheckedOption,
    FromOption,
    KeyOption,
    TodayOption,
    VaultOption,
    case_of,
    cases_at,
    desk,
    person_name,
    role_title,
    say_sharing,
    title_of,
)
from mentorctl.cli.options import Format, On, SchemaVersion
from mentorctl.cli.output.console import note, put, shown, table
from mentorctl.cli.private.private_screen import (
    Discreet,
    ask_private,
    read_confidential,
    show_private,
)
from mentorctl.cli.state import State
from mentorctl.model.grievance import Parties
from mentorctl.model.record import Record, Slug, Text
from mentorctl.model.words import Words
from mentorctl.reports.provenance import program_data
from mentorctl.reports.row_formats import as_json
from mentorctl.store.parse.reader import examine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.vault.actions import Desk
    from mentorctl.vault.cases import Case
    from mentorctl.vault.sealed_documents import Kind

__all__ = ["app"]

COLUMNS = ("grievance", "step", "state", "since", "keep until")
VERBS = {
    "opened": "opened",
    "recorded": "recorded",
    "escalated": "taken on",
    "passed-on": "passed on",
    "resolved": "resolved",
    "withdrawn": "withdrawn",
    "resealed": "sealed anew",
}

# before each line of what somebody wrote
SAID = "  "
NATURE = "The nature of the issue, in detail:"

app = typer.Typer(
    cls=Discreet,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="The grievance process. Everything lies in a vault outside of the program folder, sealed"
    " for whoever has the grievance and who deals with its step; never for the person it is with.",
)


class GrievanceInterview(Record, frozen=True):
    """What is asked when a grievance is opened."""

    about: Slug
    description: Text | None = None
    position: Slug | None = None
    region: Text | None = None


@app.command("open", cls=WritingCommand, epilog="mentorctl grievance open --vault ../vault")
def open_(
    context: typer.Context,
    source: FromOption = None,
    vault: VaultOption = None,
    key: KeyOption = None,
    today: TodayOption = None,
    checked: CheckedOption = None,
) -> None:
    """Open a grievance of your own: step 1, which nobody but you can read.

    Asks on a screen of its own, or reads YAML (--text-file): about (the person's id), description,
    and where they are not plain position (a role of that person) and region. The vault is made
    where it is not there yet.
    """
    state: State = context.obj
    at = desk(state, vault, key, today, checked=checked, begin=not state.dry_run)
    _refuse_role(state, at)
    answers = _asked(state) if source is None and sys.stdin.isatty() else _read(source)
    parties = _parties(at, answers)
    state.stop_if_dry("a grievance is opened, sealed for you alone")
    case = at.open(parties, lambda: answers.description or read_confidential(None, NATURE))
    name = case.id
    note(f"opened: {name}, {title_of(at.standing.setting, case.step)}")
    say_sharing(at.vault)
    note(f"  next, once you have talked it over: mentorctl grievance record {name}")
    put(name)


@app.command(cls=WritingCommand, epilog="mentorctl grievance record a1b2")
def record(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    grievance: CaseArgument,
    source: FromOption = None,
    on: On = None,
    vault: VaultOption = None,
    key: KeyOption = None,
    today: TodayOption = None,
    checked: CheckedOption = None,
) -> None:
    """Record what was tried, said or shown in this step."""
    state: State = context.obj
    at = desk(state, vault, key, today, checked=checked)
    if on is not None and on > at.today:
        raise typer.BadParameter(f"{on} is still to come; record what has happened")
    _add(state, at, grievance, "recorded", source, "What was tried or said, and how it went?", on)


@app.command(cls=WritingCommand, epilog="mentorctl grievance escalate a1b2")
def escalate(
    context: typer.Context,
    grievance: CaseArgument,
    source: FromOption = None,
    vault: VaultOption = None,
    key: KeyOption = None,
    today: TodayOption = None,
    checked: CheckedOption = None,
) -> None:
    """Take your grievance on to its next step, as it was not settled in this one.

    Whoever deals with that step can then read all of it. A step that would be the person's whom it
    is with is gone past.
    """
    state: State = context.obj
    at = desk(state, vault, key, today, checked=checked)
    case = case_of(at, grievance)
    state.stop_if_dry(f"{case.id} is taken on to its next step")
    case = at.escalate(case, lambda: read_confidential(source, "Why is it not settled?"))
    note(f"taken on: {case.id}, {title_of(at.standing.setting, case.step)}")
    say_sharing(at.vault)
    note(f"  the form for it: mentorctl grievance form {case.id} --out FILE.pdf")
    if at.standing.setting.mail is not None:
        note(f"  as a mail, sealed: mentorctl grievance form {case.id} --out FILE.eml")


@app.command(cls=WritingCommand, epilog="mentorctl grievance resolve a1b2")
def resolve(
    context: typer.Context,
    grievance: CaseArgument,
    source: FromOption = None,
    vault: VaultOption = None,
    key: KeyOption = None,
    today: TodayOption = None,
    checked: CheckedOption = None,
) -> None:
    """Record that a grievance is settled, and how."""
    at = desk(context.obj, vault, key, today, checked=checked)
    _add(context.obj, at, grievance, "resolved", source, "How was it settled?")


@app.command(cls=WritingCommand, epilog="mentorctl grievance withdraw a1b2")
def withdraw(
    context: typer.Context,
    grievance: CaseArgument,
    source: FromOption = None,
    vault: VaultOption = None,
    key: KeyOption = None,
    today: TodayOption = None,
    checked: CheckedOption = None,
) -> None:
    """Take your grievance back."""
    at = desk(context.obj, vault, key, today, checked=checked)
    _add(context.obj, at, grievance, "withdrawn", source, "Why do you take it back?")


@app.command(cls=BaseCommand, epilog="mentorctl grievance show a1b2")
def show(
    context: typer.Context,
    grievance: CaseArgument,
    vault: VaultOption = None,
    key: KeyOption = None,
) -> None:
    """Show all that was said in a grievance; on a terminal, on a screen that leaves nothing."""
    state: State = context.obj
    at = desk(state, vault, key, None, reads=True)
    show_private(_told(state, at, case_of(at, grievance)))


@app.command("list", cls=BaseCommand, epilog="mentorctl grievance list")
def list_(
    context: typer.Context,
    form: Format = "table",
    version: SchemaVersion = "1",
    vault: VaultOption = None,
    key: KeyOption = None,
    today: TodayOption = None,
    as_it_is: Annotated[
        bool,
        typer.Option("--as-it-is", help="Miss no more what you had seen and is not there now."),
    ] = False,
) -> None:
    """List the grievances that you can read, without a word of what they are about.

    What you have seen before and is gone is told, until you take the vault as it is.
    """
    state: State = context.obj
    at = desk(state, vault, key, today, reads=True)
    if as_it_is:
        at.seen.forget(at.lost(at.look().cases))
    cases = cases_at(at)
    rows = [(each.id, each.step, each.state, each.last.on, at.kept_until(each)) for each in cases]
    lost = FINDINGS if at.lost(cases) else 0
    if form == "json":
        names = ("grievance", "step", "state", "since", "keep_until")
        found = [dict(zip(names, row, strict=True)) for row in rows]
        about = {"schema_version": 1, **program_data(state.folder)}
        put(as_json({**about, "grievances": found}, version))
        raise typer.Exit(lost)
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if cells:
        put(table(COLUMNS, cells, texts=(1, 2)))
    else:
        note("there is no grievance in this vault that you can read")
    if any(until is not None and until <= at.today for *_, until in rows):
        note("some need not be kept any longer: mentorctl grievance destroy --due")
    raise typer.Exit(lost)


for example, function in (
    ("mentorctl grievance form a1b2 --out form.pdf", papers.form),
    ("mentorctl grievance flowchart --out steps.pdf", papers.flowchart),
    ("mentorctl grievance rekey a1b2", maintenance.rekey),
    ("mentorctl grievance destroy --due", maintenance.destroy),
    ("mentorctl grievance cover", maintenance.cover),
):
    app.command(cls=WritingCommand, epilog=example)(function)


def _add(
    state: State,
    at: Desk,
    grievance: str,
    kind: Kind,
    source: str | None,
    what: str,
    on: dt.date | None = None,
) -> None:
    """Add what somebody says, who is asked for it last of all."""
    case = case_of(at, grievance)
    state.stop_if_dry(f"{VERBS[kind]}: {case.id}")
    at.add(case, kind, lambda: read_confidential(source, what), on)
    note(f"{VERBS[kind]}: {case.id}, {title_of(at.standing.setting, case.step)}")
    say_sharing(at.vault)


def _asked(state: State) -> GrievanceInterview:
    """What somebody types on the other screen first; what it is about comes last."""
    about = ask_private("The id of the person with whom you have the grievance:")
    region = None
    if state.folder.program.grievance.regions:
        region = ask_private("Your region, if it is not the one in your record:") or None
    return GrievanceInterview(about, None, None, region)


def _read(source: str | None) -> GrievanceInterview:
    found, faults = examine(
        read_confidential(source or "-", "").encode(), GrievanceInterview, Words()
    )
    if found is not None and not found.description:
        raise typer.BadParameter("the answers say nothing under description")
    if found is None:  # the fault's own words could repeat what was confided
        raise typer.BadParameter(
            f"line {faults[0].line} of the answers cannot be used; give them as YAML: about (an"
            " id), description, and if need be position (the id of a role) and region"
        )
    return found


def _one(what: str, given: str, known: Iterable[str]) -> str:
    """The one that is meant; nothing of what was typed is repeated.

    Raises:
        typer.BadParameter: It is not clear which.
    """
    try:
        return lookup.match_one(what, given, known)
    except typer.BadParameter:
        raise typer.BadParameter(
            f"the {what} that was given is none, or could be several; write it as the program"
            " folder has it"
        ) from None


def _refuse_role(state: State, at: Desk) -> None:
    """Stop before anything is asked where somebody's role has no grievances.

    Raises:
        typer.BadParameter: So it is.
    """
    setting, me = at.standing.setting, at.standing.people[at.me]
    if not set(me.roles).intersection(setting.opened_by):
        titles = " or ".join(role_title(state, role) for role in setting.opened_by)
        raise typer.BadParameter(
            f"a grievance is opened by a {titles}; your record has no such role"
        )


def _parties(at: Desk, answers: GrievanceInterview) -> Parties:
    """Who has a grievance with whom.

    Raises:
        typer.BadParameter: It cannot be, or is not clear.
    """
    setting, people = at.standing.setting, at.standing.people
    me = people[at.me]
    about = _one("person", answers.about, sorted(people))
    if about == at.me:
        raise typer.BadParameter("a grievance is with somebody else; name that person's id")
    theirs = people[about].roles
    position = answers.position or (theirs[0] if len(theirs) == 1 else "")
    if position not in theirs:
        listed = ", ".join(theirs) or "none; add one to their record"
        raise typer.BadParameter(f"say in which role of theirs: position: ROLE; they have {listed}")
    region = answers.region or me.region or ""
    if setting.regions:
        region = _one("region", region, setting.regions)
    return Parties(at.me, about, position, region)


def _told(state: State, at: Desk, case: Case) -> str:
    """All of a grievance, for reading; what people wrote stands indented, line by line.

    So nothing that somebody writes looks like what the program says.
    """
    setting, parties = at.standing.setting, case.parties
    whom = person_name(at, parties.about)
    lines = [
        f"Grievance {case.id}: {case.state}, {title_of(setting, case.step)}",
        f"{setting.form.name} {person_name(at, parties.by)}",
        f"{setting.form.region} {parties.region}",
        f"{setting.form.person} {whom}, {role_title(state, parties.position)}",
    ]
    for each in case.held:
        document = each.document
        if document.kind == "passed-on" and document is not case.last:
            continue  # the next one says more
        said = f"{VERBS[document.kind]} by {person_name(at, document.by)}"
        lines += ["", f"{document.on} · {setting.form.step} {document.step} · {said}"]
        text = shown(document.text)
        lines += [f"{SAID}{line}" for line in text.splitlines()]
    return shown("\n".join(lines))
