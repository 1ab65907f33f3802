"""Who is to be at a meeting of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.needs import Need

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from mentorctl.model.pairing import Pairing
    from mentorctl.model.program import RequiredMeeting

__all__ = ["expected_at", "expected_of"]


def expected_of(pairing: Pairing, setting: RequiredMeeting) -> Iterator[tuple[str, str]]:
    """The people of a pairing who must be at a meeting, each behind their role."""
    for role in setting.attended_by:
        person = getattr(pairing, role, None)
        if person:
            yield role, person


def expected_at(
    setting: RequiredMeeting, pairings: Mapping[str, Pairing], day: dt.date, today: dt.date
) -> dict[str, tuple[str, ...]]:
    """Those who must be at a meeting, by their id, and the roles in which they must.

    A pairing that follows another one is represented by that one as long as it has not begun.
    Who is excused from it, by a waiver, need not be there.

    Args:
        setting: The meeting.
        pairings: The pairings of the year by id; those that have ended by the day are left out.
        day: The day of the meeting.
        today: The day on which waivers are judged.
    """
    found: dict[str, dict[str, None]] = {}
    for pairing in pairings.values():
        if not _is_active(pairing, day) or _is_still_another(pairing, pairings, day):
            continue
        for role, person in expected_of(pairing, setting):
            need = str(Need("meetings", setting.id, ("attended", role)))
            if pairing.waived_since(need, today) is None:
                found.setdefault(person, {})[role] = None
    return {person: tuple(roles) for person, roles in found.items()}


def _is_active(pairing: Pairing, day: dt.date) -> bool:
    """Whether it was under way on a day, also where it was completed since."""
    if pairing.state == "completed":
        return pairing.completed_on is None or day <= pairing.completed_on
    return pairing.state_on(day) == "active"


def _is_still_another(pairing: Pairing, pairings: Mapping[str, Pairing], day: dt.date) -> bool:
    before = pairings.get(pairing.follows) if pairing.follows else None
    return before is not None and day < pairing.starts and _is_active(before, day)
