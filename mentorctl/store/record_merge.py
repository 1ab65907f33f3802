"""Merge two versions of a record by its fields, not by its lines.

Each side's changes since the version that both come from are taken over. Only where both changed
the same field, and to different values, must a person choose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from mentorctl.model.canonical import data
from mentorctl.model.list_identity import Shape, Step, is_named, names, pairs
from mentorctl.model.list_order import merged_order
from mentorctl.store.edit.comments import with_comments
from mentorctl.store.edit.rewrite import rewrite
from mentorctl.store.parse.nodes import compose, plain

if TYPE_CHECKING:
    from mentorctl.model.canonical import Data
    from mentorctl.model.record import Record
    from mentorctl.store.parse.nodes import Plain

__all__ = ["Choices", "Clash", "Merged", "Side", "merge", "merge_whole"]

Side = Literal["ours", "theirs"]
Choices = Mapping[tuple[Step, ...], Side]

_SIGNED = frozenset(("statement", "signature"))
_NUMBERED = re.compile(r"(?P<stem>.*-)(?P<number>[0-9]{1,9})")


class Clash(NamedTuple):
    """A conflict: both sides changed the same value differently.

    Attributes:
        where: The way there: the names of fields, each with an item's identity or "". Empty when
            it is about the file as a whole.
        base: What stood there before; None for nothing.
        ours: What stands there here.
        theirs: What stands there on the other side.
    """

    where: tuple[Step, ...]
    base: Plain
    ours: Plain
    theirs: Plain


class Merged(NamedTuple):
    """The result of a merge.

    Attributes:
        content: The file's content; ours where something clashes; None for no such file.
        clashes: What a person must choose.
        renamed: Ids that became others, old and new: both sides had made up the same one for
            different things.
    """

    content: bytes | None
    clashes: tuple[Clash, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()


def merge(
    base: bytes | None,
    ours: bytes | None,
    theirs: bytes | None,
    choices: Choices | None = None,
    *,
    model: type[Record] | None = None,
    fixed: Collection[str] = (),
) -> Merged:
    """Merge two versions of a record.

    Args:
        base: The version that both come from; None when there was no such file.
        ours: The version here; None when it was deleted.
        theirs: The other one; None when it was deleted.
        choices: What a person has chosen, by the place of the clash.
        model: What the record is, which tells the items of its lists apart.
        fixed: Ids that items of the other side must keep, because they were signed by them;
            otherwise an item of ours keeps an id that both sides have made up.

    Returns:
        The merged file, in the layout of ours wherever ours has something, with the comments of
        both sides.
    """
    if theirs in (ours, base):
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    values = [_values(each) for each in (base if base is not None else b"", ours, theirs)]
    before, here, there = values
    if ours is None or before is None or here is None or there is None:
        return merge_whole(base, ours, theirs, choices)
    joining = _Joining(choices or {}, frozenset(fixed))
    shape = Shape.of(model)
    wanted = joining.fields((), shape, before, here, there)
    if joining.clashes:
        return Merged(ours, tuple(joining.clashes))
    old, mine, other = ((each or b"").decode("utf-8") for each in (base, ours, theirs))
    text = mine if wanted == here else rewrite(mine, wanted, shape)
    text = with_comments(text, old, mine, other, shape)
    return Merged(text.encode("utf-8"), (), tuple(joining.renamed))


def merge_whole(
    base: bytes | None, ours: bytes | None, theirs: bytes | None, choices: Choices | None = None
) -> Merged:
    """Merge two versions of a file that is no record: it is the one or the other."""
    chosen = "ours" if theirs in (ours, base) else "theirs" if ours == base else ""
    chosen = chosen or (choices or {}).get((), "")
    if chosen:
        return Merged(ours if chosen == "ours" else theirs)
    return Merged(ours, (Clash((), _text(base), _text(ours), _text(theirs)),))


class _Joining:
    """Merges values and collects the conflicts."""

    def __init__(self, choices: Choices, fixed: frozenset[str]) -> None:
        self.clashes: list[Clash] = []
        self.renamed: list[tuple[str, str]] = []
        self._choices = choices
        self._fixed = fixed

    def fields(
        self,
        where: tuple[Step, ...],
        shape: Shape,
        base: Mapping[str, Plain],
        ours: Mapping[str, Plain],
        theirs: Mapping[str, Plain],
    ) -> dict[str, Plain]:
        """The fields of a mapping."""
        found: dict[str, Plain] = {}
        for name in dict.fromkeys(chain(ours, theirs)):
            old, mine, other = base.get(name), ours.get(name), theirs.get(name)
            told = [shape.tells_empty(name, each) for each in (old, mine, other)]
            if any(told) and data(old) is data(mine) is data(other) is None:
                # to be there empty is what one of them says
                side, value = (theirs, other) if told[0] == told[1] else (ours, mine)
                found |= {name: value} if name in side else {}
                continue
            inside = shape.field(name)
            value = self.value((*where, (name, "")), inside, old, mine, other)
            if _told(value, inside) is not None or (name in ours and _is_blank(mine)):
                found[name] = value
            elif name in ours and name in theirs:
                # the other side cleared the value and left the empty key
                found[name] = other if _is_blank(other) else value
        return found

    def value(
        self, where: tuple[Step, ...], shape: Shape, base: Plain, ours: Plain, theirs: Plain
    ) -> Plain:
        """One value."""
        old, mine, other = (_told(each, shape) for each in (base, ours, theirs))
        if other in (mine, old):
            return ours
        if mine == old:
            return theirs
        if isinstance(mine, dict) and isinstance(other, dict):
            return self.fields(where, shape, _dict(base), _dict(ours), _dict(theirs))
        if isinstance(mine, list | None) and isinstance(other, list | None):
            lists = [each if isinstance(each, list) else [] for each in (base, ours, theirs)]
            if any(lists[1:]):
                return self._list(where, shape, *lists)
        side = self._choices.get(where)
        if side is None:
            self.clashes.append(Clash(where, base, ours, theirs))
        return theirs if side == "theirs" else ours

    def _list(
        self,
        where: tuple[Step, ...],
        shape: Shape,
        base: list[Plain],
        ours: list[Plain],
        theirs: list[Plain],
    ) -> Plain:
        every = [*base, *ours, *theirs]
        if any(isinstance(each, Mapping) and each.keys() == _SIGNED for each in every):
            return _all_signed(ours, theirs)
        held, mine, other = _by_name(shape, base, ours, theirs)
        added: list[Plain] = []
        found: dict[str, Plain] = {}
        for name in merged_order(list(held), list(mine), list(other)):
            spot = (*where[:-1], (where[-1][0], name))
            if name not in held and name in mine and name in other and mine[name] != other[name]:
                found[name], more = self._both_new(spot, shape, mine[name], other[name], every)
                added += more
                continue
            value = self.value(spot, shape.item, held.get(name), mine.get(name), other.get(name))
            if value is not None:
                found[name] = value
        return [*found.values(), *added]

    def _both_new(
        self,
        where: tuple[Step, ...],
        shape: Shape,
        ours: Plain,
        theirs: Plain,
        every: Sequence[Plain],
    ) -> tuple[Plain, list[Plain]]:
        """Items that both sides added under one name: one and the same, or two.

        Returns:
            The item of that name, and the other one where they are two.
        """
        trial = _Joining(self._choices, self._fixed)
        value = trial.value(where, shape.item, None, ours, theirs)
        if not trial.clashes:
            return value, []
        name = where[-1][1]
        number = _NUMBERED.fullmatch(name)
        if shape.identity != ("id",) or number is None:
            self.clashes += trial.clashes
            return ours, []
        first, second = (theirs, ours) if name in self._fixed else (ours, theirs)
        taken = [_id(each) for each in every] + [new for _, new in self.renamed]
        new = _next_number(number, taken)
        self.renamed.append((name, new))
        return first, [{**_dict(second), "id": new}]


def _values(content: bytes | None) -> dict[str, Plain] | None:
    """The values of a file; None where it cannot be merged by them."""
    if content is None:
        return None
    top, faults = compose(content)
    found = plain(top) if top is not None else {}
    return None if faults or not isinstance(found, dict) else found


def _text(content: bytes | None) -> Plain:
    return None if content is None else content.decode("utf-8", "replace")


def _told(value: Plain, shape: Shape) -> Data | None:
    """The canonical data of a value, with an empty text where to be there empty says something."""
    if isinstance(value, Mapping):
        found: dict[str, Data] = {}
        for name, each in value.items():
            told = _told(each, shape.field(name))
            if told is not None:
                found[name] = told
            elif shape.tells_empty(name, each):
                found[name] = ""
        return found or None
    if isinstance(value, list):
        return [_told(each, shape.item) or {} for each in value] or None
    return data(value)


def _is_blank(value: Plain) -> bool:
    return data(value) is None


def _dict(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}


def _by_name(shape: Shape, *versions: Sequence[Plain]) -> Iterator[dict[str, Plain]]:
    """The items of three versions of a list, each by a name that it has in all of them."""
    base, *sides = versions
    called = names(base, shape)
    yield dict(zip(called, base, strict=True))
    new: dict[str, Plain] = {}
    for items in sides:
        found: dict[str, Plain] = {}
        for old, at in pairs(base, items, shape):
            if at is None:
                continue
            if old is not None:
                found[called[old]] = items[at]
                continue
            found[_new_name(items[at], shape, {*called, *found}, new)] = items[at]
        new |= {name: each for name, each in found.items() if name not in called}
        yield found


def _new_name(item: Plain, shape: Shape, taken: Collection[str], new: Mapping[str, Plain]) -> str:
    """A name for an item that the base does not have: the other side's, where it is the same."""
    (name,) = names([item], shape) if is_named(item, shape) else ("new",)
    unique, count = name, 1
    while unique in taken or (unique in new and name == "new" and data(new[unique]) != data(item)):
        count += 1
        unique = f"{name} #{count}"
    return unique


def _all_signed(ours: list[Plain], theirs: list[Plain]) -> Plain:
    """Every signed statement of both, each once, by the time it was signed: none is lost."""
    every = {repr(data(each)): each for each in chain(ours, theirs)}
    mine = {repr(data(each)) for each in ours}
    if mine >= every.keys():
        return ours
    return sorted(every.values(), key=_signed_at)


def _signed_at(item: Plain) -> tuple[float, str]:
    from mentorctl.model.signature import moment  # noqa: PLC0415 - brings the signature models

    text = _dict(_dict(item).get("statement")).get("signed_at")
    at = moment(text) if isinstance(text, str) else None
    return (at.timestamp() if at else 0.0, repr(item))


def _id(item: Plain) -> str:
    found = _dict(item).get("id")
    return found if isinstance(found, str) else ""


def _next_number(name: re.Match[str], taken: Sequence[str]) -> str:
    """The name with the next number that no other has."""
    found = (_NUMBERED.fullmatch(each) for each in taken)
    numbers = [int(each["number"]) for each in found if each and each["stem"] == name["stem"]]
    return f"{name['stem']}{max([*numbers, int(name['number'])]) + 1}"
