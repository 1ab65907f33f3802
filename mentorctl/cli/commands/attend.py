"""`mentorctl attend`: who was at a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing import record_fields
from mentorctl.cli.editing.transaction import Transaction, show
from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.options import Today, Yes, day
from mentorctl.cli.output.console import note
from mentorctl.cli.state import State
from mentorctl.model.expected import expected_of
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import meeting_file
from mentorctl.store.edit.rewrite import without_items
from mentorctl.store.scaffold import record_text

if TYPE_CHECKING:
    from mentorctl.model.meeting import Meeting
    from mentorctl.model.program import RequiredMeeting

__all__ = ["command"]


MeetingArgument = Annotated[
    str,
    typer.Argument(
        metavar="MEETING",
        help="A meeting of program.yaml.",
        autocompletion=completion.meetings,
    ),
]
PeopleArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PERSON…",
        help="Who was there: ids, or parts of them.",
        autocompletion=completion.people,
    ),
]
Pairings = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PAIRING",
        help="Those of this pairing who must be there.",
        autocompletion=completion.pairings,
    ),
]
Everybody = Annotated[
    bool, typer.Option("--all", help="Those of all active pairings who must be there.")
]
Absent = Annotated[
    list[str] | None,
    typer.Option(
        "--except",
        metavar="PERSON",
        help="Somebody of --all or --pairing who was not there; may be given again.",
        autocompletion=completion.people,
    ),
]
Mistaken = Annotated[
    list[str] | None,
    typer.Option(
        "--not",
        metavar="PERSON",
        help="Somebody who was noted by mistake: taken off the list; may be given again.",
        autocompletion=completion.people,
    ),
]
Held = Annotated[
    dt.date | None, typer.Option(parser=day, metavar="DATE", help="The day of the meeting.")
]


def command(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    meeting: MeetingArgument,
    people: PeopleArgument = None,
    pairing: Pairings = None,
    everybody: Everybody = False,
    absent: Absent = None,
    mistaken: Mistaken = None,
    on: Held = None,
    where: Annotated[str, typer.Option(metavar="TEXT", help="Where the meeting was.")] = "",
    today: Today = None,
    yes: Yes = False,
) -> None:
    """Note who attended a meeting, or with --not that somebody on its list did not."""
    state: State = context.obj
    change = Transaction(state, today)
    meeting, people = _meeting_first(state, meeting, people or [])
    setting = _setting(state, meeting)
    path = meeting_file(state.folder.program.year, setting.id)
    held = _held(state, path)
    who = [lookup.person(state, each) for each in people]
    expected = list(_expected(change, setting, pairing or [], on, everybody=everybody))
    if everybody and not expected and not who:
        raise typer.BadParameter(
            "no pairing is under way, so nobody had to be there; pair people: mentorctl pair --help"
        )
    who += _without(state, expected, absent or [], held)
    known = held.attended if held else ()
    new = [each for each in dict.fromkeys(who) if each not in known]
    gone = _gone(state, mistaken or [], who, setting, known)
    facts = {"on": on, "where": where.strip() or None}
    if not who and not gone and not any(facts.values()):
        raise typer.BadParameter("name who was there: PERSON, --pairing PAIRING or --all")
    changed = _changed(held, facts, yes=yes)
    if held and not new and not gone and not changed:
        record_fields.nothing_to_do("that is what the list says", state, path)
    _write(change, path, setting.id, new, changed)
    if gone:
        change.edit(path, lambda text: without_items(text, ("attended",), gone))
    known_day = on or (held.on if held else None)
    said = f"{setting.id} meeting{f' of {known_day}' if known_day else ''}"
    change.finish(f"{said}{_named(state, new, gone)}", whole=True)
    if known_day is None:
        note(f"nobody counts as there until it has a day: mentorctl attend {setting.id} --on DATE")


def _gone(
    state: State,
    given: list[str],
    there: list[str],
    setting: RequiredMeeting,
    known: tuple[str, ...],
) -> list[str]:
    """Those who are on the list by mistake.

    Raises:
        typer.BadParameter: One of them is not on it, or is said to have been there, too.
    """
    gone = list(dict.fromkeys(lookup.person(state, each, among=known) for each in given))
    for each in gone:
        if each in there:
            raise typer.BadParameter(f"{each} is named both as somebody who was there and --not")
        if each not in known:
            listed = ", ".join(known) or "nobody"
            raise typer.BadParameter(
                f"{each} is not on the list of the {setting.id} meeting; it has {listed}"
            )
    return gone


def _named(state: State, new: list[str], gone: list[str]) -> str:
    """Who came onto the list, and who was taken off it."""
    parts = [record_fields.names_of(state, new)] if new else []
    if gone:
        parts.append(f"not {record_fields.names_of(state, gone)}")
    return f": {'; '.join(parts)}" if parts else ""


def _meeting_first(state: State, first: str, others: list[str]) -> tuple[str, list[str]]:
    """The meeting and the people, also where the meeting was typed last."""
    words = [first, *others]
    found = [each for each in words if lookup.is_one(lambda each=each: lookup.meeting(state, each))]  # type: ignore[misc] # of this turn
    if first in found or len(found) != 1:
        return first, others
    words.remove(found[0])
    return found[0], words


def _setting(state: State, given: str) -> RequiredMeeting:
    found = lookup.meeting(state, given)
    return next(each for each in state.folder.program.meetings if each.id == found)


def _held(state: State, path: str) -> Meeting | None:
    """What the meeting's file says; None where there is no file yet.

    Raises:
        typer.Exit: It cannot be read; its faults have been shown.
    """
    held = state.folder.meetings.get(path)
    if held is None and path in state.folder.files:
        show(each for each in state.folder.reader.findings if each.path == path)
        note(f"nothing was changed: mend {path} first")
        raise typer.Exit(FINDINGS)
    return held


def _expected(
    change: Transaction,
    setting: RequiredMeeting,
    given: list[str],
    on: dt.date | None,
    *,
    everybody: bool,
) -> Iterator[str]:
    """The people of pairings who must be at a meeting."""
    for each in given:
        team = record_fields.team(change, each, "pairing.yaml", on=on)
        if team.pairing is not None:
            yield from (person for _, person in expected_of(team.pairing, setting))
    counted = change.state.counted
    for each in counted.pairing_ids if everybody else ():
        pairing = counted.pairing(each)
        if pairing is None:
            note(f"{each} is left out: its pairing.yaml cannot be read")
        elif pairing.state == "active":
            yield from (person for _, person in expected_of(pairing, setting))


def _without(
    state: State, expected: list[str], absent: list[str], held: Meeting | None
) -> list[str]:
    """Those who must be at a meeting, but for some who were not.

    Raises:
        typer.BadParameter: One of these need not be there, or is on the list already.
    """
    gone = [lookup.person(state, each, among=expected) for each in absent]
    for each in gone:
        if each not in expected:
            raise typer.BadParameter(
                f"{each} is not among those who are meant; --except is for --all and --pairing"
            )
        if held is not None and each in held.attended:
            raise typer.BadParameter(
                f"the list says already that {each} was there; if that is not right:"
                f" mentorctl attend {held.meeting} --not {each}"
            )
    return [each for each in expected if each not in gone]


def _changed(held: Meeting | None, facts: dict[str, Any], *, yes: bool) -> dict[str, Any]:
    """The facts about the meeting that are not in its record yet."""
    changed = {}
    for name, value in facts.items():
        old = getattr(held, name, None)
        if value is not None and value != old:
            what = "the day of the meeting" if name == "on" else "the place of the meeting"
            record_fields.replace(what, old, value, yes=yes)
            changed[name] = value
    return changed


def _write(
    change: Transaction, path: str, meeting: str, new: list[str], facts: dict[str, Any]
) -> None:
    folder = change.state.folder
    held = folder.meetings.get(path)
    if held is None:
        values = {"meeting": meeting, **facts, "attended": new}
        kind = kind_named("meeting")
        change.create(path, record_text(kind, path, folder.program, folder.words, values))
        return
    for name, value in facts.items():
        change.set(path, (name,), value)
    if new and not held.attended:
        change.set(path, ("attended",), new)
        return
    for each in new:
        change.append(path, ("attended",), each)
