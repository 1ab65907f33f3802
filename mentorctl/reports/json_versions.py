"""The second form of what scripts read as JSON: one name has one meaning in every output.

It is made from the first, which stays as it is as long as `schema_version` 1 is given at all:

- a program and a person are an object of `id` and `name`, where the first has two keys;
- the day on which is judged is `as_of` everywhere, where the first says `today` in some outputs;
- signatures are numbers, where the first also has a sentence;
- nothing is `null`, where the first has an empty text in some places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["VERSIONS", "in_version", "is_dropped", "name_in_second", "pair_of"]

VERSIONS = (1, 2)
_NAMES = {"today": "as_of"}
# a sentence that stands beside its two numbers
_SENTENCE = "signatures"
_NUMBER = "signatures_counted"
_ID = "_id"


def in_version(data: Mapping[str, Any], version: int) -> dict[str, Any]:
    """What a command says in JSON, in one of `VERSIONS`.

    Args:
        data: It, in the first.
        version: The one that is wanted.
    """
    return dict(data) if version == 1 else {**_second(data), "schema_version": version}


def pair_of(key: str, keys: Mapping[str, Any]) -> str:
    """The name of an object of id and name, where a key is the name's; else empty."""
    return key if f"{key}{_ID}" in keys else ""


def is_dropped(key: str, keys: Mapping[str, Any]) -> bool:
    """Whether the second version has a key's value elsewhere."""
    is_id = key.endswith(_ID) and key.removesuffix(_ID) in keys
    return is_id or (key == _SENTENCE and _NUMBER in keys)


def name_in_second(key: str) -> str:
    """What a key is called in the second version."""
    return _NAMES.get(key, key)


def _second(value: Any) -> Any:
    if isinstance(value, dict):
        made = {}
        for key, each in value.items():
            if is_dropped(key, value):
                continue
            if pair_of(key, value):
                found = value[f"{key}{_ID}"] or None
                made[key] = {"id": found, "name": each or found} if found or each else None
            else:
                made[name_in_second(key)] = _second(each)
        return made
    if isinstance(value, (list, tuple)):
        return [_second(each) for each in value]
    return None if isinstance(value, str) and not value else value
