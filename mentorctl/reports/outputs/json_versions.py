"""The second form of what scripts read as JSON: one name has one meaning in every output.

It is made from the first, which stays as it is as long as `schema_version` 1 is given at all:

- a program and a person are an object of `id` and `name`, where the first has two keys;
- where the first has an id under a person's key, its name stands beside it, as `person_name`;
- a word that a program uses for a role is no person, and keeps to `mentee_title`;
- the day on which is judged is `as_of` everywhere, where the first says `today` in some outputs;
- signatures are numbers, where the first also has a sentence;
- nothing is `null`, where the first has an empty text in some places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["in_version", "is_dropped", "name_in_second", "pair_of"]

_NAMES = {"today": "as_of"}
# a sentence that stands beside its two numbers
_SENTENCE = "signatures"
_NUMBER = "signatures_counted"
_ID, _NAME = "_id", "_name"
# what stands under these keys elsewhere is a program or a person, and no text
_OTHERWISE = {each: f"{each}_title" for each in ("program", "mentee", "mentor")}


def in_version(data: Mapping[str, Any], version: int) -> dict[str, Any]:
    """What a command says in JSON, in one of its two versions.

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
    is_part = any(
        key.endswith(end) and pair_of(key.removesuffix(end), keys) and key.removesuffix(end) in keys
        for end in (_ID, _NAME)
    )
    is_told_otherwise = key in _OTHERWISE and _OTHERWISE[key] in keys
    return is_part or is_told_otherwise or (key == _SENTENCE and _NUMBER in keys)


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
                found, name = value[f"{key}{_ID}"] or None, value.get(f"{key}{_NAME}", each)
                made[key] = {"id": found, "name": name or found} if found or name else None
            else:
                made[name_in_second(key)] = _second(each)
        return made
    if isinstance(value, (list, tuple)):
        return [_second(each) for each in value]
    return None if isinstance(value, str) and not value else value
