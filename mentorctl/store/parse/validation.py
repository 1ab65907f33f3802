"""From nodes to a record: every fault of a file in one pass, in the program's words.

What a value may be is said by the record's model alone; `msgspec` judges each single value
here just as it judges the whole record on the fast path, so that both have one verdict.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import inspect as types

from mentorctl.model.single_values import asked, choices, hint, python_type
from mentorctl.model.structure import label_of, options, structure
from mentorctl.store.parse.core_values import is_nothing, settle
from mentorctl.store.parse.nodes import (
    LONGEST_NAME,
    MOST_FAULTS,
    Fault,
    Mapping,
    Node,
    Sequence,
    named,
    plain,
)
from mentorctl.store.parse.odd_letters import mended, odd_letter

if TYPE_CHECKING:
    from mentorctl.model.record import Record
    from mentorctl.model.words import Words

__all__ = ["validate"]

_GROUP_OF_ONE = re.compile(
    r"(?P<name>[a-z_]+)[ ]*(?P<colon>[:\uff1a])[ ]*(?P<value>\S.*)|-(?P<dash>[^\s-].*)", re.DOTALL
)
# types as they can be kept: each with what it says of its values
_About = tuple[tuple[type[types.Type], tuple[Any, ...]], ...]


def validate(
    top: Node | None, model: type[Record], words: Words
) -> tuple[Record | None, list[Fault]]:
    """Turn a file's nodes into its record.

    Args:
        top: What `compose` made of the file; None for an empty file.
        model: The record it should be.
        words: The program's terms, for what forms call a field.

    Returns:
        The record, or None and at least one fault.
    """
    check = _Validation(None if model.known_by_names else words)
    check.value(top or Mapping(1, 1, []), structure(model), name="")
    if check.faults:
        return None, check.faults[:MOST_FAULTS]
    try:
        return msgspec.convert(plain(top) or {}, model, strict=False), []
    except msgspec.ValidationError as error:
        message = f"the record is not as it should be: {error}"
        return None, [Fault("wrong-value", 1, 1, message, "compare it with a new one")]


class _Validation:
    """One walk over nodes and the types they should be."""

    def __init__(self, words: Words | None) -> None:
        self.words = words
        self.faults: list[Fault] = []

    def fault(self, node: Node, code: str, message: str, hint: str) -> None:
        """Note one fault at a node."""
        self.faults.append(Fault(code, node.line, node.column, message, hint))

    def value(self, node: Node, kind: types.Type, name: str, *, required: bool = True) -> None:
        """Check one value.

        Args:
            node: What is written.
            kind: What it should be.
            name: What it is called in messages.
            required: Whether it may not be left out.
        """
        if len(self.faults) >= MOST_FAULTS:
            return
        kinds = options(kind)
        settle(node, kinds)
        nothing = node.value if required and is_nothing(node) else None
        if node.value is None or nothing:
            if types.NoneType() not in kinds:
                what = f"is {nothing}, which YAML takes for nothing" if nothing else "is empty"
                meant = f', or "{nothing}" in quotes if it is that' if nothing else ""
                self.fault(node, "missing-field", f"{name} {what}", f"write {_asked(kind)}{meant}")
            return
        fitting = [each for each in kinds if _fits(node, each)]
        wanted = fitting[0] if fitting else None
        if wanted is None:
            self._misfit(node, kinds, name)
        elif isinstance(wanted, types.StructType):
            self._struct(node, wanted)
        elif isinstance(wanted, types.VarTupleType) and isinstance(node, Sequence):
            for number, item in enumerate(node.value, 1):
                self.value(item, wanted.item_type, f"{name}, no. {number}")
        elif isinstance(wanted, types.DictType) and isinstance(node, Mapping):
            for key, value in node.value:
                key_name = named(str(key.value))
                self.value(key, wanted.key_type, f"the name {key_name} below {name}")
                self.value(value, wanted.value_type, key_name)
        else:
            self._scalar(node, fitting, name, may_be_blank=types.NoneType() in kinds)

    def _misfit(self, node: Node, kinds: tuple[types.Type, ...], name: str) -> None:
        found = "single value"
        slip = _slip(node, kinds)
        if slip:
            self.fault(node, "wrong-value", *slip)
            return
        if str(node.value).lower() == "null" and types.NoneType() in kinds:
            return  # msgspec reads it as nothing, in quotes or not
        if isinstance(node, Mapping):
            found = "group of named values"
        elif isinstance(node, Sequence):
            found = "list"
        what = name or "the file"
        asked = [_asked(each) for each in kinds if not isinstance(each, types.NoneType)]
        self.fault(
            node,
            "wrong-value",
            f"{what} is a {found} where {' or '.join(asked)} belongs",
            f"write {asked[0]}",
        )

    def _struct(self, node: Node, kind: types.StructType) -> None:
        assert isinstance(node, Mapping)
        fields = {field.encode_name: field for field in kind.fields}
        present = set()
        blank = []
        for key, value in node.value:
            field = fields.get(str(key.value))
            if field is not None:
                settle(value, options(field.type))
            if field is None:
                self._unknown(key, fields)
            elif value.value is None and not field.required:
                # what is left empty is what is left out, whatever the field would hold
                blank.append(field.encode_name)
            else:
                present.add(field.encode_name)
                called = self._called(kind, field)
                self.value(value, field.type, called, required=field.required)
        node.value = [pair for pair in node.value if pair[0].value not in blank]
        for field in kind.fields:
            if field.required and field.encode_name not in present:
                self.fault(
                    node,
                    "missing-field",
                    f"{self._called(kind, field)} is not there",
                    f"add  {field.encode_name}: with {_asked(field.type)}",
                )

    def _called(self, kind: types.StructType, field: types.Field) -> str:
        """What the form calls a field; the name in the file where people know it by that."""
        if self.words is None:
            return field.encode_name
        return f'"{label_of(kind.cls, (field.encode_name,), self.words)}"'

    def _unknown(self, key: Node, fields: dict[str, types.Field]) -> None:
        if len(self.faults) >= MOST_FAULTS:
            return
        name = str(key.value)
        plain_name, odd = mended(name), odd_letter(name)
        if odd and (plain_name in fields or not name[:1].isalpha()):
            what = f"the name {named(plain_name)} is written with {odd}"
            self.fault(key, "unknown-field", what, "delete that, and type an ordinary blank if any")
            return
        close = _close(name, list(fields))
        hint = f"did you mean {close}?" if close else f"known here are: {', '.join(fields)}"
        self.fault(key, "unknown-field", f"{named(name)} is not known here", hint)

    def _scalar(
        self, node: Node, kinds: list[types.Type], name: str, *, may_be_blank: bool
    ) -> None:
        text = str(node.value)
        if any(isinstance(kind, types.StrType) and not kind.pattern for kind in kinds):
            return
        about = tuple((type(kind), msgspec.structs.astuple(kind)) for kind in kinds)
        if _is_one(text, about, may_be_blank):
            return
        shown = text if len(text) <= LONGEST_NAME else text[:LONGEST_NAME] + "…"
        message = f"{name} is {shown!r}" if text else f"{name} is an empty text"
        wanted = " or ".join(map(asked, kinds))
        hint, odd = _hint(kinds, text), odd_letter(text)
        if odd:
            message, good = f"{message}, with {odd}", mended(text)
            hint = f"type it again: {good}" if _is_one(good, about, may_be_blank) else hint
        self.fault(node, "wrong-value", f"{message}, not {wanted}", hint)


def _close(text: str, known: list[str]) -> str | None:
    """The known word that is most like a text, or None; nobody meant a word by a long text."""
    close = difflib.get_close_matches(text, known, n=1) if len(text) <= LONGEST_NAME else ()
    return close[0] if close else None


def _slip(node: Node, kinds: tuple[types.Type, ...]) -> tuple[str, str] | None:
    """What is missing in a text that was meant as a group or a list of one line; and the remedy."""
    found = _GROUP_OF_ONE.match(str(node.value)) if isinstance(node.value, str) else None
    if found is None:
        return None
    for kind in kinds:
        names = [each.encode_name for each in getattr(kind, "fields", ())]
        name, value = found["name"], found["value"]
        if isinstance(kind, types.StructType) and name in names:
            if found["colon"] == ":":
                return f"the blank behind the colon of {name} is missing", f"write  {name}: {value}"
            what = f"the colon behind {name} is a full-width one (U+FF1A)"
            return what, f"write  {name}: with an ordinary colon"
        if isinstance(kind, types.VarTupleType) and found["dash"]:
            return "the blank behind the dash is missing", f"write  - {found['dash']}"
    return None


def _fits(node: Node, kind: types.Type) -> bool:
    """Whether a value of this type is written the way this node is."""
    if isinstance(kind, types.StructType | types.DictType):
        return isinstance(node, Mapping)
    if isinstance(kind, types.VarTupleType):
        return isinstance(node, Sequence)
    return not isinstance(kind, types.NoneType) and not isinstance(node, Mapping | Sequence)


def _asked(kind: types.Type) -> str:
    """What a person should write, in words."""
    wanted = next(each for each in options(kind) if not isinstance(each, types.NoneType))
    if isinstance(wanted, types.VarTupleType):
        return "a list, each item on its own line after '- '"
    if isinstance(wanted, types.StructType | types.DictType):
        return "a group of named values, indented below"
    return asked(wanted)


def _hint(kinds: list[types.Type], text: str) -> str:
    values = [str(value) for kind in kinds for value in choices(kind)]
    if not values:
        return hint(kinds[0])
    close = _close(text.lower(), values)
    if text.lower() in ("true", "y", "false", "n") and "yes" in values:
        close = "yes" if text.lower() in ("true", "y") else "no"
    return f"did you mean {close}?" if close else f"choose one of: {', '.join(values)}"


def _is_one(text: str, about: _About, may_be_blank: bool) -> bool:
    """Whether a text is a value of one of these types."""
    try:
        msgspec.convert({"value": text}, _single(about, may_be_blank), strict=False)
    except msgspec.ValidationError:
        return False
    return True


@cache
def _single(about: _About, may_be_blank: bool) -> type[msgspec.Struct]:
    """A record of one such value, kept: msgspec loses memory on types that are made anew."""
    wanted = python_type(tuple(kind(*held) for kind, held in about))
    return msgspec.defstruct("Single", [("value", wanted | None if may_be_blank else wanted)])
