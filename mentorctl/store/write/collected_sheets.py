"""Sealed sheets that were handed over and are not closed yet: outside of the history, on one copy.

They lie in `.git/mentorctl`, where git brings nothing along: an index that is written whole or not
at all, and beside it the sheets. An index counts only in the copy in which it was begun, so that
nobody can send a folder in which somebody has "answered" already.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING

import msgspec

from mentorctl.store.errors import StoreError
from mentorctl.store.write.fsync import (
    digest,
    sync_folder,
    whole_content,
    write_durably,
    write_error,
)
from mentorctl.store.write.journal import locked
from mentorctl.store.write.journal_folder import copy_of, home_of, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["CollectedSheets"]

PLACE = "evaluations"
INDEX = "index.json"
_END = ".sealed"


class _Index(msgspec.Struct, forbid_unknown_fields=True):
    """What was collected.

    Attributes:
        copy: Which copy of the folder it was begun in.
        begun: The mark of the questionnaire that the sheets are for.
        named: The sheet of each person who handed one over, by their id.
        nameless: The sheets that came without a name, sorted.
        ticked: The ids of those who are known to have answered without a name, sorted.
        secret: Random; what `seen` is made with, so that nobody can try out answers.
        seen: What files without names held, so that none is taken twice.
    """

    copy: str
    begun: str
    named: dict[str, str] = {}
    nameless: list[str] = []
    ticked: list[str] = []
    secret: str = ""
    seen: list[str] = []


class CollectedSheets:
    """What was collected of one questionnaire, in this copy of the folder.

    Args:
        root: The program folder.
        year: The program year.
        questionnaire: Its id.
        begun: The mark of what was signed when it began; sheets for something else count not.

    Raises:
        StoreError: What lies there was begun in another copy, or cannot be read.
    """

    def __init__(self, root: Path, year: str, questionnaire: str, begun: str) -> None:
        self._root = root
        self._place = place_of(root) / PLACE / f"{year}-{questionnaire}"
        self._begun = begun
        self._index = self._read()

    @property
    def answered(self) -> tuple[str, ...]:
        """The ids of those who are known to have answered, sorted."""
        return tuple(sorted({*self._index.named, *self._index.ticked}))

    @property
    def count(self) -> int:
        """How many sheets there are."""
        return len(self._index.named) + len(self._index.nameless)

    def has_from(self, person: str) -> bool:
        """Whether somebody has handed over a sheet in their name."""
        return person in self._index.named

    def has_ticked(self, person: str) -> bool:
        """Whether somebody is known to have given a sheet without a name."""
        return person in self._index.ticked

    def holds(self, person: str, sheet: bytes) -> bool:
        """Whether the sheet that somebody has handed over is this one."""
        return self._index.named.get(person) == digest(sheet)

    def has_seen(self, content: bytes) -> bool:
        """Whether a file without a name that holds just this was taken already."""
        return self._seen(content) in self._index.seen

    def sheets(self) -> list[bytes]:
        """All sealed sheets, in no order.

        Raises:
            StoreError: One is not as it was written.
        """
        names = [*self._index.named.values(), *self._index.nameless]
        found = []
        for name in names:
            data = whole_content(self._place / f"{name}{_END}")
            if data is None or digest(data) != name:
                raise StoreError(
                    "a sheet that was collected is gone or was changed, so nothing was closed",
                    "get this copy's .git/mentorctl back from a backup, or collect them again",
                )
            found.append(data)
        secrets.SystemRandom().shuffle(found)
        return found

    def add(
        self,
        named: Mapping[str, bytes],
        nameless: Sequence[tuple[bytes, bytes]],
        ticked: tuple[str, ...] = (),
    ) -> None:
        """Keep sheets, all or none; one in somebody's name takes the place of their earlier one.

        Args:
            named: Sealed sheets by the id of who handed them over.
            nameless: What files without a name held, each with the sealed sheet that it became.
            ticked: The ids of those who are known to have answered without a name.

        Raises:
            WriteError: They cannot be written; nothing was kept.
        """
        with locked(self._root):
            # another command may have kept some meanwhile
            self._index = self._read()
            self._add(named, nameless, ticked)

    def _add(
        self,
        named: Mapping[str, bytes],
        nameless: Sequence[tuple[bytes, bytes]],
        ticked: tuple[str, ...],
    ) -> None:
        index = msgspec.structs.replace(self._index)
        index.named = {**index.named, **{who: digest(data) for who, data in named.items()}}
        index.nameless = sorted([*index.nameless, *(digest(data) for _, data in nameless)])
        index.ticked = sorted({*index.ticked, *ticked} - index.named.keys())
        index.seen = sorted({*index.seen, *(self._seen(content) for content, _ in nameless)})
        home_of(self._root)
        try:
            self._place.mkdir(parents=True, exist_ok=True, mode=0o700)
            index.copy = copy_of(self._root, self._place)
            for data in (*named.values(), *(sheet for _, sheet in nameless)):
                self._put(f"{digest(data)}{_END}", data)
            self._put(INDEX, msgspec.json.encode(index))
        except OSError as error:
            raise write_error(error, "what is collected in .git/mentorctl") from error
        self._index = index
        self._sweep()

    def forget(self) -> None:
        """Take all of it away: it is closed, and nothing is to tie a sheet to a person."""
        self._index = self._new()
        with contextlib.suppress(FileNotFoundError):
            (self._place / INDEX).unlink()
        self._sweep()
        with contextlib.suppress(OSError):
            self._place.rmdir()

    def _new(self) -> _Index:
        return _Index("", self._begun, secret=secrets.token_hex(32))

    def _read(self) -> _Index:
        try:
            data = None if self._place.is_symlink() else whole_content(self._place / INDEX)
            if data is None:
                return self._new()
            index = msgspec.json.decode(data, type=_Index)
            is_own = index.copy == copy_of(self._root, self._place)
        except (OSError, msgspec.MsgspecError):
            raise _unusable("cannot be read") from None
        if not is_own:
            raise _unusable("was collected in another copy of this folder")
        if index.begun != self._begun:
            raise _unusable("is for the questionnaire as it was before it was begun anew")
        return index

    def _seen(self, content: bytes) -> str:
        return hmac.new(self._index.secret.encode(), content, hashlib.sha256).hexdigest()

    def _put(self, name: str, data: bytes) -> None:
        made = self._place / f"{name}.{secrets.token_hex(4)}.new"
        try:
            write_durably({made: (data, 0o600)})
            made.replace(self._place / name)
            sync_folder(self._place)
        except BaseException:
            with contextlib.suppress(OSError):
                made.unlink()
            raise

    def _sweep(self) -> None:
        """Delete what the index does not know: replaced, or of a command that was killed."""
        kept = {f"{each}{_END}" for each in (*self._index.named.values(), *self._index.nameless)}
        for name in _names(self._place):
            if name != INDEX and name not in kept:
                with contextlib.suppress(OSError):
                    (self._place / name).unlink()


def _names(place: Path) -> Iterator[str]:
    with contextlib.suppress(FileNotFoundError):
        yield from [each.name for each in place.iterdir()]


def _unusable(why: str) -> StoreError:
    return StoreError(
        f"what lies in .git/mentorctl/{PLACE} {why}, so it does not count",
        "collect the files again; take the folder named above away first, or move it aside",
    )
