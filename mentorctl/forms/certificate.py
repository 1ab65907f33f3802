"""The certificate of completion, one for the mentee and one for the mentor.

The career education mentoring manual asks for a list of completers and has no certificate: the
wording and the layout are ours, and what they tell of comes from the records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import OWN
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.printable import has_record
from mentorctl.forms.wording import written
from mentorctl.forms.year_end import (
    by_hand,
    coordinator,
    lacking,
    program_values,
    role_title,
    staff_name,
)
from mentorctl.model.roles import THE_PAIR

if TYPE_CHECKING:
    from mentorctl.model.completer_list import CompleterRow
    from mentorctl.model.team import Team

__all__ = ["CERTIFICATE"]

TITLE = "Certificate of Completion"
NUMBERS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve"),
)


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """Two certificates of a pairing that has completed; on blank forms, of any.

    A program that does not say what makes a completer has none.
    """
    if not has_record(context.program, "certificate"):
        return []
    entry = context.entry(team.id) if context.mode != "blank" else None
    if context.mode != "blank" and (entry is None or entry.reasons):
        return []
    row = entry.row if entry else None
    pair = Pair.of(team, context)
    return [_document(pair, role, row) for role in THE_PAIR]


def _document(pair: Pair, role: str, row: CompleterRow | None) -> FormDocument:
    team, context = pair.team, pair.context
    name = pair.mentee if role == "mentee" else pair.mentor
    values: dict[str, Value] = {
        **program_values(context),
        "title": TITLE,
        "role": role,
        "name": name,
        "partner": pair.mentor if role == "mentee" else pair.mentee,
        "content_area": (row.content_area if row else None) or "",
        "done": _done(row),
        "completed_on": written(row.completed_on) if row else "",
        "coordinator_line": by_hand(role_title(context, "coordinator"), coordinator(context)),
        "staff_line": _second_line(pair),
        "rules": _rules(context),
    }
    record = (team.path("pairing.yaml"),) if team.id else ()
    sheet = Sheet(
        "certificate", TITLE, name, "certificate.html", record, values, landscape=True, framed=True
    )
    title = ": ".join(filter(None, (f"{TITLE}, {context.year}", name)))
    return FormDocument(f"certificate-{role}", team.id, title, (sheet,))


def _rules(context: FormContext) -> str:
    """Whose rules of completion it rests on: `this program’s own rules`."""
    source = context.program.source_named(context.program.completion.source)
    return f"{OWN} rules" if source is None else f"the rules of {source.title}"


def _second_line(pair: Pair) -> dict[str, Value]:
    """Who signs beside the coordinator: the agency's staff, or the supervisor without any."""
    context = pair.context
    if context.has_role("supervisor") and not context.has_role("staff"):
        supervisor = context.name(pair.holder("supervisor"))
        return by_hand(role_title(context, "supervisor"), supervisor)
    return by_hand(role_title(context, "staff"), staff_name(context))


def _done(row: CompleterRow | None) -> str:
    """What counted towards completion, in words: `four experiences and two required meetings`."""
    if row is None:
        return ""
    parts = (
        _counted(row.experiences, "experience"),
        _counted(row.meetings, "required meeting"),
    )
    return " and ".join(filter(None, parts))


def _counted(number: int, what: str) -> str:
    if not number:
        return ""
    said = NUMBERS[number] if number < len(NUMBERS) else str(number)
    return f"{said} {what}" if number == 1 else f"{said} {what}s"


CERTIFICATE = Form("certificate", TITLE, "mentorctl completers --explain", view, lacking=lacking)
