"""`mentorctl pair`: pair two people and set their records up."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Annotated, Any

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.pairing_start import (
    first_day,
    say_open_search,
    say_past,
    take_over,
)
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import Today, day
from mentorctl.cli.output.console import confirmed, note, shown
from mentorctl.cli.state import State
from mentorctl.model.ids import is_id, pairing_id
from mentorctl.model.matching import advisor_for, area_of
from mentorctl.model.paths import PAIRING_FILE, record_name
from mentorctl.model.roles import THE_PAIR
from mentorctl.store.scaffold import pairing_files

__all__ = ["command"]

Mentee = Annotated[
    str,
    typer.Argument(
        metavar="MENTEE",
        help="A person's id, or a part of it that no other has.",
        autocompletion=completion.people,
    ),
]
Mentor = Annotated[
    str, typer.Argument(metavar="MENTOR", help="As above.", autocompletion=completion.people)
]
Advisor = Annotated[
    str | None,
    typer.Option(
        metavar="PERSON",
        help="The only one there is, or the only one of the content area, when left out.",
        autocompletion=completion.people,
    ),
]
Supervisor = Annotated[
    str | None,
    typer.Option(
        metavar="PERSON",
        help="Whoever signs off where the program has supervisors.",
        autocompletion=completion.people,
    ),
]

Area = Annotated[str | None, typer.Option(metavar="TEXT", help="MENTEE's own when left out.")]
Starts = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="Its first day; today when left out."),
]
OwnId = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="Its id; MENTEE-MENTOR when left out.")
]
Follows = Annotated[
    str | None,
    typer.Option(
        metavar="PAIRING",
        help="The pairing that this one takes over, with its work; it ends the day before.",
        autocompletion=completion.pairings,
    ),
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    mentee: Mentee,
    mentor: Mentor,
    advisor: Advisor = None,
    supervisor: Supervisor = None,
    content_area: Area = None,
    starts: Starts = None,
    own_id: OwnId = None,
    follows: Follows = None,
    today: Today = None,
) -> None:
    """Pair two people and set their records up.

    Whether the mentor can be one, and of one more, is checked against program.yaml.
    """
    state: State = context.obj
    who = _by_their_roles(state, lookup.person(state, mentee), lookup.person(state, mentor))
    people = {
        **who,
        "advisor": lookup.person(state, advisor) if advisor else None,
        "supervisor": lookup.person(state, supervisor) if supervisor else None,
    }
    begins = starts or state.today(today)
    name = _id(state, own_id, str(people["mentee"]), str(people["mentor"]))
    earlier = follows or _left_behind(state, str(people["mentee"]))
    if earlier:
        given: dict[str, Any] = {**people, "content_area": content_area, "starts": begins}
        _take_over(state, lookup.pairing(state, earlier), name, given, today)
        return
    area = content_area or area_of(state.counted.people, str(people["mentee"]))
    values: dict[str, Any] = {
        **people,
        "advisor": people["advisor"] or advisor_for(state.counted.people, area),
        "content_area": area,
        "starts": begins,
        "state": "active",
    }
    change = Transaction(state, first_day(state))
    files = pairing_files(state.folder.program, state.folder.words, name, values)
    for path, text in files:
        change.create(path, text)
    state.act.tell(pairing=name)
    change.finish(f"pairing {name} begins {begins}", whole=True)
    records = "1 record is" if len(files) == 1 else f"{len(files)} records are"
    note(f"  {records} in {files[0].path.rpartition('/')[0]}/")
    _say_advisor(state, values["advisor"], name, assumed=not people["advisor"])
    say_past(state, begins, name)


def _by_their_roles(state: State, first: str, second: str) -> dict[str, str | None]:
    """The two people, mentee first, also where each of them can only be the other."""
    people = state.counted.people
    held = [set(person.roles) if (person := people.get(each)) else set[str]()
            for each in (first, second)]  # fmt: skip
    pair = set(THE_PAIR)
    if held[0] & pair == {"mentor"} and held[1] & pair == {"mentee"}:
        first, second = second, first
    return {"mentee": first, "mentor": second}


def _say_advisor(state: State, advisor: str | None, name: str, *, assumed: bool = False) -> None:
    """Say that there is no advisor yet, or who was taken although nobody was named."""
    roles = {role.id for role in state.folder.program.roles}
    word, to_edit = state.folder.words["advisor"], f"mentorctl edit {name} pairing --set advisor="
    if advisor is None and "advisor" in roles:
        note(f"  it has no {word} yet: {to_edit}PERSON")
    elif advisor is not None and assumed:
        known = state.counted.people[advisor].name
        note(f"  its {word} is {shown(known)}, the only one who fits; to change that: {to_edit}ID")


def _left_behind(state: State, mentee: str) -> str | None:
    """The pairing of a mentee that was reassigned and that nobody took over, if it is asked for.

    Its work would be lost to the new pairing; where nobody is there to answer, that is said.
    """
    known = {each: state.counted.pairing(each) for each in state.counted.pairing_ids}
    taken = {pairing.follows for pairing in known.values() if pairing}
    left = [
        name
        for name, pairing in known.items()
        if pairing and pairing.mentee == mentee and pairing.state == "reassigned"
        and name not in taken
    ]  # fmt: skip
    if len(left) != 1:
        return None
    (name,) = left
    if sys.stdin.isatty():
        if confirmed(f"{name} was reassigned; take its work along?", default=True):
            return name
        return None
    note(f"{name} was reassigned, and this pairing does not take its work along; to do so, add"
         f" --follows {name}")  # fmt: skip
    return None


def _take_over(
    state: State, follows: str, name: str, given: dict[str, Any], today: dt.date | None
) -> None:
    """Begin a pairing with the work of the one that it follows, and end that one.

    Raises:
        typer.BadParameter: The one that it follows is somebody else's.
    """
    change = Transaction(state, today)
    old = record_fields.team(change, follows, PAIRING_FILE)
    was = old.pairing
    if was is None or was.mentee != given["mentee"]:
        word = state.folder.words["mentee"]
        raise typer.BadParameter(
            f"{old.id} is not of {given['mentee']}; a pairing takes over one of the same {word}"
        )
    values = {field: value for field, value in given.items() if value is not None}
    along = take_over(change, old, was, name, values)
    state.act.tell(pairing=name)
    change.finish(
        f"pairing {name} begins {values['starts']} and takes over from {old.id}", whole=True
    )
    if along:
        note(f"  taken along: {', '.join(map(record_name, sorted(along)))}")
    if was.state == "active":
        last = max(was.starts, values["starts"] - dt.timedelta(days=1))
        note(f"  {old.id} is reassigned, its last day is {last}")
    say_open_search(state, old.id)
    _say_advisor(state, values.get("advisor") or was.advisor, name)


def _id(state: State, given: str | None, mentee: str, mentor: str) -> str:
    """The id of the new pairing.

    Raises:
        typer.BadParameter: It is none, or there is such a pairing already.
    """
    name = given or pairing_id(mentee, mentor)
    if name is None:
        raise typer.BadParameter(
            "the ids of the two are too long for an id of the pairing; choose one of at most 64"
            " characters: --id ID"
        )
    if not is_id(name):
        raise typer.BadParameter(
            f"{name!r} is no id; use 2 to 64 small letters, digits and single hyphens"
        )
    if name in state.folder.pairing_ids:
        raise typer.BadParameter(
            f"there is a pairing {name} already; look at it with mentorctl status {name}, or"
            " choose another id: --id ID"
        )
    return name
