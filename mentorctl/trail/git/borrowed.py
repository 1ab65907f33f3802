"""A folder for the moment, whose repository has the objects of another one and nothing else of it.

No setting, hook, index or file of the other repository counts there, nothing is written to it, and
it may be bare, shared, a worktree of another copy, or another user's.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.store.parse.file_content import record_content
from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import start
from mentorctl.trail.git.one_run import shared
from mentorctl.trail.git.refs import (
    NOTES,
    commit_at,
    has_file,
    last_commit,
    lay_repository,
    set_branch,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Home", "borrow", "home_of", "lay_borrowing", "lay_notes", "tip_of"]

MAIN = "refs/heads/main"
_LINK = "gitdir: "


class Home(NamedTuple):
    """Where a history lies.

    Attributes:
        top: The folder that it is the history of; the repository itself where it is bare.
        own: What git would call its git directory: it has `HEAD`.
        common: Where objects and branches are; another place than `own` for a worktree.
    """

    top: Path
    own: Path
    common: Path


def home_of(place: Path) -> Home | None:
    """Where the history of a folder lies: in the folder, or elsewhere as it says, or it is bare.

    Args:
        place: The folder itself, not one in it.

    Returns:
        None where there is no history.
    """
    inside = place / ".git"
    if inside.is_symlink():
        return None
    if inside.is_dir():
        own = inside
    elif inside.is_file():
        own = place / _line(inside).removeprefix(_LINK)
    elif (place / "HEAD").is_file() and (place / "objects").is_dir():
        own = place
    else:
        return None
    try:
        common = own / (_line(own / "commondir") or ".")
        if not (own / "HEAD").is_file() or not (common / "objects").is_dir():
            return None
        return Home(place.resolve(), own.resolve(), common.resolve())
    except OSError:
        return None


def tip_of(home: Home) -> str | None:
    """The last commit of a history; None before the first.

    Raises:
        GitMissing: There is no git.
        GitError: It cannot be read.
    """
    found = last_commit(home.own, home.common)
    if found is None:
        env = {"GIT_DIR": str(home.own)}
        words = ("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        found = start(home.own, words, None, env, {}, (0, 1)).decode().strip()
    return found or None


def borrow(home: Home, commit: str) -> Path:
    """A folder whose repository ends with a commit of another one; it is there until the run ends.

    Args:
        home: The other one.
        commit: The full id of one of its commits.

    Raises:
        GitError: Its objects may not be read.
    """
    made = shared(("borrowed", home.common, commit), _Borrowed)
    if not made.is_laid:
        lay_borrowing(made.root, commit, [home.common / "objects"])
        cut = _content(home.common / "shallow")
        if cut:
            (made.root / ".git" / "shallow").write_bytes(cut)
        set_branch(made.root / ".git", MAIN, commit)
        lay_notes(made.root, home.common)
        made.is_laid = True
    return made.root


def lay_borrowing(root: Path, like: str, stores: Iterable[Path]) -> None:
    """Make a folder a repository without a commit that has the objects of others.

    Args:
        root: An empty folder.
        like: A commit's id, which tells SHA-1 from SHA-256.
        stores: The others' object stores.

    Raises:
        GitError: One may not be read, or git cannot be told where it is.
    """
    lines = []
    for store in dict.fromkeys(stores):
        if not os.access(store, os.R_OK | os.X_OK):
            raise GitError(
                f"there is no permission to read the history in {store}",
                "have whoever keeps it let you read it, or work in a copy of your own",
            )
        if "\n" in str(store):
            raise GitError(f"{str(store)!r} has a line break in its name", "give it another name")
        lines.append(f"{store.as_posix()}\n")
    lay_repository(root / ".git", like)
    alternates = root / ".git/objects/info/alternates"
    alternates.write_text("".join(lines), encoding="utf-8", newline="\n")


def lay_notes(root: Path, repository: Path) -> None:
    """Have a folder that borrows a repository's objects know what that one's guard has noted."""
    noted = commit_at(repository, NOTES)
    if noted is None and (repository / "reftable").exists():
        env, words = {"GIT_DIR": str(repository)}, ("rev-parse", "--verify", "--quiet", NOTES)
        noted = start(repository, words, None, env, {}, (0, 1)).decode().strip()
    if noted or has_file(repository, NOTES):
        # what cannot be read there must not look here as if nothing had been noted
        set_branch(root / ".git", NOTES, noted or "unreadable")


class _Borrowed:
    """A folder for the moment."""

    def __init__(self) -> None:
        self._made = tempfile.TemporaryDirectory(prefix="mentorctl-", ignore_cleanup_errors=True)
        self.root = Path(self._made.name).resolve()
        self.is_laid = False

    def close(self) -> None:
        self._made.cleanup()


def _line(file: Path) -> str:
    """The only line of a small file; empty where that is not there."""
    return os.fsdecode(_content(file)).rstrip("\r\n")


def _content(file: Path) -> bytes:
    try:
        return record_content(str(file))
    except OSError:
        return b""
