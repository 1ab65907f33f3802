"""The program calendar (career education mentoring manual, Suggested Timeline)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.timeline import TimelineRow, rows_of_pairing, rows_of_program
from mentorctl.forms.wording import headlines
from mentorctl.model.paths import PAIRING_FILE, PROGRAM_FILE
from mentorctl.model.team import Team

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CALENDAR"]


def of_pairing(team: Team, context: FormContext) -> list[FormDocument]:
    """The year of one pairing: its own dates, and what was done on which day."""
    pair = Pair.of(team, context)
    if context.mode == "blank":
        return [_document(pair, rows_of_program(context))]
    if team.pairing is None:
        return []
    return [_document(pair, rows_of_pairing(team, context))]


def of_program(context: FormContext) -> list[FormDocument]:
    """The year of the program, with a blank for each date that a pairing sets itself."""
    nobody = Team(id="", year=context.year, folder="")
    return [_document(Pair.of(nobody, context), rows_of_program(context))]


def _document(pair: Pair, rows: Iterable[TimelineRow]) -> FormDocument:
    team = pair.team
    name = headlines(pair.context.words)["calendar"]
    shown: list[Value] = [row._asdict() for row in rows]
    stands = team.pairing is not None and pair.context.mode != "blank"
    values: dict[str, Value] = {**pair.values(), "rows": shown, "stands": stands}
    records = ((team.path(PAIRING_FILE),) if team.id else ()) + (PROGRAM_FILE,)
    sheet = Sheet("calendar", name, pair.who, "calendar.html", records, values)
    return FormDocument("calendar", team.id, pair.title(name), (sheet,))


CALENDAR = Form("calendar", "calendar", "mentorctl pair", of_pairing, of_program)
