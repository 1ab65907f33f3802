"""A person's first day in the shared folder, on one page.

No source has such a page: layout and wording are our own. What it says is what `docs/first-day.md`
says at length, with the program's own words, names and address.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from mentorctl.forms.form import Form, FormContext, FormDocument, Lack, Sheet, Value
from mentorctl.forms.printable import has_record
from mentorctl.forms.year_end import coordinator, program_values, role_title
from mentorctl.model.roles import THE_PAIR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.model.person import Person
    from mentorctl.model.team import Team

__all__ = ["FIRST_DAY"]

TITLE = "First Day"
# what somebody does most, by their role: what it is, and of which record with which command
ACTS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "mentee": (
        ("Fill in your plan", "plan", "mentorctl edit {pairing} plan"),
        ("Hand an experience over", "experience", "mentorctl hand-in {pairing} 1"),
    ),
    "mentor": (
        (
            "Note a meeting in the log",
            "log",
            "mentorctl log {pairing} --from 15:30 --until 16:15 --kind meeting",
        ),
        (
            "Write the comment on an experience",
            "experience",
            "mentorctl edit {pairing} experiences/1",
        ),
    ),
}
ANY_PAIRING, ANY_ADDRESS = "PAIRING", "ADDRESS"


def of_pairing(team: Team, context: FormContext) -> list[FormDocument]:
    """A page for the mentee and one for the mentor."""
    if context.mode == "blank":
        return [_document(context, role, None, team) for role in THE_PAIR]
    if team.pairing is None:
        return []
    people = {"mentee": team.pairing.mentee, "mentor": team.pairing.mentor}
    return [_document(context, role, people[role], team) for role in THE_PAIR]


def of_program(context: FormContext) -> list[FormDocument]:
    """A page for everybody who is a mentee or mentor of the year, each once."""
    if context.mode == "blank":
        return [_document(context, role, None, None) for role in THE_PAIR]
    found: dict[str, FormDocument] = {}
    for team in context.teams():
        for made in of_pairing(team, context):
            found.setdefault(made.about, made)
    return list(found.values())


def _document(
    context: FormContext, role: str, person: str | None, team: Team | None
) -> FormDocument:
    name = context.name(person)
    values: dict[str, Value] = {
        **program_values(context),
        "title": TITLE,
        "role": role_title(context, role),
        "name": name,
        "partner_title": role_title(context, _other(role)),
        "partner": context.name(_partner(role, team)) if person else "",
        "keeper": _contact(context),
        "keeper_title": role_title(context, "coordinator"),
        "address": context.address,
        "join": _join(context, person),
        # words that stand for what is not known
        "capitals": not (context.address and person),
        "acts": _acts(context, role, team.id if team and person else ""),
        "signs": f"mentorctl sign {_pairing(team, person)}",
    }
    sheet = Sheet("first-day", TITLE, name, "first-day.html", (), values)
    title = ": ".join(filter(None, (f"{TITLE}, {context.year}", name)))
    return FormDocument(f"first-day-{role}" if not person else "first-day", person or "", title,
                        (sheet,))  # fmt: skip


def _other(role: str) -> str:
    return next(each for each in THE_PAIR if each != role)


def _partner(role: str, team: Team | None) -> str | None:
    pairing = team.pairing if team else None
    if pairing is None:
        return None
    return pairing.mentor if role == "mentee" else pairing.mentee


def _pairing(team: Team | None, person: str | None) -> str:
    return team.id if team and team.id and person else ANY_PAIRING


def _join(context: FormContext, person: str | None) -> str:
    """The command that begins it; what is not known is a word to be replaced."""
    where = shlex.quote(context.address) if context.address else ANY_ADDRESS
    return f"mentorctl join {where} --as {person or 'YOUR-NAME'}"


def _acts(context: FormContext, role: str, pairing: str) -> list[Value]:
    return [
        {"what": what, "command": command.format(pairing=pairing or ANY_PAIRING)}
        for what, record, command in ACTS[role]
        if has_record(context.program, record)
    ]


def _contact(context: FormContext) -> dict[str, Value]:
    """Who keeps the folder, and how to reach them."""
    keeper = next(iter(context.program.coordinators), None)
    known: Person | None = context.people.get(keeper) if keeper else None
    phones = known.phones if known else None
    return {
        "name": coordinator(context),
        "email": (known.email if known else None) or "",
        "phone": ((phones.work or phones.school or phones.cell) if phones else None) or "",
    }


FIRST_DAY = Form(
    "first-day",
    TITLE,
    "mentorctl pair",
    of_pairing,
    of_program,
    of_people=Lack(
        "is neither {mentee} nor {mentor} of a pairing of this year",
        "pair them: mentorctl pair",
    ),
)
