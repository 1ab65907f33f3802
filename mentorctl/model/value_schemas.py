"""The JSON Schemas of single values: what an editor may read where a record holds one.

An editor has read a value by YAML 1.2 before a schema sees it: `012` is 12, `~` is nothing. What
that loses nobody can tell any more, so that ids and amounts without quotes that YAML takes for a
number are held to the number, not to how it is spelled.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec import inspect as types

from mentorctl.model.record import PATTERNS
from mentorctl.model.single_values import asked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Schema", "choice", "either", "or_empty", "single"]

Schema = dict[str, Any]

_LEAP = "[0-9]{2}(0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26]|0[48])00"
DAY = (
    "^(?!0000)([0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    f"|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|({_LEAP})-02-29)$"
)
# what `nodes.compose` refuses in texts
HIDDEN = (
    "\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e"
    "\\u2060-\\u2069\\ufdd0-\\ufdef\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff"
)
PRINTED = f"^[^{HIDDEN}]*$"
UNSEEN = "Delete the control character, or the one that nobody sees."
# infinity is no amount
LARGEST = 1e300
QUOTED_NOTHING = "^[Nn][Uu][Ll][Ll]$"
WHOLE_NUMBER = r"^-?(0|[1-9][0-9]*)(\.0+)?([eE]\+?[0-9]+)?$"
NUMBER = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$"
TRUE_OR_FALSE = "^([Tt]rue|TRUE|[Ff]alse|FALSE|0|1)$"
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?([Zz]|[-+][0-9]{2}:?[0-9]{2})?$"
# of numbers; one in quotes is held to them by `check` alone
BOUNDS = {
    "minimum": "ge", "exclusiveMinimum": "gt", "maximum": "le", "exclusiveMaximum": "lt",
    "multipleOf": "multiple_of",
}  # fmt: skip
TIME = f"^{_CLOCK}"
MOMENT = f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[Tt ]{_CLOCK}"


def single(kind: types.Type) -> Schema:
    """The schema of a single value that is none of a few."""
    return SINGLE[type(kind)](kind)


def either(options: list[Schema]) -> Schema:
    """One of several schemas, of which a value fits one alone.

    With `anyOf` an editor's help says everything once for each of them.
    """
    return options[0] if len(options) == 1 else {"oneOf": options}


def or_empty(schema: Schema, *, is_text: bool) -> Schema:
    """The same, or nothing. An editor that read `type: null` would offer the word null to type.

    Args:
        schema: The schema.
        is_text: Whether it takes a text as it stands, so that "null" in quotes is one.
    """
    if schema.get("type") in ("object", "array"):
        return {**schema, "type": [schema["type"], "null"]}
    nothing = [_none_of("string", "number", "boolean", "object", "array")]
    if not is_text:
        nothing.append({"type": "string", "pattern": QUOTED_NOTHING})
    return either([*schema.get("oneOf", [schema]), *nothing])


def choice(titles: Mapping[Any, str]) -> Schema:
    """One of several values; numbers may stand in quotes as well."""
    enum = {"enum": [_as_editors_read(value) for value in titles]}
    if any(titles.values()):
        enum["enumDescriptions"] = list(titles.values())
    quoted = [str(value) for value, read in zip(titles, enum["enum"], strict=True) if value != read
              or not isinstance(read, str)]  # fmt: skip
    if not quoted:
        return enum
    pattern = f"^({'|'.join(map(re.escape, quoted))})$"
    return either([enum, {"type": "string", "pattern": pattern}])


def _as_editors_read(value: str | int) -> str | int | float | bool | None:
    """What YAML 1.2 makes of a value that `check` reads as text, where it stands without quotes."""
    if not isinstance(value, str):
        return value
    if value in ("true", "false"):
        return value == "true"
    if value == "null":
        return None
    if re.fullmatch("[0-9]+", value):
        return int(value)
    return value


def _text(kind: types.Type) -> Schema:
    """Text; what YAML would read as a number or the like is text for `check`, too."""
    assert isinstance(kind, types.StrType)
    text: Schema = {"type": "string", "pattern": PRINTED, "patternErrorMessage": UNSEEN}
    if kind.pattern:
        text["pattern"] = kind.pattern.replace('\\"', '"')
        text["patternErrorMessage"] = f"Write {PATTERNS[kind.pattern]}."
        if re.search(kind.pattern, "\u200b\u200b@\u200b.\u200b"):
            text["not"] = {"pattern": f"[{HIDDEN}]"}
    lengths = {"minLength": kind.min_length, "maxLength": kind.max_length}
    text |= {name: length for name, length in lengths.items() if length is not None}
    if kind.pattern is not None and not re.search(kind.pattern, "10"):
        return text
    # an editor that read `type: boolean` would offer true and false to type
    kinds = ["string", "object", "array", "null"]
    if kind.pattern is None:
        return either([text, _none_of(*kinds)])
    number: Schema = {} if re.search(kind.pattern, "-1") else {"minimum": 0}
    if not re.search(kind.pattern, "true"):
        kinds.append("boolean")
        number["maximum"] = LARGEST
    if not re.search(kind.pattern, "1.25"):
        number["multipleOf"] = 1
    return either([text, {**number, **_none_of(*kinds)}])


def _none_of(*kinds: str) -> Schema:
    return {"not": {"type": list(kinds)}}


def _written(*kinds: str, pattern: str) -> Callable[[types.Type], Schema]:
    """Values that an editor reads as one of these kinds, or in quotes as a text like that."""

    def schema(kind: types.Type) -> Schema:
        bounds = {name: getattr(kind, at, None) for name, at in BOUNDS.items()}
        return {
            "type": [*kinds, "string"] if kinds else "string",
            "pattern": pattern,
            "patternErrorMessage": f"Write {asked(kind)}.",
            **({"minimum": -LARGEST, "maximum": LARGEST} if "number" in kinds else {}),
            **{name: bound for name, bound in bounds.items() if bound is not None},
        }

    return schema


def _true_or_false(kind: types.Type) -> Schema:
    return either([{"enum": [True, False, 0, 1]}, _written(pattern=TRUE_OR_FALSE)(kind)])


SINGLE: Mapping[type[types.Type], Callable[[types.Type], Schema]] = {
    types.StrType: _text,
    types.DateType: _written(pattern=DAY),
    types.IntType: _written("integer", pattern=WHOLE_NUMBER),
    types.FloatType: _written("number", pattern=NUMBER),
    types.BoolType: _true_or_false,
    types.TimeType: _written(pattern=TIME),
    types.DateTimeType: _written("number", pattern=f"{MOMENT}|{NUMBER}"),
}
