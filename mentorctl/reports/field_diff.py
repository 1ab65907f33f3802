"""What changed in a record, in a sentence a person would say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from mentorctl.reports.preview import kind_of
from mentorctl.store.parse.nodes import compose, plain

if TYPE_CHECKING:
    from mentorctl.model.words import Words

__all__ = ["Detail", "Told", "between", "details", "from_to", "message", "named", "tell"]

LONGEST_VALUE = 60
MOST_LINES = 200
MOST_NAMED = 3
_PARTS_OF_PAIRING = 4
# the field that tells the items of a list apart, the first that all of them have
_IDENTITIES = ("id", "slot", "number", "milestone", "need", "code", "value", "public")


class Detail(NamedTuple):
    """One thing that changed.

    Attributes:
        field: What changed, for example `target date of experience 2`; empty for the record.
        before: What it held: texts, lists and mappings; None for nothing.
        after: What it holds.
        what: The change as a sentence: `target date of experience 2 → 2026-11-20`.
    """

    field: str
    before: Any
    after: Any
    what: str


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
    record, pairing, _ = named(path)
    said = details(path, old, new, words)
    return Told(record, pairing, tuple(each.what for each in said))


def details(
    path: str, old: bytes | None, new: bytes | None, words: Words, *, whole: bool = False
) -> tuple[Detail, ...]:
    """Each thing that changed in one file.

    Args:
        path: The file, relative to the program folder, with `/`.
        old: What it held; None when it was not there.
        new: What it holds; None when it is not there.
        words: The program's terms.
        whole: Of a record that comes, also name what is filled in.
    """
    record, _, name = named(path)
    # in program.yaml the toolkit's own words are the names of fields, not what they stand for
    terms: Mapping[str, str] = {} if record == "program" else words
    if kind_of(path) is None or old is None or new is None:
        verb = "deleted" if new is None else "added" if old is None else "changed"
        as_such = Detail("", None, None, f"{name} {verb}".strip())
        inside = _content(new) if whole and old is None and kind_of(path) is not None else None
        return (as_such, *between(None, inside, terms))
    before, faults_before = compose(old)
    after, faults_after = compose(new)
    if faults_after:
        return (Detail("", None, None, "changed, and not readable yet"),)
    if faults_before:
        return (Detail("", None, None, "changed, and readable again"),)
    found = between(_filled(plain(before)), _filled(plain(after)), terms)
    return found or (Detail("", None, None, "remarks or layout"),)


def between(old: Any, new: Any, terms: Mapping[str, str]) -> tuple[Detail, ...]:
    """Each thing in which two contents of a record differ; contents hold texts only."""
    return tuple(_differences(old, new, _Place(terms)))


def from_to(detail: Detail) -> str:
    """A change as a sentence that also says what was there before."""
    before, after = detail.before, detail.after
    if not isinstance(before, str) or not isinstance(after, str):
        if isinstance(after, str) and _is_long(after):
            return f"{detail.what}: {_quoted(after)}"
        if isinstance(before, str) and _is_long(before):
            return f"{detail.what} (was {_quoted(before)})"
        return detail.what
    if _is_long(before) or _is_long(after):
        return f"{detail.what}: {_quoted(before)} → {_quoted(after)}"
    return f"{detail.field}: {_short(before)} → {_short(after)}"


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


def named(path: str) -> tuple[str, str, str]:
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


def _differences(old: Any, new: Any, place: _Place) -> Iterator[Detail]:
    if old == new:
        return
    if isinstance(old, Mapping | None) and isinstance(new, Mapping | None):
        before, after = old or {}, new or {}
        for name in dict.fromkeys(chain(before, after)):
            yield from _differences(before.get(name), after.get(name), place.field(name))
    elif isinstance(old, list | None) and isinstance(new, list | None):
        yield from _of_lists(old or [], new or [], place)
    else:
        yield Detail(str(place), old, new, _of_values(old, new, place))


def _of_lists(old: list[Any], new: list[Any], place: _Place) -> Iterator[Detail]:
    if not all(isinstance(each, Mapping) for each in chain(old, new)):
        yield from _of_plain_lists(old, new, place)
        return
    before, after = _by_identity(old, new)
    for identity, item in after.items():
        at = place.item(identity)
        if identity not in before:
            said = _summary(item, place, identity)
            yield Detail(str(at), None, item, f"{at} added{said}")
        else:
            yield from _differences(before[identity], item, at)
    for identity, item in before.items():
        if identity not in after:
            at = place.item(identity)
            yield Detail(str(at), item, None, f"{at} deleted")
    if list(before) != list(after) and before == after:
        yield Detail(str(place), old, new, f"{place}: put in another order")


def _of_plain_lists(old: list[Any], new: list[Any], place: _Place) -> Iterator[Detail]:
    for each in new:
        if each not in old:
            yield Detail(str(place), None, each, f"{place}: {_short(each)} added")
    for each in old:
        if each not in new:
            yield Detail(str(place), each, None, f"{place}: {_short(each)} deleted")
    if all(each in old for each in new) and all(each in new for each in old):
        yield Detail(str(place), old, new, f"{place}: put in another order")


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


def _quoted(text: str) -> str:
    return f"“{_short(text)}”"


def _content(text: bytes | None) -> Any:
    """What is filled in in a record; nothing while it cannot be read."""
    tree, faults = compose(text or b"")
    return None if faults else _filled(plain(tree))


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
