"""The Individual Mentoring Plan (career education mentoring manual, form of that name)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentorctl.forms.base import Form, FormContext, FormDocument, Value
from mentorctl.forms.wording import abbreviation, headlines, paragraphs, written

if TYPE_CHECKING:
    from mentorctl.model.person import Person
    from mentorctl.model.plan import Initials, Plan, PlannedExperience
    from mentorctl.model.program import CatalogueEntry
    from mentorctl.model.team import Team

__all__ = ["PLAN", "describe", "number"]

COLUMNS = 4
ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """The plan of a pairing that has one."""
    pairing, plan = team.pairing, team.plan
    if pairing is None or plan is None:
        return []
    term = context.words["plan"]
    advisor = context.people.get(pairing.advisor) if pairing.advisor else None
    mentee, mentor = context.name(pairing.mentee), context.name(pairing.mentor)
    numbers = [entry.number for entry in context.program.experiences.catalogue]
    values: dict[str, Value] = {
        "year": context.year,
        "preset": context.program.preset,
        "source": context.program.source or "",
        "term": dict(context.words),
        "head": headlines(context.words),
        "short": abbreviation(term),
        "content_area": plan.content_area or pairing.content_area or "",
        "mentee": _contact(mentee, context.people.get(pairing.mentee)),
        "mentor": _contact(mentor, context.people.get(pairing.mentor)),
        "advisor": _contact(context.name(pairing.advisor), advisor),
        "staff": [_contact(person.name, person) for person in context.staff]
        or [_contact("", None)],
        "approved": _initials(plan.approved, context),
        "received": _initials(plan.received, context),
        "numbers": f"{min(numbers)}-{max(numbers)}" if numbers else "",
        "tables": _tables(team, plan, context),
        "revisions": [
            {
                "on": written(revision.on),
                "what": paragraphs(revision.what),
                "shared_on": written(revision.shared_on),
            }
            for revision in plan.revisions
        ],
    }
    title = f"{headlines({'plan': term})['plan']} {context.year}: {mentee} and {mentor}"
    return [FormDocument("plan", title, values)]


def number(planned: PlannedExperience, context: FormContext) -> str:
    """The number a planned experience has in the catalogue; an own one has the own one's."""
    if planned.catalogue is not None:
        return str(planned.catalogue)
    if planned.own is None:
        return ""
    catalogue = context.program.experiences.catalogue
    return next((str(entry.number) for entry in catalogue if entry.own == "yes"), "")


def describe(planned: PlannedExperience, context: FormContext) -> list[str]:
    """What is planned, in paragraphs: the team's own words, else the catalogue's title."""
    own = planned.own
    if own is not None:
        text = planned.planned or own.description
        return paragraphs(own.title) + paragraphs(text)
    entry = _entry(planned.catalogue, context)
    return paragraphs(planned.planned or (entry.title if entry else ""))


def _entry(wanted: int | None, context: FormContext) -> CatalogueEntry | None:
    catalogue = context.program.experiences.catalogue
    return next((entry for entry in catalogue if entry.number == wanted), None)


def _contact(name: str, person: Person | None) -> dict[str, Value]:
    phones = person.phones if person else None
    street, city = _address((person.address if person else None) or "")
    return {
        "name": name,
        "school": (person.school if person else None) or "",
        "email": (person.email if person else None) or "",
        "email_checked": (person.email_checked if person else None) or "",
        "school_phone": (phones.school if phones else None) or "",
        "cell_phone": (phones.cell if phones else None) or "",
        "work_phone": (phones.work if phones else None) or "",
        "street": street,
        "city": city,
    }


def _address(address: str) -> tuple[str, str]:
    """The street, and the city with state and ZIP, which the form asks for apart."""
    lines = [line.strip(" ,") for line in address.splitlines() if line.strip(" ,")]
    if len(lines) > 1:
        return ", ".join(lines[:-1]), lines[-1]
    parts = [part.strip() for part in address.split(",") if part.strip()]
    tail = 3 if parts and ZIP.fullmatch(parts[-1]) else 2
    cut = max(len(parts) - tail, 1)
    return ", ".join(parts[:cut]), ", ".join(parts[cut:])


def _initials(box: Initials | None, context: FormContext) -> dict[str, Value]:
    if box is None:
        return {"initials": "", "on": ""}
    name = context.name(box.by)
    return {"initials": box.initials or name, "on": written(box.on)}


def _tables(team: Team, plan: Plan, context: FormContext) -> list[Value]:
    """The columns of the second page, as many to a table as its width holds."""
    slots = set(range(1, context.program.experiences.count + 1))
    slots.update(planned.slot for planned in plan.experiences)
    columns: list[Value] = [_column(team, plan, slot, context) for slot in sorted(slots)]
    return [columns[at : at + COLUMNS] for at in range(0, len(columns), COLUMNS)]


def _column(team: Team, plan: Plan, slot: int, context: FormContext) -> dict[str, Value]:
    planned = plan.slot(slot)
    done = team.experiences.get(str(slot))
    approval = planned.own.approved if planned and planned.own else None
    return {
        "slot": str(slot),
        "number": number(planned, context) if planned else "",
        "planned": (describe(planned, context)) if planned else [],
        "target": written(planned.target_date) if planned else "",
        "achieved": written(done.achieved) if done else "",
        "notes": (paragraphs(planned.notes)) if planned else [],
        "own_approved_by": context.name(approval.by) if approval else "",
        "own_approved_on": written(approval.on) if approval else "",
    }


PLAN = Form("plan", "{plan}", "plan.html", view, "mentorctl new plan {pairing}")
