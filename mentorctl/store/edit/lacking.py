"""What a record written by hand need not say, because the toolkit knows it or makes it up."""

from __future__ import annotations

import contextlib
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import inspect as types

from mentorctl.model.ids import entry_id
from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import meeting_in, record_name
from mentorctl.model.record import day_written
from mentorctl.model.structure import bare, structure
from mentorctl.store.edit.set_value import EditError, set_value
from mentorctl.store.parse import fast
from mentorctl.store.parse.nodes import compose, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Where
    from mentorctl.model.kinds import RecordKind

__all__ = ["completed"]


def completed(path: str, data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """A record with the ids that its entries lack, and with what its file's name says.

    Args:
        path: The file, relative to the program folder.
        data: What it holds.

    Returns:
        The file's content, and the names of what was added; nothing is added to a file that
        cannot be read.
    """
    kind = kind_of(path)
    if kind is None or not (kind.key_field or kind.name == "meeting" or _makes_ids(kind)):
        return data, ()
    values = fast.plain(data)
    if values is fast.DOUBTFUL:
        top, faults = compose(data)
        values = None if faults else plain(top)
    if not isinstance(values, dict):
        return data, ()
    text, added = data.decode("utf-8"), []
    for where, value in (*_of_its_name(path, kind, values), *_ids(kind, values)):
        with contextlib.suppress(EditError):  # whoever checks the file tells what is wrong there
            text = set_value(text, where, value)
            added.append(str(value))
    return text.encode("utf-8"), tuple(added)


def _of_its_name(path: str, kind: RecordKind, values: Any) -> Iterator[tuple[Where, Any]]:
    """The number, day or meeting that a file's name says, where the record does not."""
    key: Any = record_name(path).rpartition("/")[2]
    field = kind.key_field
    if kind.name == "meeting":
        field, key = "meeting", (meeting_in(path) or ("", ""))[1]
    elif not kind.key_field or not kind.fits(key):
        return
    if key and values.get(field) is None:
        yield (field,), int(key) if kind.key == "number" else key


def _ids(kind: RecordKind, values: Any) -> Iterator[tuple[Where, str]]:
    """Ids for the items of lists in which the toolkit makes them."""
    for field in _makes_ids(kind):
        listed = values.get(field)
        if not isinstance(listed, list):
            continue
        entries = [(at, each) for at, each in enumerate(listed) if isinstance(each, dict)]
        taken = {str(each["id"]) for _, each in entries if each.get("id")}
        for at, each in entries:
            if not each.get("id") and day_written(str(each.get("on"))):
                made = entry_id(str(each["on"]), taken)
                taken.add(made)
                yield (field, at, "id"), made


@cache
def _makes_ids(kind: RecordKind) -> tuple[str, ...]:
    """The lists of a kind of record in which the toolkit makes the ids."""
    found = []
    for field in structure(kind.model).fields:
        many = bare(field.type)
        item = bare(many.item_type) if isinstance(many, types.VarTupleType) else None
        if isinstance(item, types.StructType) and getattr(item.cls, "ids_are_made", False):
            found.append(field.encode_name)
    return tuple(found)
