"""What the forms of the year's end have in common: they rest on who has completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import sourced
from mentorctl.forms.form import FormContext, Lack, Value
from mentorctl.forms.wording import headlines

if TYPE_CHECKING:
    from mentorctl.model.person import Person
    from mentorctl.model.team import Team

__all__ = [
    "by_hand",
    "coordinator",
    "lacking",
    "program_values",
    "role_title",
    "rules_from",
    "staff_name",
]


def program_values(context: FormContext) -> dict[str, Value]:
    """What every form of the whole program shows."""
    program = context.program
    return {
        "program": program.name,
        "agency": program.agency,
        "year": context.year,
        "term": dict(context.words),
        "head": headlines(context.words),
    }


def lacking(team: Team, context: FormContext) -> Lack:
    """Why a pairing that has not completed has no such form, and where to read on."""
    entry = context.entry(team.id)
    reasons = entry.reasons if entry else ()
    message = f"{team.id} has not completed {context.year}"
    if reasons:
        message += f": {reasons[0].message}"
    if len(reasons) > 1:
        message += f" (and {len(reasons) - 1} more)"
    hint = f"see all that is open: mentorctl status {team.id}"
    return Lack(message, reasons[0].hint if len(reasons) == 1 else hint)


def role_title(context: FormContext, role: str) -> str:
    """What program.yaml calls a role that somebody signs in: `Program Coordinator`."""
    titles = {each.id: each.title for each in context.program.roles}
    return titles.get(role) or headlines(context.words).get(role, role)


def coordinator(context: FormContext) -> str:
    """The name of the program's first coordinator; empty where program.yaml names none."""
    return context.name(next(iter(context.program.coordinators), None))


def staff_name(context: FormContext) -> str:
    """The name of the agency's one member of staff; empty where it has several, or none."""
    staff: tuple[Person, ...] = context.staff
    return staff[0].name if len(staff) == 1 else ""


def rules_from(context: FormContext) -> list[Value]:
    """Whose rules make a completer, in a sentence; nothing where program.yaml has none."""
    completion = context.program.completion
    rules: list[Value] = [sourced(context, "Completion rules", completion.source)]
    return rules if completion.needs else []


def by_hand(label: str, name: str) -> dict[str, Value]:
    """A line to sign by hand, under a paper that is no record and that no key signs."""
    return {"label": label, "signed": "", "note": name}
