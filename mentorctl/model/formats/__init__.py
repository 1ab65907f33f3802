"""The formats that program folders have had, oldest first: one file and one line each.

May import `model`.
"""

from __future__ import annotations

from mentorctl.model.formats import format_1, format_2
from mentorctl.model.formats.definition import Format, RecordFormat, Tree
from mentorctl.model.formats.unpinned import unpinned

__all__ = [
    "CURRENT",
    "FORMATS",
    "Format",
    "RecordFormat",
    "Tree",
    "back",
    "forward",
    "record_format",
    "renamed_since",
]

FORMATS: tuple[Format, ...] = (
    format_1.FORMAT,
    format_2.FORMAT,
)

CURRENT = FORMATS[-1].number


def record_format(kind: str, number: int) -> RecordFormat:
    """How records of a kind read in a format; of a format still unknown, as in the newest known."""
    held = FORMATS[min(number, CURRENT) - 1].records
    return held[kind] if kind in held else unpinned(kind)


def forward(kind: str, tree: Tree, number: int) -> Tree:
    """A record of an older format by the names of the newest one."""
    for each in FORMATS[number:]:
        tree = each.forward(kind, tree) if kind in each.renamed else tree
    return tree


def renamed_since(number: int) -> frozenset[str]:
    """The kinds of record that have other names than in a format."""
    return frozenset[str]().union(*(each.renamed for each in FORMATS[number:]))


def back(kind: str, tree: Tree, number: int, wanted: int) -> Tree:
    """A record of one format as an older one has it."""
    for each in reversed(FORMATS[wanted:number]):
        tree = each.back(kind, tree) if kind in each.renamed else tree
    return tree
