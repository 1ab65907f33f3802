"""Each role's responsibilities, a sheet a role (5 CSR 20-400.380 (1)(F) asks for the list).

The duties stand in program.yaml, in the order of the program's source and in our own words. The
sources print them as text, not as a form: the layout is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.forms.attribution import OWN, sourced
from mentorctl.forms.form import Form, FormContext, FormDocument, Sheet, Value
from mentorctl.forms.year_end import program_values
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.showing import UnknownCheck, titled

if TYPE_CHECKING:
    from mentorctl.model.program import Duty, Role

__all__ = ["RESPONSIBILITIES"]

TITLE = "Responsibilities"


def view(context: FormContext) -> list[FormDocument]:
    """One document with a sheet for each role that has duties; none where no role has any."""
    sheets = tuple(_sheet(role, context) for role in context.program.roles if role.duties)
    if not sheets:
        return []
    return [FormDocument("responsibilities", "", f"{TITLE}, {context.year}", sheets)]


def _sheet(role: Role, context: FormContext) -> Sheet:
    rows = [_row(duty, context) for duty in role.responsibilities]
    values: dict[str, Value] = {
        **program_values(context),
        "title": TITLE,
        "role": role.title,
        "source": role.source or "",
        "origin": _origin(role, context),
        "rows": rows,
        "with_records": any(duty.shown_by for duty in role.responsibilities),
    }
    return Sheet("responsibilities", TITLE, role.title, "responsibilities.html",
                 (PROGRAM_FILE,), values)  # fmt: skip


def _origin(role: Role, context: FormContext) -> list[Value]:
    """Where the duties come from; a duty that is the program's own by its number."""
    said: list[Value] = [sourced(context, "The responsibilities", role.source)]
    own = [str(n) for n, duty in enumerate(role.responsibilities, 1) if duty.own == "yes"]
    if role.source and own:
        said.append(f"No. {', '.join(own)} {'is' if len(own) == 1 else 'are'} {OWN}.")
    return said


def _row(duty: Duty, context: FormContext) -> Value:
    return {"duty": duty.duty, "shown_by": [_named(each, context) for each in duty.shown_by]}


def _named(check: str, context: FormContext) -> str:
    """What shows a duty, in words; as it is written where nobody knows it (`check` says so)."""
    try:
        title = titled(check, context.program, context.words)
    except UnknownCheck:
        return check
    return title[:1].upper() + title[1:]


RESPONSIBILITIES = Form(
    "responsibilities", TITLE, "mentorctl edit program", of_program=view
)  # fmt: skip
