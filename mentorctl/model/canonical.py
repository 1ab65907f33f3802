"""A record's content apart from its layout: what a digest is made of and a signature covers.

Canonical data holds texts, lists and mappings only. A value is the text that stands for it in the
record (a day as `2026-12-14`, a number in digits); what nobody has filled in is left out, and so
are comments, key order, indentation and quoting.
"""

from __future__ import annotations

import datetime as dt
import enum
import hashlib
import re
from collections.abc import Iterator, Mapping

import msgspec

__all__ = ["Data", "canonical", "data", "digest", "text_of", "without"]

Data = str | list["Data"] | dict[str, "Data"]

# UTF-16, by which names are sorted there, and code points, by which they are here, differ for
# letters of four bytes alone
_MAY_BE_SORTED_OTHERWISE = re.compile(rb"[\xf0-\xf4]")


def data(value: object) -> Data | None:
    """The canonical data of a record or of a part of one; None when nothing is filled in."""
    if isinstance(value, msgspec.Struct):
        names = zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True)
        return _filled((encoded, getattr(value, name)) for name, encoded in names)
    if isinstance(value, Mapping):
        return _filled((str(name), each) for name, each in value.items())
    if isinstance(value, (tuple, list, frozenset)):
        items: list[Data] = [_item(each) for each in value]
        return items or None
    return None if value is None or value == "" else text_of(value)


def text_of(value: object) -> str:
    """The text that stands for a single value in a record."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, enum.Enum):
        return text_of(value.value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def canonical(content: Data | None) -> bytes:
    """Canonical data as JSON in the one form of RFC 8785; nothing filled in is `{}`."""
    said = msgspec.json.encode({} if content is None else content, order="sorted")
    if _MAY_BE_SORTED_OTHERWISE.search(said):
        return msgspec.json.encode(_by_utf16(content))
    return said


def _by_utf16(content: Data | None) -> Data:
    if isinstance(content, dict):
        names = sorted(content, key=lambda name: name.encode("utf-16-be"))
        return {name: _by_utf16(content[name]) for name in names}
    if isinstance(content, list):
        return [_by_utf16(each) for each in content]
    return content or ""


def digest(content: Data | None) -> str:
    """The SHA-256 of canonical data, in hex."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _item(value: object) -> Data:
    found = data(value)
    # an empty item still has a place among the others
    return {} if found is None else found


def _filled(pairs: Iterator[tuple[str, object]]) -> Data | None:
    found = {name: each for name, value in pairs if (each := data(value)) is not None}
    return found or None


def without(content: Data | None, way: list[str]) -> Data | None:
    """The data without the values at a way; `*` stands for every item of a list or mapping."""
    if content is None or isinstance(content, str):
        return content
    name, rest = way[0], way[1:]
    if isinstance(content, list):
        if name != "*":
            return content
        return [without(each, rest) or {} for each in content] if rest else None
    kept: dict[str, Data] = {}
    for key, each in content.items():
        if name not in (key, "*"):
            kept[key] = each
        elif rest and (left := without(each, rest)) is not None:
            kept[key] = left
    return kept or None
