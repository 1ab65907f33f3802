"""`mentorctl history`: the story of a pairing or a record, as a person reads it."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated

import typer

from mentorctl.cli import completion, lookup
from mentorctl.cli.options import Format, SchemaVersion, day
from mentorctl.cli.output.console import note, paint, put, shown, told
from mentorctl.cli.output.progress import working
from mentorctl.cli.record_lookup import address, is_record
from mentorctl.cli.signing.identity import ledger
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import MADE, PROGRAM_FILE, SUFFIX, pairing_file
from mentorctl.model.spoken import record_spelled
from mentorctl.reports.history.record_history import (
    as_data,
    history,
    in_full,
    in_short,
    scope_of,
    who,
)
from mentorctl.reports.history.signature_events import SignatureEvent
from mentorctl.reports.history.signature_phrases import sentences
from mentorctl.reports.provenance import rightly_named
from mentorctl.reports.row_formats import as_json
from mentorctl.store.parse.fast import reading
from mentorctl.trail.git.commit_log import full_id, unsaved
from mentorctl.trail.git.repository import is_repository

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mentorctl.cli.state import State
    from mentorctl.model.words import Words
    from mentorctl.reports.history.field_diff import TouchedRecord
    from mentorctl.reports.history.record_history import StoryEvent
    from mentorctl.store.people import People

__all__ = ["command"]

# of one record in the story of a pairing; the record's own story has them all
MOST_LINES = 6
SHORT = 10
# with a number in it, so that a name is none
COMMIT = re.compile(r"(?=.*[0-9])[0-9a-f]{4,64}")
COLOURS = {
    SignatureEvent.SIGNED: "green",
    SignatureEvent.ATTESTED: "green",
    SignatureEvent.HOLDS_AGAIN: "green",
    SignatureEvent.DECLINED: "yellow",
    SignatureEvent.STALE: "yellow",
    SignatureEvent.REFUSED: "red",
    SignatureEvent.TAKEN_OUT: "red",
}


Whose = Annotated[
    str | None,
    typer.Argument(
        metavar="[PAIRING]",
        help="Whose story; or people/ID, meetings/NAME, program; the start of a change's id; the"
        " whole folder's without.",
        autocompletion=completion.pairings,
        show_default=False,
    ),
]
Record = Annotated[
    str | None,
    typer.Argument(
        metavar="[RECORD]",
        help="A record of the pairing: plan, log, experiences/2 …",
        autocompletion=completion.record_files,
        show_default=False,
    ),
]
Since = Annotated[
    dt.date | None,
    typer.Option(parser=day, metavar="DATE", help="Begin with this day (YYYY-MM-DD)."),
]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the N newest changes.")]


def command(
    context: typer.Context,
    pairing: Whose = None,
    record: Record = None,
    since: Since = None,
    limit: Limit = None,
    form: Format = "table",
    version: SchemaVersion = "1",
) -> None:
    """Tell what happened: who changed what, from what to what, and who signed.

    The newest comes first; --format json has the oldest first. Days and times are in the program's
    time zone. A change is told of the person whose registered key signed it; where nobody's did,
    the author's name stands there, and proves nothing. A pairing's story begins with that of the
    pairing it took over, and goes on where files had other names.
    """
    state: State = context.obj
    commit = _commit_meant(state, pairing) if pairing and record is None else ""
    found, path = ("", "") if commit else _meant(state, pairing, record)
    scope = scope_of(state.folder, found, path)
    with working("reading the history"), reading():
        newest = None if commit else limit
        every = history(state.folder, scope, ledger(state), since, newest)
    people = rightly_named(state.folder, ledger(state))
    if commit:
        every = [each for each in every if each.commit == commit]
    events = every[-limit:] if limit else every
    if record and not events and path not in state.folder.files:
        address(state, pairing or "", record)  # says what there is
    if form == "json":
        put(as_json(as_data(state.folder, scope, path, events, people), version))
    elif commit and not events:
        note("that change touched no record, or is not part of this history")
    else:
        with working("telling the history"):
            whole = bool(path or commit)
            story = _lines(people, state.folder.words, found, events[::-1], all_of_it=whole)
            lines = [told(line) for line in story]
        put("".join(f"{line}\n" for line in lines))
        if not events:
            note("nothing of this is in the history yet")
    _left_out(len(every) - len(events))
    if not commit:
        _unsaved(state, found, path)


def _commit_meant(state: State, given: str) -> str:
    """The change whose id starts so; empty where something else is meant.

    Raises:
        GitError: Several are meant, or none.
    """
    if not COMMIT.fullmatch(given.lower()):
        return ""
    if lookup.is_pairing(state, given):
        return ""
    return full_id(state.root, given)


def _meant(state: State, given: str | None, record: str | None) -> tuple[str, str]:
    """The pairing and the record's path that are meant; empty where none is.

    Raises:
        typer.BadParameter: None is meant, or several.
    """
    if given is None:
        return "", ""
    if record is None and (PROGRAM_FILE.startswith(given) or "/" in given):
        return "", address(state, given, None).path
    if record is None:
        return lookup.pairing(state, given), ""
    given, (record,) = lookup.pairing_first(
        state, (given, record), lambda text: is_record(state, text)
    )
    pairing = lookup.pairing(state, given)
    spelled = record_spelled(state.folder.words, record)
    path = pairing_file(state.folder.program.year, pairing, f"{spelled}{SUFFIX}")
    if path not in state.folder.files and kind_of(path) is not None:
        return pairing, path  # a record that was deleted has a story too
    return pairing, address(state, pairing, record).path


def _lines(
    people: People, words: Words, pairing: str, events: Sequence[StoryEvent], *, all_of_it: bool
) -> Iterator[str]:
    last = None
    for event in events:
        if event.at.date() != last:
            last = event.at.date()
            yield paint(f"{last:%Y-%m-%d}", "bold")
        commit = paint(event.commit[:SHORT], "dim")
        yield f"  {event.at:%H:%M}  {shown(who(people, event))}  {commit}"
        if event.is_typed:
            yield f"    “{shown(event.message)}”"
        if event.cut:
            yield "    this copy of the folder begins here; what came before is not in it"
        # what editors read follows by itself from what people changed
        own = [each for each in event.records if all_of_it or not each.path.startswith(MADE)]
        for touched in own or event.records:
            yield from _lines_of_record(touched, pairing, all_of_it=all_of_it)
        for what, sentence in sentences(event.signature_changes, pairing, people, words):
            yield f"    {paint(shown(sentence), COLOURS[what])}"


def _lines_of_record(touched: TouchedRecord, pairing: str, *, all_of_it: bool) -> Iterator[str]:
    title = shown(touched.title.removesuffix(f" of {pairing}"))
    lines = in_full(touched) if all_of_it else in_short(touched, MOST_LINES)
    if len(lines) == 1:
        yield f"    {title}: {shown(lines[0])}"
        return
    yield f"    {title}"
    yield from (f"      {shown(line)}" for line in lines)


def _left_out(number: int) -> None:
    if number:
        note(f"… and {number} older ones")


def _unsaved(state: State, pairing: str, path: str) -> None:
    """Say what of it the history does not have yet."""
    if not is_repository(state.root):
        return
    inside = pairing_file(state.folder.program.year, pairing, "").rstrip("/") if pairing else ""
    wanted = unsaved(state.root, [path or inside] if path or inside else [])
    if wanted:
        files = "1 file" if len(wanted) == 1 else f"{len(wanted)} files"
        note(f"{files} changed since and not saved yet; to keep that: mentorctl save")
