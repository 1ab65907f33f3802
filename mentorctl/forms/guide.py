"""The learning guide: dated tasks, reviewed at the start, signed off at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import OWN, sourced
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.signature_lines import signature_line
from mentorctl.forms.wording import headlines, written
from mentorctl.forms.year_end import role_title
from mentorctl.model.agreement import Guide, GuideTask, SignOff

if TYPE_CHECKING:
    import datetime as dt

    from mentorctl.model.team import Team

__all__ = ["GUIDE"]


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """The guide of a pairing as far as it is done; a blank one for any."""
    if "guide" not in context.program.records:
        return []
    blank = context.mode == "blank"
    if not blank and (team.pairing is None or team.guide is None):
        return []
    pair, record = Pair.of(team, context), team.path("guide.yaml")
    guide = team.guide or Guide()
    listed = tuple(GuideTask(id=each.id, title=each.title) for each in context.program.guide.tasks)
    tasks = listed if blank else guide.tasks
    setting = context.program.records["guide"]
    name = headlines(context.words)["guide"]
    values: dict[str, Value] = {
        **pair.values(),
        "name": name,
        "tasks": [_task(each) for each in tasks],
        "dates": _dates(pair),
        "reviewed": _sign_off(None if blank else guide.reviewed, context),
        "signed_off": _sign_off(None if blank else guide.signed_off, context),
        "signature_lines": [
            signature_line(
                context, f"{role_title(context, role)} Signature", record, role, pair.holder(role)
            )
            for role in setting.signed_by
        ],
        "origin": [
            sourced(context, "The tasks", context.program.guide.source),
            f"Layout and instructions are {OWN}.",
        ],
    }
    sheet = Sheet("guide", name, pair.who, "guide.html", (record,), values)
    return [FormDocument("guide", team.id, pair.title(name), (sheet,))]


def _task(task: GuideTask) -> dict[str, Value]:
    return {
        "title": task.title or task.id,
        "done": written(task.done_on),
        "note": task.note or "",
    }


def _dates(pair: Pair) -> list[Value]:
    """The other days that the program keeps of a pairing, as far as they have come."""
    context, pairing = pair.context, pair.team.pairing
    days: dict[str, dt.date | None] = {}
    if context.mode != "blank" and pairing is not None:
        days = dict(pairing.dates)
    return [
        {
            "title": own.title,
            "role": role_title(context, own.by) if own.by else "",
            "on": written(days.get(own.id)),
        }
        for own in context.program.dates
        if own.on_guide == "yes"
    ]


def _sign_off(given: SignOff | None, context: FormContext) -> dict[str, Value]:
    if given is None:
        return {"by": "", "on": ""}
    return {"by": context.name(given.by), "on": written(given.on)}


GUIDE = Form("guide", "{guide}", "mentorctl new {pairing} guide", view)
