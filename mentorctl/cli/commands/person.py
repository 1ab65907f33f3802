"""`mentorctl person`: add, list and show people."""

from __future__ import annotations

import datetime as dt
import difflib
import shlex
import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.base_command import ActCommand, BaseCommand, CommandGroup, WritingCommand
from mentorctl.cli.commands.edit import Anyway, FromFile
from mentorctl.cli.commands.edit import command as edit_record
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.list_filter import Advisor, Area, School, chosen_pairings, people_of
from mentorctl.cli.options import PersonArgument, SchemaVersion, Today, day
from mentorctl.cli.output.console import hanging, note, put, shown, table
from mentorctl.cli.output.progress import working
from mentorctl.cli.output.report_file import OutFile, text_into
from mentorctl.cli.output.sheet_output import (
    SHEETS,
    Excel,
    TabularFormat,
    put_sheet,
    tabular_format,
)
from mentorctl.cli.output.unreadable import end_with
from mentorctl.cli.state import State
from mentorctl.model.ids import is_id, slug
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import person_file
from mentorctl.model.roles import SIDES
from mentorctl.reports.folder_reading import unread_people, unreadable_data
from mentorctl.reports.imports.people_table import PEOPLE_COLUMNS, people_rows
from mentorctl.reports.provenance import program_data
from mentorctl.reports.row_formats import as_json
from mentorctl.store.parse.fast import reading
from mentorctl.store.scaffold import record_text

if TYPE_CHECKING:
    from mentorctl.model.person import Person

__all__ = ["app"]


class PersonGroup(CommandGroup):
    """The commands of people; somebody's name alone shows who they are."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is meant."""
        is_name = args and not args[0].startswith("-") and args[0] not in self.commands
        if is_name and not difflib.get_close_matches(args[0], self.commands, n=1, cutoff=ALIKE):
            args = ["show", *args]
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=PersonGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Add, edit, list and show people.",
)

Name = Annotated[str, typer.Option(metavar="NAME", help="As it should stand on forms and lists.")]
NewId = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="Small letters, digits and hyphens: ana-ruiz; or the name, of which one is made.",
    ),
]
Roles = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ROLE",
        help="A role of program.yaml; may be given again.",
        autocompletion=completion.roles,
    ),
]
Text = Annotated[str | None, typer.Option(metavar="TEXT")]
Years = Annotated[
    int | None, typer.Option(min=0, metavar="N", help="Full years in the profession.")
]
StartedOn = Annotated[
    dt.date | None, typer.Option(parser=day, metavar="DATE", help="First day in the position.")
]

# a slip of a command's name, and no name of somebody
ALIKE = 0.75
COLUMNS = ("id", "name", "roles", "email", "school", "district", "content_area")


@app.command(
    cls=ActCommand,
    epilog='mentorctl person add ana-ruiz --name "Ana Ruiz" --role mentor',
)
def add(  # noqa: PLR0913, PLR0917 - one for each field
    context: typer.Context,
    new_id: NewId,
    name: Name = "",
    role: Roles = None,
    email: Text = None,
    email_checked: Annotated[
        Literal["school-day", "always"] | None, typer.Option(help="When they read it.")
    ] = None,
    phone_school: Text = None,
    phone_cell: Text = None,
    phone_work: Text = None,
    school: Text = None,
    district: Text = None,
    region: Text = None,
    position: Text = None,
    content_area: Text = None,
    address: Text = None,
    experience_years: Years = None,
    started_on: StartedOn = None,
    pronunciation: Text = None,
    today: Today = None,
) -> None:
    """Add a person."""
    state: State = context.obj
    new_id, name = _named(new_id, name)
    values: dict[str, Any] = {
        "name": name,
        "pronunciation": pronunciation,
        "roles": [lookup.role(state, each) for each in role or ()],
        "email": email,
        "email_checked": email_checked,
        "phones": {"school": phone_school, "cell": phone_cell, "work": phone_work},
        "school": school,
        "district": district,
        "region": region,
        "position": position,
        "content_area": content_area,
        "address": address,
        "experience_years": experience_years,
        "started_on": started_on,
    }
    _add(state, new_id, values, today)


@app.command("list", cls=WritingCommand, epilog="mentorctl person list --role mentor")
def list_people(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    role: Annotated[
        str | None,
        typer.Option(
            metavar="ROLE", help="Only people with this role.", autocompletion=completion.roles
        ),
    ] = None,
    advisor: Advisor = None,
    area: Area = None,
    school: School = None,
    form: TabularFormat = "table",
    version: SchemaVersion = "1",
    out: OutFile = None,
    excel: Excel = False,
) -> None:
    """List people, by id. CSV and XLSX have every field, and mentorctl import reads them back."""
    kind = tabular_format("person list", form, out, excel=excel)
    state: State = context.obj
    wanted = None if role is None else lookup.role(state, role)
    with working("reading the records"), reading():
        found = {
            name: person
            for name, person in state.counted.people.items()
            if wanted is None or wanted in person.roles
        }
        inside = people_of(state, chosen_pairings(state, advisor, area, school))
    if inside is not None:
        found = {name: person for name, person in found.items() if name in inside}
    unread = unread_people(state.counted)
    if kind == "json":
        people = [_row(name, person) for name, person in found.items()]
        about = {"schema_version": 1, **program_data(state.counted)}
        with text_into(out):
            said = {**about, "people": people, "unreadable": unreadable_data(unread)}
            put(as_json(said, version))
    elif kind in SHEETS:
        put_sheet(
            kind, PEOPLE_COLUMNS, people_rows(found.items()), out, title="people", excel=excel
        )
    else:
        titles = _role_titles(state)
        rows = [(name, person.name, ", ".join(titles.get(each, each) for each in person.roles),
                 person.email or "") for name, person in found.items()]  # fmt: skip
        put(table(("id", "name", "roles", "email"), rows, texts=(2,), names=(1,)))
    end_with(unread)


@app.command(cls=BaseCommand, epilog='mentorctl person show "Ana Ruiz"')
def show(
    context: typer.Context,
    person: PersonArgument,
) -> None:
    """Show a person, and the pairings of the year that they are in."""
    state: State = context.obj
    state.tell_of()
    name = lookup.person(state, person)
    found = state.counted.people.get(name)
    if found is None and name not in state.counted.people:
        note(f"nobody has put {shown(name)} into people/ who may: mentorctl audit says more")
        raise typer.Exit(FINDINGS)
    if found is None:
        fault = state.counted.reader.findings[0]
        note(f"{fault.path}:{fault.line}: {fault.message}")
        note(f"  → {fault.hint}")
        raise typer.Exit(FINDINGS)
    lines = {label: text for label, text in _labelled(name, found, state).items() if text}
    widest = max(map(len, lines))
    for label, text in lines.items():
        start = f"{label:<{widest}}  "
        put(hanging(shown(text), start, len(start)) if sys.stdout.isatty() else f"{start}{text}")


@app.command(cls=ActCommand, epilog="mentorctl person edit ruiz --set phones.cell=573-555-0142")
def edit(
    context: typer.Context,
    person: PersonArgument,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="Set one field instead of opening an editor: school=…, phones.cell=…; nothing"
            " after = clears it.",
        ),
    ] = None,
    from_file: FromFile = None,
    anyway: Anyway = False,
    today: Today = None,
) -> None:
    """Change a person's record, in your editor or with --set."""
    state: State = context.obj
    name = lookup.person(state, person)
    edit_record(
        context,
        person_file(name),
        settings=settings,
        from_file=from_file,
        anyway=anyway,
        today=today,
    )


def _named(given: str, name: str) -> tuple[str, str]:
    """The id and the name of somebody new, where the name alone was typed, too.

    Raises:
        typer.BadParameter: There is no name, or none of which an id can be made.
    """
    if name or is_id(given):
        if not name:
            raise typer.BadParameter(
                f"the name is missing; say it, too: mentorctl person add {given} --name NAME"
            )
        return given, name
    last, comma, first = (part.strip() for part in given.partition(","))
    whole = f"{first} {last}" if comma else last
    made = slug(whole)
    if made is None:
        raise typer.BadParameter(
            f"no id can be made of {given!r}; choose one: mentorctl person add ID --name"
            f" {shlex.quote(given)}"
        )
    return made, whole


def _add(state: State, name: str, values: dict[str, Any], today: dt.date | None) -> None:
    _free(state, name)
    path = person_file(name)
    state.act.tell(person=name, person_id=name, person_name=values["name"])
    kind, folder = kind_named("person"), state.folder
    change = Transaction(state, today)
    change.create(path, record_text(kind, path, folder.program, folder.words, values))
    change.finish(f"person {name}: {values['name']}", whole=True)


def _labelled(name: str, person: Person, state: State) -> dict[str, str]:
    """What is known of a person, with words in front of it."""
    phones = person.phones
    numbers = {} if phones is None else {each: getattr(phones, each)
                                         for each in phones.__struct_fields__}  # fmt: skip
    titles = _role_titles(state)
    return {
        "id": name,
        "name": person.name,
        "pronounced": person.pronunciation or "",
        "roles": ", ".join(titles.get(role, role) for role in person.roles),
        "email": person.email or "",
        **{f"phone ({each})": number or "" for each, number in numbers.items()},
        "position": person.position or "",
        "school": person.school or "",
        "district": person.district or "",
        "region": person.region or "",
        "content area": person.content_area or "",
        "address": person.address or "",
        "experience": "" if person.experience_years is None else f"{person.experience_years} years",
        "started on": str(person.started_on or ""),
        "pairings": ", ".join(_pairings(name, state)),
    }


def _role_titles(state: State) -> dict[str, str]:
    return {role.id: role.title for role in state.folder.program.roles}


def _pairings(name: str, state: State) -> list[str]:
    found = []
    with reading():
        for pairing_id in state.counted.pairing_ids:
            pairing = state.counted.pairing(pairing_id)
            if pairing and name in (getattr(pairing, side) for side in SIDES):
                found.append(f"{pairing_id} ({pairing.state})")
    return found


def _free(state: State, name: str) -> None:
    """See that a person can get an id.

    Raises:
        typer.BadParameter: It is no id, or somebody has it.
    """
    if not is_id(name):
        better = slug(name)
        hint = f"did you mean {better}?" if better else "write it like ana-ruiz"
        raise typer.BadParameter(
            f"{name!r} is no id: 2 to 64 small letters, digits and single hyphens; {hint}"
        )
    if name in state.folder.people:
        raise typer.BadParameter(
            f"there is a person {name} already; change the record with mentorctl edit people/{name}"
        )


def _row(name: str, person: Person) -> dict[str, Any]:
    return {
        "id": name,
        **{column: getattr(person, column) for column in COLUMNS[1:]},
    }
