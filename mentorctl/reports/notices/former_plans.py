"""What was planned this year and was taken out again, as with undo, by the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mentorctl.model.meeting import Meeting
from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import PAIRING_FILE, in_pairing, meeting_file, meeting_in, pairing_file
from mentorctl.model.record import Record
from mentorctl.store.parse.reader import understood
from mentorctl.trail.errors import GitError
from mentorctl.trail.git.file_steps import file_steps
from mentorctl.trail.git.file_versions import contents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentorctl.model.appointment import PairAppointment
    from mentorctl.store.folder import Folder

__all__ = ["NO_PLANS", "FormerPlans", "former_plans"]

R = TypeVar("R", bound=Record)
# nothing else of a version is wanted, and most have none
_MARK = b"planned:"


class FormerPlans(NamedTuple):
    """What the history knows as planned, whether or not it still is.

    Attributes:
        meetings: The last version of each meeting of the program that had a plan, by its id.
        appointments: What each pairing has planned, as it stood last, by the pairing's id.
    """

    meetings: Mapping[str, Meeting]
    appointments: Mapping[str, tuple[PairAppointment, ...]]


NO_PLANS = FormerPlans({}, {})


def former_plans(folder: Folder) -> FormerPlans:
    """What was planned in the folder's year at any time.

    Args:
        folder: The program folder; one without a history had no other plans.
    """
    year = folder.program.year
    try:
        patterns = (meeting_file(year, "*"), pairing_file(year, "*"))
        steps = {} if folder.past is not None else file_steps(folder.root, patterns)
        changed = {path: each for path, each in steps.items() if len(each) > 1}
        held = contents(folder.root, (each.before for step in changed.values() for each in step))
    except GitError:
        return NO_PLANS
    meetings: dict[str, Meeting] = {}
    appointments: dict[str, dict[str, PairAppointment]] = {}
    for path, each in changed.items():
        for data in (held.get(step.before or "") or b"" for step in reversed(each)):
            if _MARK not in data:
                continue
            where, meeting = in_pairing(path), meeting_in(path)
            if where is not None and where.file == PAIRING_FILE:
                pairing = understood(data, Pairing)
                mine = appointments.setdefault(where.pairing, {})
                mine |= {plan.id: plan for plan in pairing.planned} if pairing else {}
            elif meeting is not None:
                said = understood(data, Meeting)
                if said is not None and said.planned is not None:
                    meetings[meeting[1]] = said
    return FormerPlans(
        meetings, {name: tuple(each.values()) for name, each in appointments.items()}
    )
