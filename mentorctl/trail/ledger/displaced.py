"""What rightly stood in a `pairing.yaml`, or of a person, before somebody changed it who may not.

Of who is in a pairing, since when, and how that stands, the history itself goes by what rightly
stood. Of every other value it keeps which file it rightly stood in, so that whoever reads the
folder can go by that, be it changed or gone now.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from mentorctl.model.field_owners import Way
from mentorctl.model.paths import PAIRING_FILE, in_pairing, person_in
from mentorctl.model.roles import SIDES
from mentorctl.trail.ledger.merged_values import mark_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from mentorctl.model.recorded import PairingFacts
    from mentorctl.trail.ledger.rights import Values

__all__ = [
    "displaced",
    "doubts",
    "is_of_value",
    "last_right",
    "proven",
    "right_in",
    "right_mark",
    "settle",
    "stood",
    "stood_mark",
]

_KEPT = frozenset((
    *(*SIDES, "content_area", "starts", "state", "ends", "closed", "withdrawn"),
    *("follows", "followed_by", "continues"),
))  # fmt: skip
# keys have a register of their own, and a list tells of no item where it was
_NOT_OF_PEOPLE = frozenset(("keys", "roles"))
_STOOD, _VALUE = "\x1e", "\x1e"
# no value's mark ends with the id of an object, or with this
_RIGHT, _NOTHING = "\x1c", ""
_ID = re.compile("[0-9a-f]{40}(?:[0-9a-f]{24})?")


def doubts(
    path: str,
    ways: Collection[Way],
    befores: Collection[tuple[str | None, Values]],
    after: Mapping[Way, str],
    doubted: Mapping[str, str],
    commit: str,
) -> dict[str, str]:
    """What does not count of a file once somebody wrote there who may not, by the commit.

    Args:
        path: The file.
        ways: Where they write; the empty one for the file as a whole.
        befores: What the commits before have: the id of the file, and what it says.
        after: What the file says now.
        doubted: What did not count of it before.
        commit: Their commit.

    Returns:
        Nothing where nothing is added to that.
    """
    before = displaced(path, ways, (each for _, each in befores), after, doubted)
    kept = {mark: by for mark, by in doubted.items() if not before.keys() & stood([mark])}
    marks = [mark_of(way, after[way]) for way in ways if way in after]
    marks += [stood_mark(*each) for each in before.items()]
    # which keys count, their register says, wherever a word about one lies; a key or word that
    # lacks a part leaves nobody able to read the person
    there = {way[:-1] for way in after}
    shown = [way for way in ways if person_in(path) is None or way[:1] != ("keys",)
             or (way not in after and way[:-1] in there and way[-1] != "revoked")]  # fmt: skip
    marks += [right_mark(*each) for each in last_right(shown, befores, after, doubted).items()]
    return kept | dict.fromkeys(marks, commit) if marks else {}


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


def last_right(
    ways: Iterable[Way],
    befores: Iterable[tuple[str | None, Values]],
    after: Mapping[Way, str],
    doubted: Collection[str],
) -> dict[Way, str]:
    """The file in which a value rightly stood that somebody changed or took out who may not.

    Args:
        ways: Where they write; the empty one for the file as a whole.
        befores: What the commits before have: the id of the file, and what it says.
        after: What the file says now.
        doubted: What did not count of it before.

    Returns:
        The id of what the file held then, by the way to the value; of a file that was not there
        before, an empty one.
    """
    known, found = right_in(doubted), dict[Way, str]()
    said = [(name, each) for name, each in befores if name]
    for way in ways:
        # what rightly stood before somebody wrote there first is still it
        if way in known:
            continue
        if not way and not said:
            found[way] = _NOTHING
        for name, each in said:
            value = each.get(way)
            is_right = value is not None and mark_of(way, value) not in doubted
            if not way or (is_right and value != after.get(way)):
                found[way] = name
                break
    return found


def right_mark(way: Way, name: str) -> str:
    """What it is called, among what does not count of a file, that a value stood in another."""
    return "".join((_RIGHT, "\x1f".join(way), _RIGHT, name))


def right_in(marks: Iterable[str]) -> dict[Way, str]:
    """The id of what a file held when a value of it last was right, by the way to the value.

    Args:
        marks: What does not count of the file.
    """
    found = {}
    for each in marks:
        if each.startswith(_RIGHT):
            way, _, name = each.removeprefix(_RIGHT).rpartition(_RIGHT)
            if _ID.fullmatch(name) or (not way and name == _NOTHING):
                found[tuple(way.split("\x1f")) if way else ()] = name
    return found


def is_of_value(mark: str) -> bool:
    """Whether a mark is of a value that does not count, not of where the right one is."""
    return not right_in([mark])


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
        place = next(iter({**stood([mark]), **right_in([mark])}), None)
        is_place = place is not None and (places is None or place in places)
        if mark in settled or (place is not None and is_place and may(place)):
            del doubted[mark]
