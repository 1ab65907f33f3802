"""The packet: all forms of one pairing in the year's order, behind a cover and contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.printable import has_record
from mentorctl.forms.wording import written
from mentorctl.forms.year_end import rules_from
from mentorctl.model.calendar import Calendar
from mentorctl.model.standing import Standings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentorctl.model.team import Team

__all__ = ["packet_of"]

NAME = "Mentoring Packet"
# the cover and the contents
BEFORE = 2
# what forms that have a day of their own call it
DAYS = ("date", "on", "completed_on")


def packet_of(forms: Sequence[Form]) -> Form:
    """The form that puts other forms together.

    Args:
        forms: Forms of a pairing, in the order in which they stand in the packet. One that has
            nothing to print is left out.
    """

    def view(team: Team, context: FormContext) -> list[FormDocument]:
        if context.mode != "blank" and team.pairing is None:
            return []
        sheets = [
            sheet
            for form in forms
            if has_record(context.program, form.name)
            for document in form.packed(team, context)
            for sheet in document.sheets
        ]
        pair = Pair.of(team, context)
        front = (_cover(pair, len(sheets)), _contents(pair, sheets))
        return [FormDocument("packet", team.id, pair.title(NAME), (*front, *sheets))]

    return Form("packet", "packet", "mentorctl pair", view)


def _cover(pair: Pair, count: int) -> Sheet:
    context = pair.context
    values: dict[str, Value] = {
        **pair.values(),
        "name": NAME,
        "program": context.program.name,
        "agency": context.program.agency,
        "who": pair.who,
        "people": [
            {
                "role": role,
                "name": context.name(pair.holder(role)),
                "place": _place(pair.holder(role), context),
            }
            for role in _roles(pair)
        ],
        "program_area": (pair.team.pairing.content_area if pair.team.pairing else "") or "",
        "state": [] if context.mode == "blank" else _state(pair),
        "origin": [] if context.mode == "blank" else rules_from(context),
        "count": f"{count} forms" if count != 1 else "1 form",
    }
    record = (pair.team.path("pairing.yaml"),)
    return Sheet("packet", NAME, pair.who, "packet-cover.html", record, values, framed=True)


def _roles(pair: Pair) -> list[str]:
    """The roles of a pairing that this program has."""
    supervised = pair.context.has_role("supervisor")
    return [
        "mentee",
        "mentor",
        *(["advisor"] if pair.advised else []),
        *(["supervisor"] if supervised else []),
    ]


def _place(person_id: str | None, context: FormContext) -> str:
    person = context.people.get(person_id) if person_id else None
    return ", ".join(filter(None, (person.school, person.district))) if person else ""


def _state(pair: Pair) -> list[Value]:
    """How the pairing and its year stand, a label and words each."""
    team, context = pair.team, pair.context
    pairing = team.pairing
    if pairing is None:
        return []
    days = f"since {written(pairing.starts)}"
    if pairing.ends:
        days = f"{written(pairing.starts)} to {written(pairing.ends)}"
    rows: list[Value] = [{"label": "Pairing", "text": f"{days}, {pairing.state_on(context.today)}"}]
    if context.program.completion.needs:
        rows.append({"label": "Year", "text": _completed(pair)})
    return rows


def _completed(pair: Pair) -> str:
    """What completion asks for, and how much of it is done."""
    team, context = pair.team, pair.context
    mentee = context.people.get(pair.mentee_id) if pair.mentee_id else None
    calendar = Calendar(context.program)
    verdict = Standings(
        calendar, team, context.shared, today=context.today, mentee=mentee
    ).completion
    met = len(verdict.needs) - len(verdict.lacking)
    words = f"{met} of {len(verdict.needs)} requirements met"
    if verdict.completed_on:
        words += f", the last on {written(verdict.completed_on)}"
    return words


def _contents(pair: Pair, sheets: Sequence[Sheet]) -> Sheet:
    entries: list[Value] = []
    for number, sheet in enumerate(sheets, BEFORE + 1):
        days = [day for name in DAYS if isinstance(day := sheet.values.get(name), str) and day]
        entries.append({
            "title": sheet.title,
            "who": sheet.who if sheet.who != pair.who else "",
            "date": days[0] if days else "",
            "sheet": str(number),
        })  # fmt: skip
    values: dict[str, Value] = {**pair.values(), "entries": entries}
    return Sheet("packet", f"{NAME}: Contents", pair.who, "packet-contents.html", (), values)
