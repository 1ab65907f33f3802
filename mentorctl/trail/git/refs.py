"""Reads HEAD and its branch from the repository's files, without starting git, where that is plain.

Git's own files layout (gitrepository-layout): `HEAD` names a branch, whose commit stands in a file
of its own or in `packed-refs`. Everything else - another store of refs, a ref that leads to
another, a link, a file that is none of these - is left to git.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from mentorctl.store.parse.file_content import LARGEST_READ, record_content
from mentorctl.trail.errors import GitError

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = [
    "HEADS",
    "NOTES",
    "branch_of",
    "commit_at",
    "has_file",
    "is_absent",
    "last_commit",
    "lay_repository",
    "main_branch",
    "set_branch",
]

HEADS = "refs/heads/"
_MOST_NAMED = 5
# what the guard of a shared folder notes of when something comes in
NOTES = "refs/mentorctl/received"

_BRANCH = re.compile(rb"ref: (refs/heads/[0-9A-Za-z_][0-9A-Za-z_-]*(?:[./][0-9A-Za-z_-]+)*)\n")
_ID = re.compile(rb"([0-9a-f]{64}|[0-9a-f]{40})\n")
_PACKED = rb"^([0-9a-f]{64}|[0-9a-f]{40}) %b$"


def last_commit(folder: Path, common: Path | None = None) -> str | None:
    """The id of the last commit.

    Args:
        folder: The repository's `.git`.
        common: Where its branches are, if elsewhere.

    Returns:
        None where only git can tell, also before the first commit.
    """
    name = branch_of(folder)
    if name is None:
        detached = _ID.fullmatch(_read(folder, "HEAD"))
        return detached[1].decode() if detached else None
    return commit_at(common or folder, name)


def branch_of(folder: Path) -> str | None:
    """The full name of the branch that a repository is at; None where only git can tell.

    Args:
        folder: The repository's `.git`.
    """
    found = _BRANCH.fullmatch(_read(folder, "HEAD"))
    return found[1].decode() if found and not found[1].endswith(b".lock") else None


def commit_at(folder: Path, name: str) -> str | None:
    """The id of the commit that a ref is at.

    Args:
        folder: The repository's `.git`.
        name: The ref's full name.

    Returns:
        None where it is not there, or only git can tell.
    """
    if (folder / "reftable").exists():
        return None
    own = folder / name
    if own.parent.resolve() != folder.resolve() / "/".join(name.split("/")[:-1]):
        return None
    loose = _ID.fullmatch(_read(folder, name))
    if loose is not None:
        return loose[1].decode()
    if os.path.lexists(own):
        return None
    packed = re.search(
        _PACKED % re.escape(name.encode()), _read(folder, "packed-refs"), re.MULTILINE
    )
    return packed[1].decode() if packed else None


def has_file(folder: Path, name: str) -> bool:
    """Whether a file is where a ref would be; what it holds may be none, which git calls no ref.

    Args:
        folder: The repository's `.git`, or where its branches are.
        name: The ref's full name.
    """
    return (folder / name).is_symlink() or (folder / name).is_file()


def is_absent(folder: Path, name: str) -> bool:
    """Whether there surely is no such ref: where only git can tell, it may be there.

    Args:
        folder: The repository's `.git`.
        name: The ref's full name.
    """
    if any(os.path.lexists(folder / each) for each in ("reftable", "commondir", name)):
        return False
    packed = _read(folder, "packed-refs")
    return name.encode() not in packed and bool(
        packed or not os.path.lexists(folder / "packed-refs")
    )


def lay_repository(folder: Path, like: str) -> None:
    """Make a repository for the moment, as empty as git takes one.

    Args:
        folder: What git would call `.git`; a new folder.
        like: A commit's id, which tells SHA-1 from SHA-256.
    """
    for name in ("objects/info", "refs/heads"):
        (folder / name).mkdir(parents=True)
    is_long = len(like) == 64  # noqa: PLR2004 - hexadecimal digits of a SHA-256
    config = f"[core]\n\trepositoryformatversion = {int(is_long)}\n"
    config += "[extensions]\n\tobjectformat = sha256\n" if is_long else ""
    (folder / "config").write_text(config, encoding="ascii", newline="\n")
    set_branch(folder, "HEAD", "ref: refs/heads/main")


def set_branch(folder: Path, name: str, commit: str) -> None:
    """Set a ref of a repository that is one for the moment, and nobody else's."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"{commit}\n", encoding="ascii", newline="\n")


def main_branch(heads: Collection[str], named: str) -> str:
    """The branch that is the program's, of those that a shared folder has: for guard and copies.

    Where its HEAD names none of them, the only one is; between several nobody chooses by their
    names, as whoever may send something chooses those.

    Args:
        heads: The branches that are there.
        named: The branch that HEAD names, which may not be there; empty for none.

    Returns:
        Empty where there is none.

    Raises:
        GitError: Nothing tells which it is.
    """
    if named in heads:
        return named
    if len(heads) > 1:
        names = sorted(each.removeprefix(HEADS) for each in heads)
        shown = ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
        raise GitError(
            f"the shared folder does not say which of its branches is the program's: {shown}",
            "have whoever keeps it say so there: git symbolic-ref HEAD refs/heads/NAME",
        )
    return next(iter(heads), "")


def _read(folder: Path, name: str) -> bytes:
    """What a file holds; nothing where it is not there, or no ordinary file of a fair size."""
    try:
        data = record_content(str(folder / name))
    except OSError:
        return b""
    return data if len(data) < LARGEST_READ else b""
