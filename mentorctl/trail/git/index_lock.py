"""Locks git's index in a way that a lock left by our own crashed process can be recognised."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
import time
from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["has_index", "held_index", "see_room"]

# as much as a long text takes, sealed
ROOM = 1 << 18
PATIENCE = 10.0
# seconds to wait for other mentorctl processes, each of which needs only a moment
IN_LINE = 60.0
OFTEN = 0.01
PAUSE = 0.05
SIGNATURE = b"DIRC"
MARK = b"mentorctl holds this lock while it commits\n"


@contextlib.contextmanager
def held_index(git_folder: Path, patience: float = PATIENCE) -> Iterator[Path]:
    """Hold the index lock: no other git or mentorctl can change the index meanwhile.

    A lock that a killed mentorctl left behind is taken away: it carries our mark, and whoever
    still works under such a lock also holds a lock that ends with its process.

    Args:
        git_folder: The repository's `.git`.
        patience: How many seconds to wait for another program that is not ours.

    Yields:
        A new folder for indexes in the making, deleted afterwards. A killed mentorctl's last git
        may still be at work in another one.

    Raises:
        GitError: Another program holds the index for longer than that, or nothing can be written.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only commands that write come here

    home = git_folder / "mentorctl"
    if home.is_symlink():
        raise GitError(".git/mentorctl is a symbolic link, which is never followed", "delete it")
    try:
        home.mkdir(exist_ok=True)
        alive = FileLock(home / "committing", timeout=max(patience, IN_LINE))
        alive.acquire(poll_interval=OFTEN)
    except Timeout as error:
        raise _busy() from error
    except OSError as error:
        raise _cannot_write(git_folder.parent, error) from error
    deadline = time.monotonic() + patience
    lock = git_folder / "index.lock"
    try:
        _delete_leftovers(home, lock)
        making = home / f"index-{secrets.token_hex(8)}"
        making.mkdir()
        _take(making / "mark", lock, deadline)
        try:
            yield making
        finally:
            lock.unlink(missing_ok=True)
            _delete_leftovers(home, lock)
    finally:
        alive.release()


def _take(marked: Path, lock: Path, deadline: float) -> None:
    """Create git's lock file with our mark in one atomic step, waiting for it if need be."""
    marked.write_bytes(MARK)
    while True:
        try:
            _link(marked, lock)
        except FileExistsError as error:
            if time.monotonic() > deadline:
                raise _busy() from error
            time.sleep(PAUSE)
        else:
            return


def _link(marked: Path, lock: Path) -> None:
    try:
        os.link(marked, lock)
    except FileExistsError:
        raise
    except OSError:
        # a disk without hard links; a kill between these two steps leaves an empty lock
        with lock.open("xb") as file:
            file.write(MARK)


def _delete_leftovers(home: Path, lock: Path) -> None:
    for each in home.glob("index-*"):
        shutil.rmtree(each, ignore_errors=True)
    if not lock.is_symlink() and lock.is_file() and lock.stat().st_size == len(MARK):
        with contextlib.suppress(FileNotFoundError):
            if lock.read_bytes() == MARK:
                lock.unlink()


def has_index(git_folder: Path) -> bool:
    """Whether git has an index; what a power cut leaves of one, empty or of zeros, is none."""
    try:
        with (git_folder / "index").open("rb") as file:
            return file.read(len(SIGNATURE)) == SIGNATURE
    except FileNotFoundError:
        return False


def see_room(place: Path) -> None:
    """See that something can be written into a folder, as much as a long text takes.

    Raises:
        GitError: There is no permission, or no room.
    """
    try:
        with tempfile.TemporaryFile(dir=place) as file:
            file.write(b"\0" * ROOM)
    except OSError as error:
        raise _cannot_write(place, error) from error


def _cannot_write(place: Path, error: OSError) -> GitError:
    reason = (error.strerror or str(error)).lower()
    return GitError(
        f"nothing can be written into {place.name or place} ({reason}), so nothing was changed",
        "see that it has room and may be written to, then run this again",
    )


def _busy() -> GitError:
    return GitError(
        "another program is changing the history of this folder",
        "wait until it is done and {again}; when no other program uses git here,"
        " delete .git/index.lock",
    )
