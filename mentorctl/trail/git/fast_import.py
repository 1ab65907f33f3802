"""Writes a whole new history as one pack, for a folder that begins with one (`demo`).

A commit of `repository.commit` starts git several times over; hundreds of them here start it
five times in all.
"""

from __future__ import annotations

import hashlib
import zlib
from typing import TYPE_CHECKING

from mentorctl.trail.git.command import Git

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["HistoryWriter"]

_KINDS = {"commit": 1, "tree": 2, "blob": 3}
_FILE, _FOLDER = b"100644", b"40000"
_LOW = 0x7F
_MORE = 0x80
_FASTEST = 1


class HistoryWriter:
    """Builds a line of commits in memory and writes them as one pack.

    Args:
        root: A folder that was made a repository and has no commit yet.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository.
    """

    def __init__(self, root: Path) -> None:
        self._git = Git(root)
        form = self._git("rev-parse", "--show-object-format").decode().strip()
        self._form = form
        self._objects: dict[bytes, bytes] = {}
        self._top = _Folder()
        self.tip = ""

    def commit(
        self,
        changes: Mapping[str, bytes],
        message: str,
        author: tuple[str, str],
        when: dt.datetime,
        sign: Callable[[bytes], bytes],
    ) -> str:
        """Add a commit.

        Args:
            changes: What files hold from now on, by path.
            message: What happened, in plain words.
            author: Name and address.
            when: The commit's time, with its offset.
            sign: Gives a commit as git stores it with its signature.

        Returns:
            Its id.
        """
        for path, content in changes.items():
            self._top.put(path.split("/"), self._add("blob", content))
        stamp = f"{author[0]} <{author[1]}> {int(when.timestamp())} {when:%z}"
        lines = [f"tree {self._tree(self._top).hex()}"]
        lines += [f"parent {self.tip}"] if self.tip else []
        lines += [f"author {stamp}", f"committer {stamp}", "", f"{message.strip()}\n"]
        self.tip = self._add("commit", sign("\n".join(lines).encode())).hex()
        return self.tip

    def write(self) -> None:
        """Write the commits into the repository and make the last one its newest.

        Raises:
            GitError: Git refuses them.
        """
        pack = b"".join(
            (b"PACK", (2).to_bytes(4, "big"), len(self._objects).to_bytes(4, "big"),
             *self._objects.values())
        )  # fmt: skip
        self._git("index-pack", "--stdin", data=pack + hashlib.new(self._form, pack).digest())
        self._git("update-ref", "-m", "laid", "HEAD", self.tip)
        self._git("read-tree", "HEAD")
        self._git("update-index", "-q", "--refresh", fine=(0, 1))

    def _tree(self, folder: _Folder) -> bytes:
        """Write the tree of a directory, unchanged subtrees from cache; its id."""
        if folder.id is None:
            entries = []
            for name, each in folder.entries.items():
                if isinstance(each, _Folder):
                    entries.append((f"{name}/".encode(), _FOLDER, name, self._tree(each)))
                else:
                    entries.append((name.encode(), _FILE, name, each))
            entries.sort()
            folder.id = self._add(
                "tree", b"".join(b"%b %b\0%b" % (mode, name.encode(), key)
                                 for _, mode, name, key in entries)
            )  # fmt: skip
        return folder.id

    def _add(self, kind: str, content: bytes) -> bytes:
        head = f"{kind} {len(content)}\0".encode()
        key = hashlib.new(self._form, head + content).digest()
        if key not in self._objects:
            self._objects[key] = _head(kind, len(content)) + zlib.compress(content, _FASTEST)
        return key


class _Folder:
    """A directory of the last commit: ids of files, and subdirectories."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes | _Folder] = {}
        self.id: bytes | None = None

    def put(self, way: list[str], blob: bytes) -> None:
        self.id = None
        if len(way) == 1:
            self.entries[way[0]] = blob
            return
        below = self.entries.setdefault(way[0], _Folder())
        if not isinstance(below, _Folder):
            below = self.entries[way[0]] = _Folder()
        below.put(way[1:], blob)


def _head(kind: str, size: int) -> bytes:
    """The header of an object in a pack (gitformat-pack): its type and size."""
    low, rest = _KINDS[kind] << 4 | size & 0x0F, size >> 4
    parts = bytearray()
    while rest:
        parts.append(low | _MORE)
        low, rest = rest & _LOW, rest >> 7
    parts.append(low)
    return bytes(parts)
