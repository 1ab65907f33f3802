"""Which changes of the key register hold where sides come together that did not know each other.

Whoever holds a key that was revoked can still begin a side before its revocation, and so can a
coordinator of whom another side made a former one. What they did there with rights that had ended
elsewhere does not hold, nor what others did with rights that only they had given. Where two sides
ended each other's rights, the one holds that is known to have been shared before the other came in;
else the one that ended fewer; else that of the older key. What holds between two keys of one person
says `own_keys`.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import msgspec

from mentorctl.trail.register.key_register import KeySpan, Register
from mentorctl.trail.register.own_keys import OwnKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from mentorctl.trail.register.rights_changes import RightsChange

__all__ = ["merged", "overruled", "with_keeper"]


def overruled(
    changes: Sequence[RightsChange],
    sides: Mapping[str, frozenset[int]],
    registers: Sequence[Register],
    came_later: Callable[[Collection[str], str], Collection[str]],
    followers: Callable[[str], frozenset[str]],
) -> frozenset[str]:
    """The changes that do not hold once sides have come together.

    Args:
        changes: Those that not all sides had or have, each after what it rests on.
        sides: Which sides had a commit, by their places.
        registers: The register at the end of each side.
        came_later: Which of some commits are not known to have been shared before another was.
        followers: Who has gone on from a commit.

    Returns:
        Their names, with those of changes that one of the sides had undone already.
    """
    known = frozenset[str]().union(*(each.overruled for each in registers))
    bases = _bases(changes, sides, registers)
    fallen = _resting_on(bases, known)
    asked = [each for each in changes if each.name not in fallen]
    spans = {key: span for each in reversed(registers) for key, span in each.spans.items()}
    against: dict[str, set[str]] = {}
    harm: dict[str, int] = {}
    hands = {each.name: {each.by, *(base.by for base in bases[each.name])} for each in asked}
    for each in asked:
        against[each.name] = {
            other.name
            for other in asked
            if _attacks(other, each, sides) and _may_attack(other, each, hands, came_later)
        }.union(*(against[base.name] for base in bases[each.name]))
        # whom somebody lets in ends for them what they could end themselves
        for by in () if each.follows_another else hands[each.name]:
            harm[by] = harm.get(by, 0) + len(each.ended)
    own = OwnKeys({each.name: each for each in asked}, hands, spans, came_later, followers)
    attackers = {
        name: {one for one in others if name not in against[one] or not own.outdoes(name, one)}
        for name, others in against.items()
    }
    rivals = {name for name, others in attackers.items() if others}
    gone_on = {each.name: len(followers(each.commit)) for each in asked if each.name in rivals}
    ranks = {each.name: _rank(each, harm, spans, gone_on) for each in asked}
    last = {each.name: max(ranks[one.name] for one in (each, *bases[each.name])) for each in asked}
    order = sorted(asked, key=lambda each: (last[each.name], each.name))
    out = _settled({each.name: attackers[each.name] for each in order})
    return known | _resting_on(bases, out | known)


def merged(
    registers: Sequence[Register],
    changes: Sequence[RightsChange],
    sides: Mapping[str, frozenset[int]],
    out: frozenset[str],
) -> Register:
    """The register once sides of one root have come together.

    A key is as the side left it that alone changed it; as soon as revoked where several did. A
    coordinator is who one side had added, or no other had taken out.

    Args:
        registers: The register at the end of each side.
        changes: What not all sides had, each after what it rests on.
        sides: Which sides had a commit, by their places.
        out: The names of those that do not hold.
    """
    undone = [
        _without(
            each,
            [
                one
                for one in changes
                if one.name in out - each.overruled and place in sides[one.commit]
            ],
        )
        for place, each in enumerate(registers)
    ]
    good = [
        each
        for each in changes
        if each.name not in out and len(sides[each.commit]) < len(registers)
    ]
    touched: dict[str, set[int]] = {}
    for each in good:
        touched.setdefault(each.key, set()).update(sides[each.commit])
    spans: dict[str, KeySpan] = {}
    for place, register in enumerate(undone):
        for key, span in register.spans.items():
            known = spans.get(key)
            spans[key] = span if known is None else _both(
                known, span, touched.get(key, set()), place
            )  # fmt: skip
    every = frozenset[str]().union(*(each.coordinators for each in undone))
    kept = frozenset(person for person in every if not _is_removed(person, undone, good, sides))
    return Register(spans, kept, registers[0].root, out)


def with_keeper(
    registers: Sequence[Register],
    changes: Sequence[RightsChange],
    sides: Mapping[str, frozenset[int]],
    out: frozenset[str],
) -> tuple[Register, frozenset[str]]:
    """The register once sides have come together, with somebody who may set right what is not.

    Args:
        registers: The register at the end of each side.
        changes: What not all sides had, each after what it rests on.
        sides: Which sides had a commit, by their places.
        out: The names of those that do not hold.

    Returns:
        It; and the names of those ends of rights that do not hold either, as each side left it to
        another one's coordinator to stay.
    """
    left = frozenset[str]()
    found = merged(registers, changes, sides, out)
    while not found.has_keeper() and (last := _last_left(found, changes, out | left)) is not None:
        left |= {last.name}
        found = merged(registers, changes, sides, out | left)
    return found, left


def _last_left(
    register: Register, changes: Iterable[RightsChange], out: frozenset[str]
) -> RightsChange | None:
    """Of the ends of coordinators' rights that hold, that of the oldest key; None for none."""
    ends = [each for each in changes if each.ended and each.name not in out]
    gone = register.coordinators.union(*(each.removed for each in ends))
    theirs = [each for each in ends if each.after is None or each.after.person in gone]
    return min(
        theirs, key=lambda each: _rank(each, {each.by: 0}, register.spans, {})[1:], default=None
    )


def _both(known: KeySpan, span: KeySpan, touched: set[int], place: int) -> KeySpan:
    if touched == {place}:
        return span
    if touched and place not in touched:
        return known
    if known.person != span.person:
        # whose it is, nobody can tell
        day = min(known.added, span.added)
        first = min(known, span, key=lambda each: each.person)
        return first._replace(person="", added=day, revoked=day, waits=True)
    days = [day for day in (known.revoked, span.revoked) if day]
    return known._replace(revoked=min(days, default=None))


def _attacks(one: RightsChange, other: RightsChange, sides: Mapping[str, frozenset[int]]) -> bool:
    """Whether one change ends the rights by which another was made, and neither knew the other."""
    here, there = sides[one.commit], sides[other.commit]
    apart = not here <= there and not there <= here
    return apart and bool(one.ended & {other.by, other.person})


def _may_attack(
    one: RightsChange,
    other: RightsChange,
    hands: Mapping[str, set[str]],
    came_later: Callable[[Collection[str], str], Collection[str]],
) -> bool:
    """Whether the end of somebody's rights reaches a change that others may have had before it.

    A key is revoked because somebody else may hold it; what it did meanwhile does not count, unless
    that had ended the key before which revokes it.
    """
    reaches = one.after is not None and not other.ended & hands[one.name]
    return reaches or bool(came_later((other.commit,), one.commit))


def _rank(
    one: RightsChange,
    harm: Mapping[str, int],
    spans: Mapping[str, KeySpan],
    gone_on: Mapping[str, int],
) -> tuple[int, bool, dt.date, int, str]:
    span = spans.get(one.by)
    added = span.added if span else dt.date.max
    # the id of a commit is its maker's to choose
    people = gone_on.get(one.name, 0)
    return harm[one.by], not (span and not span.by), added, -people, one.name


def _settled(attackers: Mapping[str, set[str]]) -> set[str]:
    """Those that do not hold; where nothing else tells, the first ones do."""
    inside, out = set[str](), set[str]()
    open_ones = list(attackers)
    while open_ones:
        sure = [name for name in open_ones if attackers[name] <= out]
        if not sure:
            sure = open_ones[:1]
            out |= attackers[sure[0]]
        inside.update(sure)
        out |= {name for name in open_ones if attackers[name] & inside}
        open_ones = [name for name in open_ones if name not in inside and name not in out]
    return out


def _bases(
    changes: Sequence[RightsChange],
    sides: Mapping[str, frozenset[int]],
    registers: Sequence[Register],
) -> dict[str, tuple[RightsChange, ...]]:
    """On which others each change rests, by its name: on all that alone gave the rights for it."""
    found: dict[str, tuple[RightsChange, ...]] = {}
    givers: list[RightsChange] = []
    for each in changes:
        used, here = frozenset((each.by, each.person)), sides[each.commit]
        own = [
            one
            for one in givers
            if here <= sides[one.commit]
            and used & one.gives()
            and not _has(used & one.gives(), one, sides[one.commit], registers)
        ]
        every = {one.name: one for base in own for one in (*found[base.name], base)}
        found[each.name] = tuple(every.values())
        givers += [each] if each.gives() else []
    return found


def _resting_on(
    bases: Mapping[str, Iterable[RightsChange]], out: Collection[str]
) -> frozenset[str]:
    """Those that do not hold, with what was done by rights that only they gave."""
    return frozenset(
        name
        for name, each in bases.items()
        if name in out or any(base.name in out for base in each)
    )


def _has(
    names: frozenset[str], one: RightsChange, here: frozenset[int], registers: Sequence[Register]
) -> bool:
    """Whether keys or coordinators have their rights also on a side without a change."""
    return any(
        names <= each.spans.keys() | each.coordinators
        for place, each in enumerate(registers)
        if place not in here or one.name in each.overruled
    )


def _without(register: Register, changes: Iterable[RightsChange]) -> Register:
    """A register as it would be without some changes."""
    spans, coordinators = dict(register.spans), register.coordinators
    for each in reversed(list(changes)):
        if each.after is None:
            coordinators = (coordinators - each.added) | each.removed
        elif spans.get(each.key) == each.after:
            if each.before is None:
                del spans[each.key]
            else:
                spans[each.key] = each.before
    return msgspec.structs.replace(register, spans=spans, coordinators=coordinators)


def _is_removed(
    person: str,
    registers: Sequence[Register],
    good: Iterable[RightsChange],
    sides: Mapping[str, frozenset[int]],
) -> bool:
    """Whether a side took a coordinator out whom others still have."""
    have = {place for place, each in enumerate(registers) if person in each.coordinators}
    lack = set(range(len(registers))) - have
    return any(
        person in each.removed and lack & sides[each.commit] and not have <= sides[each.commit]
        for each in good
    )
