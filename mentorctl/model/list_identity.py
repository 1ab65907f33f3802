"""Which item of a list is which: the one home of the rule, for history, merges and questions.

An item's model names the fields that tell it apart (`Record.identity`). Items without such fields,
and items that do not have each of them filled in and once, are told apart by what they hold.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from msgspec import inspect as types

from mentorctl.model.structure import full_label, notes, options, part_at, structure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.record import Record
    from mentorctl.model.words import Words

__all__ = ["Places", "Shape", "Step", "is_named", "name_of", "names", "pairs"]

# a field, and which item of the list in it; "" where it is the field itself
Step = tuple[str, str]
# the positions of one item in two versions of a list; None where it is not in one of them
Places = tuple[int | None, int | None]

# more comparisons than this are not worth it: equal items are then found without their order
_MOST_COMPARED = 1_000_000
_MOST_LIKENED = 10_000


class Shape(NamedTuple):
    """What a record's model says of one of its values; nothing where it does not know the field.

    Attributes:
        kinds: The types that it may have.
    """

    kinds: tuple[types.Type, ...] = ()

    @classmethod
    def of(cls, model: type[Record] | None) -> Shape:
        """The shape of a whole record, or of a part of one."""
        return cls((structure(model),) if model is not None else ())

    def field(self, name: str) -> Shape:
        """The shape of a field of it."""
        for kind in self.kinds:
            if isinstance(kind, types.DictType):
                return Shape(options(kind.value_type))
            if isinstance(kind, types.StructType):
                found = (each.type for each in kind.fields if each.encode_name == name)
                return Shape(tuple(option for each in found for option in options(each)))
        return Shape()

    def tells_empty(self, name: str, value: Any) -> bool:
        """Whether a field says something although nothing is filled in there.

        It does where the field has a value as long as nobody names it, where it is there only to
        say so, and where no such record could be read.

        Args:
            name: The field.
            value: What is there; None where the field is not, or has nothing behind its colon.
        """
        if value is None:
            return False
        if value != "" and not self.field(name).takes_empty(value):
            return True
        field = next((each for each in self.named if each.encode_name == name), None)
        if field is None:
            return False
        if isinstance(value, Mapping):
            is_optional = any(isinstance(each, types.NoneType) for each in options(field.type))
            return is_optional and not notes(field.type).get("unfolded", True)
        kind = str if isinstance(value, str) else tuple
        return isinstance(field.default, kind) and bool(field.default)

    def knows(self, name: str) -> bool:
        """Whether it can have a field of this name; where nothing is known of it, any."""
        kinds = [each for each in self.kinds if not isinstance(each, types.NoneType)]
        if not kinds or not all(isinstance(each, types.StructType) for each in kinds):
            return True
        return any(each.encode_name == name for each in self.named)

    @property
    def named(self) -> Iterator[types.Field]:
        """The fields that it has by name."""
        structs = (kind for kind in self.kinds if isinstance(kind, types.StructType))
        return chain.from_iterable(kind.fields for kind in structs)

    def takes_empty(self, value: Any) -> bool:
        """Whether an empty group or list can stand there; as an item of a list no value can."""
        if not self.kinds:
            return True
        if isinstance(value, Mapping):
            return any(isinstance(kind, types.DictType | types.AnyType) or _is_all_optional(kind)
                       for kind in self.kinds)  # fmt: skip
        wanted = types.VarTupleType if isinstance(value, list | tuple) else types.AnyType
        return any(isinstance(kind, wanted | types.AnyType) for kind in self.kinds)

    @property
    def item(self) -> Shape:
        """The shape of each item of it."""
        lists = (kind for kind in self.kinds if isinstance(kind, types.VarTupleType))
        return Shape(tuple(option for each in lists for option in options(each.item_type)))

    @property
    def identity(self) -> tuple[str, ...]:
        """The fields that tell its items apart; none where only what they hold does."""
        for kind in self.item.kinds:
            if isinstance(kind, types.StructType):
                return getattr(kind.cls, "identity", ())
        return ()


def _is_all_optional(kind: types.Type) -> bool:
    return isinstance(kind, types.StructType) and not any(each.required for each in kind.fields)


def names(items: Sequence[Any], shape: Shape) -> list[str]:
    """What each item of a list is called: by what tells it apart, else by its number from 1."""
    called = [_name(each, shape.identity) for each in items]
    often = Counter(called)
    return [
        name if name and often[name] == 1 else str(number) for number, name in enumerate(called, 1)
    ]


def is_named(item: Any, shape: Shape) -> bool:
    """Whether an item of a list has all that tells such items apart."""
    return bool(_name(item, shape.identity))


def pairs(before: Sequence[Any], after: Sequence[Any], shape: Shape) -> list[Places]:
    """Which item of one version of a list is which of another.

    Items of one name are the same item. Of the others the equal ones are, in their order where
    that is possible, and then those that are alike in at least half of their fields.

    Args:
        before: The items of one version, as texts, lists and mappings.
        after: Those of the other.
        shape: What the model says of the list.

    Returns:
        Each item of both once: first those of `after`, in order, then what only `before` has.
    """
    called = [[_name(each, shape.identity) for each in items] for items in (before, after)]
    found: dict[int, int] = {}
    if any("" in each or len(set(each)) < len(each) for each in called):
        found = _equal(before, after)
    taken = set(found.values())
    groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, names_there in enumerate(called):
        for at, name in enumerate(names_there):
            if at not in (found if side else taken):
                groups[name][side].append(at)
    for name, (olds, news) in groups.items():
        found |= zip(news, olds, strict=False) if name else _alike(before, after, olds, news)
    kept = set(found.values())
    deleted: list[Places] = [(at, None) for at in range(len(before)) if at not in kept]
    return [(found.get(at), at) for at in range(len(after))] + deleted


def name_of(where: Sequence[Step], words: Words | None, model: type[Record] | None = None) -> str:
    """A place in a record as a person names it: `Target Date of experience 2`.

    Args:
        where: The way there.
        words: The program's terms; None for the names that the file itself has.
        model: What the record is, for what its form calls a field; without, or where the record
            is known by the names in its file, these are said: `target date of experience 2`.
    """
    said: list[str] = []
    inside: list[str] = []
    part: object = model if model and words and not model.known_by_names else None
    group: list[str] = []
    for name, identity in where:
        pieces = [each for each in re.split("[_ ]", name) if each]
        spoken = " ".join(words[each] if words else each for each in pieces)
        group.append(name)
        if identity:
            one = f"{spoken[:-3]}y" if spoken.endswith("ies") else spoken.removesuffix("s")
            said, inside = [], [" ".join([*said, one, identity]), *inside]
            part, group = part_at(part, group), []
        else:
            said.append(spoken)
    last = full_label(part, group, words) if part and words and group else " ".join(said)
    return " of ".join(filter(None, (last, *inside)))


def _name(item: Any, identity: tuple[str, ...]) -> str:
    """What tells an item apart; empty where it does not have all of that."""
    if isinstance(item, str):
        return item if identity else ""
    held = [item.get(field) if isinstance(item, Mapping) else None for field in identity]
    told = [each for each in held if isinstance(each, str) and each]
    return " ".join(told) if len(told) == len(held) else ""


def _equal(before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
    """The equal items, by their places in `after`."""
    encode = msgspec.json.Encoder(order="deterministic").encode
    old, new = [encode(each) for each in before], [encode(each) for each in after]
    found = {at: was for was, at in _in_order(old, new)}
    left: dict[bytes, list[int]] = defaultdict(list)
    taken = set(found.values())
    for was, each in enumerate(old):
        if was not in taken:
            left[each].append(was)
    for at, each in enumerate(new):
        if at not in found and left[each]:
            found[at] = left[each].pop(0)
    return found


def _in_order(old: list[bytes], new: list[bytes]) -> list[tuple[int, int]]:
    """The longest row of equal items that stand in one order in both."""
    first, ends = 0, (len(old), len(new))
    while first < min(ends) and old[first] == new[first]:
        first += 1
    last = 0
    while last < min(ends) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    found = [(at, at) for at in range(first)]
    found += [(ends[0] - at, ends[1] - at) for at in range(last, 0, -1)]
    rows, columns = range(first, ends[0] - last), range(first, ends[1] - last)
    if len(rows) * len(columns) > _MOST_COMPARED:
        return found
    longest = [[0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for y in reversed(range(len(rows))):
        for x in reversed(range(len(columns))):
            longest[y][x] = (
                longest[y + 1][x + 1] + 1
                if old[rows[y]] == new[columns[x]]
                else max(longest[y + 1][x], longest[y][x + 1])
            )
    y = x = 0
    while y < len(rows) and x < len(columns):
        if old[rows[y]] == new[columns[x]]:
            found.append((rows[y], columns[x]))
            y, x = y + 1, x + 1
        elif longest[y + 1][x] >= longest[y][x + 1]:
            y += 1
        else:
            x += 1
    return found


def _alike(
    before: Sequence[Any], after: Sequence[Any], olds: list[int], news: list[int]
) -> dict[int, int]:
    """Items that are alike in at least half of their fields, the most alike first."""
    if len(olds) * len(news) > _MOST_LIKENED:
        return {}
    likeness = sorted(
        (-_likeness(before[old], after[new]), at, old, new)
        for old in olds
        for at, new in enumerate(news)
    )
    found: dict[int, int] = {}
    for like, _, old, new in likeness:
        if 2 * -like >= 1 and new not in found and old not in found.values():
            found[new] = old
    return found


def _likeness(old: Any, new: Any) -> float:
    """Which share of the fields of two items is the same."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return 0
    fields = old.keys() | new.keys()
    return sum(old.get(name) == new.get(name) for name in fields) / len(fields) if fields else 1
