"""What counts for nothing in a record that the user changes, and what their change makes of it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

import typer

from mentorctl.cli.exit_codes import FINDINGS
from mentorctl.cli.output.console import confirmed, note
from mentorctl.cli.signing.identity import ledger
from mentorctl.store.evidence import LARGEST
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.ledger.displaced import right_in, settle, stood
from mentorctl.trail.ledger.left_alone import own_word, trailers, with_siblings
from mentorctl.trail.ledger.merged_values import mark_of
from mentorctl.trail.ledger.rights import is_judged_by_field, own_values, values_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mentorctl.cli.state import State
    from mentorctl.model.field_owners import Way
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["agree_to_all", "leave_alone", "rightly_before"]

MOST_NAMED = 3
_NOBODY = "somebody whom nothing proves"


class _Doubted(NamedTuple):
    """What somebody wrote into a record who may not, and a change neither writes nor takes out.

    Attributes:
        path: The record's file.
        by: The ids of those who wrote it.
        names: What the values are called.
    """

    path: str
    by: tuple[str, ...]
    names: tuple[str, ...]

    @property
    def said(self) -> str:
        """What it is, in words: `what teo-lindqvist wrote and may not (reason of …)`."""
        more = f" and {len(self.names) - MOST_NAMED} more" if len(self.names) > MOST_NAMED else ""
        values = f" ({', '.join(self.names[:MOST_NAMED])}{more})" if self.names else ""
        return f"what {' and '.join(self.by)} wrote there and may not{values}"


def _doubted(
    book: Ledger,
    changes: Mapping[str, tuple[bytes | None, bytes | None]],
    *,
    brings_back: bool = False,
) -> Iterator[_Doubted]:
    """What of the records that a change touches counts for nothing, and is no part of the change.

    Args:
        book: What the history says that it goes on from.
        changes: What each file held before, and will hold.
        brings_back: Whether the change is no more than to have them as they were before.

    Raises:
        GitError: The history is damaged.
    """
    number = book.formats.get(book.tip, 1)
    for path, sides in changes.items():
        doubted = book.unproven.get(path)
        if not doubted or not is_judged_by_field(path):
            continue
        was, now = (values_of(path, each, number) for each in sides)
        every = [*now, *stood(doubted), *right_in(doubted)]
        own = with_siblings(own_values([was], now) if was else [*now, ()], every)
        if brings_back:
            own = own_word(path, "\n".join(trailers([path], brings_back=True)), own, now, doubted)
        left = dict(doubted)
        # whatever the ledger doubts, as it would judge the change itself
        settle(left, {way: now[way] for way in own if way in now}, own, lambda _way: True)
        marks = {mark_of(way, value): way for way, value in now.items()}
        # what is gone is no matter; what tells what rightly stood begins as no field's name does
        left = {
            mark: by for mark, by in left.items() if mark in marks or not mark[:1].isprintable()
        }
        if left:
            ways = (way for mark, way in marks.items() if mark in left)
            names = dict.fromkeys(map(_named, (*ways, *stood(left))))
            yield _Doubted(path, _makers(book, left.values()), tuple(names))


def leave_alone(
    state: State,
    changes: Mapping[str, tuple[bytes | None, bytes | None]],
    *,
    brings_back: bool = False,
    book: Ledger | None = None,
) -> tuple[str, ...]:
    """Say what a change leaves as it is, and that this still counts for nothing.

    Args:
        state: The run of the command.
        changes: What each file held before, and will hold.
        brings_back: Whether the change is no more than to have them as they were before.
        book: What the history says that it goes on from, if not the folder's own.

    Returns:
        The lines of the commit's message by which it stays so.

    Raises:
        GitError: The history is damaged.
    """
    found = [*_doubted(book or ledger(state), changes, brings_back=brings_back)]
    for each in found:
        note(f"{each.path}: {each.said} still counts for nothing")
        note(
            "  → if it is right, leave it there, change that file by hand, and run: mentorctl save;"
        )
        note("    if it is not, take it out")
    return trailers((each.path for each in found), brings_back=brings_back)


def agree_to_all(
    state: State, changes: Mapping[str, tuple[bytes | None, bytes | None]], *, agreed: bool
) -> None:
    """Say what counts from now on as the user leaves it in a file, and ask whether it shall.

    Args:
        state: The run of the command.
        changes: What each file held before, and will hold.
        agreed: Whether they have agreed beforehand.

    Raises:
        typer.Exit: It shall not.
        GitError: The history is damaged.
    """
    found = [*_doubted(ledger(state), changes, brings_back=True)]
    for each in found:
        note(f"{each.path}: {each.said} counts from now on, where it is yours to say")
    if not found or agreed or state.dry_run or not sys.stdin.isatty():
        return
    if not confirmed("is it right?"):
        note("nothing was changed: take it out first, then save again")
        raise typer.Exit(FINDINGS)


def rightly_before(
    root: Path, book: Ledger, then: Mapping[str, bytes | None]
) -> dict[str, bytes | None]:
    """What files held before, and what rightly stood in those where nothing is told apart.

    Args:
        root: The program folder.
        book: What its history says.
        then: What files held, by path; None for one that was not there.

    Raises:
        GitError: The history is damaged.
    """
    right = {path: right_in(book.unproven.get(path, ())).get(()) for path in then
             if not is_judged_by_field(path)}  # fmt: skip
    names = sorted({name for name in right.values() if name})
    held = dict(objects.blobs(Git(root), names, LARGEST)) if names else {}
    return {**then, **{path: held.get(name) for path, name in right.items() if name is not None}}


def _named(way: Way) -> str:
    """What a value is called by the names in its file, with the item or group that it is of."""
    return " ".join((way[0].replace("_", " "), *way[1:2]))


def _makers(book: Ledger, commits: Iterable[str]) -> tuple[str, ...]:
    """Who wrote something, by the commits that brought it in."""
    return tuple(sorted({book.who_signed(each) or _NOBODY for each in commits}))
