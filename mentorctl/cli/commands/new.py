"""`mentorctl new`: set up one more record of a pairing."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.editing.transaction import Transaction
from mentorctl.cli.options import PairingArgument, Today, day
from mentorctl.cli.output.console import note
from mentorctl.cli.state import State
from mentorctl.model.kinds import WORK_KINDS, RecordKind
from mentorctl.model.paths import pairing_file, record_name
from mentorctl.model.spoken import record_spelled
from mentorctl.store.scaffold import record_text

__all__ = ["command"]

PAIRING = "pairing"


def command(
    context: typer.Context,
    pairing: PairingArgument,
    record: Annotated[
        str,
        typer.Argument(
            metavar="RECORD",
            help="What to set up: visit, experience, log, plan …",
            autocompletion=completion.records,
        ),
    ],
    key: Annotated[
        str | None, typer.Argument(metavar="KEY", help="Which one: the number of an experience.")
    ] = None,
    on: Annotated[
        dt.date | None,
        typer.Option(parser=day, metavar="DATE", help="The day of a visit; today when left out."),
    ] = None,
    today: Today = None,
) -> None:
    """Set up one more record of a pairing, such as a visit, or one that is missing."""
    state: State = context.obj
    pairing, (record,) = lookup.pairing_first(
        state, (pairing, record), lambda text: _is_kind(state, text)
    )
    named, inside = _parted(state, record)
    kind, key = _kind(state, named), key or inside
    is_dated = kind.key == "day"
    when = (day(key) if key else on) if is_dated else None
    name = lookup.pairing(state, pairing, when or state.today(today))
    if is_dated:
        stem, values = _dated(state, kind, when, state.today(today))
    elif on is not None:
        raise typer.BadParameter("--on is the day of a visit, and goes with no other record")
    else:
        stem = _stem(state, kind, name, key)
        values = {kind.key_field: int(stem)} if kind.key_field else _first(state, kind, name)
    path = pairing_file(state.folder.program.year, name, kind.path(stem))
    if kind.path(stem) in state.folder.files_of(name):
        raise typer.BadParameter(
            f"{path} is there already; open it with mentorctl edit {name}"
            f" {record_name(kind.path(stem))}"
        )
    change = Transaction(state)
    text = record_text(kind, path, state.folder.program, state.folder.words, values)
    change.create(path, text)
    title = state.folder.words.say(kind.title)
    change.write(f"new {title} of {name}" + (f": {stem}" if stem else ""))
    note(f"done: {path}")
    note(f"  fill it in: mentorctl edit {name} {record_name(kind.path(stem))}")


def _parted(state: State, record: str) -> tuple[str, str | None]:
    """The kind of record and which one of it: `experiences/3` says both."""
    name, _, key = record_spelled(state.folder.words, record).partition("/")
    by_folder = {kind.folder: kind.name for kind in WORK_KINDS if kind.folder}
    return by_folder.get(name, name), key or None


def _is_kind(state: State, given: str) -> bool:
    name, _ = _parted(state, given)
    return name == PAIRING or any(name in kind.name for kind in WORK_KINDS)


def _kind(state: State, record: str) -> RecordKind:
    """The kind of record that a person means.

    Raises:
        typer.BadParameter: There is none, or this program's pairings do not have it.
    """
    kinds = {kind.name: kind for kind in WORK_KINDS}
    if record == PAIRING:
        raise typer.BadParameter("a pairing is made with mentorctl pair MENTEE MENTOR")
    kind = kinds[lookup.match_one("record", record, kinds)]
    if kind.name not in state.folder.program.records:
        known = ", ".join(name for name in state.folder.program.records if name in kinds)
        raise typer.BadParameter(
            f"this program's pairings have no {state.folder.words.say(kind.title)}; they have:"
            f" {known}"
        )
    return kind


def _dated(
    state: State, kind: RecordKind, given: dt.date | None, today: dt.date
) -> tuple[str, dict[str, Any]]:
    """The stem of a new record that is called by its day, and what it holds at first."""
    date = given or today
    if date > today:
        title = state.folder.words.say(kind.title)
        raise typer.BadParameter(
            f"{date} is yet to come; a {title} is written up afterwards, and planned with"
            f" mentorctl schedule PAIRING --on {date}"
        )
    return date.isoformat(), {kind.key_field: date} if kind.key_field else {}


def _stem(state: State, kind: RecordKind, name: str, key: str | None) -> str:
    """The stem of the new file, where its kind has several.

    Raises:
        typer.BadParameter: What was given does not fit the kind.
    """
    if not kind.many:
        if key is not None:
            raise typer.BadParameter(f"a pairing has one {kind.name} only; leave {key!r} out")
        return ""
    program = state.folder.program
    stem = (key or "").lstrip("0") if kind.key == "number" else key or ""
    if not kind.fits(stem, program):
        known = f", 1 to {kind.how_many(program)}" if kind.how_many else ""
        raise typer.BadParameter(
            f"say which {kind.name}{known}: mentorctl new {name} {kind.name} 1"
        )
    return stem


def _first(state: State, kind: RecordKind, name: str) -> dict[str, Any]:
    """What the only record of its kind holds at first."""
    known = state.folder.pairing(name)
    area = known.content_area if known else None
    return dict(kind.model.first_values(state.folder.program, {"content_area": area}))
