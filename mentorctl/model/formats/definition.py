"""What one format of a program folder is, and how it came of the one before."""

from __future__ import annotations

from collections.abc import Callable, Mapping  # noqa: TC003 - a NamedTuple has them
from typing import Any, NamedTuple

__all__ = ["AS_BEFORE", "Format", "RecordFormat", "Tree"]

# a record as its file says it: mappings, lists and texts; a number where one is written bare
Tree = Any


class RecordFormat(NamedTuple):
    """How the records of one kind read in one format. Ways go to values, with dots; `*` is each.

    Attributes:
        items: The list whose items are signed one by one, by their `id`; empty where a signature
            covers the record as a whole. Ways to its values begin at the record all the same,
            those to what is not signed at the item.
        numbers: Values that are whole numbers, however they are written.
        choices: Days and choices, of which `null` says that nothing was chosen.
        not_signed: The bookkeeping that comes after signing, which no signature covers.
        not_signed_by: The same for single roles.
    """

    items: str = ""
    numbers: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    not_signed: tuple[str, ...] = ()
    not_signed_by: Mapping[str, tuple[str, ...]] = {}


def AS_BEFORE(_kind: str, tree: Tree) -> Tree:  # noqa: N802 - stands for a value
    """A record whose names are the same in two formats."""
    return tree


class Format(NamedTuple):
    """One format of a program folder; once released, it is never changed.

    Attributes:
        number: What `format` in program.yaml says.
        needs: The first mentorctl that knows it.
        title: What it is about, for people.
        records: How signed records read, by kind.
        changes: The kinds of record that `upgrade` writes anew.
        renamed: Those of them that cannot be read as the newest format: whose names are others.
        forward: A record of the format before as this one has it.
        back: A record of this format as the one before has it; what that one cannot say stays, so
            that no older signature covers it unseen.
        remarks: What a person reads above a field that `forward` adds, by kind and way.
    """

    number: int
    needs: str
    title: str
    records: Mapping[str, RecordFormat]
    changes: frozenset[str] = frozenset()
    renamed: frozenset[str] = frozenset()
    forward: Callable[[str, Tree], Tree] = AS_BEFORE
    back: Callable[[str, Tree], Tree] = AS_BEFORE
    remarks: Mapping[tuple[str, str], str] = {}
