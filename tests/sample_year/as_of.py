"""What a record of the sample program said on an earlier day of its year."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["as_of", "days_in"]

_KEY = re.compile(r"(?P<pad> *)(?P<item>- )?(?P<name>[\w-]+):(?: (?P<value>.*))?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# what is said of days to come, and the first day, which a record begins with
_AHEAD = frozenset({"starts", "target_date", "until"})
# a group that is left empty as a whole until its day comes
_SAYS_BY_BEING_THERE = frozenset({"closed"})


def as_of(text: str, day: dt.date) -> str:
    """A record's text without what is dated later than a day.

    A later date is left open; so are the other answers of a part whose `on` is later, and an item
    of a list whose `on` is later is not there yet.

    Args:
        text: The record as it is at the end of the year, in the sample's own layout.
        day: The day.
    """
    return "".join(f"{line}\n" for line in _kept(text.splitlines(), day))


def days_in(text: str) -> list[dt.date]:
    """The days on which something in a record was done, in order."""
    found = set()
    for line in text.splitlines():
        match = _KEY.fullmatch(line)
        if match and match["name"] not in _AHEAD and _DAY.fullmatch(match["value"] or ""):
            found.add(dt.date.fromisoformat(match["value"]))
    return sorted(found)


def _kept(lines: Sequence[str], day: dt.date) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        end = _end(lines, at)
        match = _KEY.fullmatch(line)
        at += 1
        if match is None:
            yield line
        elif match["item"] and _is_later([line.replace("- ", "  ", 1), *lines[at:end]], day):
            at = end
        elif not match["value"] and not match["item"] and _is_later(lines[at:end], day):
            yield line
            yield from _blanked(lines[at:end]) if match["name"] not in _SAYS_BY_BEING_THERE else ()
            at = end
        elif not match["value"] and any(each.lstrip().startswith("- ") for each in lines[at:end]):
            items = list(_kept(lines[at:end], day))
            yield line if any(each.strip() for each in items) else f"{line} []"
            yield from items
            at = end
        elif match["name"] not in _AHEAD and _is_after(match["value"], day):
            # a day beside a person's id cannot be left open
            if "-" not in match["name"]:
                yield line.removesuffix(f" {match['value']}")
        else:
            yield line


def _is_later(block: Sequence[str], day: dt.date) -> bool:
    """Whether the `on` that stands directly in a part of a record is later than a day."""
    pads = [len(line) - len(line.lstrip()) for line in block if line.strip()]
    on = re.compile(rf" {{{min(pads, default=0)}}}on: (.*)")
    return any(_is_after(found[1], day) for line in block if (found := on.fullmatch(line)))


def _blanked(block: Sequence[str]) -> Iterator[str]:
    """A part of a record with its answers left open."""
    pad = min(len(line) - len(line.lstrip()) for line in block if line.strip())
    for line in block:
        match = _KEY.fullmatch(line)
        if match is not None and len(match["pad"]) == pad:
            yield f"{match['pad']}{match['name']}:"
        elif line.lstrip().startswith("#"):
            yield line


def _is_after(value: str | None, day: dt.date) -> bool:
    return bool(value and _DAY.fullmatch(value)) and dt.date.fromisoformat(value or "") > day


def _end(lines: Sequence[str], at: int) -> int:
    """Where the lines end that stand deeper than one line."""
    pad = len(lines[at]) - len(lines[at].lstrip())
    end = at + 1
    for number in range(at + 1, len(lines)):
        if lines[number].strip():
            if len(lines[number]) - len(lines[number].lstrip()) <= pad:
                break
            end = number + 1
    return end
