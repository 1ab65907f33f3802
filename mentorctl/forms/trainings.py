"""The trainings of a pairing: which, whose, when, and what they come before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import labelled
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.pairs import Pair
from mentorctl.forms.signature_lines import signature_line
from mentorctl.forms.wording import written
from mentorctl.forms.year_end import role_title
from mentorctl.model.ids import slug
from mentorctl.model.needs import TAKEN, Need
from mentorctl.model.team import fact

if TYPE_CHECKING:
    from mentorctl.model.requirements import TrainingSetting
    from mentorctl.model.team import Team

__all__ = ["TRAININGS"]

NAME = "Trainings"


def view(team: Team, context: FormContext) -> list[FormDocument]:
    """The program's trainings, with the day each was taken; blank, without."""
    if "trainings" not in context.program.records or not context.program.trainings:
        return []
    if context.mode != "blank" and (team.pairing is None or team.trainings is None):
        return []
    pair, record = Pair.of(team, context), team.path("trainings.yaml")
    setting = context.program.records["trainings"]
    values: dict[str, Value] = {
        **pair.values(),
        "rows": [_row(each, pair) for each in context.program.trainings],
        "planned": []
        if context.mode == "blank" or team.trainings is None
        else [
            {"title": each.title, "until": written(each.until), "done": written(each.done_on)}
            for each in team.trainings.planned
        ],
        "signature_lines": [
            signature_line(
                context, f"{role_title(context, role)} Signature", record, role, pair.holder(role)
            )
            for role in setting.signed_by
        ],
        "origin": labelled(context, "trainings", "Codes and titles"),
    }
    sheet = Sheet("trainings", NAME, pair.who, "trainings.html", (record,), values)
    return [FormDocument("trainings", team.id, pair.title(NAME), (sheet,))]


def _row(training: TrainingSetting, pair: Pair) -> dict[str, Value]:
    context = pair.context
    need = Need("trainings", "", (TAKEN, training.role, slug(training.code) or ""))
    taken = None if context.mode == "blank" else fact(need, pair.team, context.shared)
    return {
        "code": training.code,
        "title": training.title,
        "role": role_title(context, training.role),
        "name": context.name(pair.holder(training.role)),
        "taken": written(taken if taken and taken <= context.today else None),
    }


TRAININGS = Form("trainings", "trainings", "mentorctl new {pairing} trainings", view)
