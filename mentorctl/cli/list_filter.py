"""`--advisor` and `--area`: the part of a list that is one advisor's, or of a content area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.model.roles import SIDES

if TYPE_CHECKING:
    from collections.abc import Collection

    from mentorctl.cli.state import State

__all__ = ["Advisor", "Area", "advisor_of", "chosen_pairings", "pairings_like", "people_of"]

Advisor = Annotated[
    str | None,
    typer.Option(metavar="PERSON", help="Only this advisor's.", autocompletion=completion.people),
]
Area = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help="Only content areas with these words in their name."),
]


def advisor_of(state: State, given: str | None) -> str | None:
    """The id of the advisor that is meant; somebody who advises no pairing has an empty list.

    Raises:
        typer.BadParameter: Nobody is meant, or several are.
    """
    if given is None or given in state.folder.people.ids:
        return given
    known = {pairing.advisor for each in state.folder.pairing_ids
             if (pairing := state.folder.pairing(each)) and pairing.advisor}  # fmt: skip
    return lookup.person(state, given, among=known)


def chosen_pairings(state: State, advisor: str | None, area: str | None) -> frozenset[str] | None:
    """The pairings of one advisor, and of content areas; None where all are meant.

    Args:
        state: The run of the command.
        advisor: The advisor as they were typed.
        area: Words of the content area.

    Raises:
        typer.BadParameter: There is no such advisor, or no pairing is of such an area.
    """
    if advisor is None and area is None:
        return None
    who = advisor_of(state, advisor)
    pairings = {each: state.folder.pairing(each) for each in state.folder.pairing_ids}
    areas = {name: (pairing.content_area or "") for name, pairing in pairings.items() if pairing}
    if area is not None and not any(area.casefold() in each.casefold() for each in areas.values()):
        lookup.match_one("content area", area, sorted(set(areas.values()) - {""}))
    return pairings_like(state, who, area)


def pairings_like(state: State, advisor: str | None, area: str | None) -> frozenset[str] | None:
    """The same of an advisor's id and of areas that none may have any more."""
    if advisor is None and area is None:
        return None
    pairings = {each: state.folder.pairing(each) for each in state.folder.pairing_ids}
    return frozenset(
        name
        for name, pairing in pairings.items()
        if pairing
        and (advisor is None or pairing.advisor == advisor)
        and (area is None or area.casefold() in (pairing.content_area or "").casefold())
    )


def people_of(state: State, pairings: Collection[str] | None) -> Collection[str] | None:
    """Everybody who is in some pairings; None where all are meant."""
    if pairings is None:
        return None
    known = filter(None, map(state.folder.pairing, pairings))
    return {getattr(pairing, side) for pairing in known for side in SIDES}
