"""`mentorctl reassign candidates` and `contact`: whom to ask, and what they said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import Format, On, SchemaVersion, Today
from mentorctl.cli.output.console import note, put, shown, table
from mentorctl.cli.output.mail_drafts import hand_over, letter
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
from mentorctl.model.outreach import TRAITS, current
from mentorctl.reports.mentor_search import COLUMNS, as_row, name_of
from mentorctl.reports.provenance import program_data
from mentorctl.reports.row_formats import as_json
from mentorctl.store.errors import StoreError
from mentorctl.store.take_over import plain_fields

if TYPE_CHECKING:
    from mentorctl.model.outreach import StepStanding
    from mentorctl.model.reassignment import OutreachStep
    from mentorctl.reports.mentor_search import Search

__all__ = ["candidates", "contact"]

# the sides of a row that a table has room for
SHOWN = ("mentor", "group", "load", "content_area", "school", "differs", "answer")
Person = Annotated[
    str | None,
    typer.Argument(
        metavar="PERSON",
        help="Who was asked; nobody for a message to all, or somebody outside.",
        autocompletion=completion.people,
    ),
]
Step = Annotated[str | None, typer.Option(metavar="STEP", help="The one it is at, when left out.")]
Answer = Annotated[
    Literal["yes", "no", "no-answer"] | None,
    typer.Option(help="What they said; without PERSON: no, when nobody came forward."),
]
OnlyDraft = Annotated[
    bool, typer.Option("--letter", help="Only show the step's message, and note nothing.")
]
RecommendedBy = Annotated[
    str | None,
    typer.Option(
        "--recommended-by",
        metavar="PERSON",
        help="Who has recommended PERSON: somebody in people/, or a name.",
        autocompletion=completion.people,
    ),
]
Out = Annotated[
    Path | None, typer.Option(metavar="FILE", help="With --letter: a file, message.eml.")
]

SAID = {"yes": "said yes", "no": "said no", "no-answer": "gave no answer", None: "was asked"}
HEADS = ("", "who", "group", "load", "field", "school", "differs in", "answer")


def candidates(
    context: typer.Context,
    search: SearchArgument,
    form: Format = "table",
    version: SchemaVersion = "1",
    today: Today = None,
) -> None:
    """List who can be asked one by one, in the program's order.

    Within a group those come first who share most with what is wanted (content area, school,
    district, region), then those with fewer mentees. Nothing else about a person is looked at.
    """
    state: State = context.obj
    state.today(today)
    found = found_open(state, search)
    rows = [
        as_row(state.counted, found, step, place, who)
        for step, people in found.candidates.items()
        for place, who in enumerate(people, 1)
    ]
    if form == "json":
        wanted = found.record.wanted
        put(
            as_json(
                {
                    "schema_version": 1,
                    **program_data(state.counted),
                    "search": found.name,
                    "pairing": found.record.pairing,
                    "wanted": {name: getattr(wanted, name, None) for name in TRAITS},
                    "candidates": [{name: row[name] for name in COLUMNS} for row in rows],
                },
                version,
            )
        )
        return
    if not rows:
        note("nobody can be asked one by one; the next step comes after it")
        return
    cells = [
        [str(row["place"]), *(shown(str(row[name])) for name in SHOWN)] for row in rows
    ]  # fmt: skip
    put(table(HEADS, cells, texts=(5, 6, 4, 2)))
    note(f"what they say: mentorctl reassign contact {found.name} PERSON --answer yes|no|no-answer")


def contact(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    search: SearchArgument,
    person: Person = None,
    step: Step = None,
    answer: Answer = None,
    recommended_by: RecommendedBy = None,
    draft: OnlyDraft = False,
    out: Out = None,
    on: On = None,
    today: Today = None,
) -> None:
    """Note that somebody was asked, and what they said; one person at a time.

    Without PERSON it is about the step's message to all, or whoever is asked outside.
    """
    state: State = context.obj
    change = Transaction(state, today)
    search, person = search_first(state, search, person)
    found = found_open(state, search)
    if draft:
        _show_draft(state, found, step, out)
        return
    standing = _step(state, found, step)
    entry: dict[str, Any] = {"step": standing.step.id}
    if person is not None:
        entry["person"] = _person(state, found, standing, person)
        entry |= _recommendation(state, found, standing, entry["person"], recommended_by)
    else:
        _check_message(standing, answer)
        if recommended_by is not None:
            raise typer.BadParameter("say whom they have recommended: name PERSON")
    entry |= {"on": on or change.today} | ({"answer": answer} if answer else {})
    if entry in [plain_fields(each) for each in found.record.contacts]:
        record_fields.nothing_to_do(f"{found.name} says so", state, found.path)
    pass_through(change, found, standing.step.id, entry["on"])
    change.append(found.path, ("contacts",), entry)
    who = record_fields.names_of(state, [entry["person"]]) if person else standing.step.id
    said = SAID[answer] if person else answer or "asked"
    change.finish(f"{found.name}: {who} {said}", whole=True)
    if answer == "yes" and person is not None:
        called = f"{found.name} {entry['person']} --called-on DATE"
        note(f"  once the {state.counted.words['mentee']} was called:"
             f" mentorctl reassign assign {called}")  # fmt: skip
        return
    note(f"  how it stands: mentorctl reassign status {found.name}")


def _step(state: State, found: Search, given: str | None) -> StepStanding:
    """The step that is meant, which must be reached.

    Raises:
        typer.BadParameter: It is not reached yet, or it is one in which nobody is asked.
    """
    at = current(found.standings)
    if given is None:
        if at is None:
            raise typer.BadParameter(f"every step of {found.name} is behind it")
        name = at.step.id
    else:
        name = lookup.match_one("step", given, [each.id for each in setting(state).steps])
    standing = reached(found, name)
    if standing.step.how == "leader":
        raise typer.BadParameter(
            f"nobody is asked in {name}: whoever leads the search takes over; mentorctl reassign"
            f" assign {found.name} PERSON"
        )
    return standing


def _person(state: State, found: Search, standing: StepStanding, given: str) -> str:
    """Who was asked, who must be one of those to ask.

    Raises:
        typer.BadParameter: They are not, or no message has gone out yet.
    """
    who = lookup.person(state, given)
    pairing = state.counted.pairing(found.record.pairing)
    if pairing is not None and who in {pairing.mentee, pairing.mentor}:
        raise typer.BadParameter(f"{who} is one of the two people of {found.record.pairing}")
    asked = {each.person for each in found.record.contacts if each.step == standing.step.id}
    if standing.step.how != "one-by-one":
        if not standing.is_sent:
            raise typer.BadParameter(
                f"{standing.step.id} has not begun; note first that it has: mentorctl reassign"
                f" contact {found.name} --step {standing.step.id}"
            )
    elif who not in standing.left and who not in asked:
        raise typer.BadParameter(
            f"{who} is not among those to ask; see mentorctl reassign candidates {found.name}"
        )
    return who


def _recommendation(
    state: State, found: Search, standing: StepStanding, who: str, given: str | None
) -> dict[str, str]:
    """Who has recommended somebody, whom nobody in the program had on a list.

    Raises:
        typer.BadParameter: It is not said of somebody whom only others outside can have named.
    """
    known = [each.recommended_by for each in found.record.contacts if each.person == who]
    if given is None:
        if standing.step.how == "outside" and not any(known):
            raise typer.BadParameter(f"say who has recommended {who}: --recommended-by PERSON")
        return {"recommended_by": known[-1]} if known and known[-1] else {}
    try:
        return {"recommended_by": lookup.person(state, given)}
    except typer.BadParameter:
        if not given.strip().count(" "):
            raise  # somebody outside goes by a whole name
        return {"recommended_by": " ".join(given.split())}


def _check_message(standing: StepStanding, answer: str | None) -> None:
    """Refuse what a message cannot answer.

    Raises:
        typer.BadParameter: It goes to nobody, or somebody who said yes is not named.
    """
    if standing.step.how == "one-by-one":
        raise typer.BadParameter(f"{standing.step.id} asks one person at a time: name PERSON")
    if answer == "yes":
        raise typer.BadParameter("say who came forward: name PERSON")
    if answer and not standing.is_sent:
        raise typer.BadParameter("nothing has gone out yet; note that first, without --answer")


def _show_draft(state: State, found: Search, given: str | None, out: Path | None) -> None:
    """The message of a step: to all mentors, or to those who are asked for a recommendation.

    Raises:
        StoreError: program.yaml has none.
        typer.BadParameter: There is no such step.
    """
    step = _drafted(state, found, given)
    draft = step.message or (setting(state).to_everyone if step.how == "everyone" else None)
    if draft is None:
        place = "to_everyone" if step.how == "everyone" else f"steps, {step.id}: message"
        raise StoreError(
            f"program.yaml has no message for {step.id}", f"write it under reassignment: {place}"
        )
    counted, wanted = state.counted, found.record.wanted
    things = {name: getattr(wanted, name, None) or "–" for name in TRAITS}
    sender = leader_of(state)
    values = {
        **things,
        "program": counted.program.name,
        "leader": name_of(counted, sender) if sender else "",
    }
    people = _asked_outside(state, found, step) if step.how == "outside" else [
        name for name, each in counted.people.items() if "mentor" in each.roles
    ]  # fmt: skip
    hand_over(letter(draft, people, values, hidden=step.how != "outside"), counted, sender, out)


def _drafted(state: State, found: Search, given: str | None) -> OutreachStep:
    """The step whose message is meant: that named, or the first with one from the present on."""
    steps = setting(state).steps
    if given is not None:
        name = lookup.match_one("step", given, [each.id for each in steps])
        return next(each for each in steps if each.id == name)
    at = current(found.standings)
    ahead = steps[steps.index(at.step) :] if at is not None else steps
    sent = [each for each in ahead if each.how == "everyone" or each.message] or [
        each for each in steps if each.how == "everyone"
    ]
    if not sent:
        raise typer.BadParameter("no step of this program has a message to send")
    return sent[0]


def _asked_outside(state: State, found: Search, step: OutreachStep) -> list[str]:
    """Who holds the step's role at the mentee's school; where nobody does, in their district.

    Raises:
        StoreError: Nobody is known.
    """
    counted, words = state.counted, state.counted.words
    pairing = counted.pairing(found.record.pairing)
    mentee = counted.people.get(pairing.mentee) if pairing else None
    holders = {name: each for name, each in counted.people.items() if step.to in each.roles}
    for place in ("school", "district"):
        wanted = getattr(mentee, place, None)
        near = [name for name, each in holders.items() if wanted and getattr(each, place) == wanted]
        if near:
            return near
    title = next(
        (each.title for each in counted.program.roles if each.id == step.to), step.to or ""
    )
    where = (mentee.school or mentee.district) if mentee else None
    raise StoreError(
        f"nobody in people/ is {title or 'asked in this step'} of {where or 'that school'}, where"
        f" the {words['mentee']} works",
        f"add them, with school or district: mentorctl person add --role {step.to or 'ROLE'}",
    )
