"""Bringing the text of a record from an older format to the newest, its layout kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentorctl.model.formats import CURRENT, FORMATS
from mentorctl.model.list_identity import Shape
from mentorctl.store.edit.rewrite import rewrite
from mentorctl.store.edit.set_value import set_value
from mentorctl.store.parse.nodes import compose, plain

if TYPE_CHECKING:
    from mentorctl.model.formats import Format, Tree
    from mentorctl.model.kinds import RecordKind

__all__ = ["upgraded"]

PROGRAM = "program"
_FIELD = re.compile(r"^[a-z_]+:", re.MULTILINE)
_HEAD = """\
# How this folder is written. Never change it by hand: mentorctl upgrade raises it.
format: {number}
needs_mentorctl: {needs}

"""


def upgraded(kind: RecordKind, text: str, number: int) -> str:
    """The text of a record in the newest format.

    Args:
        kind: What it is.
        text: A record of an older format, readable as one.
        number: That format.
    """
    for each in FORMATS[number:]:
        if kind.name in each.changes:
            text = _changed(kind, text, each)
    return _with_format(text) if kind.name == PROGRAM else text


def _with_format(text: str) -> str:
    """The text of a program.yaml that says that it is of the newest format."""
    newest = FORMATS[CURRENT - 1]
    held = _values(text)
    if isinstance(held, dict) and "format" in held:
        text = set_value(text, ("format",), newest.number)
        return set_value(text, ("needs_mentorctl",), newest.needs)
    first = _FIELD.search(text)
    at = _above_remarks(text, first.start()) if first else 0
    return text[:at] + _HEAD.format(number=newest.number, needs=newest.needs) + text[at:]


def _changed(kind: RecordKind, text: str, wanted: Format) -> str:
    before = _values(text)
    after = rewrite(text, wanted.forward(kind.name, before), Shape.of(kind.model))
    for (name, field), remark in wanted.remarks.items():
        if name == kind.name and field not in before:
            lines = "".join(f"# {line}\n" for line in remark.split("\n"))
            after = re.sub(rf"^{field}:", f"\n{lines}{field}:", after, count=1, flags=re.MULTILINE)
    return after


def _values(text: str) -> Tree:
    top, _ = compose(text.encode("utf-8", "surrogatepass"))
    return plain(top) or {}


def _above_remarks(text: str, at: int) -> int:
    """Where the remarks begin that stand right above a place, unless they begin the file."""
    lines = text[:at].splitlines(keepends=True)
    start = at
    for line in reversed(lines):
        if not line.startswith("#"):
            return start
        start -= len(line)
    return at
