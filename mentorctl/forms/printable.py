"""Which records forms print, and why a form has nothing to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.form import Lack
from mentorctl.model.kinds import RECORD_KINDS

if TYPE_CHECKING:
    from mentorctl.forms.form import Form, FormContext
    from mentorctl.model.program import Program
    from mentorctl.model.team import Team

__all__ = ["has_record", "lack_of"]

# the record of a form that bears another name
RECORDS = {"comment": "experience"}
KINDS = frozenset(kind.name for kind in RECORD_KINDS)


def has_record(program: Program, form: str) -> bool:
    """Whether a program's pairings have the record that a form prints, if it prints one.

    Args:
        program: The program.
        form: The form's name.
    """
    record = RECORDS.get(form, form)
    return record not in KINDS or record in program.records


def lack_of(form: Form, team: Team, context: FormContext) -> Lack:
    """Why a pairing has nothing to print on a form, or nobody has; and what to do."""
    title = context.words.say(form.title)
    if not has_record(context.program, form.name):
        known = ", ".join(context.program.records)
        return Lack(f"the pairings of this program have no {title}", f"they have: {known}")
    if form.lacking is not None:
        return form.lacking(team, context)
    return Lack(f"{team.id} has no {title} yet", f"begin it: {form.start.format(pairing=team.id)}")
