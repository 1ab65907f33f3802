"""A standard, or an item of one, is not known.

What it finds
    Standards that program.yaml names and standards/rules/ does not have; a standard whose id is
    not the name of its file; items with the same id; a check that there is none of; answers on
    items that no standard has; a file of answers that is not named by a program year.

Why it matters
    An answer on an item that does not exist is an answer that nobody sees, and a check that is
    misspelt shows nothing.

Example
    standards/2026-2027.yaml:

        answers:
          a-11:      the standard has items a-1 to a-7

How to mend it
    Correct the name. A standard that is missing is brought in with mentorctl standards --adopt.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mentorctl.model.kinds import IN_NEEDS
from mentorctl.model.needs import Need
from mentorctl.model.paths import PROGRAM_FILE, STANDARD_RULES, answers_file, standard_file, stem_in
from mentorctl.model.showing import UnknownCheck, parse
from mentorctl.rules._lookups import Guesses, is_year
from mentorctl.rules.base import Book, Context, Hit, Hits, ProgramRule

if TYPE_CHECKING:
    from mentorctl.model.standard import Standard

_RECORDS = frozenset({"meetings", "year", *IN_NEEDS})


def check(book: Book, ctx: Context) -> Hits:
    """Follow the names from program.yaml to the standards, and from the answers to their items."""
    yield from _named(book, ctx)
    seen: set[str] = set()
    for path, standard in sorted(book.standards.items()):
        yield from _rules(path, standard, seen)
    yield from _answers(book, ctx, seen)


def _named(book: Book, ctx: Context) -> Hits:
    for index, name in enumerate(ctx.program.standards):
        path = standard_file(name)
        if path not in book.standards and path not in book.broken:
            yield Hit(
                PROGRAM_FILE,
                ("standards", index),
                f"{path} is not there",
                f"correct the name, or bring it in: mentorctl standards --adopt {name}",
            )


def _rules(path: str, standard: Standard, seen: set[str]) -> Hits:
    stem = PurePosixPath(path).stem
    if standard.id != stem:
        hint = f"write id: {stem}, or rename the file to {standard.id}.yaml"
        yield Hit(path, ("id",), f"the id {standard.id} is not the name of this file", hint)
    for at, part in enumerate(standard.parts):
        for index, item in enumerate(part.items):
            where = ("parts", at, "items", index)
            if item.id in seen:
                hint = "give each item an id of its own, among all standards of this program"
                yield Hit(path, (*where, "id"), f"{item.id} is the id of another item too", hint)
            seen.add(item.id)
            for place, text in enumerate(item.shown_by):
                if not _is_check(text):
                    yield Hit(
                        path,
                        (*where, "shown_by", place),
                        f"there is no check called {text}",
                        "write a need like plan:approved.on, or a check like log:meeting>=1",
                    )


def _is_check(text: str) -> bool:
    try:
        found = parse(text)
    except UnknownCheck:
        return False
    # whether this program has the record is not the standard's business; whether any has is
    return not isinstance(found, Need) or found.record in _RECORDS


def _answers(book: Book, ctx: Context, known: set[str]) -> Hits:
    for path in sorted(book.answers):
        if not is_year(PurePosixPath(path).stem):
            hint = f"rename it; this year's are {answers_file(ctx.program.year)}"
            yield Hit(path, (), "answers are named by their program year", hint)
    path = answers_file(ctx.program.year)
    if path not in book.answers or any(stem_in(STANDARD_RULES, each) for each in book.broken):
        return
    guesses = Guesses(sorted(known))
    for item in book.answers[path].answers:
        if item not in known:
            guess = guesses.of(item)
            yield Hit(
                path,
                ("answers", item),
                f"no standard of this program has an item {item}",
                f"did you mean {guess}?" if guess else "correct the id, or take the answer out",
            )


RULE = ProgramRule("unknown-standard", "error", check)
