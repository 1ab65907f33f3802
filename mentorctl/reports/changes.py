"""What changed in a record, in a sentence a person would say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from mentorctl.reports.preview import kind_of
from mentorctl.store.tree import compose, plain

if TYPE_CHECKING:
    from mentorctl.model.words import Words

__all__ = ["Told", "message", "tell"]

LONGEST_VALUE = 60
MOST_LINES = 200
MOST_NAMED = 3
_PARTS_OF_PAIRING = 4
# the field that tells the items of a list apart, the first that all of them have
_IDENTITIES = ("id", "slot", "number", "milestone", "need", "code", "value", "public")


class Told(NamedTuple):
    """What happened to one file.

    Attributes:
        record: What the file is: `plan of okafor-lindqvist`.
        pairing: The pairing it belongs to, or empty.
        what: Each change, for example `target date of experience 2 → 2026-11-20`.
    """

    record: str
    pairing: str
    what: tuple[str, ...]


def tell(path: str, old: bytes | None, new: bytes | None, words: Words) -> Told:
    """Say what changed in one file.

    Args:
        path: The file, relative to the program folder, with `/`.
        old: What it held; None when it was not there.
        new: What it holds; None when it is not there.
        words: The program's terms.
    """
    record, pairing, name = _named(path)
    if kind_of(path) is None or old is None or new is None:
        verb = "deleted" if new is None else "added" if old is None else "changed"
        return Told(record, pairing, (f"{name} {verb}".strip(),))
    before, faults_before = compose(old)
    after, faults_after = compose(new)
    if faults_after:
        return Told(record, pairing, ("changed, and not readable yet",))
    if faults_before:
        return Told(record, pairing, ("changed, and readable again",))
    # in program.yaml the toolkit's own words are the names of fields, not what they stand for
    place = _Place({} if record == "program" else words)
    said = tuple(_differences(_filled(plain(before)), _filled(plain(after)), place))
    return Told(record, pairing, said or ("remarks or layout",))


def message(told: Sequence[Told]) -> str:
    """The message for the history: one sentence, or one that sums up and a list below it."""
    lines = [f"{each.record}: {what}" for each in told for what in each.what]
    if len(lines) <= 1:
        return "".join(lines)
    records = list(dict.fromkeys(each.record for each in told))
    pairings = {each.pairing for each in told}
    if len(records) == 1:
        head = f"{records[0]}: {len(lines)} changes"
    elif len(records) <= MOST_NAMED:
        head = f"changes in {', '.join(records[:-1])} and {records[-1]}"
    elif len(pairings) == 1 and "" not in pairings:
        head = f"changes in {len(records)} records of {pairings.pop()}"
    else:
        head = f"changes in {len(records)} records"
    left_out = len(lines) - MOST_LINES
    rest = [f"- … and {left_out} more"] if left_out > 0 else []
    return "\n".join([head, "", *(f"- {line}" for line in lines[:MOST_LINES]), *rest])


def _named(path: str) -> tuple[str, str, str]:
    """What a file is called, the pairing it belongs to, and the name inside what it is called."""
    parts = path.split("/")
    kind = kind_of(path)
    key = parts[-1].removesuffix(".yaml")
    if parts[0] == "pairings" and len(parts) >= _PARTS_OF_PAIRING:
        pairing = parts[2]
        if kind is None:
            return f"{parts[3]} of {pairing}", pairing, "/".join(parts[4:])
        if kind.name == "pairing":
            return f"pairing {pairing}", pairing, ""
        what = f"{_spaced(kind.name)} {key}" if kind.many else _spaced(kind.name)
        return f"{what} of {pairing}", pairing, ""
    if kind is None:
        return path, "", ""
    return (f"{kind.name} {key}" if kind.many else kind.name), "", ""


class _Place(NamedTuple):
    """Where in a record a value stands, as a person names it."""

    words: Mapping[str, str]
    names: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()

    def field(self, name: str) -> _Place:
        """A field at this place."""
        said = " ".join(self.words.get(part, part) for part in _spaced(name, "_").split())
        return self._replace(names=(*self.names, said))

    def item(self, identity: str) -> _Place:
        """An item of the list at this place."""
        return _Place(self.words, (), (self.item_name(identity), *self.inside))

    def item_name(self, identity: str) -> str:
        """What an item of the list at this place is called, without what the list is in."""
        return f"{_singular(' '.join(self.names))} {identity}"

    def __str__(self) -> str:
        return " of ".join(filter(None, (" ".join(self.names), *self.inside)))


def _differences(old: Any, new: Any, place: _Place) -> Iterator[str]:
    if old == new:
        return
    if isinstance(old, Mapping | None) and isinstance(new, Mapping | None):
        before, after = old or {}, new or {}
        for name in dict.fromkeys(chain(before, after)):
            yield from _differences(before.get(name), after.get(name), place.field(name))
    elif isinstance(old, list | None) and isinstance(new, list | None):
        yield from _of_lists(old or [], new or [], place)
    else:
        yield _of_values(old, new, place)


def _of_lists(old: list[Any], new: list[Any], place: _Place) -> Iterator[str]:
    if not all(isinstance(each, Mapping) for each in chain(old, new)):
        yield from _of_plain_lists(old, new, place)
        return
    before, after = _by_identity(old, new)
    for identity, item in after.items():
        if identity not in before:
            said = _summary(item, place, identity)
            yield f"{place.item(identity)} added{said}"
        else:
            yield from _differences(before[identity], item, place.item(identity))
    for identity in before:
        if identity not in after:
            yield f"{place.item(identity)} deleted"
    if list(before) != list(after) and before == after:
        yield f"{place}: put in another order"


def _of_plain_lists(old: list[Any], new: list[Any], place: _Place) -> Iterator[str]:
    yield from (f"{place}: {_short(each)} added" for each in new if each not in old)
    yield from (f"{place}: {_short(each)} deleted" for each in old if each not in new)
    if all(each in old for each in new) and all(each in new for each in old):
        yield f"{place}: put in another order"


def _by_identity(old: list[Any], new: list[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    for field in _IDENTITIES:
        before = {each[field]: each for each in old if isinstance(each.get(field), str)}
        after = {each[field]: each for each in new if isinstance(each.get(field), str)}
        if len(before) == len(old) and len(after) == len(new):
            return before, after
    return (
        {str(number): each for number, each in enumerate(old, 1)},
        {str(number): each for number, each in enumerate(new, 1)},
    )


def _summary(item: Mapping[str, Any], place: _Place, identity: str) -> str:
    """The first few short values of a new item."""
    said = [
        f"{_Place(place.words).field(name)} {_short(value)}"
        for name, value in item.items()
        if isinstance(value, str) and value != identity and not _is_long(value)
    ]
    return f" ({', '.join(said[:MOST_NAMED])})" if said else ""


def _of_values(old: Any, new: Any, place: _Place) -> str:
    if _is_long(old) or _is_long(new):
        verb = "rewritten" if old and new else "written" if new else "deleted"
        return f"{place} {verb}"
    if new is None:
        return f"{place} cleared (was {_short(old)})"
    return f"{place} → {_short(new)}"


def _is_long(value: Any) -> bool:
    if value is None:
        return False
    return not isinstance(value, str) or len(value) > LONGEST_VALUE or "\n" in value.strip()


def _short(value: Any) -> str:
    """A value on one line, with nothing in it that a terminal obeys."""
    text = " ".join(str(value).split())
    text = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _filled(value: Any) -> Any:
    """The values without the fields that nobody has filled in."""
    if isinstance(value, Mapping):
        kept = {name: _filled(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each is not None} or None
    if isinstance(value, list):
        return [_filled(each) or {} for each in value] or None
    return value


def _spaced(name: str, mark: str = "-") -> str:
    return name.replace(mark, " ")


def _singular(name: str) -> str:
    if name.endswith("ies"):
        return f"{name[:-3]}y"
    return name.removesuffix("s")
