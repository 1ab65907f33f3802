"""A person acts in a role that their file does not list.

What it finds
    A mentee, mentor, advisor or supervisor of a pairing whose file does not list that role; a
    role in somebody's file that program.yaml does not have; an extension, waiver, contract
    or reimbursement approved, or a mentor confirmed, by somebody who is only mentee or mentor,
    which counts for nothing; a list or invoice dated for somebody whose role does not owe one.

Why it matters
    Roles decide who may approve, who is reminded of what and who signs which form.

Example
    mentor: teo-lindqvist     while people/teo-lindqvist.yaml says   roles: [mentee]

How to mend it
    Add the role under roles in the person's file where they do hold it; otherwise name the
    person who does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.approvers import approvals_of_others
from mentorctl.model.paths import pairing_file, person_file, year_file
from mentorctl.model.program_standing import PER_PERSON
from mentorctl.model.roles import SIDES
from mentorctl.rules._lookups import listed
from mentorctl.rules._shared import without_role
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

if TYPE_CHECKING:
    from mentorctl.model.pairing import Pairing
    from mentorctl.model.person import Person
    from mentorctl.model.record import Record

MENTOR = "mentor"


def check(book: Book, ctx: Context) -> Hits:
    """Compare what people do with the roles in their files."""
    roles = frozenset(role.id for role in ctx.program.roles)
    yield from _unknown_roles(book, roles)
    for name, pairing in book.pairings.items():
        record = pairing_file(ctx.program.year, name)
        yield from _sides(record, pairing, book, ctx)
        yield from _approvers(record, pairing, pairing, book, ctx)
    yield from _year_facts(book, ctx)


def _unknown_roles(book: Book, roles: frozenset[str]) -> Hits:
    for name, person in book.people.items():
        for index, role in enumerate(person.roles):
            if role not in roles:
                yield Hit(
                    person_file(name),
                    ("roles", index),
                    f"this program has no role {role}",
                    f"the roles in program.yaml are {', '.join(sorted(roles))}",
                )


def _sides(record: str, pairing: Pairing, book: Book, ctx: Context) -> Hits:
    for side in SIDES:
        name = getattr(pairing, side)
        person = book.people.get(name)
        if (
            person is not None
            and side not in person.roles
            and not _steps_in(pairing, side, person, ctx)
        ):
            yield Hit(
                record,
                (side,),
                f"{name} is named as {ctx.words[side]} here, but the file of that person does"
                " not list this role",
                f"add {side} under roles in {person_file(name)}, or name somebody else here",
            )


def _steps_in(pairing: Pairing, side: str, person: Person, ctx: Context) -> bool:
    """Whether somebody mentors a pairing that nobody else would take over."""
    takes_over = pairing.follows or pairing.continues
    return (
        side == MENTOR and bool(takes_over) and ctx.program.reassignment.last_resort in person.roles
    )


def _approvers(
    path: str, record: Record, pairing: Pairing | None, book: Book, ctx: Context
) -> Hits:
    for where, name in approvals_of_others(record, pairing, ctx.shared):
        if name in book.people:
            yield Hit(path, where, *without_role(name, ctx.program))


def _year_facts(book: Book, ctx: Context) -> Hits:
    facts = book.years.get(year_file(ctx.program.year))
    if facts is None:
        return
    yield from _approvers(year_file(ctx.program.year), facts, None, book, ctx)
    for milestone, needs in ctx.calendar.of_program:
        for field in PER_PERSON.intersection(need.field[0] for need in needs):
            for name in getattr(facts, field):
                person = book.people.get(name)
                if person is not None and not set(milestone.owners).intersection(person.roles):
                    owners = listed([ctx.words[owner] for owner in milestone.owners])
                    yield Hit(
                        year_file(ctx.program.year),
                        (field, name),
                        f"{name} holds no role that owes this ({owners})",
                        f"remove the line, or add the role under roles in {person_file(name)}",
                    )


RULE = ProgramRule("wrong-role", "error", check)
