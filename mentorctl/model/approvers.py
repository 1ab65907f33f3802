"""Who may approve: the one judge of what of a pairing's records somebody approved who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.field_owners import values, without
from mentorctl.model.roles import OVER_IT, THE_PAIR
from mentorctl.model.structure import noted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mentorctl.model.finding import Where
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.person import Person
    from mentorctl.model.program import Program
    from mentorctl.model.record import Record
    from mentorctl.model.team import Shared, Team

__all__ = ["approvals_of_others", "as_approved", "can_approve"]

_APPROVERS = frozenset(("by", "approved_by"))
# a case was given to somebody, whoever approved it
_HELD_ANYWAY = "cases"


def can_approve(program: Program, people: Mapping[str, Person], person: str) -> bool:
    """Whether somebody can approve anything: not who is only one of a pair, nor whom nobody knows.

    Args:
        program: The program; its coordinators can, whatever roles their files list.
        people: Everybody by id. Nothing is held against whose file cannot be read.
        person: Who it is.
    """
    if person not in people or person in program.coordinators:
        return person in people
    known = people.get(person)
    return known is None or any(
        role.id in known.roles for role in program.roles if role.id not in THE_PAIR
    )


def approvals_of_others(
    record: Record, pairing: Pairing | None, shared: Shared
) -> Iterator[tuple[Where, str]]:
    """The approvals, reviews and receipts in a record by people who may not give them.

    Args:
        record: A record of a pairing.
        pairing: The pairing: who is over the pair may, whatever roles their file lists.
        shared: What knows who can anywhere.

    Yields:
        Where it says who it was, and the id that stands there.
    """
    for where, person, _ in noted(record, "person"):
        if _is_approval(where) and not _may(person, pairing, shared):
            yield where, person


def _is_approval(where: Where) -> bool:
    return where[-1] in _APPROVERS and where[0] != _HELD_ANYWAY


def _may(person: str, pairing: Pairing | None, shared: Shared) -> bool:
    is_over = any(person == getattr(pairing, role, None) for role in OVER_IT)
    return is_over or shared.can_approve(person)


def as_approved(team: Team, shared: Shared) -> Team:
    """A pairing's records without what somebody approved, reviewed or received who may not.

    Args:
        team: The pairing; it stays as it is.
        shared: What knows who can approve.

    Returns:
        The same, where there is nothing of the kind.
    """
    records = {
        model: {name: _kept(record, team.pairing, shared) for name, record in held.items()}
        for model, held in team.records.items()
        if any(True for each in held.values()
               for _ in approvals_of_others(each, team.pairing, shared))
    }  # fmt: skip
    return msgspec.structs.replace(team, records=team.records | records) if records else team


def _kept(record: Record, pairing: Pairing | None, shared: Shared) -> Record:
    """A record without these approvals, each with all that it says."""
    held = values(record)
    wrong = [way[:-1] for way, person in held.items()
             if _is_approval(way) and not _may(person, pairing, shared)]  # fmt: skip
    kept = without(record, [way for way in held if any(way[: len(each)] == each for each in wrong)])
    return record if kept is None else kept
