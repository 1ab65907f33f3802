"""Resolves what the user typed to a pairing, person, role or another named thing.

Each of them has one way in, the same for every command. An id, or a part of one, is found without
reading any record; only other words (a full name, an email) open the files.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

import typer

from mentorctl.cli.output.console import note, shown
from mentorctl.model.paths import (
    PAIRINGS,
    PEOPLE,
    SUFFIX,
    in_pairing,
    pairing_file,
    pairings_of,
)
from mentorctl.model.roles import SIDES, THE_PAIR
from mentorctl.model.spoken import is_name_of, plain, role_names

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.cli.state import State
    from mentorctl.model.team import Team

__all__ = [
    "approver",
    "holder",
    "is_one",
    "is_pairing",
    "match_one",
    "meeting",
    "only_person",
    "pairing",
    "pairing_first",
    "pairings",
    "person",
    "role",
]

T = TypeVar("T")
MOST_NAMED = 6


def pairing(state: State, given: str, on: dt.date | None = None) -> str:
    """The id of the pairing of the program year that a person means.

    It is meant by its id or a part of it, by the path of its folder or of a record in it, by words
    of the two names, or by somebody who is in this one alone. Of several that one mentor or mentee
    has had, it is the one that was under way on the day, which is said.

    Args:
        state: The run of the command.
        given: What was typed.
        on: The day of what is looked for; the day on which to judge when left out.

    Raises:
        typer.BadParameter: None is meant, or several are.
    """
    given = _without_folder(state, given)
    if state.folder.files_of(given):
        return given
    found = _pairings_like(state, given)
    if not found:
        _refuse_other_years(state, given)
        _refuse_unpaired(state, given)
    if len(found) > 1:
        had = _had_on(state, given, found, on)
        if had is not None:
            return had
        raise typer.BadParameter(
            f"{given!r} could be several: {_listed([_standing(state, each) for each in found])};"
            " write more of the id"
        )
    return match_one("pairing", given, state.folder.pairing_ids, found)


def pairings(state: State, given: str) -> list[str]:
    """The ids of the pairings that a person means: one, or all that somebody is in.

    Raises:
        typer.BadParameter: None is meant, or several of several people.
    """
    found = _pairings_like(state, _without_folder(state, given))
    if len(found) > 1 and only_person(state, given) is not None:
        return found
    return [pairing(state, given)]


def only_person(state: State, given: str) -> str | None:
    """The id of the one person that a text can mean, where it can mean just one."""
    if given in state.folder.people.ids:
        return given
    found = _people_like(state, given)
    return found[0] if len(found) == 1 else None


def person(state: State, given: str, among: Collection[str] = ()) -> str:
    """The id of the person that a person means.

    They are meant by their id or a part of it, by their name in either order, by words of it, or by
    their email.

    Args:
        state: The run of the command.
        given: What was typed.
        among: The ids of those who are meant first, where a part could mean several people.

    Raises:
        typer.BadParameter: Nobody is meant, or several are.
    """
    given = given.removeprefix(f"{PEOPLE}/").removesuffix(SUFFIX)
    ids = sorted(state.folder.people.ids)
    if given in state.folder.people.ids:
        return given
    found = _people_like(state, given)
    found = [each for each in found if each in among] or found
    if len(found) > 1 and given.lower() not in found[0]:
        people = state.counted.people
        known = {each: people.get(each) for each in found}
        raise typer.BadParameter(
            f"{given!r} could be several: "
            + _listed([f"{each} ({who.school})" if who and who.school else each
                       for each, who in known.items()])
            + "; write the id"
        )  # fmt: skip
    return match_one("person", given, ids, found)


def holder(state: State, of: Team, role: str) -> str:
    """The id of who rightly has a role in a pairing; empty for nobody."""
    pairing = state.counted.pairing(of.id, of.year)
    return getattr(pairing, role, None) or ""


def approver(state: State, given: str, of: Team) -> str:
    """The id of the person who agrees to something about a pairing: a person, or by their role.

    Args:
        state: The run of the command.
        given: What was typed; a role means who has it in the pairing, or alone has it at all.
        of: The pairing.

    Raises:
        typer.BadParameter: Nobody is meant, or several are.
    """
    named = role_names(state.folder.program, state.folder.words).get(" ".join(plain(given)))
    if named is None:
        return person(state, given)
    if named in SIDES and (held := holder(state, of, named)):
        return held
    all_with = [name for name, each in state.counted.people.items() if named in each.roles]
    if len(all_with) == 1 and named not in SIDES:
        return all_with[0]
    who = f"; it could be {_listed(all_with)}" if all_with else ""
    raise typer.BadParameter(f"no one alone is {given!r} for this pairing{who}; write the id")


def role(state: State, given: str) -> str:
    """The id of the role that a person means: by its id, its title or the program's term for it.

    Capitals, accents and the plural make no difference.

    Raises:
        typer.BadParameter: The program has no such role, or several are meant.
    """
    program = state.folder.program
    names = role_names(program, state.folder.words)
    said = " ".join(plain(given))
    if said in names:
        return names[said]
    found = dict.fromkeys(name for each, name in names.items() if said and said in each)
    known = [each.id for each in program.roles]
    if not found:
        found = dict.fromkeys(names[each] for each in difflib.get_close_matches(said, names, n=1))
        if found:
            raise typer.BadParameter(
                f"no role is called {given!r}; did you mean {next(iter(found))}?"
            )
    return match_one("role", given, known, list(found))


def meeting(state: State, given: str) -> str:
    """The id of the meeting that a person means.

    Raises:
        typer.BadParameter: program.yaml has no such meeting.
    """
    known = [each.id for each in state.folder.program.meetings]
    if not known:
        raise typer.BadParameter(
            "this program requires no meetings; one of a pairing is noted with:"
            " mentorctl log PAIRING --kind meeting --from HH:MM --until HH:MM"
        )
    return match_one("meeting", given, known)


def pairing_first(
    state: State, words: Sequence[str], is_what: Callable[[str], bool]
) -> tuple[str, list[str]]:
    """The words of a command with the pairing first, in whichever order they were typed.

    Args:
        state: The run of the command.
        words: What was typed, the first of it where the pairing belongs.
        is_what: Whether a word names what is to be done with a pairing.

    Returns:
        The pairing as it was typed, and the other words in their order. Where only some of the
        words are understood, they decide, so that the other one is named; else they stay as they
        are.
    """

    def understood(at: int) -> int:
        return is_pairing(state, words[at]) + sum(map(is_what, [*words[:at], *words[at + 1 :]]))

    # whether another word can mean a pairing may take all records of people to tell
    at = 0 if understood(0) == len(words) else max(range(len(words)), key=understood)
    return words[at], [*words[:at], *words[at + 1 :]]


def is_one(found: Callable[[], object]) -> bool:
    """Whether something is found: a test for words, from what looks them up."""
    try:
        found()
    except typer.BadParameter:
        return False
    return True


def is_pairing(state: State, given: str) -> bool:
    """Whether a word can mean a pairing, or several."""
    return bool(state.folder.files_of(given) or _pairings_like(state, given))


def match_one(
    what: str, given: str, known: Iterable[str], found: Iterable[str] | None = None
) -> str:
    """The one known name that equals the text, or that alone contains it, blanks for dashes.

    Args:
        what: What is looked for, for the message.
        given: What was typed.
        known: All there are.
        found: Those that it can mean, where that is more than what contains it.

    Raises:
        typer.BadParameter: There is none, or there are several.
    """
    names = list(known)
    if given in names:
        return given
    if found is None:
        run = "".join(plain(given))
        # `south bay` and `southbay`, where the id has a dash
        found = [name for name in names if given.lower() in name] or [
            name for name in names if run and run in name.replace("-", "")
        ]
    meant = list(found)
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise typer.BadParameter(
            f"{given!r} could be several: {_listed(meant)}; write more of the id"
        )
    raise typer.BadParameter(f"no {what} is called {given!r}; {_hint(given.lower(), names)}")


def _without_folder(state: State, given: str) -> str:
    """A pairing that is named by the path of its folder, or of a record in it, by its id."""
    place = given.replace("\\", "/").rstrip("/")
    if not place.startswith(f"{PAIRINGS}/"):
        return given
    inside = in_pairing(place if place.endswith(SUFFIX) else f"{place}/pairing{SUFFIX}")
    if inside is None:
        return given
    year = state.folder.program.year
    if inside.year != year:
        raise typer.BadParameter(
            f"{inside.pairing} is a pairing of {inside.year}, and this program's year is {year}"
        )
    return inside.pairing


def _had_on(state: State, given: str, found: list[str], on: dt.date | None) -> str | None:
    """Of several pairings of one mentor or mentee, the one under way on a day; says which."""
    from mentorctl.model.pairing import had_on  # noqa: PLC0415 - only where several can be meant

    known = {each: state.counted.pairing(each) for each in found}
    day = on or state.today(state.judged_on)
    had = had_on(day, known)
    if had is not None:
        others = _listed([_standing(state, each) for each in found if each != had])
        note(f"{shown(given)}: {had}, their pairing on {day}; not {others}")
    return had


def _standing(state: State, pairing: str) -> str:
    """A pairing's id, and how it stands where it is not under way."""
    known = state.counted.pairing(pairing)
    return pairing if known is None or known.state == "active" else f"{pairing} ({known.state})"


def _refuse_other_years(state: State, given: str) -> None:
    """Say so where just a pairing of another year is meant, the latest such year first.

    Raises:
        typer.BadParameter: One is.
    """
    folder = state.folder
    for year in sorted(folder.files.folders(PAIRINGS), reverse=True):
        ids = [] if year == folder.program.year else folder.files.folders(pairings_of(year))
        found = [each for each in ids if given.lower() in each or is_name_of(given, each)]
        if given.strip() and found:
            one = found[0]
            raise typer.BadParameter(
                f"no pairing of {folder.program.year} is called {given!r}, but {_listed(found)} of"
                f" {year}; to see it: mentorctl status {one} --year {year}; to put something into"
                f" one of its records: mentorctl edit {pairing_file(year, one, 'log.yaml')}"
            )


def _refuse_unpaired(state: State, given: str) -> None:
    """Say so where somebody is meant who is in no pairing of the year.

    Raises:
        typer.BadParameter: Somebody is.
    """
    who = only_person(state, given)
    known = state.counted.people.get(who) if who else None
    if known is None:
        return
    sides = {"mentee": f"{who} MENTOR", "mentor": f"MENTEE {who}"}
    pair = next((f"to pair them: mentorctl pair {words} --starts DATE; "
                 for side, words in sides.items() if side in known.roles), "")  # fmt: skip
    raise typer.BadParameter(
        f"{known.name} is in no pairing of {state.folder.program.year}; {pair}to see what is"
        f" known of them: mentorctl person {who}"
    )


def _pairings_like(state: State, given: str) -> list[str]:
    """The pairings that a text can mean: by their ids if possible, else by who is in them."""
    ids = state.folder.pairing_ids
    found = [name for name in ids if given.lower() in name]
    if found or not given.strip():
        return found
    found = [name for name in ids if is_name_of(given, name)]
    if found:
        return found
    people = _people_like(state, given)
    for sides in (THE_PAIR, SIDES):
        for each in ids if people else ():
            known = state.counted.pairing(each)
            if known and any(getattr(known, side) in people for side in sides):
                found.append(each)
        if found:
            break
    return found


def _people_like(state: State, given: str) -> list[str]:
    """The people that a text can mean: the first of id, email, name and parts that fits anybody."""
    from mentorctl.store.parse.fast import reading  # noqa: PLC0415 - as above

    found = sorted(name for name in state.folder.people.ids if given.lower() in name)
    if found or not given.strip():
        return found
    with reading():
        known = list(state.counted.people.items())
    if "@" in given:
        said = given.strip().casefold()
        return [name for name, each in known if (each.email or "").casefold() == said]
    whole = [name for name, each in known if is_name_of(given, each.name, whole=True)]
    return whole or [name for name, each in known if is_name_of(given, each.name)]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


def _hint(given: str, names: list[str]) -> str:
    """A suggestion: a similar name, or one with a similar part."""
    from mentorctl.model.ids import slug  # noqa: PLC0415 - only for what is not there

    parts = {part: name for name in reversed(names) for part in name.split("-")}
    last, _, first = given.partition(",")
    for said in filter(None, (first and slug(f"{first} {last}"), slug(given), given)):
        close = difflib.get_close_matches(said, names, n=1, cutoff=0.5)
        close = close or [parts[part] for part in difflib.get_close_matches(said, parts, n=1)]
        if close:
            return f"did you mean {close[0]}?"
    return f"known: {_listed(names)}" if names else "there is none yet"
