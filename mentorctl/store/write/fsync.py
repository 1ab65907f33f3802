"""Single file operations: safe paths, durable writes (fsync), plain error messages."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from typing import TYPE_CHECKING

from mentorctl.model.portable_names import leads_out
from mentorctl.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = [
    "Conflict",
    "WriteError",
    "checked",
    "digest",
    "digest_of",
    "mode_of",
    "sync_folder",
    "whole_content",
    "write_durably",
    "write_error",
]

MANY = 32


class WriteError(StoreError):
    """Nothing was written, and why."""


class Conflict(WriteError):
    """A file is not as it was when the command began.

    Attributes:
        path: The file, relative to the program folder.
    """

    def __init__(self, path: str, *, is_new: bool = False) -> None:
        super().__init__(
            f"{path} {'is there already' if is_new else 'was changed by somebody else meanwhile'}"
            ", so nothing was written",
            "look at the file, then run the command again",
        )
        self.path = path


def checked(root: Path, path: str) -> Path:
    """The place of a file that may be written.

    Args:
        root: The program folder.
        path: The file, relative to it, with `/`.

    Raises:
        WriteError: The path leads out of the folder, into `.git`, or over a symbolic link.
    """
    parts = path.split("/")
    if leads_out(path):
        raise WriteError(f"{path} is no path inside the program folder", "choose another name")
    place = root
    for number, part in enumerate(parts, 1):
        place = place / part
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            return root.joinpath(*parts)
        except OSError as error:
            raise write_error(error, path) from error
        if stat.S_ISLNK(mode):
            raise WriteError(
                f"{path} goes through a symbolic link, which is never followed",
                f"put a real {'file' if number == len(parts) else 'folder'} in its place",
            )
        if not (stat.S_ISREG(mode) if number == len(parts) else stat.S_ISDIR(mode)):
            raise WriteError(f"{path} cannot be written: something else is there", "rename it")
    return place


def whole_content(place: Path) -> bytes | None:
    """All that a file holds, of whatever size; None when there is no such file.

    Raises:
        OSError: It cannot be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(place, flags)
    except (FileNotFoundError, NotADirectoryError):
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read()


def write_durably(files: Mapping[Path, tuple[bytes, int | None]]) -> None:
    """Write new files durably; many at once share one wait for the disk."""
    if len(files) < MANY:
        for place, (data, mode) in files.items():
            _write_new(place, data, mode)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - only large changes need it

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(_write_new, place, *each) for place, each in files.items()]:
            done.result()


def _write_new(place: Path, data: bytes, mode: int | None) -> None:
    with place.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        place.chmod(mode)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last; Windows does that by itself."""
    if os.name == "nt":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def mode_of(place: Path) -> int | None:
    """The access rights of a file; None when it is not there."""
    try:
        return stat.S_IMODE(place.stat().st_mode)
    except FileNotFoundError:
        return None


def digest(data: bytes) -> str:
    """The SHA-256 of some content."""
    return hashlib.sha256(data).hexdigest()


def digest_of(place: Path) -> str | None:
    """The digest of what a file holds; None when there is no such file."""
    data = whole_content(place)
    return None if data is None else digest(data)


def write_error(error: OSError, path: str) -> WriteError:
    """Turn an OSError into a plain message."""
    nothing = "so nothing was written"
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return WriteError(
            f"the disk is full, {nothing}", "free some space, then run the command again"
        )
    if error.errno == errno.EROFS:
        return WriteError(
            f"{path} is on a disk that can only be read, {nothing}",
            "copy the program folder to a place where you may write",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return WriteError(
            f"{path} may not be written by you, {nothing}",
            "close it in other programs, or ask whoever owns the folder for the right to write",
        )
    return WriteError(
        f"{path} cannot be written ({error.strerror or error}), {nothing}",
        "mend that, then run the command again",
    )
