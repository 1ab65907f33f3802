"""`mentorctl reassign`: find somebody another mentor, step by step and in confidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.base_command import ActCommand, BaseCommand, CommandGroup, WritingCommand
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import KeyFile, On, PairingArgument, Reason, Today
from mentorctl.cli.output.console import note
from mentorctl.cli.private import sealed_text
from mentorctl.cli.private.private_screen import confided
from mentorctl.cli.reassign.assign import assign
from mentorctl.cli.reassign.candidates import candidates, contact
from mentorctl.cli.reassign.search_common import (
    SearchArgument,
    found_open,
    reached,
    search_first,
    setting,
)
from mentorctl.cli.reassign.search_status import status
from mentorctl.cli.state import State
from mentorctl.model.kinds import kind_named
from mentorctl.model.outreach import TRAITS
from mentorctl.model.paths import MID_YEAR, PAIRING_FILE, REASSIGNMENTS, file_in
from mentorctl.model.reassignment import MidYear
from mentorctl.store.edit.set_value import set_value
from mentorctl.store.scaffold import record_text

if TYPE_CHECKING:
    from mentorctl.model.pairing import Pairing

__all__ = ["app"]

app = typer.Typer(
    cls=CommandGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Find somebody another mentor, step by step, and keep the reasons sealed.",
)

Reasons = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The reasons, in a file outside this folder; - for standard input. They are sealed.",
    ),
]
Wanted = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIELD=TEXT",
        help=f"What the two should have in common: {', '.join(TRAITS)}. Else the mentee's own;"
        " FIELD= for no matter which.",
    ),
]


@app.command(cls=ActCommand, epilog="mentorctl reassign start okafor --reasons -")
def start(
    context: typer.Context,
    pairing: PairingArgument,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="PERSON",
            help="Who asks for it; the mentee when left out.",
            autocompletion=completion.people,
        ),
    ] = None,
    reasons: Reasons = None,
    wanted: Wanted = None,
    on: On = None,
    today: Today = None,
) -> None:
    """Begin to look for another mentor.

    The reasons are read by whoever leads the search, and by nobody else: they are sealed for that
    person's registered key before they are written. That a change is asked for can be seen by all
    who have this folder; why, by nobody.
    """
    state: State = context.obj
    setting(state)
    change = Transaction(state, today)
    team = record_fields.team(change, pairing, PAIRING_FILE)
    if team.pairing is None or team.pairing.state != "active":
        stands = team.pairing.state if team.pairing else "without a pairing.yaml"
        raise typer.BadParameter(f"{team.id} is {stands}; only an active pairing is reassigned")
    for path, known in state.counted.reassignments.items():
        if known.pairing == team.id and known.is_open:
            raise typer.BadParameter(f"{path} is open already; see mentorctl reassign status")
    who = _who_asks(state, team.pairing, by)
    begun = on or change.today
    name = f"{begun}-{team.id}"
    path = file_in(REASSIGNMENTS, name)
    sought = _wanted(state, team.pairing.mentee, wanted or [])
    asked = {"pairing": team.id, "requested_on": begun, "requested_by": who}
    values: dict[str, Any] = {**asked, "wanted": sought}
    folder = state.folder
    text = record_text(kind_named("reassignment"), path, folder.program, folder.words, values)
    change.create(path, text)
    if reasons is not None:
        told = confided(str(reasons), "Why is another one asked for?")
        place = path, ("reasons",)
        sealed_text.seal_last(change, place, team.id, lambda: {"reasons": told()}, whole=True)
    state.act.tell(search=name)
    change.finish(f"another {folder.words['mentor']} is looked for: {team.id}", whole=True)
    note(f"  who could be asked: mentorctl reassign candidates {name}")


@app.command(
    cls=ActCommand, epilog='mentorctl reassign skip okafor everyone --reason "asked before"'
)
def skip(
    context: typer.Context,
    search: SearchArgument,
    step: Annotated[str, typer.Argument(metavar="STEP", help="Its id in program.yaml.")],
    reason: Reason,
    on: On = None,
    today: Today = None,
) -> None:
    """Leave a step out, for a reason that everybody can read: not why a change was asked for."""
    state: State = context.obj
    change = Transaction(state, today)
    search, named = search_first(state, search, step)
    found = found_open(state, search)
    steps = {each.id: each for each in setting(state).steps}
    name = lookup.match_one("step", named or step, steps)
    if steps[name].how == "leader":
        raise typer.BadParameter(f"{name} is the last resort; it cannot be left out")
    standing = reached(found, name)
    if any(each.step == name for each in found.record.passed):
        record_fields.nothing_to_do(f"{name} is behind {found.name} already ({standing.state})")
    why = record_fields.sentence(reason, "reason")
    entry = {"step": name, "on": on or change.today, "reason": why}
    change.append(found.path, ("passed",), entry)
    change.finish(f"{found.name}: {name} left out ({why})", whole=True)


@app.command(cls=ActCommand, epilog="mentorctl reassign answer okafor fine")
def answer(
    context: typer.Context,
    pairing: PairingArgument,
    reply: Annotated[
        str, typer.Argument(metavar="REPLY", help="One of reassignment: mid_year in program.yaml.")
    ],
    words: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Your words, in a file; - for standard input."),
    ] = None,
    on: On = None,
    today: Today = None,
) -> None:
    """Note what a mentee answers, in the middle of the year, on the relationship.

    The answer is sealed for whoever leads the program; each looks the same in this folder.
    """
    state: State = context.obj
    asked = setting(state).mid_year
    if asked is None:
        raise typer.BadParameter("program.yaml asks no question in the middle of the year")
    replies = [each.id for each in asked.replies]
    pairing, (reply,) = lookup.pairing_first(
        state,
        (pairing, reply),
        lambda text: lookup.is_one(lambda: lookup.match_one("reply", text, replies)),
    )
    name = lookup.match_one("reply", reply, replies)
    change = Transaction(state, today)
    team = record_fields.team(change, pairing, PAIRING_FILE)
    entry: dict[str, Any] = {"on": on or change.today}
    path = file_in(MID_YEAR, team.year)
    if path in state.folder.files:
        change.set(path, ("answers", team.id), entry)
    else:
        folder = state.folder
        text = record_text(kind_named("mid-year"), path, folder.program, folder.words, {})
        change.create(path, set_value(text, ("answers", team.id), entry))
    told = confided(str(words), "What is there to say of it?") if words else str
    place = path, ("answers", team.id, "sealed")
    sealed_text.seal_last(change, place, team.id, lambda: {"reply": name, "words": told()})
    change.finish(f"{team.id}: the question of the middle of the year is answered")


@app.command("note", cls=ActCommand, epilog="mentorctl reassign note okafor --words -")
def note_down(
    context: typer.Context,
    pairing: PairingArgument,
    words: Annotated[
        Path, typer.Option(metavar="FILE", help="Your words, in a file; - for standard input.")
    ],
    key: KeyFile = None,
    today: Today = None,
) -> None:
    """Note that a quiet word was had with a mentee, and what came of it.

    For whoever leads the program. All notes of a year are sealed together for them: nothing in this
    folder tells whom one is about, or that it is about anybody in particular.
    """
    state: State = context.obj
    setting(state)
    change = Transaction(state, today)
    team = record_fields.team(change, pairing, PAIRING_FILE)
    private, path = sealed_text.own_private_key(state, key), file_in(MID_YEAR, team.year)
    held = state.counted.each(MidYear).get(path)
    known = sealed_text.opened(held.notes, team.year, private) if held and held.notes else {}
    if path not in state.folder.files:
        folder = state.folder
        text = record_text(kind_named("mid-year"), path, folder.program, folder.words, {})
        change.create(path, text)
    told = confided(str(words), "What is there to remember of it?")
    day = f"{change.today}: "
    sealed_text.seal_last(
        change,
        (path, ("notes",)),
        team.year,
        lambda: {**known, team.id: "\n".join(filter(None, (known.get(team.id), day + told())))},
    )
    change.finish("a quiet note of whoever leads the program")


for example, function in (
    ("mentorctl reassign candidates okafor", candidates),
    ("mentorctl reassign contact okafor ruiz --answer no", contact),
    ("mentorctl reassign assign okafor diaz --called-on 2027-01-15", assign),
):
    tells = WritingCommand if function is candidates else ActCommand
    app.command(cls=tells, epilog=example)(function)
app.command(cls=BaseCommand, epilog="mentorctl reassign status --open")(status)


def _who_asks(state: State, pairing: Pairing, given: str | None) -> str:
    """Who asks for a change: the mentee, or whoever leads the search.

    Raises:
        typer.BadParameter: It is somebody else.
    """
    who = lookup.person(state, given) if given else pairing.mentee
    if who != pairing.mentee and who not in sealed_text.leaders(state):
        words = state.folder.words
        raise typer.BadParameter(
            f"{who} is neither the {words['mentee']} nor leads the search; name one of them"
        )
    return who


def _wanted(state: State, mentee: str, given: list[str]) -> dict[str, str | None]:
    """What is wanted of the new mentor: what was said, else what the mentee has.

    Raises:
        typer.BadParameter: It is not one of the things that can be compared.
    """
    person = state.counted.people.get(mentee)
    found: dict[str, str | None] = {name: getattr(person, name, None) for name in TRAITS}
    for each in given:
        name, sign, text = each.partition("=")
        if not sign or name not in found:
            raise typer.BadParameter(
                f"{each!r} is nothing to look for; write {'=TEXT, '.join(TRAITS)}=TEXT"
            )
        found[name] = text.strip() or None
    return found
