"""The Individual Mentoring Plan (career education mentoring manual, form of that name)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentorctl.forms.answers import RequiredAnswers
from mentorctl.forms.attribution import conflicts, labelled
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.signature_lines import signatures_given
from mentorctl.forms.wording import abbreviation, headlines, written
from mentorctl.model.paths import person_file
from mentorctl.model.plan import PLAN_YEARS, Outcome, Plan, PlannedExperience

if TYPE_CHECKING:
    from mentorctl.model.person import Person
    from mentorctl.model.plan import Initials, OwnExperience
    from mentorctl.model.program import CatalogueEntry
    from mentorctl.model.team import Team

__all__ = ["PLAN", "contact", "describe", "number", "place"]

COLUMNS = 4
ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """The plan of a pairing that has one; on blank forms, of any."""
    plan = team.plan or Plan()
    if context.mode != "blank" and (team.pairing is None or team.plan is None):
        return []
    pair, answers = Pair.of(team, context), RequiredAnswers(context)
    term = context.words["plan"]
    record = team.path("plan.yaml")
    numbers = [entry.number for entry in context.program.experiences.catalogue]
    values: dict[str, Value] = {
        **pair.values(),
        "short": abbreviation(term),
        "content_area": _content_area(pair, answers, plan, record),
        "mentee": contact(context, answers, pair.mentee_id, needed=True),
        "mentor": contact(context, answers, pair.mentor_id, needed=True),
        "advisor": contact(context, answers, pair.advisor_id),
        "staff": [contact(context, answers, None, person) for person in context.staff]
        or [contact(context, answers, None)],
        "approved": _initials(plan.approved, pair, _since(plan.approved, team, context)),
        "received": _initials(plan.received, pair),
        "signatures": signatures_given(context, record),
        "numbers": f"{min(numbers)}-{max(numbers)}" if numbers else "",
        "tables": _tables(team, plan, context, answers),
        "own": _own(plan, context, answers),
        "outcomes": _outcomes(plan, context),
        "revisions": [
            {
                "on": written(revision.on),
                "what": revision.what or "",
                "shared_on": written(revision.shared_on),
            }
            for revision in (() if answers.blank else plan.revisions)
        ],
        "conflicts": conflicts(context),
        "origin": labelled(context, "plan"),
        "official": {"non_discrimination": context.program.official.non_discrimination or ""},
    }
    name = headlines({"plan": term})["plan"]
    sheet = Sheet("plan", name, pair.who, "plan.html", (record,), values, answers.gaps)
    return [FormDocument("plan", team.id, pair.title(name), (sheet,))]


def _content_area(pair: Pair, answers: RequiredAnswers, plan: Plan, record: str) -> Value:
    area = plan.content_area or (pair.team.pairing.content_area if pair.team.pairing else None)
    return answers.known(area or "", "Teaching Content Area", record, "content_area")


def number(planned: PlannedExperience, context: FormContext) -> str:
    """The number a planned experience has in the catalogue; an own one has the own one's."""
    if planned.catalogue is not None:
        return str(planned.catalogue)
    if planned.own is None:
        return ""
    catalogue = context.program.experiences.catalogue
    return next((str(entry.number) for entry in catalogue if entry.own == "yes"), "")


def describe(planned: PlannedExperience, context: FormContext) -> str:
    """What is planned: the team's own words, else the catalogue's title."""
    own = planned.own
    if own is not None:
        parts = (own.title, planned.planned or own.description)
        return "\n\n".join(part.strip() for part in parts if part)
    entry = _entry(planned.catalogue, context)
    return planned.planned or (entry.title if entry else "")


def _short(planned: PlannedExperience, context: FormContext) -> str:
    """The same for a narrow column: of an own experience without its description, if it can be."""
    own = planned.own
    if own is None or not (own.title or planned.planned):
        return describe(planned, context)
    return "\n\n".join(part.strip() for part in (own.title, planned.planned) if part)


def place(plan: Plan, slot: int) -> tuple[str | int, ...]:
    """The way to a planned experience in its record; to all of them while it has none."""
    at = next((at for at, each in enumerate(plan.experiences) if each.slot == slot), None)
    return ("experiences",) if at is None else ("experiences", at)


def _entry(wanted: int | None, context: FormContext) -> CatalogueEntry | None:
    catalogue = context.program.experiences.catalogue
    return next((entry for entry in catalogue if entry.number == wanted), None)


def contact(
    context: FormContext,
    answers: RequiredAnswers,
    person_id: str | None,
    person: Person | None = None,
    *,
    needed: bool = False,
) -> dict[str, Value]:
    """What a block of contact information shows of a person.

    Args:
        context: The program around the form.
        answers: Takes note of what is missing.
        person_id: Who it is.
        person: The same, where they are read already.
        needed: Whether school and email must be known.
    """
    if person is None and person_id is not None:
        person = context.people.get(person_id)
    phones = person.phones if person else None
    street, city = _address((person.address if person else None) or "")
    school = (person.school if person else None) or ""
    email = (person.email if person else None) or ""
    path = person_file(person_id or "")
    return {
        "name": person.name if person else person_id or "",
        "school": answers.known(school, "School", path, "school") if needed else school,
        "email": answers.known(email, "Email", path, "email") if needed else email,
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


def _since(box: Initials | None, team: Team, context: FormContext) -> str:
    """What the initials do not cover: what was changed after them, or what nobody wrote down."""
    if context.mode != "blank":
        context.judge_approval(team)
    if team.approval_change:
        return f"not as approved: {team.approval_change}"
    is_known = team.approval_known or box is None or box.on is None or box.content
    return "" if is_known else "what was approved is not recorded"


def _initials(box: Initials | None, pair: Pair, since: str = "") -> dict[str, Value]:
    """A box: initials are nobody's to make up, so without them it says who, and who wrote it.

    It also says who, where it is another than who would initial it here.
    """
    context = pair.context
    if box is None or context.mode == "blank":
        return {"initials": "", "on": "", "note": ""}
    said = (
        context.name(box.by) if not box.initials or box.by != pair.advisor_id else "",
        f"entered by {box.entered_by}" if box.entered_by else "",
        since,
    )
    note = "; ".join(filter(None, said))
    return {"initials": box.initials or "", "on": written(box.on), "note": note}


def _tables(team: Team, plan: Plan, context: FormContext, answers: RequiredAnswers) -> list[Value]:
    """The columns of the second page, as many to a table as its width holds."""
    slots = set(range(1, context.program.experiences.count + 1))
    slots.update(planned.slot for planned in plan.experiences)
    columns: list[Value] = [_column(team, plan, slot, context, answers) for slot in sorted(slots)]
    return [columns[at : at + COLUMNS] for at in range(0, len(columns), COLUMNS)]


def _column(
    team: Team, plan: Plan, slot: int, context: FormContext, answers: RequiredAnswers
) -> dict[str, Value]:
    planned = plan.slot(slot) or PlannedExperience(slot=slot)
    done = team.experiences.get(str(slot))
    record = team.path("plan.yaml")
    where = place(plan, slot)
    target = (*where, "target_date") if plan.slot(slot) else where
    return {
        "slot": str(slot),
        "number": answers.may(number(planned, context)),
        "planned": answers.need(
            _short(planned, context), f"Experience Planned {slot}", record, *where
        ),
        "target": answers.need(
            written(planned.target_date), f"Target Date {slot}", record, *target
        ),
        "achieved": answers.may(written(done.achieved) if done else ""),
        "notes": answers.may(planned.notes or ""),
    }


def _own(plan: Plan, context: FormContext, answers: RequiredAnswers) -> list[Value]:
    """The experiences of the team's own making: their written descriptions and approvals."""
    found = [(planned.slot, planned.own) for planned in plan.experiences if planned.own]
    told: list[Value] = [
        {
            "slot": str(slot),
            "title": own.title or "",
            "description": own.description or "",
            "approved_by": context.name(own.approved.by) if own.approved else "",
            "approved_on": _approved_on(own),
        }
        for slot, own in found
        if own.description or own.approved
    ]
    return [] if answers.blank else told


def _approved_on(own: OwnExperience) -> str:
    """The day of its approval, and that this was of something else where it was."""
    on = written(own.approved.on) if own.approved else ""
    return on if own.is_as_approved else f"{on} (not as approved: it was changed since)"


def _outcomes(plan: Plan, context: FormContext) -> list[Value]:
    """What is to be reached in each year of a plan over several; blank, lines to fill in."""
    blank = context.mode == "blank"
    if blank and not context.program.standards:
        return []
    rows = [Outcome(year=year) for year in PLAN_YEARS] if blank else list(plan.outcomes)
    rows = [each for each in rows if blank or each.indicator or each.outcome]
    return [
        {
            "year": str(each.year),
            "indicator": each.indicator or "",
            "outcome": each.outcome or "",
        }
        for each in sorted(rows, key=lambda each: each.year)
    ]


PLAN = Form("plan", "{plan}", "mentorctl new {pairing} plan", view)
