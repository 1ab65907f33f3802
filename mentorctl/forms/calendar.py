"""The program calendar (career education mentoring manual, Suggested Timeline)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import OWN, conflicts, quoted, said
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.printable import has_record
from mentorctl.forms.timeline import TimelineRow, rows_of_pairing, rows_of_program
from mentorctl.forms.wording import headlines
from mentorctl.model.paths import PAIRING_FILE, PROGRAM_FILE
from mentorctl.model.team import Team

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CALENDAR"]


def of_pairing(team: Team, context: FormContext) -> list[FormDocument]:
    """The year of one pairing: its own dates, and what was done on which day."""
    pair = Pair.of(team, context)
    if not has_record(context.program, "calendar"):
        return []
    if context.mode == "blank":
        return [_document(pair, rows_of_program(context))]
    if team.pairing is None:
        return []
    return [_document(pair, rows_of_pairing(team, context))]


def of_program(context: FormContext) -> list[FormDocument]:
    """The year of the program, with a blank for each date that a pairing sets itself."""
    if not has_record(context.program, "calendar"):
        return []
    nobody = Team(id="", year=context.year, folder="")
    return [_document(Pair.of(nobody, context), rows_of_program(context))]


def _document(pair: Pair, rows: Sequence[TimelineRow]) -> FormDocument:
    team = pair.team
    name = headlines(pair.context.words)["calendar"]
    shown: list[Value] = [row._asdict() for row in rows]
    stands = team.pairing is not None and pair.context.mode != "blank"
    values: dict[str, Value] = {**pair.values(), "rows": shown, "stands": stands,
                                "conflicts": conflicts(pair.context),
                                "origin": _origin(rows, pair.context)}  # fmt: skip
    records = ((team.path(PAIRING_FILE),) if team.id else ()) + (PROGRAM_FILE,)
    sheet = Sheet("calendar", name, pair.who, "calendar.html", records, values)
    return FormDocument("calendar", team.id, pair.title(name), (sheet,))


def _origin(rows: Sequence[TimelineRow], context: FormContext) -> list[Value]:
    """Where the rows come from: most of them, then others by their titles, then the days."""
    by_source: dict[str | None, list[str]] = {}
    for row in rows:
        by_source.setdefault(row.source, []).append(row.what)
    if not by_source:
        return []
    most = max(by_source, key=lambda name: len(by_source[name]))
    told: list[Value] = []
    for name in sorted(by_source, key=lambda name: name != most):
        what = ("Rows" if len(by_source) == 1 else "Other rows") if name == most else ""
        source = context.program.source_named(name)
        if source is not None:
            told.append(said(what or quoted(by_source[name]), source))
        elif name == most:
            told.append(f"{what} and their days are {OWN}.")
        else:
            is_one = len(by_source[name]) == 1
            told.append(f"{quoted(by_source[name])} {'is' if is_one else 'are'} {OWN}.")
    if len(told) > 1:
        told.append(told.pop(0))
    if any(row.own_day for row in rows):
        told.append(f"* This day is {OWN}.")
    return told


CALENDAR = Form("calendar", "calendar", "mentorctl pair", of_pairing, of_program)
