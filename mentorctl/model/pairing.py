"""A pairing: `pairings/<year>/<pairing-id>/pairing.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from mentorctl.model.appointment import PairAppointment
from mentorctl.model.record import (
    DateKind,
    Day,
    Name,
    NeedPointer,
    PersonId,
    Record,
    Slug,
    Text,
    Year,
    YesNo,
    says,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping

    from mentorctl.model.program import Program
    from mentorctl.model.record import Lines

PairingState = Literal["active", "completed", "withdrawn", "reassigned"]
# the states of a pairing that was given up before its work was done
ENDED = frozenset({"withdrawn", "reassigned"})


class Extension(Record, frozen=True):
    """Leave to meet one milestone later."""

    identity = ("milestone",)
    milestone: Annotated[Slug, says("Milestone", "Its id in program.yaml")]
    until: Annotated[Day, says("Until", "The last day that still counts", date=DateKind.AHEAD)]
    approved_by: Annotated[PersonId | None, says("Approved by", "Id of the person who agreed")] = (
        None
    )
    on: Annotated[
        Day | None, says("Approved on", use="The day on which it was given; it counts from then on")
    ] = None
    reason: Annotated[
        Text | None,
        says("Reason", use="Why, for whoever reads it later", example="Surgery in March"),
    ] = None


class Waiver(Record, frozen=True):
    """Leave to do without one need."""

    identity = ("need",)
    need: Annotated[NeedPointer, says("Need", "As in program.yaml: meetings/kickoff:attended")]
    approved_by: Annotated[PersonId | None, says("Approved by", "Id of the person who agreed")] = (
        None
    )
    on: Annotated[
        Day | None, says("Approved on", use="The day on which it was given; it counts from then on")
    ] = None
    reason: Annotated[
        Text | None,
        says(
            "Reason",
            use="Why, for whoever reads it later",
            example="No student organization at this school",
        ),
    ] = None


class MentorConfirmed(Record, frozen=True):
    """The {supervisor}'s word that somebody can be a mentor."""

    by: Annotated[PersonId | None, says("By", "Id of a person in people/")] = None
    on: Annotated[Day | None, says("On", date=DateKind.EARLIER)] = None
    criteria: Annotated[
        dict[Name, YesNo | None], says("Criteria", "yes where it is met, else no")
    ] = msgspec.field(default_factory=dict)


class AssignedCases(Record, frozen=True):
    """Cases that the {mentee} was given on one day: how many, of which type, never whose."""

    identity = ("on", "type")
    on: Annotated[Day, says("Assigned on", by="supervisor")]
    type: Annotated[
        Text | None,
        says("Type", "As in program.yaml, under cases", by="supervisor", example="assessment"),
    ] = None
    number: Annotated[int, says("Number", "How many", by="supervisor")] = 1
    approved_by: Annotated[
        PersonId | None,
        says("Approved by", "Id of who approved it", by="supervisor"),
    ] = None
    shared: Annotated[
        YesNo | None, says("Shared", "yes where the {mentor} works on it, too", by="supervisor")
    ] = None


class Closed(Record, frozen=True):
    """The day on which a pairing was completed or handed on, and what it held then."""

    on: Annotated[Day, says("On")]
    content: Annotated[Text | None, says("Content", "SHA-256 of its records, in hex")] = None


class Withdrawal(Record, frozen=True):
    """Why a pairing was given up: in the open, or sealed for whoever leads the program."""

    reason: Annotated[Text | None, says("Reason", "Everybody can read this")] = None
    sealed: Annotated[Text | None, says("Sealed", "Only whoever leads the program can open it")] = (
        None
    )


class Pairing(Record, frozen=True, kw_only=True):
    """Who works with whom, since when, and how it stands."""

    mentee: Annotated[Slug, says("{mentee}", "Id of a person in people/")]
    mentor: Annotated[Slug, says("{mentor}", "Id of a person in people/")]
    advisor: Annotated[Slug | None, says("{advisor}", "Id of a person in people/")] = None
    supervisor: Annotated[Slug | None, says("{supervisor}", "Id of a person in people/")] = None
    content_area: Annotated[
        Text | None,
        says(
            "Program Area", use="What the {mentee} teaches, as forms print it", example="Business"
        ),
    ] = None
    starts: Annotated[Day, says("Starts", "First day of the pairing", date=DateKind.AHEAD)]
    ends: Annotated[Day | None, says("Ends", "Last day, once it has one", date=DateKind.AHEAD)] = (
        None
    )
    state: Annotated[PairingState, says("State", "active, completed, withdrawn or reassigned")] = (
        "active"
    )
    follows: Annotated[
        Slug | None, says("Follows", "Id of the pairing that this one took over")
    ] = None
    followed_by: Annotated[
        Slug | None, says("Followed by", "Id of the pairing that took this one over")
    ] = None
    continues: Annotated[
        Year | None, says("Continues", "The program year from which this pairing runs on")
    ] = None
    closed: Annotated[
        Closed | None, says("Closed", "The day it was completed or handed on", unfolded=False)
    ] = None
    withdrawn: Annotated[
        Withdrawal | None,
        says("Withdrawn", "Why, as mentorctl withdraw writes it", unfolded=False),
    ] = None
    mentor_confirmed: Annotated[
        MentorConfirmed | None,
        says("{mentor} confirmed", "What program.yaml asks of one", by="supervisor"),
    ] = None
    dates: Annotated[
        dict[Name, Day | None], says("Dates", "The other days that this program keeps")
    ] = msgspec.field(default_factory=dict)
    dates_by: Annotated[
        dict[Name, PersonId], says("Dates by", "Who it was, where that is noted")
    ] = msgspec.field(default_factory=dict)
    cases: Annotated[
        tuple[AssignedCases, ...], says("Cases", "What the {mentee} was given, by day and type")
    ] = ()
    extensions: Annotated[
        tuple[Extension, ...],
        says("Extensions", use="More time for a milestone, with who gave it and why"),
    ] = ()
    waivers: Annotated[
        tuple[Waiver, ...],
        says("Waivers", use="What this pairing need not do, with who said so and why"),
    ] = ()
    planned: Annotated[
        tuple[PairAppointment, ...], says("Planned", "Visits and meetings that are to be")
    ] = ()

    @classmethod
    def checklists(cls, program: Program) -> Mapping[tuple[type, str], Lines]:
        """The program's own dates, and what it asks of a mentor."""
        return {
            (cls, "dates"): [("", {own.id: own.title for own in program.dates})],
            (MentorConfirmed, "criteria"): [
                ("", {each.id: each.title for each in program.mentors.criteria})
            ],
        }

    @classmethod
    def left_out(cls, program: Program) -> Collection[str]:
        """What only commands write, and what this program does not have."""
        left_out = ["followed_by", "continues", "closed", "planned", "withdrawn", "dates_by"]
        if program.cases is None:
            left_out.append("cases")
        if not any(role.id == "advisor" for role in program.roles):
            # without somebody who advises on a program area there is none to name
            left_out += ["advisor", "content_area"]
        if not program.mentors.criteria:
            left_out.append("mentor_confirmed")
        if not program.dates:
            left_out.append("dates")
        return left_out

    def state_on(self, day: dt.date) -> PairingState:
        """Its state on a day: until its last day is over, a pairing that ends is active."""
        if self.state in ENDED and self.ends is not None and day <= self.ends:
            return "active"
        return self.state

    @property
    def completed_on(self) -> dt.date | None:
        """The day on which it was completed, as it says: `closed`, or else its last day."""
        return self.closed.on if self.closed is not None else self.ends

    def extensions_on(self, day: dt.date) -> dict[str, Extension]:
        """For each milestone, the extension in force on a day: the one that reaches furthest."""
        found: dict[str, Extension] = {}
        for each in self.extensions:
            known = found.get(each.milestone)
            if in_force(each, day) and (known is None or known.until < each.until):
                found[each.milestone] = each
        return found

    def waived_since(self, need: str, day: dt.date) -> dt.date | None:
        """The day since which a need is waived, judged on a day; None where it is not.

        A waiver of `meetings/x:attended` covers `meetings/x:attended.mentor` as well.
        """
        if not self.waivers:
            return None
        covering = (each for each in self.waivers if f"{need}.".startswith(f"{each.need}."))
        days = (each.on for each in covering if in_force(each, day))
        return min((on for on in days if on is not None), default=None)


def had_on(day: dt.date, known: Mapping[str, Pairing | None]) -> str | None:
    """The id of the one pairing that somebody had on a day, of several that they are in.

    Args:
        day: The day.
        known: The pairings that are asked about, by id; None where one cannot be read.

    Returns:
        None where no mentor or mentee is in all of them, or where none or several were under way.
    """
    read = {name: each for name, each in known.items() if each is not None}
    in_all = [{each.mentor, each.mentee} for each in read.values()]
    if len(read) < len(known) or not in_all or not set.intersection(*in_all):
        return None
    under_way = [
        name
        for name, each in read.items()
        if each.starts <= day and each.state_on(day) in {"active", "completed"}
    ]
    return under_way[0] if len(under_way) == 1 else None


def takes_over_later(pairing: Pairing | None, others: Mapping[str, Pairing], day: dt.date) -> bool:
    """Whether a pairing is still to take over one that is under way, which stands for both.

    Args:
        pairing: The pairing.
        others: The pairings of its year, by id.
        day: The day on which to look.
    """
    passed: set[str] = set()
    while pairing is not None and pairing.starts > day:
        before = pairing.follows
        if not before or before in passed:
            return False
        passed.add(before)
        pairing = others.get(before)
    return bool(passed) and pairing is not None and pairing.state_on(day) == "active"


def in_force(leave: Extension | Waiver, day: dt.date) -> bool:
    """Whether an approval counts on a day: with approver, reason and its own day, from then on."""
    return bool(leave.approved_by and leave.reason) and leave.on is not None and leave.on <= day
