"""Changes several files of the program folder atomically."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.store.write.fsync import Conflict, WriteError, checked, whole_content, write_error
from mentorctl.store.write.journal import locked, recover, settle_all, write
from mentorctl.store.write.journal_folder import unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["ChangeSet", "Conflict", "WriteError", "recover", "unfinished"]


class _Change(NamedTuple):
    """What a file held when the command looked at it (None: it was not there), and shall hold."""

    old: bytes | None
    new: bytes | None
    is_text: bool = True


class ChangeSet:
    """Collects the changes of one command, then applies all of them or none.

    Paths are relative to the program folder, with `/`.

    Args:
        root: The program folder.
        seen: What files held when the command read them; those that are not there are read here.
    """

    def __init__(self, root: Path, seen: Mapping[str, bytes] | None = None) -> None:
        self.root = root
        self._seen = seen if seen is not None else {}
        self._changes: dict[str, _Change] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that will be different, in the order in which they were named."""
        return tuple(path for path, each in self._changes.items() if each.old != each.new)

    @property
    def changes(self) -> Mapping[str, tuple[bytes | None, bytes | None]]:
        """What each file that will be different holds, and will hold; None: it is not there."""
        return {path: (self._changes[path].old, self._changes[path].new) for path in self.paths}

    @property
    def pending(self) -> Mapping[str, bytes]:
        """The new content of each file that will change or be added."""
        held = ((path, self._changes[path].new) for path in self.paths)
        return {path: new for path, new in held if new is not None}

    def create(self, path: str, text: str) -> None:
        """Add a file that must not be there yet.

        Raises:
            Conflict: It is created twice.
            WriteError: The path is not one inside the folder.
        """
        self._add(path, _Change(None, _encoded(path, text)))

    def create_bytes(self, path: str, data: bytes) -> None:
        """Add a file of any kind that must not be there yet; raises as `create` does."""
        self._add(path, _Change(None, data, is_text=False))

    def edit(self, path: str, change: Callable[[str], str]) -> None:
        """Change the text of a file; a second edit goes on from the first.

        Args:
            path: The file.
            change: Gets the whole text as it is in the file, and returns the new one.

        Raises:
            WriteError: There is no such file, or it is no text.
        """
        known = self._changes.get(path)
        old = self._first(path) if known is None else known.old
        now = old if known is None else known.new
        if now is None:
            raise WriteError(f"{path} is not there", "run mentorctl check to see what is missing")
        try:
            text = now.decode("utf-8")
        except UnicodeDecodeError as error:
            raise WriteError(
                f"{path} is not saved as UTF-8 text", "save it again with the encoding UTF-8"
            ) from error
        self._changes[path] = _Change(old, _encoded(path, change(text)))

    def replace(self, path: str, text: str) -> None:
        """Write a file anew, whether or not it is there.

        Raises:
            WriteError: The path is not one inside the folder, or cannot be read.
        """
        known = self._changes.get(path)
        old = self._read(path) if known is None else known.old
        self._changes[path] = _Change(old, _encoded(path, text))

    def put(self, path: str, data: bytes | None) -> None:
        """Give a file of any kind this content, whether or not it is there; None deletes it.

        Raises:
            WriteError: The path is not one inside the folder, or cannot be read.
        """
        known = self._changes.get(path)
        old = self._read(path) if known is None else known.old
        self._changes[path] = _Change(old, data, is_text=False)

    def apply(self, validate: Callable[[str, str], None] | None = None) -> tuple[str, ...]:
        """Make all the changes, or none.

        Args:
            validate: Called with path and text of every text that will be written, before
                anything is; what it raises goes through.

        Returns:
            The files that are different now.

        Raises:
            Conflict: A file to create is there already, or one was changed since it was read.
            WriteError: It cannot be done (disk full, no right to write, another writer); nothing
                has changed.
        """
        changes = {path: self._changes[path] for path in self.paths}
        for path, each in changes.items():
            if validate is not None and each.is_text and each.new is not None:
                validate(path, each.new.decode("utf-8"))
        if changes:
            with locked(self.root):
                settle_all(self.root)
                for path, each in changes.items():
                    if self._read(path) != each.old:
                        raise Conflict(path, is_new=each.old is None)
                write(self.root, {path: (each.old, each.new) for path, each in changes.items()})
        return tuple(changes)

    def _add(self, path: str, change: _Change) -> None:
        checked(self.root, path)
        if path in self._changes:
            raise Conflict(path, is_new=True)
        self._changes[path] = change

    def _first(self, path: str) -> bytes | None:
        checked(self.root, path)
        seen = self._seen.get(path)
        return seen if seen is not None else self._read(path)

    def _read(self, path: str) -> bytes | None:
        place = checked(self.root, path)
        try:
            return whole_content(place)
        except OSError as error:
            raise write_error(error, path) from error


def _encoded(path: str, text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise WriteError(
            f"{path} would hold a letter that no file can hold", "type the text again"
        ) from error
