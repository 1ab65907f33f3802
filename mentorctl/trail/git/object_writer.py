"""New objects, written as git itself writes them: each a file of its own below `objects/`.

A process that is killed leaves objects that nothing names, which git deletes some day.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import zlib
from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.objects import object_id

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.trail.git.command import Git

__all__ = ["ObjectWriter"]

FASTEST = 1
READ_ONLY = 0o444
# repositories with special settings for objects: git itself writes them
_OWN_WAYS = frozenset(
    ("core.sharedrepository", "core.fsync", "core.fsyncmethod", "core.fsyncobjectfiles")
)


class ObjectWriter:
    """Writes objects into one repository.

    Args:
        git: Git in the folder.
        like: An id of the same repository, which tells SHA-1 from SHA-256; where it has no
            commit yet, empty.

    Raises:
        GitError: A folder of the store is a link, which would lead out of the program folder.
    """

    def __init__(self, git: Git, like: str) -> None:
        self._git = git
        known = {each.key: each.value for each in git.settings}
        self._is_gits = not _OWN_WAYS.isdisjoint(known)
        digits = 64 if known.get("extensions.objectformat") == "sha256" else 40
        self._like = like or "0" * digits
        with os.scandir(git.folder / "objects") as found:
            for each in found:
                if each.is_symlink():
                    raise GitError(
                        f".git/objects/{each.name} is a symbolic link, which is never followed",
                        "get a fresh copy of the program folder",
                    )

    def add(self, kind: str, data: bytes) -> str:
        """Write an object; one that is there stays as it is.

        Args:
            kind: commit, tree or blob.
            data: What it holds.

        Returns:
            Its id.

        Raises:
            GitError: It cannot be written.
        """
        name = object_id(kind, data, like=self._like)
        place = self._git.folder / "objects" / name[:2] / name[2:]
        if self._is_gits:
            self._git("hash-object", "-t", kind, "-w", "--stdin", data=data)
        elif not os.path.lexists(place):
            try:
                _write(place, b"%b %d\0" % (kind.encode(), len(data)) + data)
            except OSError as error:
                raise _refused(error) from error
        return name


def _write(place: Path, data: bytes) -> None:
    folder = place.parent
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
    making = folder / f"tmp_obj_{secrets.token_hex(8)}"
    try:
        making.write_bytes(zlib.compress(data, FASTEST))
        making.chmod(READ_ONLY)
        making.replace(place)
    except OSError:
        with contextlib.suppress(OSError):
            making.unlink()
        if not place.is_file():
            raise
        # another process has written the same


def _refused(error: OSError) -> GitError:
    if error.errno == errno.ENOSPC:
        return GitError("the disk is full", "free some space, then {again}")
    return GitError(
        f"the history of this folder cannot be written ({(error.strerror or str(error)).lower()})",
        "ask whoever owns the folder for the right to write",
    )
