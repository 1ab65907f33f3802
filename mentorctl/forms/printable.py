"""Which records forms print, and why a form has nothing to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.form import Lack
from mentorctl.model.kinds import RECORD_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mentorctl.forms.form import Form, FormContext
    from mentorctl.model.program import Program
    from mentorctl.model.team import Team
    from mentorctl.model.words import Words

__all__ = ["has_record", "lack_of", "missing_form"]

# the record of a form that bears another name
RECORDS = {"comment": "experience"}
# what of program.yaml a form rests on that prints no record
PARTS: Mapping[str, Callable[[Program], object]] = {
    "calendar": lambda program: program.calendar or program.meetings,
    "suggestions": lambda program: program.experiences.catalogue,
    "handouts": lambda program: program.handouts,
    "phases": lambda program: program.phases,
    "certificate": lambda program: program.completion.needs,
    "grievance": lambda program: program.grievance.steps,
    "questionnaire": lambda program: program.questionnaires,
    "sign-in": lambda program: program.meetings,
}
MISSING = {
    "calendar": Lack(
        "this program has no milestones and no meetings", "add them: mentorctl edit program"
    ),
    "suggestions": Lack(
        "this program has no catalogue of experiences",
        "write it under experiences: catalogue: mentorctl edit program",
    ),
    "handouts": Lack(
        "this program has no handouts", "write them under handouts: mentorctl edit program"
    ),
    "phases": Lack(
        "this program has no phases of a year", "write them under phases: mentorctl edit program"
    ),
    "certificate": Lack(
        "this program does not say what makes a completer, so there is no certificate of it",
        "write it under completion: needs: mentorctl edit program",
    ),
    "grievance": Lack(
        "this program has no steps for grievances", "add them: mentorctl edit program"
    ),
    "questionnaire": Lack("this program has no questionnaires", "add them: mentorctl edit program"),
    "sign-in": Lack("this program has no meetings", "add them: mentorctl edit program"),
}
KINDS = frozenset(kind.name for kind in RECORD_KINDS)


def has_record(program: Program, form: str) -> bool:
    """Whether a program has what a form prints: a record of its pairings, a part of program.yaml.

    Args:
        program: The program.
        form: The form's name.
    """
    if form in PARTS:
        return bool(PARTS[form](program))
    record = RECORDS.get(form, form)
    return record not in KINDS or record in program.records


def missing_form(form: Form, program: Program, words: Words) -> Lack:
    """Why a program has nothing that a form could print, and what to do."""
    if form.name in MISSING:
        return MISSING[form.name]
    known = ", ".join(program.records)
    title = words.say(form.title)
    return Lack(f"the pairings of this program have no {title}", f"they have: {known}")


def lack_of(form: Form, team: Team, context: FormContext) -> Lack:
    """Why a pairing has nothing to print on a form, or nobody has; and what to do."""
    if not has_record(context.program, form.name):
        return missing_form(form, context.program, context.words)
    if form.lacking is not None:
        return form.lacking(team, context)
    title = context.words.say(form.title)
    return Lack(f"{team.id} has no {title} yet", f"begin it: {form.start.format(pairing=team.id)}")
