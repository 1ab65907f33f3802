"""What rightly stood in a `pairing.yaml`, or of a person, before somebody changed it who may not.

Most of what counts for nothing is left out, and what lacks then is asked for. Of who is in a
pairing, since when, and how that stands, what lacks would say something, too: that it goes on.
Where people are paid, and written to, is known, whatever somebody else writes there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.paths import PAIRING_FILE, in_pairing, person_in
from mentorctl.model.roles import SIDES
from mentorctl.trail.ledger.merged_values import mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from mentorctl.model.field_owners import Way
    from mentorctl.model.recorded import PairingFacts
    from mentorctl.trail.ledger.rights import Values

__all__ = ["displaced", "proven", "settle", "stood", "stood_mark"]

_KEPT = frozenset((
    *(*SIDES, "content_area", "starts", "state", "ends", "closed", "withdrawn"),
    *("follows", "followed_by", "continues"),
))  # fmt: skip
# keys have a register of their own, and a list tells of no item where it was
_NOT_OF_PEOPLE = frozenset(("keys", "roles"))
_STOOD, _VALUE = "\x1e", "\x1e"


def displaced(
    path: str,
    ways: Iterable[Way],
    befores: Iterable[Values],
    after: Mapping[Way, str],
    doubted: Collection[str],
) -> dict[Way, str]:
    """What rightly stood where somebody writes who may not, by the way to it.

    Args:
        path: The file.
        ways: Where they write.
        befores: What the commits before say.
        after: What the file says now.
        doubted: What did not count of it before.
    """
    found: dict[Way, str] = {}
    place = in_pairing(path)
    of_person = person_in(path) is not None
    if not after or not (of_person or (place is not None and place.file == PAIRING_FILE)):
        return found
    said = list(befores)
    for way in ways:
        known = {each.get(way) for each in said} - {after.get(way)}
        right = sorted(each for each in known if each and mark_of(way, each) not in doubted)
        if right and (way[0] not in _NOT_OF_PEOPLE if of_person else way[0] in _KEPT):
            found[way] = right[0]
    return found


def stood_mark(way: Way, value: str) -> str:
    """What such a value is called among what does not count of its file."""
    return "".join((_STOOD, "\x1f".join(way), _VALUE, value))


def stood(marks: Iterable[str]) -> dict[Way, str]:
    """What rightly stood, by the way to it.

    Args:
        marks: What does not count of a file.
    """
    found = {}
    for each in marks:
        if each.startswith(_STOOD):
            way, _, value = each.removeprefix(_STOOD).partition(_VALUE)
            # the mark of a value, whose field somebody calls so that it looks like one of these,
            # ends with that value's print
            if value and "\x1f" not in value:
                found[tuple(way.split("\x1f"))] = value
    return found


def proven(pairing: PairingFacts, doubted: Collection[str]) -> PairingFacts:
    """Who is in a pairing, with who rightly was in the place of whom somebody named who may not.

    Args:
        pairing: What its file says.
        doubted: The marks of what does not count there.
    """
    held, before = {role: getattr(pairing, role) for role in SIDES}, stood(doubted)
    out = [role for role, who in held.items() if who and mark_of((role,), who) in doubted]
    back = {role: before.get((role,)) for role in SIDES if role in out or not held[role]}
    return msgspec.structs.replace(pairing, **back)


def settle(
    doubted: dict[str, str],
    held: Mapping[Way, str],
    places: Collection[Way] | None,
    may: Callable[[Way], bool],
) -> None:
    """Have values count that somebody wrote, or kept, who may.

    Args:
        doubted: What does not count of a file; it is changed.
        held: The values, by the way to each.
        places: Where they wrote or took something out; None for all of the file.
        may: Whether they may write at a way.
    """
    settled = {mark_of(way, value) for way, value in held.items() if may(way)}
    for mark in list(doubted):
        place = next(iter(stood([mark])), None)
        if mark in settled or (place and (places is None or place in places) and may(place)):
            del doubted[mark]
