"""Helpers of the commands that change one pairing's records."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from mentorctl.cli import lookup
from mentorctl.cli.editing.transaction import show
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import complain, confirmed, note
from mentorctl.cli.record_lookup import experience
from mentorctl.cli.signing.identity import acting
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import PAIRING_FILE
from mentorctl.model.roles import THE_PAIR
from mentorctl.model.spoken import experience_number, numbers_apart
from mentorctl.reports.folder_reading import sound_context
from mentorctl.store.edit.set_value import set_value
from mentorctl.trail.errors import TrailError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mentorctl.cli.editing.transaction import Transaction
    from mentorctl.cli.state import State
    from mentorctl.model.finding import Where
    from mentorctl.model.team import Team

__all__ = [
    "advisor",
    "besides",
    "counted_experiences",
    "entered",
    "experience_numbers",
    "experiences",
    "fill",
    "in_order",
    "is_there",
    "name_doubted",
    "names_of",
    "nothing_to_do",
    "of_each",
    "put_leave",
    "replace",
    "sentence",
    "team",
]

MOST_NAMED = 5


def team(change: Transaction, given: str, *needed: str, on: dt.date | None = None) -> Team:
    """The records of the pairing that a person means.

    Args:
        change: What the command is about to change.
        given: A pairing's id, or a part of it.
        needed: Records (`plan.yaml`) that the command builds on.
        on: The day of what is noted; the day on which to judge when left out.

    Raises:
        BrokenProgram: The program contradicts itself so that nothing can be judged by it.
        typer.BadParameter: No pairing is meant, or several.
        typer.Exit: A record that is needed cannot be read; its faults have been shown.
    """
    state = change.state
    sound_context(state.folder, change.today)
    found = state.folder.team(lookup.pairing(state, given, on or change.today))
    faulty = {found.path(record) for record in needed if record in found.broken}
    if faulty:
        show(each for each in state.folder.reader.findings if each.path in faulty)
        note(f"nothing was changed: mend {', '.join(sorted(faulty))} first")
        raise typer.Exit(FINDINGS)
    return found


def in_order(
    change: Transaction, words: Sequence[str], is_what: Callable[[str], bool]
) -> tuple[str, list[str]]:
    """`lookup.pairing_first`, once the program is known to be sound.

    Raises:
        BrokenProgram: The program contradicts itself so that nothing can be judged by it.
    """
    sound_context(change.state.folder, change.today)
    return lookup.pairing_first(change.state, words, is_what)


def advisor(state: State, of: Team, given: str) -> str:
    """The id of who approves or receives something of a pairing: its advisor, if nobody is named.

    Raises:
        typer.BadParameter: Nobody is meant, or several, or one who is only mentee or mentor; or the
            pairing has no advisor.
    """
    if given:
        who = lookup.approver(state, given, of)
        known, words = state.person(who), state.folder.words
        is_one_of_them = known is not None and bool(known.roles) and {*known.roles} <= {*THE_PAIR}
        if known and is_one_of_them and who not in state.folder.program.coordinators:
            raise typer.BadParameter(
                f"{known.name} is {words[known.roles[0]]} alone, and this is for the"
                f" {words['advisor']} to do; say who it was with --by PERSON"
            )
        return who
    own = lookup.holder(state, of, "advisor")
    if not own or state.person(own) is None:
        raise typer.BadParameter(
            state.folder.words.say(f"{of.id} names no {{advisor}} that has a file in people/; ")
            + "say who it was with --by PERSON"
        )
    return own


def entered(state: State, person: str) -> str:
    """What a message says where somebody else writes it down for a person; else empty."""
    runner, name = acting(state)
    return "" if runner == person else f", entered by {name}"


def is_there(state: State, record: Team, name: str) -> bool:
    """Whether a pairing has a file."""
    return name in state.folder.files_of(record.id, record.year)


def experiences(
    change: Transaction, pairing: str, given: Sequence[str], on: dt.date | None
) -> tuple[Team, list[int]]:
    """The records of a pairing, and the numbers of some of its experiences.

    Args:
        change: What the command is about to change.
        pairing: The pairing as it was typed, or an experience if that came first.
        given: The experiences as they were typed (`1 2`, `1,2`, `1 and 2`, a title), and the
            pairing if that came last.
        on: The day of what is noted; the day on which to judge when left out.

    Raises:
        BrokenProgram: The program contradicts itself so that nothing can be judged by it.
        typer.BadParameter: One of them is not there, or could be several.
        typer.Exit: The record of an experience cannot be read; its faults have been shown.
    """
    state = change.state
    words = numbers_apart([pairing, *given])
    first, others = in_order(change, words, lambda text: experience_number(text) is not None)
    found = lookup.pairing(state, first, on or change.today)
    numbers = experience_numbers(state, others, found)
    return team(change, found, *(f"experiences/{number}.yaml" for number in numbers)), numbers


def experience_numbers(state: State, given: Sequence[str], of: str) -> list[int]:
    """The numbers of the experiences that a person means, each once.

    Words that are no numbers are one title, however many they are.

    Args:
        state: The run of the command.
        given: What was typed: `1 2`, or words of a title.
        of: The pairing's id.

    Raises:
        typer.BadParameter: As for `record_lookup.experience`.
    """
    title = " ".join(each for each in given if experience_number(each) is None)
    meant = [each for each in given if experience_number(each) is not None] + [title] * bool(title)
    return list(dict.fromkeys(experience(state, each, of) for each in meant))


def counted_experiences(numbers: Sequence[int]) -> str:
    """Experiences by their numbers: `experience 1`, `experiences 1, 2 and 3`."""
    *most, last = map(str, numbers)
    return f"experiences {', '.join(most)} and {last}" if most else f"experience {last}"


def of_each(said: Mapping[str, Sequence[int]]) -> str:
    """What is said of experiences, those of which the same is said together."""
    return "; ".join(f"{counted_experiences(each)}{text}" for text, each in said.items())


def besides(also: Mapping[str, Sequence[int]], said: Mapping[str, Sequence[int]]) -> list[str]:
    """What is set besides, with the experiences where it is not of all that were told of."""
    every = [number for each in said.values() for number in each]
    return [text if sorted(each) == sorted(every) else f"{text} of {counted_experiences(each)}"
            for text, each in also.items()]  # fmt: skip


def fill(
    change: Transaction,
    of: Team,
    kind: str,
    key: str,
    values: Mapping[Where, Any],
    first: Mapping[str, Any],
) -> None:
    """Set values of a pairing's record, and make the record where it is not there yet.

    Args:
        change: What collects the change.
        of: The pairing.
        kind: The kind of record.
        key: Which one of its kind; empty where there is only one.
        values: What to set, by place.
        first: What a new record holds besides.
    """
    state, what = change.state, kind_named(kind)
    path = of.path(what.path(key))
    if is_there(state, of, what.path(key)):
        for where, value in values.items():
            change.set(path, where, value)
        return
    program, words = state.folder.program, state.folder.words
    from mentorctl.store.scaffold import record_text  # noqa: PLC0415 - only for a new file

    text = record_text(what, path, program, words, first)
    for where, value in values.items():
        text = set_value(text, where, value)
    change.create(path, text)


def replace(what: str, old: object, new: object, *, yes: bool) -> None:
    """Ask before something that is filled in is replaced.

    Args:
        what: What it is.
        old: What stands there; nothing is asked where it is blank or the same.
        new: What shall stand there.
        yes: Whether the person has agreed beforehand.

    Raises:
        typer.Exit: It shall stay.
    """
    if yes or old is None or old == new:
        return
    if sys.stdin.isatty():
        if confirmed(f"{what} is {old}; write {new} instead?"):
            return
        note("nothing was changed")
    else:
        complain(f"{what} is {old} already", f"to write {new} instead, add --yes")
    raise typer.Exit(FINDINGS)


def put_leave(  # noqa: PLR0913 - one for each thing that it says
    change: Transaction,
    team: Team,
    field: str,
    leave: Mapping[str, Any],
    *,
    what: str,
    said: str,
    done: str,
    yes: bool,
) -> None:
    """Add an extension or a waiver, or put it in the place of one that is there for the same.

    A pairing that has ended gets none: nothing of it is waited for any more.

    Args:
        change: What the command is about to change.
        team: The pairing.
        field: The list that it belongs to.
        leave: Its values, first what it is about.
        what: What it is.
        said: How one is told, with `{field}` for its values.
        done: How it is told that there is nothing to do, likewise.
        yes: Whether the person has agreed beforehand that one is replaced.

    Raises:
        typer.BadParameter: The pairing has ended.
        typer.Exit: It is there already, or the one that is there shall stay.
    """
    path = team.path(PAIRING_FILE)
    state = team.pairing.state_on(change.today) if team.pairing else "active"
    if team.pairing is not None and state != "active":
        last = f", last day {team.pairing.ends}" if team.pairing.ends else ""
        raise typer.BadParameter(
            f"{team.id} is {state}{last}, and nothing of it is waited for any more; if it goes on,"
            f" set it back first: mentorctl edit {team.id} pairing --set state=active --set ends="
        )
    about, wanted = next(iter(leave.items()))
    for index, known in enumerate(getattr(team.pairing, field, ())):
        held = {name: getattr(known, name) for name in leave}
        if held[about] != wanted:
            continue
        if held == leave:
            nothing_to_do(f"{wanted} {done.format(**held)} already", change.state, path)
        replace(f"{what} of {wanted}", said.format(**held), said.format(**leave), yes=yes)
        for name, value in leave.items():
            change.set(path, (field, index, name), value)
        return
    change.append(path, (field,), leave)


def nothing_to_do(message: str, state: State | None = None, *paths: str) -> NoReturn:
    """Say that there is nothing to change, and which of it counts for nothing; exit with 0.

    Args:
        message: What stands there already.
        state: The run of the command, where that stands in records.
        *paths: These records.

    Raises:
        typer.Exit: Always, with 0.
    """
    note(f"{message}; there is nothing to change")
    if state is not None:
        name_doubted(state, *paths)
    raise typer.Exit


def name_doubted(state: State, *paths: str) -> None:
    """Say what of records that stay as they are counts for nothing, and how it comes to count."""
    from mentorctl.cli.signing.doubted_values import leave_alone  # noqa: PLC0415 - brings cryptography

    there = (path for path in dict.fromkeys(paths) if path in state.folder.files)
    # where no history can tell, nothing is asked of it
    with suppress(TrailError):
        leave_alone(state, {path: (state.folder.reader.content(path),) * 2 for path in there})


def sentence(text: str, option: str) -> str:
    """A text option that must not be empty.

    Raises:
        typer.BadParameter: There are none.
    """
    said = text.strip()
    if not said:
        raise typer.BadParameter(f"say it in a few words: --{option} TEXT")
    return said


def names_of(state: State, people: Iterable[str]) -> str:
    """People by name, the first few, and how many more."""
    ids = list(people)
    names = [state.name_of(each) for each in ids[:MOST_NAMED]]
    if len(ids) > MOST_NAMED:
        return f"{', '.join(names)} and {len(ids) - MOST_NAMED} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
