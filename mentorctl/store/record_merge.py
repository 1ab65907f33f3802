"""Merge two versions of a record by its fields, not by its lines.

Each side's changes since the version that both come from are taken over. Only where both changed
the same field, and to different values, must a person choose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mentorctl.store.edit.rewrite import rewrite
from mentorctl.store.parse.nodes import compose, plain

if TYPE_CHECKING:
    from mentorctl.model.words import Words
    from mentorctl.store.parse.nodes import Plain

__all__ = ["IDENTITIES", "Choices", "Clash", "Merged", "Side", "merge", "name_of", "whole"]

Side = Literal["ours", "theirs"]
Step = tuple[str, str]
Choices = Mapping[tuple[Step, ...], Side]

# the fields that tell the items of a list apart: the first that all of them have, each once
IDENTITIES: tuple[tuple[str, ...], ...] = (
    ("id",), ("slot",), ("number",), ("milestone",), ("need",), ("code", "person"), ("code",),
    ("value",), ("public",), ("letter",), ("title",), ("on",),
)  # fmt: skip
# what two people may well write down on the same day without meaning the same
_NOT_ONLY = ("on",)
_SIGNED = frozenset(("statement", "signature"))
_NUMBERED = re.compile(r"(?P<stem>.*-)(?P<number>[0-9]{1,9})")


class Clash(NamedTuple):
    """Where both sides changed the same thing, and not alike.

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
    """What a merge comes to.

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
    fixed: Collection[str] = (),
) -> Merged:
    """Merge two versions of a record.

    Args:
        base: The version that both come from; None when there was no such file.
        ours: The version here; None when it was deleted.
        theirs: The other one; None when it was deleted.
        choices: What a person has chosen, by the place of the clash.
        fixed: Ids that items of the other side must keep, because they were signed by them;
            otherwise an item of ours keeps an id that both sides have made up.

    Returns:
        The merged file, with comments and layout of ours wherever ours has something.
    """
    if theirs in (ours, base):
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    values = [_values(each) for each in (base if base is not None else b"", ours, theirs)]
    before, here, there = values
    if ours is None or before is None or here is None or there is None:
        return whole(base, ours, theirs, choices)
    joining = _Joining(choices or {}, frozenset(fixed))
    wanted = joining.fields((), before, here, there)
    if joining.clashes:
        return Merged(ours, tuple(joining.clashes))
    if wanted == here:
        return Merged(ours, (), tuple(joining.renamed))
    text = rewrite(ours.decode("utf-8"), wanted, _pair_names)
    return Merged(text.encode("utf-8"), (), tuple(joining.renamed))


def whole(
    base: bytes | None, ours: bytes | None, theirs: bytes | None, choices: Choices | None = None
) -> Merged:
    """Merge two versions of a file that is no record: it is the one or the other."""
    chosen = "ours" if theirs in (ours, base) else "theirs" if ours == base else ""
    chosen = chosen or (choices or {}).get((), "")
    if chosen:
        return Merged(ours if chosen == "ours" else theirs)
    return Merged(ours, (Clash((), _text(base), _text(ours), _text(theirs)),))


def name_of(where: Sequence[Step], words: Words) -> str:
    """A place in a record as a person names it: `target date of experience 2`."""
    said: list[str] = []
    inside: list[str] = []
    for name, identity in where:
        spoken = " ".join(words.get(part, part) for part in re.split("[_ ]", name) if part)
        if identity:
            one = f"{spoken[:-3]}y" if spoken.endswith("ies") else spoken.removesuffix("s")
            said, inside = [], [f"{one} {identity}", *inside]
        else:
            said.append(spoken)
    return " of ".join(filter(None, (" ".join(said), *inside)))


class _Joining:
    """Joins values, and keeps what clashes."""

    def __init__(self, choices: Choices, fixed: frozenset[str]) -> None:
        self.clashes: list[Clash] = []
        self.renamed: list[tuple[str, str]] = []
        self._choices = choices
        self._fixed = fixed

    def fields(
        self,
        where: tuple[Step, ...],
        base: Mapping[str, Plain],
        ours: Mapping[str, Plain],
        theirs: Mapping[str, Plain],
    ) -> dict[str, Plain]:
        """The fields of a mapping."""
        found: dict[str, Plain] = {}
        for name in dict.fromkeys(chain(ours, theirs)):
            old, mine, other = base.get(name), ours.get(name), theirs.get(name)
            value = self.value((*where, (name, "")), old, mine, other)
            if _filled(value) is not None or (name in ours and _is_blank(mine)):
                found[name] = value
            elif name in ours and name in theirs:
                # the other side emptied it and left its name for the next one to fill in
                found[name] = other if _is_blank(other) else value
        return found

    def value(self, where: tuple[Step, ...], base: Plain, ours: Plain, theirs: Plain) -> Plain:
        """One value."""
        old, mine, other = _filled(base), _filled(ours), _filled(theirs)
        if other in (mine, old):
            return ours
        if mine == old:
            return theirs
        if isinstance(mine, dict) and isinstance(other, dict):
            held = old if isinstance(old, dict) else {}
            return self.fields(where, held, _dict(ours), _dict(theirs))
        if isinstance(mine, list | None) and isinstance(other, list | None):
            lists = [each if isinstance(each, list) else [] for each in (base, ours, theirs)]
            if any(lists[1:]):
                return self._list(where, *lists)
        side = self._choices.get(where)
        if side is None:
            self.clashes.append(Clash(where, base, ours, theirs))
        return theirs if side == "theirs" else ours

    def _list(
        self,
        where: tuple[Step, ...],
        base: list[Plain],
        ours: list[Plain],
        theirs: list[Plain],
    ) -> Plain:
        every = [*base, *ours, *theirs]
        if any(isinstance(each, Mapping) and each.keys() == _SIGNED for each in every):
            return _all_signed(ours, theirs)
        field = _identity(base, ours, theirs)
        held, mine, other = (_by_name(each, field) for each in (base, ours, theirs))
        added: list[Plain] = []
        found: dict[str, Plain] = {}
        for name in _order(list(held), list(mine), list(other)):
            if name not in held and name in mine and name in other and field:
                one, more = self._both_new(where, field, name, mine[name], other[name], every)
                found[name] = one
                added += more
                continue
            spot = (*where[:-1], (where[-1][0], name))
            value = self._item(spot, held.get(name), mine.get(name), other.get(name), field)
            if value is not None:
                found[name] = value
        return [*found.values(), *added]

    def _item(
        self,
        where: tuple[Step, ...],
        base: Plain,
        ours: Plain,
        theirs: Plain,
        field: tuple[str, ...],
    ) -> Plain:
        """One item of a list; None when it is no longer in it."""
        if not field:
            # a plain one is there or not
            return (ours if theirs is not None else None) if base is not None else ours or theirs
        return self.value(where, base, ours, theirs)

    def _both_new(
        self,
        where: tuple[Step, ...],
        field: tuple[str, ...],
        name: str,
        ours: Plain,
        theirs: Plain,
        every: Sequence[Plain],
    ) -> tuple[Plain, list[Plain]]:
        """Items that both sides added under one name: one and the same, or two.

        Returns:
            The item of that name, and the other one where they are two.
        """
        spot = (*where[:-1], (where[-1][0], name))
        trial = _Joining(self._choices, self._fixed)
        value = trial.value(spot, None, ours, theirs)
        if not trial.clashes:
            return value, []
        if field == _NOT_ONLY:
            return ours, [theirs]
        number = _NUMBERED.fullmatch(name)
        if field != ("id",) or number is None:
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


def _filled(value: Any) -> Any:
    """The value without anything blank; None for nothing."""
    if isinstance(value, Mapping):
        kept = {name: _filled(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each is not None} or None
    if isinstance(value, list):
        return [_filled(each) or {} for each in value] or None
    return None if value == "" else value


def _is_blank(value: Plain) -> bool:
    return _filled(value) is None


def _dict(value: Plain) -> dict[str, Plain]:
    return value if isinstance(value, dict) else {}


def _identity(*lists: Sequence[Plain]) -> tuple[str, ...]:
    """The fields that tell the items of lists apart; none when only the whole item does."""
    for fields in IDENTITIES:
        if all(_tells_apart(fields, each) for each in lists):
            return fields
    return ()


def _tells_apart(fields: tuple[str, ...], items: Sequence[Plain]) -> bool:
    named = [_named(each, fields) for each in items]
    return "" not in named and len(set(named)) == len(named)


def _named(item: Plain, fields: tuple[str, ...]) -> str:
    held = [_dict(item).get(field) for field in fields]
    return " ".join(each for each in held if isinstance(each, str)) if all(held) else ""


def _by_name(items: Sequence[Plain], fields: tuple[str, ...]) -> dict[str, Plain]:
    """The items by what tells them apart; of equal ones each has a number of its own."""
    found: dict[str, Plain] = {}
    for item in items:
        name = _named(item, fields) if fields else repr(_filled(item))
        unique, count = name, 1
        while unique in found:
            count += 1
            unique = f"{name} #{count}"
        found[unique] = item
    return found


def _order(base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """Ours, unless only theirs has put them in another order; what only one has comes last."""
    common = set(ours) & set(theirs) & set(base)
    orders = [[name for name in each if name in common] for each in (base, ours, theirs)]
    first, second = (theirs, ours) if orders[1] == orders[0] != orders[2] else (ours, theirs)
    return list(dict.fromkeys(chain(first, second)))


def _pair_names(
    now: Sequence[Plain], wanted: Sequence[Plain]
) -> tuple[Sequence[str], Sequence[str]]:
    by_name = partial(_by_name, fields=_identity(now, wanted))
    return list(by_name(now)), list(by_name(wanted))


def _all_signed(ours: list[Plain], theirs: list[Plain]) -> Plain:
    """Every signed statement of both, each once, by the time it was signed: none is lost."""
    every = {repr(_filled(each)): each for each in chain(ours, theirs)}
    mine = {repr(_filled(each)) for each in ours}
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
