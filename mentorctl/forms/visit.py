"""The Mentor/Protégé Visit Report (career education mentoring manual, form of that name)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.answers import RequiredAnswers
from mentorctl.forms.attribution import labelled
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.signature_lines import signature_line
from mentorctl.forms.wording import headlines, written
from mentorctl.model.signed_by_hand import is_as_signed
from mentorctl.model.visit import Administrator, Visit

if TYPE_CHECKING:
    from mentorctl.model.log import Reflection
    from mentorctl.model.team import Team

__all__ = ["VISIT", "reflected"]


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """One document for each visit that was made, by date; a blank one for any.

    A visit that is only planned has nothing to report yet and is left out of what is handed in.
    """
    if context.mode == "blank":
        return [_document(Pair.of(team, context), "", None)]
    if team.pairing is None:
        return []
    pair = Pair.of(team, context)
    visits = sorted(team.visits.items(), key=lambda item: (item[1].on, item[0]))
    return [
        _document(pair, key, visit)
        for key, visit in visits
        if context.mode == "draft" or visit.on <= context.today or visit.topics or visit.strategies
    ]


def _document(pair: Pair, key: str, visit: Visit | None) -> FormDocument:
    team, context = pair.team, pair.context
    answers = RequiredAnswers(context)
    head = headlines(context.words)
    setting = context.program.records.get("visit")
    record = team.path(f"visits/{key}.yaml")
    values: dict[str, Value] = {
        **pair.values(),
        "optional": setting is not None and setting.optional == "yes",
        "program_area": pair.program_area(answers),
        **_answers(visit, answers, record),
        **_administrator(visit),
        "reflection": reflected(visit.reflection if visit else None, context),
        "sent": written(visit.sent_to_advisor) if visit else "",
        "copied": written(visit.copied_to_mentee) if visit else "",
        "signature_lines": _signatures(pair, visit, record),
        "origin": labelled(context, "visit", own=_added(visit, context)),
    }
    title = head["visit"]
    sheet = Sheet("visit", title, pair.who, "visit.html", (record,), values, answers.gaps)
    if visit is None:
        return FormDocument("visit", team.id, pair.title(title), (sheet,))
    title += f", {written(visit.on)}"
    return FormDocument(f"visit-{key}", team.id, pair.title(title), (sheet,))


def _added(visit: Visit | None, context: FormContext) -> list[str]:
    """The labels on the sheet that the form itself does not have."""
    given = visit or Visit(on=context.today)
    advisor = context.words["advisor"]
    return [
        "Administrator informed",
        *([f"Sent to the {advisor}"] if given.sent_to_advisor else []),
        *([f"Copied to the {context.words['mentee']}"] if given.copied_to_mentee else []),
        *(["Agreed on"] if given.agreed_on else []),
        *(["Purpose agreed before the visit"] if given.purpose else []),
        *(["Reflection"] if reflected(given.reflection, context) else []),
        "Administrator Signature",
    ]


def _answers(visit: Visit | None, answers: RequiredAnswers, record: str) -> dict[str, Value]:
    """What the form asks for, in its order."""
    location = (visit.location if visit else None) or ""
    return {
        "date": answers.need(written(visit.on) if visit else "", "Date of Visit", record, "on"),
        "location": answers.need(location, "Location of Visit", record, "location"),
        "place": (visit.place if visit else None) or "",
        "purpose": (visit.purpose if visit else None) or "",
        "agreed": written(visit.agreed_on) if visit else "",
        "topics": answers.need(
            (visit.topics if visit else None) or "",
            "Topics discussed during visit",
            record,
            "topics",
        ),
        "strategies": answers.need(
            (visit.strategies if visit else None) or "",
            "Suggested strategies discussed",
            record,
            "strategies",
        ),
    }


def _administrator(visit: Visit | None) -> dict[str, Value]:
    """The administrator of the visited school, and when they were told."""
    told = (visit.administrator if visit else None) or Administrator()
    return {"administrator": told.name or "", "informed": written(told.informed_on)}


def _signatures(pair: Pair, visit: Visit | None, record: str) -> list[Value]:
    """The lines to sign: the two people of the pairing, and the administrator.

    The administrator is not a person of the program: their name stands in the record.
    """
    head = headlines(pair.context.words)
    told = (visit.administrator if visit else None) or Administrator()
    lines = [
        signature_line(pair.context, f"{title} Signature", record, role, person)
        for role, title, person in (
            ("mentor", head["mentor"], pair.mentor_id),
            ("mentee", head["mentee"], pair.mentee_id),
            ("administrator", "Administrator", told.name),
        )
    ]
    if told.signed is not None and told.signed.on is not None:
        by = pair.context.name(told.signed.attested_by)
        report = pair.team.recorded_in(record.removeprefix(pair.team.path("")))
        is_same = is_as_signed(told.signed, report)
        since = "" if is_same else "; the report was changed since"
        lines[-1] |= {
            "signed": ", ".join(filter(None, (told.name, written(told.signed.on)))),
            "note": f"on paper, attested by {by}{since}",
        }
    return [*lines]


def reflected(reflection: Reflection | None, context: FormContext) -> list[Value]:
    """What was written down by the program's reflection, a part each, as far as there is any."""
    if reflection is None:
        return []
    return [
        {"title": part.title, "text": text}
        for part in context.program.reflection
        if (text := getattr(reflection, part.id))
    ]


VISIT = Form("visit", "{visit}", "mentorctl new {pairing} visit", view)
