"""`mentorctl reassign status`: how each search stands, and what only its leader may know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mentorctl.cli import completion
from mentorctl.cli.list_filter import Advisor, Area, chosen_pairings
from mentorctl.cli.options import Format, SchemaVersion, Today
from mentorctl.cli.output.console import note, paint, put, say, shown, table
from mentorctl.cli.private.sealed_text import opened, own_private_key
from mentorctl.cli.reassign.search_common import one_search, setting, what_first
from mentorctl.cli.state import State
from mentorctl.model.outreach import current
from mentorctl.model.paths import MID_YEAR, file_in
from mentorctl.model.reassignment import MidYear
from mentorctl.model.years import ProgramYear
from mentorctl.reports.mentor_search import name_of, searches
from mentorctl.reports.provenance import named, program_data
from mentorctl.reports.row_formats import as_json

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from mentorctl.model.reassignment import SealedAnswer
    from mentorctl.reports.counted_folder import CountedFolder
    from mentorctl.reports.mentor_search import Search
    from mentorctl.trail.ssh.private_keys import PrivateKey

__all__ = ["status"]

HEADS = ("search", "since", "step", "state", "what is next")
OneSearch = Annotated[
    str | None,
    typer.Argument(
        metavar="SEARCH",
        help="One search, by a part of its name; all when left out.",
        autocompletion=completion.searches,
    ),
]


def status(  # noqa: PLR0913, PLR0917 - one for each option
    context: typer.Context,
    search: OneSearch = None,
    advisor: Advisor = None,
    area: Area = None,
    form: Format = "table",
    version: SchemaVersion = "1",
    openly: Annotated[
        bool,
        typer.Option("--open", help="Also what is sealed for you: reasons, mid-year answers."),
    ] = False,
    key: Annotated[
        Path | None, typer.Option("--key", metavar="FILE", help="Your own key, to open it with.")
    ] = None,
    today: Today = None,
) -> None:
    """Show how each search stands: its step, who was asked, and what comes next.

    With --open, whoever leads the search reads the reasons, and whose answer in the middle of the
    year asks for a quiet word. Nobody else can.
    """
    state: State = context.obj
    on = state.today(today)
    setting(state)
    found = [one_search(state, search)] if search else list(searches(state.counted).values())
    inside = chosen_pairings(state, advisor, area)
    if inside is not None:
        found = [each for each in found if each.record.pairing in inside]
    if form == "json":
        if openly:
            raise typer.BadParameter("what is sealed is for the eye only: leave out --format json")
        about = {"schema_version": 1, **program_data(state.counted)}
        told = {"searches": [_data(state.counted, each) for each in found]}
        put(as_json({**about, **told, **_mid_year_data(state, inside)}, version))
        return
    _list(state, found, inside, at_length=search is not None)
    if not search:
        _mid_year(state, inside, on)
    answers = {} if search else _answers(state, inside)
    if openly:
        _open(state, found, answers, own_private_key(state, key))
    elif answers or any(each.record.reasons for each in found):
        reasons = sum(bool(each.record.reasons) for each in found)
        kept = [f"the reasons of {reasons} {'request' if reasons == 1 else 'requests'}"] * bool(
            reasons
        )
        if answers:
            which = "1 answer" if len(answers) == 1 else f"{len(answers)} answers"
            kept.append(f"{which} of the middle of the year")
        note(f"sealed: {' and '.join(kept)}; who leads the search reads them with --open")


def _list(
    state: State, found: Sequence[Search], inside: Collection[str] | None, *, at_length: bool
) -> None:
    """Show the searches: one at length, several in a table."""
    if at_length and found:
        _one(state, found[0])
    elif found:
        put(table(HEADS, [[shown(cell) for cell in _row(each)] for each in found], texts=(4, 2)))
    else:
        of = "" if inside is None else "of these pairings "
        note(f"nobody {of}looks for another {state.counted.words['mentor']}")


def _row(found: Search) -> tuple[str, ...]:
    record, at = found.record, current(found.standings)
    since = str(record.requested_on)
    if record.assigned is not None and record.assigned.pairing:
        after = "" if record.assigned.emailed_on else "the email to both is not noted as sent"
        return found.name, since, "", f"found: {record.assigned.mentor}", after
    if record.withdrawn_on is not None:
        return found.name, since, "", f"withdrawn on {record.withdrawn_on}", ""
    if at is None:
        return found.name, since, "", "open", ""
    return found.name, since, at.step.id, at.state, what_first(at)


def _one(state: State, found: Search) -> None:
    record = found.record
    words = state.counted.words
    say(paint(found.name, "bold"))
    say(f"  asked for on {record.requested_on} by {name_of(state.counted, record.requested_by)}")
    for standing in found.standings:
        over = not record.is_open and standing.state in {"open", "waiting"}
        how = "not needed" if over else standing.state
        say(f"  {shown(standing.step.title)}: {how}"
            + (f" ({shown(standing.reason)})" if standing.reason else ""))  # fmt: skip
        for each in record.contacts:
            if each.step == standing.step.id:
                who = name_of(state.counted, each.person) if each.person else "message"
                by = name_of(state.counted, each.recommended_by) if each.recommended_by else ""
                by = f", recommended by {shown(by)}" if by else ""
                say(f"    {each.on} {shown(who)}: {each.answer or 'no answer yet'}{by}")
    if record.assigned is not None and record.assigned.pairing:
        given = record.assigned
        mentor = name_of(state.counted, given.mentor or "")
        say(f"  {words['mentor']} from {given.on}: {shown(mentor)}, {given.pairing}")
        say(f"  called on {given.called_on}, emailed on {given.emailed_on or '–'}")
    elif (at := current(found.standings)) is not None and record.is_open:
        say(f"  next: {at.step.id}: {what_first(at)}")


def _answers(state: State, inside: Collection[str] | None) -> dict[str, SealedAnswer]:
    """The answers of the middle of the year, by pairing; of some only where not all are meant."""
    path = file_in(MID_YEAR, state.counted.program.year)
    known = state.counted.each(MidYear).get(path)
    given = known.answers if known else {}
    return {
        name: each
        for name, each in given.items()
        if each is not None and (inside is None or name in inside)
    }


def _asked(state: State, inside: Collection[str] | None) -> tuple[dt.date, dict[str, bool]] | None:
    """The day of the question of the middle of the year, who is asked, and whether they answered.

    Those are asked who are in a pairing that is under way on that day.
    """
    asked, counted = setting(state).mid_year, state.counted
    if asked is None or asked.on is None:
        return None
    program, answers = counted.program, _answers(state, inside)
    day = ProgramYear(program.year, program.year_starts).day(asked.on)
    pairings = ((name, counted.pairing(name)) for name in counted.pairing_ids)
    return day, {
        name: name in answers
        for name, each in pairings
        if each is not None and each.starts <= day and each.state_on(day) == "active"
        if inside is None or name in inside
    }


def _mid_year(state: State, inside: Collection[str] | None, today: dt.date) -> None:
    """Say who has not answered the question of the middle of the year; never what anybody did."""
    asked = _asked(state, inside)
    if asked is None:
        return
    day, answered = asked
    people, pairings = state.counted.words["mentees"], len(answered)
    if today < day:
        note(f"the question of the middle of the year is asked on {day}, of {pairings} {people}")
        return
    missing = [name for name, has in answered.items() if not has]
    told = f": {', '.join(missing)}" if missing else ""
    note(f"asked on {day}: {pairings - len(missing)} of {pairings} {people} have answered; not yet"
         f" {len(missing)}{told}")  # fmt: skip


def _mid_year_data(state: State, inside: Collection[str] | None) -> dict[str, Any]:
    day, answered = _asked(state, inside) or (None, dict[str, bool]())
    return {
        "asked_on": day,
        "asked": sorted(answered),
        "not_answered": sorted(name for name, has in answered.items() if not has),
    }


def _open(
    state: State, found: Iterable[Search], answers: dict[str, SealedAnswer], key: PrivateKey
) -> None:
    """Say what is sealed, on standard error only: it is for the eye, and for no file."""
    for each in found:
        if each.record.reasons:
            told = opened(each.record.reasons, each.record.pairing, key)
            note(f"{paint(each.name, 'bold')}, the reasons: {told.get('reasons', '')}")
    asked, notes = setting(state).mid_year, _notes(state, key)
    for pairing, text in sorted(notes.items()):
        note(f"{paint(pairing, 'bold')}, quiet words: {shown(text)}")
    replies = {reply.id: reply for reply in asked.replies} if asked else {}
    for pairing, answer in sorted(answers.items()):
        told = opened(answer.sealed, pairing, key)
        reply = replies.get(told.get("reply", ""))
        if reply is not None and reply.concern == "yes":
            more = f": {told['words']}" if told.get("words") else ""
            is_due = "was had" if pairing in notes else "is due"
            note(f"a quiet word {is_due}: {pairing}, {answer.on}: {reply.title}{more}")


def _notes(state: State, key: PrivateKey) -> dict[str, str]:
    """What whoever leads noted of quiet words, by pairing."""
    year = state.counted.program.year
    held = state.counted.each(MidYear).get(file_in(MID_YEAR, year))
    return opened(held.notes, year, key) if held and held.notes else {}


def _data(counted: CountedFolder, found: Search) -> dict[str, Any]:
    record = found.record
    given = record.assigned
    return {
        "search": found.name,
        "pairing": record.pairing,
        "requested_on": record.requested_on,
        "open": record.is_open,
        "step": at.step.id if (at := current(found.standings)) and record.is_open else None,
        "steps": [
            {
                "id": each.step.id,
                "title": each.step.title,
                "state": each.state,
                "left": list(each.left),
                "willing": list(each.willing),
                "reason": each.reason or None,
            }
            for each in found.standings
        ],
        "contacts": [
            {
                "step": each.step,
                **named(counted, "person", each.person),
                "on": each.on,
                "answer": each.answer,
                "recommended_by": each.recommended_by,
            }
            for each in record.contacts
        ],
        **named(counted, "mentor", given.mentor if given else None),
        "new_pairing": given.pairing if given else None,
        "called_on": given.called_on if given else None,
        "emailed_on": given.emailed_on if given else None,
    }
