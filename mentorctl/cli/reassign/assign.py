"""`mentorctl reassign assign`: the old pairing ends, the new one goes on with its work."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.pairing_start import take_over
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import Today, day
from mentorctl.cli.output.console import note
from mentorctl.cli.output.mail_drafts import hand_over, letter
from mentorctl.cli.private.sealed_text import leaders
from mentorctl.cli.reassign.search_common import (
    SearchArgument,
    found_open,
    leader_of,
    pass_through,
    reached,
    search_first,
    setting,
)
from mentorctl.cli.state import State
from mentorctl.model.ids import is_id, pairing_id
from mentorctl.model.paths import PAIRING_FILE
from mentorctl.reports.mentor_search import name_of

if TYPE_CHECKING:
    from mentorctl.reports.mentor_search import Search

__all__ = ["assign"]

NewMentor = Annotated[
    str,
    typer.Argument(
        metavar="PERSON",
        help="The new mentor, who has said yes; or, at the end, whoever leads the search.",
        autocompletion=completion.people,
    ),
]
CalledOn = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="The day of the call to the mentee."),
]
Starts = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="First day with the new mentor; else today."),
]
OwnId = Annotated[
    str | None, typer.Option("--id", metavar="ID", help="Of the new pairing; MENTEE-MENTOR else.")
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write the email to both to a file, message.eml."),
]


def assign(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    search: SearchArgument,
    person: NewMentor,
    called_on: CalledOn = None,
    starts: Starts = None,
    own_id: OwnId = None,
    out: Out = None,
    today: Today = None,
) -> None:
    """End the old pairing and begin the new one, with its plan, its work and its dates.

    The call to the mentee comes first: --called-on. Then this gives the email to both as a draft.
    """
    state: State = context.obj
    change = Transaction(state, today)
    search, named = search_first(state, search, person)
    found = found_open(state, search)
    old = record_fields.team(change, found.record.pairing, PAIRING_FILE)
    if old.pairing is None or old.pairing.state != "active":
        raise typer.BadParameter(f"{old.id} is not active any more, so nobody takes it over")
    who = lookup.person(state, named or person)
    begins = starts or change.today
    _check_call(state, found, called_on, begins)
    step = _step_of(state, found, who)
    new = _new_id(state, own_id, old.pairing.mentee, who)
    pass_through(change, found, step, change.today)
    take_over(change, old, old.pairing, new, {"mentor": who, "starts": begins})
    if not any(each.person == who for each in found.record.contacts):
        entry = {"step": step, "person": who, "on": change.today, "answer": "yes"}
        change.append(found.path, ("contacts",), entry)
    done = {"mentor": who, "pairing": new, "called_on": called_on, "on": begins}
    change.set(found.path, ("assigned",), done)
    state.act.tell(pairing=new)
    change.finish(f"pairing {new} takes over from {old.id} on {begins}", whole=True)
    _write_to_both(state, new, old.pairing.mentee, who, begins, out)
    note(f"  once it is sent: mentorctl edit {found.path} --set assigned.emailed_on=DATE")


def _check_call(state: State, found: Search, called_on: dt.date | None, begins: dt.date) -> None:
    """Refuse to assign before the call.

    Raises:
        typer.BadParameter: Nobody has called yet, or the days are in another order.
    """
    mentee = state.counted.words["mentee"]
    if called_on is None:
        raise typer.BadParameter(f"call the {mentee} first, then say when: --called-on DATE")
    if called_on < found.record.requested_on:
        raise typer.BadParameter(
            f"the call on {called_on} was before the request on {found.record.requested_on}"
        )
    if called_on > begins:
        raise typer.BadParameter(f"the call comes first: {called_on} is after {begins}")


def _step_of(state: State, found: Search, who: str) -> str:
    """The step in which somebody was found.

    Raises:
        typer.BadParameter: They have not said yes, and it is not their turn to step in.
    """
    if found.answer(who) == "yes":
        step = [each.step for each in found.record.contacts if each.person == who][-1]
        return reached(found, step).step.id
    last = next((each for each in setting(state).steps if each.how == "leader"), None)
    if last is not None and who in leaders(state):
        return reached(found, last.id).step.id
    raise typer.BadParameter(
        f"{who} has not said yes; note it first: mentorctl reassign contact {found.name} {who}"
        " --answer yes"
    )


def _new_id(state: State, given: str | None, mentee: str, mentor: str) -> str:
    """The id of the new pairing.

    Raises:
        typer.BadParameter: It is none, or there is such a pairing already.
    """
    name = given or pairing_id(mentee, mentor)
    if name is None or not is_id(name):
        raise typer.BadParameter("give the new pairing an id of 2 to 64 letters: --id ID")
    if name in state.folder.pairing_ids:
        raise typer.BadParameter(f"there is a pairing {name} already; choose another --id ID")
    return name


def _write_to_both(
    state: State, new: str, mentee: str, mentor: str, begins: dt.date, out: Path | None
) -> None:
    draft = setting(state).assigned
    if draft is None:
        note("program.yaml has no message to both: write one under reassignment: assigned")
        return
    folder = state.counted
    sender = leader_of(state)
    values = {
        "mentee": name_of(folder, mentee),
        "mentor": name_of(folder, mentor),
        "starts": begins.isoformat(),
        "pairing": new,
        "program": folder.program.name,
        "leader": name_of(folder, sender) if sender else "",
    }
    hand_over(letter(draft, (mentee, mentor), values, hidden=False), folder, sender, out)
