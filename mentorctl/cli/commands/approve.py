"""`mentorctl approve`: a plan, or an experience of a team's own, is approved."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import On, PairingArgument, Today, Yes, day
from mentorctl.cli.output.console import note
from mentorctl.cli.signing.identity import acting
from mentorctl.cli.state import State
from mentorctl.model.plan import Initials, OwnApproval, Plan
from mentorctl.model.spoken import experience_number, numbers_apart, plain
from mentorctl.reports.proofs.approval_report import as_approved, judge_approval
from mentorctl.reports.proofs.signature_report import form_sources, signing_of

if TYPE_CHECKING:
    from mentorctl.model.finding import Where
    from mentorctl.model.team import Team
    from mentorctl.store.form_sources import FormSources

__all__ = ["command", "initials_of"]

RECORD = "plan.yaml"
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "edd", "md"})


class Boxes(NamedTuple):
    """What to write into the two boxes of a plan, as far as it was said.

    Attributes:
        by: Who initials them.
        initials: Their initials.
        on: The day of the approval.
        received: The day the plan arrived.
        not_received: Whether it has not arrived yet.
        again: Whether an approval that stands is to be replaced.
        entered_by: The name of whoever writes it down for them; empty where they do it.
    """

    by: str
    initials: str
    on: dt.date | None
    received: dt.date | None
    not_received: bool
    again: bool
    entered_by: str


def _what(context: typer.Context, incomplete: str) -> list[str]:
    del context
    return ["plan"] if "plan".startswith(incomplete) else []


What = Annotated[
    list[str],
    typer.Argument(
        metavar="RECORD…",
        help="plan, or experiences of the team's own: numbers, or a part of a title.",
        autocompletion=_what,
    ),
]
By = Annotated[
    str,
    typer.Option(
        metavar="PERSON",
        help="Who approves; the pairing's advisor when left out.",
        autocompletion=completion.people,
    ),
]
Letters = Annotated[
    str,
    typer.Option(
        metavar="TEXT",
        help="Their initials, as they gave them; from the name if it is you.",
    ),
]
Received = Annotated[
    dt.date | None,
    typer.Option(
        parser=day, metavar="DATE", help="The day the plan arrived; that of --on when left out."
    ),
]
NotReceived = Annotated[bool, typer.Option("--not-received", help="It has not arrived yet.")]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    pairing: PairingArgument,
    what: What,
    by: By = "",
    initials: Letters = "",
    on: On = None,
    received: Received = None,
    not_received: NotReceived = False,
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Approve a plan, or experiences of a team's own."""
    if received and not_received:
        raise typer.BadParameter("give either --received or --not-received")
    state: State = context.obj
    change = Transaction(state, today)
    words = numbers_apart([pairing, *what])
    pairing, what = record_fields.in_order(change, words, partial(_is_what, state))
    team = record_fields.team(change, pairing, RECORD, "pairing.yaml", on=on)
    if "plan" not in state.folder.program.records:
        raise typer.BadParameter(
            f"this program's pairings have no {state.folder.words['plan']}; they have:"
            f" {', '.join(state.folder.program.records)}"
        )
    if team.plan is None:
        raise typer.BadParameter(
            f"{team.id} has no {RECORD}; make one with mentorctl new {team.id} plan"
        )
    person = record_fields.advisor(state, team, by)
    if not all(_is_plan(state, each) for each in what):
        _own(change, team, _numbers(state, team, what), OwnApproval(person, on), yes=yes)
        return
    runner, name = acting(state)
    known = state.person(person)
    is_own = runner == person
    letters = initials.strip() or (initials_of(known.name) if known and is_own else "")
    if is_own and not letters:
        raise typer.BadParameter(f"give the initials of {person} with --initials")
    again = bool(on or by or initials)
    entered_by = "" if is_own else name
    boxes = Boxes(person, letters, on, received, not_received, again, entered_by)
    _plan(change, team, team.plan, boxes, yes=yes)


def _is_what(state: State, given: str) -> bool:
    return _is_plan(state, given) or experience_number(given) is not None


def _numbers(state: State, team: Team, given: list[str]) -> list[int]:
    """The numbers of experiences, which may be named in another way.

    Raises:
        typer.BadParameter: One is named that the plan does not have, or the plan beside them.
    """
    if any(_is_plan(state, each) for each in given):
        raise typer.BadParameter("approve the plan by itself: its boxes have initials")
    assert team.plan is not None
    known = ", ".join(str(entry.slot) for entry in team.plan.experiences)
    if not lookup.is_one(lambda: record_fields.experience_numbers(state, given, team.id)):
        raise typer.BadParameter(
            f"{' '.join(given)!r} is neither plan nor an experience of it ({known})"
        )
    return record_fields.experience_numbers(state, given, team.id)


def _is_plan(state: State, given: str) -> bool:
    return plain(given) in {("plan",), plain(state.folder.words["plan"])}


def initials_of(name: str) -> str:
    """The initials of a name, without what stands behind a comma or in brackets."""
    plain = name.partition("(")[0].partition(",")[0].replace("-", " ")
    parts = [part for part in plain.split() if part.rstrip(".").lower() not in SUFFIXES]
    return "".join(part[0].upper() for part in parts if part[0].isalpha())


def _plan(change: Transaction, team: Team, plan: Plan, boxes: Boxes, *, yes: bool) -> None:
    """Initial the two boxes of a plan; what stands in them stays unless something else is said."""
    days = _days(change, team, plan, boxes, yes=yes)
    approved = plan.approved or Initials()
    if not days:
        title = change.state.folder.words["plan"]
        if not team.approval_known:
            note(
                "what was approved is not recorded, for it was typed in by hand; to have the "
                f"{title} approved as it is now, add --on DATE"
            )
        record_fields.nothing_to_do(
            f"the {title} of {team.id} was approved on {approved.on}",
            change.state,
            team.path(RECORD),
        )
    about = as_approved(team, _sources(change))
    for box, on in days.items():
        known = getattr(plan, box) or Initials()
        values = {
            "by": boxes.by,
            "initials": boxes.initials or None,
            "on": on,
            "entered_by": boxes.entered_by or None,
        }
        if box == "approved" and about is not None:
            values |= about._asdict()
        for name, value in values.items():
            if value is not None or getattr(known, name) is not None:
                change.set(team.path(RECORD), (box, name), value)
    said = ", ".join(f"{box} on {on}" for box, on in days.items())
    who = record_fields.names_of(change.state, [boxes.by])
    change.finish(
        f"plan of {team.id}: {said}, by {who}{record_fields.entered(change.state, boxes.by)}"
    )
    if boxes.entered_by and not boxes.initials:
        note(f"  the initials are {who}'s to give: the boxes stay without them")


def _sources(change: Transaction) -> FormSources:
    """What forms take from elsewhere, as it rightly is."""
    folder = change.state.folder
    return form_sources(folder, signing_of(folder, change.today))


def _days(
    change: Transaction, team: Team, plan: Plan, boxes: Boxes, *, yes: bool
) -> dict[str, dt.date]:
    """The boxes that are initialled now, each with its day."""
    approved, arrived = plan.approved or Initials(), plan.received or Initials()
    folder = change.state.folder
    judge_approval(folder.root, team, _sources(change))
    is_another = bool(team.approval_change)
    days, received = {}, boxes.received
    if approved.on is None or boxes.again or is_another:
        on = boxes.on or (None if is_another else approved.on) or change.today
        held = approved.by, approved.initials or "", approved.on
        if is_another or held != (boxes.by, boxes.initials, on):
            before = _said(approved.by, approved.on)
            record_fields.replace("the approval", before, _said(boxes.by, on), yes=yes)
            days["approved"] = on
        if received is None and arrived.on is None and not boxes.not_received:
            received = on
    if received is not None and received != arrived.on:
        record_fields.replace("the receipt", arrived.on, received, yes=yes)
        days["received"] = received
    return days


def _own(
    change: Transaction, team: Team, numbers: list[int], approval: OwnApproval, *, yes: bool
) -> None:
    """Approve experiences that are not in the catalogue."""
    by, plan = approval.by or "", team.plan
    assert plan is not None
    said: dict[str, list[int]] = {}
    there: dict[str, list[int]] = {}
    for number in numbers:
        where = _place(plan, number)
        own = plan.experiences[int(where[1])].own
        if own is None or not (own.title or own.description):
            raise typer.BadParameter(
                f"the plan describes no experience of the team's own as number {number}; "
                f"write it down first: mentorctl edit {team.id} plan"
            )
        before = own.approved or OwnApproval()
        on = approval.on or (before.on if own.is_as_approved else None) or change.today
        if before == OwnApproval(by, on, own.content):
            there.setdefault(f" of {team.id} was approved on {on}", []).append(number)
            continue
        if own.is_as_approved:
            record_fields.replace(
                "the approval", _said(before.by, before.on), _said(by, on), yes=yes
            )
        change.set(team.path(RECORD), (*where, "by"), by)
        change.set(team.path(RECORD), (*where, "on"), on)
        change.set(team.path(RECORD), (*where, "content"), own.content)
        said.setdefault(f" approved on {on}", []).append(number)
    if not said:
        record_fields.nothing_to_do(record_fields.of_each(there), change.state, team.path(RECORD))
    who = record_fields.names_of(change.state, [by])
    entered = record_fields.entered(change.state, by)
    done = record_fields.of_each(said)
    change.finish(f"plan of {team.id}: own {done}, by {who}{entered}")


def _said(by: str | None, on: dt.date | None) -> str | None:
    return f"of {on} by {by or 'somebody'}" if on else None


def _place(plan: Plan, number: int) -> Where:
    """Where the approval of an experience stands in the plan.

    Raises:
        typer.BadParameter: The plan has no such experience.
    """
    for index, entry in enumerate(plan.experiences):
        if entry.slot == number:
            return "experiences", index, "own", "approved"
    known = ", ".join(str(entry.slot) for entry in plan.experiences)
    raise typer.BadParameter(f"the plan has no experience {number}; it has {known}")
