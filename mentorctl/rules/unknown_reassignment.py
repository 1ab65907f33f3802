"""A search for another mentor names something that is not there.

What it finds
    In reassignments/: a file that is not named by its day and its pairing; a pairing of this
    folder, a step of program.yaml or a person that there is none of; a new pairing that does not
    follow the old one; an answer of the middle of the year about no pairing. In program.yaml under
    reassignment: a role, a record or a step that is not known, and ids that stand there twice.

Why it matters
    A step that is misspelt counts as not taken, and a person who is misspelt is asked twice.

Example
    contacts:
      - step: individuel      while program.yaml has a step individual

How to mend it
    Correct the name. Searches are best written by mentorctl reassign.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mentorctl.model.kinds import RECORD_KINDS
from mentorctl.model.paths import PROGRAM_FILE, in_pairing
from mentorctl.rules._lookups import Guesses, is_known
from mentorctl.rules._searches import searches_of_year
from mentorctl.rules._shared import add_person
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mentorctl.model.finding import Where
    from mentorctl.model.program import Program
    from mentorctl.model.reassignment import Reassignment


def check(book: Book, ctx: Context) -> Hits:
    """Look up every name of every search, and those of the program's own steps."""
    yield from _setting(ctx.program)
    steps = {step.id for step in ctx.program.reassignment.steps}
    ids = _pairing_ids(book)
    for path, record in searches_of_year(book, ctx):
        yield from _file(path, record, ids)
        for where, step in _steps(record):
            if step not in steps:
                yield _unknown(path, where, f"program.yaml has no step {step}", step, steps)
        for where, person in _people(record):
            if not is_known(book, person):
                yield Hit(path, where, f"{person} has no file in people/", add_person(person))
        yield from _new(path, record, book)
    for path, year in sorted(book.mid_year.items()):
        for pairing in year.answers:
            if pairing not in ids:
                where = ("answers", pairing)
                yield _unknown(path, where, f"there is no pairing {pairing}", pairing, ids)


def _setting(program: Program) -> Hits:
    setting = program.reassignment
    roles = {role.id for role in program.roles}
    if setting.steps and setting.leader not in roles:
        text = f"this program has no role {setting.leader}"
        yield _unknown(PROGRAM_FILE, ("reassignment", "leader"), text, setting.leader, roles)
    kinds = {kind.name for kind in RECORD_KINDS}
    for index, name in enumerate(setting.carry_over):
        if name not in kinds:
            where: Where = ("reassignment", "carry_over", index)
            yield _unknown(PROGRAM_FILE, where, f"there is no record called {name}", name, kinds)
    seen: set[str] = set()
    for index, step in enumerate(setting.steps):
        where = ("reassignment", "steps", index)
        if step.id in seen:
            hint = "give each step an id of its own"
            yield Hit(
                PROGRAM_FILE, (*where, "id"), f"{step.id} is the id of another step too", hint
            )
        seen.add(step.id)
        if (step.how == "one-by-one") != bool(step.groups):
            one = "has no groups" if step.how == "one-by-one" else "has groups"
            hint = "a step that goes one-by-one has groups, and no other has"
            yield Hit(PROGRAM_FILE, where, f"{step.id} goes {step.how}, and {one}", hint)


def _pairing_ids(book: Book) -> frozenset[str]:
    """The pairings of every year, also those that cannot be read."""
    return frozenset(each.pairing for each in map(in_pairing, book.files) if each)


def _file(path: str, record: Reassignment, ids: frozenset[str]) -> Hits:
    name = f"{record.requested_on}-{record.pairing}"
    if PurePosixPath(path).stem != name:
        yield Hit(path, (), "the file is not named by its day and its pairing",
                  f"rename it to {name}.yaml, or correct requested_on and pairing")  # fmt: skip
    if record.pairing not in ids:
        text = f"there is no pairing {record.pairing}"
        yield _unknown(path, ("pairing",), text, record.pairing, ids)


def _steps(record: Reassignment) -> Iterator[tuple[Where, str]]:
    for index, contact in enumerate(record.contacts):
        yield ("contacts", index, "step"), contact.step
    for index, passed in enumerate(record.passed):
        yield ("passed", index, "step"), passed.step


def _people(record: Reassignment) -> Iterator[tuple[Where, str]]:
    yield ("requested_by",), record.requested_by
    for index, contact in enumerate(record.contacts):
        if contact.person is not None:
            yield ("contacts", index, "person"), contact.person
    if record.assigned is not None and record.assigned.mentor is not None:
        yield ("assigned", "mentor"), record.assigned.mentor


def _new(path: str, record: Reassignment, book: Book) -> Hits:
    """The pairing that took over, as far as it is one of this year that can be read."""
    name = record.assigned.pairing if record.assigned else None
    old = book.pairings.get(record.pairing)
    if name is None or old is None:
        return
    new = book.pairings.get(name)
    if new is None:
        if name not in {each.pairing for each in map(in_pairing, book.broken) if each}:
            ids = book.pairings
            yield _unknown(path, ("assigned", "pairing"), f"there is no pairing {name}", name, ids)
    elif new.follows != record.pairing or old.followed_by not in {None, name}:
        yield Hit(
            path,
            ("assigned", "pairing"),
            f"{name} and {record.pairing} do not point to each other",
            f"set follows in {name} to {record.pairing}, and followed_by in that one to {name}",
        )


def _unknown(path: str, where: Where, text: str, name: str, known: Iterable[str]) -> Hit:
    guess = Guesses(known).of(name)
    hint = f"did you mean {guess}?" if guess else "correct the name"
    return Hit(path, where, text, hint)


RULE = ProgramRule("unknown-reassignment", "error", check)
