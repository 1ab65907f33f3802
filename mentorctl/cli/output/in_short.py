"""A long answer in short: what does not fit the screen is told by its kinds, the worst first.

In a pipe, and with `--all`, an answer is whole.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.cli.output.console import paint, put, shown, told, width
from mentorctl.cli.output.pager import without_option
from mentorctl.cli.output.text_width import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["CountedKind", "many", "put_fitting"]

# what a command says besides its answer: how many there are, and what may be done next
BESIDE = 6
LEAST = 4
# a blank line, and what shows all
BEHIND = 3
INDENT = 4


class CountedKind(NamedTuple):
    """What an answer has of one kind.

    Attributes:
        line: What it is, and how many there are.
        places: How many there are in each pairing or file.
    """

    line: str
    places: Mapping[str, int]


def many(count: int, one: str, several: str = "") -> str:
    """A number with its noun: `1 pairing`, `1,200 pairings`."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


def put_fitting(
    lines: Sequence[str], kinds: Callable[[], Sequence[CountedKind]], *, every: bool
) -> None:
    """Write an answer; on a terminal, in short where it is longer than the screen.

    Args:
        lines: The answer, wrapped.
        kinds: What it is in short, the worst first.
        every: Whether all is asked for, however long it is.
    """
    if not lines:
        return
    whole = "\n".join(lines) + "\n"
    if every or not sys.stdout.isatty() or whole.count("\n") <= _room():
        put(whole)
        return
    found = kinds()
    if len({place for kind in found for place in kind.places}) == 1:
        put(whole)  # somebody asked for this one
        return
    put("\n".join(_short(found)))
    put("")
    put(told(f"each of them: {_command()}"))


def _command() -> str:
    """What shows all: the command as it was typed, and `--all`."""
    import shlex  # noqa: PLC0415 - only for long answers

    return shlex.join(("mentorctl", *without_option(sys.argv[1:]), "--all"))


def _room() -> int:
    """How many lines an answer may have."""
    import shutil  # noqa: PLC0415 - only for terminals

    return max(LEAST, shutil.get_terminal_size((80, 24)).lines - BESIDE)


def _short(kinds: Sequence[CountedKind]) -> list[str]:
    """As many kinds as fit, and where they are, of the first ones where it is too much of all."""
    room = _room() - BEHIND
    blocks: list[list[str]] = []
    taken = 0
    for number, kind in enumerate(kinds):
        head = told(kind.line).split("\n")
        left = len(kinds) - number
        if taken + len(head) + (left > 1) > room:
            blocks.append([paint(f"… and {many(left, 'more kind')}", "dim")])
            taken = room
            break
        taken += len(head)
        blocks.append(head)
    for block, kind in zip(blocks, kinds, strict=False):
        where = _placed(kind.places) if taken < room else ""
        if where:
            block.append(where)
            taken += 1
    return [line for block in blocks for line in block]


def _placed(places: Mapping[str, int]) -> str:
    """The places with the most, as many as fit a line; nothing where none is short enough."""
    order = sorted(places.items(), key=lambda place: (-place[1], place[0]))
    named = [f"{shown(place)} ({count})" if count > 1 else shown(place) for place, count in order]
    for number in range(len(named), 0, -1):
        more = f" and {len(named) - number} more" if number < len(named) else ""
        line = " " * INDENT + ", ".join(named[:number]) + more
        if columns(line) <= width():
            return line
    return ""
