"""Edits that git passes over because it was told to: files marked in its index, files ignored.

A copy that was handed on may come with either. Lists read the files all the same.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentorctl.trail.git.command import Git

__all__ = ["ignored_records", "passed_over"]

# https://git-scm.com/docs/index-format: a header, the entries, extensions
_HEADER = b"DIRC\0\0\0\x02"
_BEFORE_ID, _UNCHANGED, _LONG = 40, 0x80, 0xFFF
_ID_LENGTHS = {"sha1": 20, "sha256": 32}


def ignored_records(root: Path, path: str) -> list[str]:
    """The records in a file or folder that git was told to ignore.

    Args:
        root: The program folder.
        path: The file or folder as git tells it, a folder with `/` at its end.
    """
    from mentorctl.model.kinds import kind_of  # noqa: PLC0415 - hardly ever is a record ignored

    if not path.endswith("/"):
        return [path] if kind_of(path) else []
    files = (Path(inside, name) for inside, _, names in os.walk(root / path) for name in names)
    return [each for file in files if kind_of(each := file.relative_to(root).as_posix())]


def passed_over(git: Git, paths: Iterable[str]) -> list[tuple[str, bool]]:
    """The files that are marked so that git takes them for unchanged unseen.

    Args:
        git: Git in the folder.
        paths: Only these files and those in these folders; all when there is none.

    Returns:
        Each with whether it is one that need not be on disk, as in a sparse checkout.

    Raises:
        GitError: The index cannot be read.
    """
    form = next((each.value for each in git.settings if each.key == "extensions.objectformat"), "")
    if not _may_mark(git.folder / "index", _ID_LENGTHS.get(form or "sha1", 0)):
        return []
    words = git("--literal-pathspecs", "ls-files", "-v", "-z", "--", *paths)
    lines = [os.fsdecode(each) for each in words.split(b"\0") if each and each[:1] != b"H"]
    marks = (line.partition(" ") for line in lines)
    return [(path, mark in "Ss") for mark, _, path in marks if mark == "S" or mark.islower()]


def _may_mark(index: Path, id_length: int) -> bool:
    """Whether any file of an index is marked, or that is for git to say.

    To ask git takes one process more in each command, and hardly any index has such a mark.
    """
    try:
        data = index.read_bytes()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    if not id_length or data[:8] != _HEADER:
        return True
    flags, at = _BEFORE_ID + id_length, 12
    try:
        for _ in range(int.from_bytes(data[8:12], "big")):
            if data[at + flags] & _UNCHANGED:
                return True
            name = at + flags + 2
            length = int.from_bytes(data[name - 2 : name], "big") & _LONG
            end = name + length if length < _LONG else data.index(0, name)
            at += (end - at + 8) & ~7
    except (IndexError, ValueError):
        return True
    # entries may lie in another file
    return b"link" in data[at:]
