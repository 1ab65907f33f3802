"""Field-by-field diff of two versions of a record, each change as a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from mentorctl.model.canonical import data
from mentorctl.model.content_diff import ContentDifference, differences
from mentorctl.model.kinds import kind_of
from mentorctl.model.list_identity import Shape, name_of
from mentorctl.model.paths import in_pairing, record_name
from mentorctl.store.parse.nodes import compose, plain

if TYPE_CHECKING:
    from mentorctl.model.list_identity import Step
    from mentorctl.model.record import Record
    from mentorctl.model.words import Words

__all__ = [
    "TYPED",
    "Detail",
    "FileChanges",
    "TouchedRecord",
    "WrittenValue",
    "between",
    "corrected",
    "decision",
    "describe_file",
    "details",
    "filled_in",
    "from_to",
    "message",
    "record_title",
]

LONGEST_VALUE = 60
MOST_LINES = 200
MOST_NAMED = 3
# below a message that a person typed; the toolkit's own say what changed, which is told anyway
TYPED = "Message: typed"


class WrittenValue(NamedTuple):
    """A value that somebody wrote, where a merge had to take one of several.

    Attributes:
        value: The value; None for nothing.
        by: Their name.
    """

    value: Any
    by: str


class Detail(NamedTuple):
    """One changed field.

    Attributes:
        field: What changed, for example `target date of experience 2`; empty for the record.
        before: What it held: texts, lists and mappings; None for nothing.
        after: What it holds.
        what: The change as a sentence: `target date of experience 2 → 2026-11-20`.
        steps: The way there, with what tells the items of lists apart.
        decided: Where a merge had to decide: what stood on each side.
    """

    field: str
    before: Any
    after: Any
    what: str
    steps: tuple[Step, ...] = ()
    decided: tuple[WrittenValue, ...] = ()


class FileChanges(NamedTuple):
    """The changes of one file, in words.

    Attributes:
        record: What the file is: `plan of okafor-lindqvist`.
        pairing: The pairing it belongs to, or empty.
        what: Each change, for example `target date of experience 2 → 2026-11-20`.
    """

    record: str
    pairing: str
    what: tuple[str, ...]


class TouchedRecord(NamedTuple):
    """The changes of one record in one commit.

    Attributes:
        path: Its file as it is called today, relative to the program folder.
        title: What it is called: `plan of okafor-lindqvist`.
        was: The file that it was before, where it was renamed.
        is_new: Whether it was not there before.
        details: Each thing that changed.
    """

    path: str
    title: str
    was: str
    is_new: bool
    details: tuple[Detail, ...]


def describe_file(path: str, old: bytes | None, new: bytes | None, words: Words) -> FileChanges:
    """Describe the changes of one file.

    Args:
        path: The file, relative to the program folder, with `/`.
        old: What it held; None when it was not there.
        new: What it holds; None when it is not there.
        words: The program's terms.
    """
    record, pairing, _ = record_title(path)
    said = details(path, old, new, words)
    return FileChanges(record, pairing, tuple(each.what for each in said))


def details(
    path: str, old: bytes | None, new: bytes | None, words: Words, *, whole: bool = False
) -> tuple[Detail, ...]:
    """The changed fields of one file.

    Args:
        path: The file, relative to the program folder, with `/`.
        old: What it held; None when it was not there.
        new: What it holds; None when it is not there.
        words: The program's terms.
        whole: Of a record that comes, also name what is filled in.
    """
    record, _, name = record_title(path)
    # in program.yaml the toolkit's own words are the names of fields, not what they stand for
    terms = None if record == "program" else words
    kind = kind_of(path)
    model = kind.model if kind is not None else None
    if kind is None or old is None or new is None:
        verb = "deleted" if new is None else "added" if old is None else "changed"
        as_such = Detail("", None, None, f"{name} {verb}".strip())
        inside = filled_in(new) if whole and old is None and kind is not None else None
        return (as_such, *between(None, inside, model, terms))
    before, faults_before = compose(old)
    after, faults_after = compose(new)
    if faults_after:
        return (Detail("", None, None, "changed, and not readable yet"),)
    if faults_before:
        return (Detail("", None, None, "changed, and readable again"),)
    found = between(data(plain(before)), data(plain(after)), model, terms)
    return found or (Detail("", None, None, "remarks or layout"),)


def between(
    old: Any, new: Any, model: type[Record] | None, words: Words | None
) -> tuple[Detail, ...]:
    """The fields in which two contents of a record differ.

    Args:
        old: The one: texts, lists and mappings.
        new: The other.
        model: What the record is, which tells the items of its lists apart.
        words: The program's terms; None for the names that the file itself has.
    """
    return tuple(_detail(each, words, model) for each in differences(old, new, Shape.of(model)))


def from_to(detail: Detail) -> str:
    """A change as a sentence with the old and the new value."""
    before, after = detail.before, detail.after
    if detail.decided:
        return detail.what
    if not isinstance(before, str) or not isinstance(after, str):
        if isinstance(after, str) and _is_long(after):
            return f"{detail.what}: {_quoted(after)}"
        if isinstance(before, str) and _is_long(before):
            return f"{detail.what} (was {_quoted(before)})"
        return detail.what
    if _is_long(before) or _is_long(after):
        return f"{detail.what}: {_quoted(before)} → {_quoted(after)}"
    return f"{detail.field}: {_short(before)} → {_short(after)}"


def decision(
    steps: tuple[Step, ...],
    choices: Sequence[WrittenValue],
    after: Any,
    words: Words | None,
    model: type[Record] | None,
) -> Detail:
    """What a merge decided where two people had changed one field.

    Args:
        steps: The way to the field; none for the file as a whole.
        choices: What stood on each side, and who wrote it.
        after: What stands there now.
        words: The program's terms; None for the names that the file itself has.
        model: What the record is, for what its form calls the field.
    """
    place = name_of(tuple((field, _short(name)) for field, name in steps), words, model)
    field = f"{place}: " if place else ""
    sides = " or ".join(f"{_said(each.value, whole=not steps)} ({each.by})" for each in choices)
    taken = [each for each in choices if each.value == after]
    if taken and not steps:
        end = f"that of {taken[0].by} was taken"
    else:
        end = f"decided for {_said(after, whole=not steps)}"
    before = next((each.value for each in choices if each.value != after), None)
    return Detail(place, before, after, f"{field}{sides}: {end}", steps, tuple(choices))


def corrected(
    steps: tuple[Step, ...],
    before: Any,
    after: Any,
    words: Words | None,
    model: type[Record] | None,
) -> Detail:
    """A field that a merge left with another value than the one that was told last."""
    return _detail(ContentDifference((), steps, before, after), words, model)


def _said(value: Any, *, whole: bool) -> str:
    if value is None:
        return "nothing"
    return "one version" if whole else _quoted(value) if _is_long(value) else _short(value)


def message(told: Sequence[FileChanges]) -> str:
    """A commit message: one sentence, or a summary with a list below it."""
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


def record_title(path: str) -> tuple[str, str, str]:
    """The name of a file's record, its pairing, and for other files the rest of the path."""
    kind, place = kind_of(path), in_pairing(path)
    key = record_name(path.rpartition("/")[2])
    if place is not None:
        pairing = place.pairing
        if kind is None:
            top, _, inner = place.file.partition("/")
            return f"{top} of {pairing}", pairing, inner
        if kind.name == "pairing":
            return f"pairing {pairing}", pairing, ""
        spaced = kind.name.replace("-", " ")
        what = f"{spaced} {key}" if kind.many else spaced
        return f"{what} of {pairing}", pairing, ""
    if kind is None:
        return path, "", ""
    return (f"{kind.name} {key}" if kind.many else kind.name), "", ""


def _detail(found: ContentDifference, words: Words | None, model: type[Record] | None) -> Detail:
    steps = tuple((field, _short(name)) for field, name in found.steps)
    place, old, new = name_of(steps, words, model), found.before, found.after
    if found.what == "changed":
        return Detail(place, old, new, _of_values(old, new, place), found.steps)
    if found.what == "moved":
        return Detail(place, old, new, f"{place}: put in another order", found.steps)
    item = old if new is None else new
    if not isinstance(item, Mapping):
        of = name_of((*steps[:-1], (steps[-1][0], "")), words, model)
        return Detail(of, old, new, f"{of}: {_short(item)} {found.what}", found.steps)
    said = "" if new is None else _summary(item, found.steps, words, model)
    return Detail(place, old, new, f"{place} {found.what}{said}", found.steps)


def _summary(
    item: Mapping[str, Any],
    steps: tuple[Step, ...],
    words: Words | None,
    model: type[Record] | None,
) -> str:
    """The first few short values of a new item."""
    name, inside = steps[-1][1], name_of(steps, words, model)
    said = [
        f"{called.removesuffix(f' of {inside}')} {_short(value)}"
        for field, value in item.items()
        if isinstance(value, str) and value != name and not _is_long(value)
        for called in (name_of((*steps, (field, "")), words, model),)
    ]
    return f" ({', '.join(said[:MOST_NAMED])})" if said else ""


def _of_values(old: Any, new: Any, place: str) -> str:
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
    """A value on one line, without control characters."""
    text = " ".join(str(value).split())
    text = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _quoted(text: str) -> str:
    return f"“{_short(text)}”"


def filled_in(text: bytes | None) -> Any:
    """The fields of a record that are filled in; nothing while it cannot be read."""
    tree, faults = compose(text or b"")
    return None if faults else data(plain(tree))
