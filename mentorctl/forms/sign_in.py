"""The sheet on which people sign that they were at a meeting of the program.

No source has such a page: layout and wording are our own. Who must be at a meeting, its title and
the words for the roles stand in program.yaml.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.form import Form, FormContext, FormDocument, Gap, Sheet, Value
from mentorctl.forms.wording import written
from mentorctl.forms.year_end import program_values, role_title
from mentorctl.model.expected import expected_at
from mentorctl.model.family_name import family_order
from mentorctl.model.paths import PAIRING_FILE, PROGRAM_FILE, meeting_file, person_file

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from mentorctl.model.meeting import Meeting
    from mentorctl.model.program import RequiredMeeting
    from mentorctl.model.team import Team

__all__ = ["SIGN_IN"]

FORM, TITLE = "sign-in", "Sign-In Sheet"
BLANK_ROWS, GUEST_ROWS = 18, 6


def view(context: FormContext) -> list[FormDocument]:
    """A sheet for each meeting of program.yaml: those who must be there, and room for guests."""
    if context.mode == "blank":
        return [_document(context, each, ()) for each in context.program.meetings]
    teams = tuple(context.teams()) if context.program.meetings else ()
    return [_document(context, each, teams) for each in context.program.meetings]


def _document(
    context: FormContext, setting: RequiredMeeting, teams: Sequence[Team]
) -> FormDocument:
    blank = context.mode == "blank"
    held = context.shared.meetings.get(setting.id)
    day = _day(held)
    roles = _roles(context, setting, teams, day or context.today)
    noted = frozenset(held.attended) if held and not blank else frozenset()
    expected, others = _in_order(context, roles), _in_order(context, noted - roles.keys())
    unread = [each.id for each in teams if each.pairing is None]
    values: dict[str, Value] = {
        **program_values(context),
        "title": TITLE,
        "meeting": setting.title,
        "day": written(day),
        "hours": _hours(held, day),
        "where": (held.where if held else None) or "",
        "rows": [_row(context, each, roles[each], noted) for each in expected],
        "others": [_row(context, each, (), noted) for each in others],
        "empty": [""] * (BLANK_ROWS if blank else GUEST_ROWS),
        "expected": str(len(expected)),
        "noted": str(len(noted)) if noted else "",
        "unread": list[Value](unread),
        "list_unread": setting.id in context.shared.unread and not blank,
    }
    people = (*expected, *others)
    path = meeting_file(context.year, setting.id)
    sheet = Sheet(FORM, TITLE, setting.title, "sign-in.html",
                  ((path,) if held else ()) + _behind(teams, people),
                  values, _gaps(context, setting, teams, people), landscape=True)  # fmt: skip
    title = f"{TITLE}, {context.year}: {setting.title}"
    return FormDocument(f"{FORM}-{setting.id}", "", title, (sheet,))


def _in_order(context: FormContext, people: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(people, key=lambda each: (*family_order(context.name(each)), each)))


def _roles(
    context: FormContext, setting: RequiredMeeting, teams: Sequence[Team], day: dt.date
) -> Mapping[str, tuple[str, ...]]:
    pairings = {each.id: each.pairing for each in teams if each.pairing}
    return expected_at(setting, pairings, day, context.today)


def _day(held: Meeting | None) -> dt.date | None:
    """The day on which it was held, else the one that is planned."""
    if held is None:
        return None
    return held.on or (held.ahead.on if held.ahead else None)


def _hours(held: Meeting | None, day: dt.date | None) -> str:
    """The hours that were planned for its day; those planned for another day say nothing."""
    plan = held.planned if held else None
    if plan is None or plan.on != day or plan.cancelled == "yes":
        return ""
    if plan.from_ and plan.until:
        return f"{plan.from_} to {plan.until}"
    return plan.from_ or (f"until {plan.until}" if plan.until else "")


def _row(
    context: FormContext, person: str, roles: Sequence[str], noted: frozenset[str]
) -> dict[str, Value]:
    """A line of the sheet; of who need not be there, the roles that their own file has."""
    known = context.people.get(person)
    shown = roles or (known.roles if known else ())
    return {
        "name": context.name(person),
        "roles": ", ".join(role_title(context, each) for each in shown),
        "school": (known.school if known else None) or "",
        "noted": person in noted,
    }


def _behind(teams: Iterable[Team], people: Iterable[str]) -> tuple[str, ...]:
    """What the sheet rests on: the program's rules, its pairings, and those who are on it."""
    pairings = (each.path(PAIRING_FILE) for each in teams)
    return (PROGRAM_FILE, *pairings, *map(person_file, people))


def _gaps(
    context: FormContext, setting: RequiredMeeting, teams: Sequence[Team], people: Sequence[str]
) -> tuple[Gap, ...]:
    """What cannot be read, so that nobody can tell who has to be on the sheet."""
    gaps = [
        Gap(each.path(PAIRING_FILE), (), f"who the people of {each.id} are")
        for each in teams
        if each.pairing is None
    ]
    if setting.id in context.shared.unread:
        path = meeting_file(context.year, setting.id)
        gaps.append(Gap(path, ("meeting",), f"what says that this is the list of {setting.id}"))
    gaps += [
        Gap(person_file(each), ("name",), "the name")
        for each in people
        if context.people.get(each) is None
    ]
    return tuple(gaps)


SIGN_IN = Form(FORM, "sign-in sheet", "mentorctl edit program", of_program=view, of_meetings=True)
