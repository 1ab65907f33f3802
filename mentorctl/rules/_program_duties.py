"""Whether what shall show a role's responsibilities is something that records can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.needs import Need
from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.showing import UnknownCheck, parse
from mentorctl.rules._pointers import pointer_fault
from mentorctl.rules.base import Hit, Hits

if TYPE_CHECKING:
    from mentorctl.model.program import Program

__all__ = ["duty_faults"]


def duty_faults(program: Program) -> Hits:
    """Every `shown_by` of a role's duties that is no check, and no need of this program."""
    for at, role in enumerate(program.roles):
        for index, duty in enumerate(role.responsibilities):
            for place, text in enumerate(duty.shown_by):
                where = ("roles", at, "duties", index, "shown_by", place)
                try:
                    found = parse(text)
                except UnknownCheck:
                    hint = "write a need like plan:approved.on, or a check like log:meeting>=1"
                    yield Hit(PROGRAM_FILE, where, f"there is no check called {text}", hint)
                    continue
                fault = pointer_fault(text, program) if isinstance(found, Need) else None
                if fault is not None:
                    yield Hit(PROGRAM_FILE, where, *fault)
