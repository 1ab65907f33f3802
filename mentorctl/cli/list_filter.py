"""`--advisor`, `--area`, `--school`, `--owner`, `--required`: the part of a list that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.output.in_short import many
from mentorctl.model.person import name_of
from mentorctl.model.roles import SIDES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mentorctl.cli.state import State
    from mentorctl.model.pairing import Pairing

__all__ = [
    "Advisor",
    "Area",
    "Owner",
    "Required",
    "School",
    "advisor_of",
    "chosen_pairings",
    "narrow_to",
    "pairings_like",
    "people_of",
]

Advisor = Annotated[
    str | None,
    typer.Option(metavar="PERSON", help="Only this advisor's.", autocompletion=completion.people),
]
Area = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Only content areas with these words in their name."),
]
School = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Only where these words are in the mentee's school's name."),
]
Owner = Annotated[
    str | None,
    typer.Option(
        metavar="ROLE",
        help="Only what is the move of people in this role.",
        autocompletion=completion.roles,
    ),
]
Required = Annotated[
    bool, typer.Option("--required", help="Only what is held against somebody, no reminders.")
]


def advisor_of(state: State, given: str | None) -> str | None:
    """The id of the advisor that is meant; somebody who advises no pairing has an empty list.

    Raises:
        typer.BadParameter: Nobody is meant, or several are.
    """
    if given is None or given in state.counted.people.ids:
        return given
    known = {pairing.advisor for pairing in _pairings(state).values() if pairing.advisor}
    return lookup.person(state, given, among=known)


def chosen_pairings(
    state: State, advisor: str | None, area: str | None, school: str | None = None
) -> frozenset[str] | None:
    """The pairings of one advisor, of content areas and of schools; None where all are meant.

    That a list tells of these alone is said at its end, whose numbers one takes for the whole.

    Args:
        state: The run of the command.
        advisor: The advisor as they were typed.
        area: Words of the content area.
        school: Words of the name of the mentee's school.

    Raises:
        typer.BadParameter: There is no such advisor, or no pairing is of such an area or school.
    """
    if advisor is None and area is None and school is None:
        return None
    who = advisor_of(state, advisor)
    pairings = _pairings(state)
    areas = {name: (pairing.content_area or "") for name, pairing in pairings.items()}
    _refuse_unknown("content area", area, areas.values())
    if school is not None:
        _refuse_unknown("school", school, _schools(state).values())
    chosen = pairings_like(state, who, area, school)
    by = ", ".join(_said(state, who, area, school))
    state.narrow(f"{len(chosen or ())} of {many(len(state.counted.pairing_ids), 'pairing')} ({by})")
    return chosen


def narrow_to(state: State, pairings: Collection[str] | None, owner: str | None) -> str | None:
    """Note of which pairings, and of whose moves, a list tells.

    Args:
        state: The run of the command.
        pairings: The pairings that were named; None where none was.
        owner: The role as it was typed.

    Returns:
        The id of the role.

    Raises:
        typer.BadParameter: There is no such role, or several are meant.
    """
    role = lookup.role(state, owner) if owner is not None else None
    if role is not None:
        state.narrow(f"what is the move of the {state.counted.words[role]}")
    if pairings is not None:
        state.narrow(", ".join(sorted(pairings)))
    return role


def _said(state: State, advisor: str | None, area: str | None, school: str | None) -> Iterator[str]:
    """By what pairings were chosen, in words."""
    if advisor is not None:
        yield f"{state.counted.words['advisor']} {name_of(state.counted.people, advisor)}"
    if area is not None:
        yield f"content area {area!r}"
    if school is not None:
        yield f"school {school!r}"


def _schools(state: State) -> dict[str, str]:
    """The school of each pairing's mentee, as far as it is known."""
    people = state.counted.people
    held = ((name, people.get(pairing.mentee)) for name, pairing in _pairings(state).items())
    return {name: person.school or "" for name, person in held if person}


def _refuse_unknown(what: str, given: str | None, known: Collection[str]) -> None:
    if given is not None and not any(_is_in(given, each) for each in known):
        lookup.match_one(what, given, sorted(set(known) - {""}))


def _is_in(words: str, name: str) -> bool:
    return words.casefold() in name.casefold()


def pairings_like(
    state: State, advisor: str | None, area: str | None, school: str | None = None
) -> frozenset[str] | None:
    """The same of an advisor's id, and of areas and schools that none may have any more."""
    if advisor is None and area is None and school is None:
        return None
    schools = _schools(state) if school is not None else {}
    return frozenset(
        name
        for name, pairing in _pairings(state).items()
        if (advisor is None or pairing.advisor == advisor)
        and (area is None or _is_in(area, pairing.content_area or ""))
        and (school is None or _is_in(school, schools.get(name, "")))
    )


def people_of(state: State, pairings: Collection[str] | None) -> Collection[str] | None:
    """Everybody who is in some pairings; None where all are meant."""
    if pairings is None:
        return None
    known = (pairing for name, pairing in _pairings(state).items() if name in pairings)
    return {getattr(pairing, side) for pairing in known for side in SIDES}


def _pairings(state: State) -> dict[str, Pairing]:
    """The pairings of the year that can be read, by id, as they count."""
    read = ((each, state.counted.pairing(each)) for each in state.counted.pairing_ids)
    return {name: pairing for name, pairing in read if pairing is not None}
