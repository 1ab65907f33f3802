"""What the commands of a search for another mentor have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.private.sealed_text import leaders
from mentorctl.model.paths import REASSIGNMENTS, file_in, stem_in
from mentorctl.reports.mentor_search import search
from mentorctl.store.errors import StoreError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mentorctl.cli.editing.transaction import Transaction
    from mentorctl.cli.state import State
    from mentorctl.model.outreach import StepStanding
    from mentorctl.model.reassignment import ReassignmentSetting
    from mentorctl.reports.mentor_search import Search

__all__ = [
    "SearchArgument",
    "found_open",
    "leader_of",
    "one_search",
    "pass_through",
    "reached",
    "search_first",
    "setting",
    "what_first",
]

MOST_NAMED = 4

SearchArgument = Annotated[
    str,
    typer.Argument(
        metavar="SEARCH",
        help="A search by its name or a part of it, such as the pairing's.",
        autocompletion=completion.searches,
    ),
]


def setting(state: State) -> ReassignmentSetting:
    """How this program looks for another mentor.

    Raises:
        StoreError: program.yaml does not say.
    """
    found = state.counted.program.reassignment
    if not found.steps:
        raise StoreError(
            f"program.yaml does not say how another {state.counted.words['mentor']} is looked for",
            "write its steps under reassignment, as the preset south-bay-induction has them:"
            " mentorctl edit program",
        )
    return found


def one_search(state: State, given: str) -> Search:
    """The search that is meant; of several for one pairing, the one that is open.

    Raises:
        typer.BadParameter: None is meant, or several.
    """
    setting(state)
    known = {
        stem_in(REASSIGNMENTS, path) or "": each
        for path, each in state.counted.reassignments.items()
    }
    still = [name for name, each in known.items() if each.is_open and given.lower() in name]
    name = still[0] if len(still) == 1 else lookup.match_one("search", given, sorted(known))
    return search(state.counted, file_in(REASSIGNMENTS, name), known[name])


def found_open(state: State, given: str) -> Search:
    """The search that is meant, which must still go on.

    Raises:
        typer.BadParameter: None is meant, or it is over.
    """
    found = one_search(state, given)
    if not found.record.is_open:
        raise typer.BadParameter(
            f"{found.name} is over; begin another one: mentorctl reassign start PAIRING"
        )
    return found


def search_first(state: State, first: str, second: str | None) -> tuple[str, str | None]:
    """A search and the word beside it, also where the search was typed last."""
    if second is None or _is_search(state, first) or not _is_search(state, second):
        return first, second
    return second, first


def _is_search(state: State, given: str) -> bool:
    return lookup.is_one(lambda: one_search(state, given))


def leader_of(state: State) -> str:
    """The id of who leads the search: the only one; empty where several do or nobody does."""
    people = leaders(state)
    return people[0] if len(people) == 1 else ""


def reached(found: Search, name: str) -> StepStanding:
    """A step of a search, once all before it are behind it.

    Raises:
        typer.BadParameter: An earlier step comes first.
    """
    standings = found.standings
    index = next(at for at, each in enumerate(standings) if each.step.id == name)
    for earlier in standings[:index]:
        if earlier.state not in {"through", "skipped"}:
            raise typer.BadParameter(
                f"{earlier.step.id} comes before {name}: {what_first(earlier)}; or leave it out"
                f" for a reason: mentorctl reassign skip {found.name} {earlier.step.id}"
                " --reason TEXT"
            )
    return standings[index]


def what_first(standing: StepStanding) -> str:
    """What is still to be done in a step."""
    if standing.willing:
        return f"{_listed(standing.willing)} said yes"
    if standing.step.how == "one-by-one":
        return f"{_listed(standing.left)} still to be asked"
    if standing.step.how == "leader":
        return "whoever leads the search takes over"
    return "no answer yet" if standing.is_sent else "not sent yet"


def pass_through(change: Transaction, found: Search, name: str, on: dt.date) -> None:
    """Write down that the steps before one have led to nothing, where nothing says so yet."""
    known = {each.step for each in found.record.passed}
    asked = {each.step for each in found.record.contacts}
    for standing in found.standings:
        if standing.step.id == name:
            return
        if standing.step.id not in known:
            entry: dict[str, Any] = {"step": standing.step.id, "on": on}
            if standing.step.id not in asked:
                entry["reason"] = "nobody could be asked"
            change.append(found.path, ("passed",), entry)


def _listed(people: Sequence[str]) -> str:
    more = f" and {len(people) - MOST_NAMED} more" if len(people) > MOST_NAMED else ""
    return ", ".join(people[:MOST_NAMED]) + more
