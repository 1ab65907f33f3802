"""Fast-forward a program folder: files, index and branch move to a later commit.

What is about to happen is noted first. A process that is killed on the way leaves the note, and
the next one finishes what it says; until then the last commit stays the old one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

from mentorctl.model.paths import MADE
from mentorctl.model.portable_names import is_writable
from mentorctl.store.write.fsync import (
    Conflict,
    WriteError,
    checked,
    whole_content,
    write_error,
)
from mentorctl.store.write.journal import locked, settle_all, write
from mentorctl.store.write.journal_folder import copy_of
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import is_ancestor
from mentorctl.trail.git.index_lock import held_index
from mentorctl.trail.git.new_commit import Authorship, write_commit
from mentorctl.trail.git.object_writer import ObjectWriter
from mentorctl.trail.git.repository import head_of
from mentorctl.trail.git.tree_edit import tree_with
from mentorctl.trail.git.two_trees import differences

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mentorctl.trail.git.new_commit import Sign
    from mentorctl.trail.git.tree_entry import TreeEntry
    from mentorctl.trail.git.two_trees import Both

__all__ = ["advance", "finish", "merge_commit", "replace_own"]

NOTE = "mentorctl/advancing"
AFTER, INSTEAD = "after", "instead"
_WORDS = 4
MOST_SHOWN = 200
EXECUTABLE = "100755"


def merge_commit(  # noqa: PLR0913 - one for each part of a commit
    root: Path,
    ours: str,
    theirs: str,
    files: Mapping[str, TreeEntry | None],
    new: Mapping[str, bytes],
    *,
    message: str,
    author: tuple[str, str] | None = None,
    sign: Sign | None = None,
    alone: bool = False,
) -> str:
    """Make a commit that follows two others; the folder stays as it is.

    Args:
        root: The program folder.
        ours: The last commit here.
        theirs: The other one.
        files: What each file that differs from ours shall be; None for one that shall go.
        new: The contents among them that no object has yet, by their ids.
        message: What happened, in plain words.
        author: Name and address, where they are not the user's own.
        sign: Makes the armoured signature of a commit's bytes.
        alone: Whether it follows the other one alone.

    Returns:
        The id of the commit.

    Raises:
        GitError: Git refuses.
    """
    git = Git(root)
    writer = ObjectWriter(git, ours)
    for name, data in new.items():
        if writer.add("blob", data) != name:
            raise objects.CorruptObject(name, "is not what its id says")
    _, tree = tree_with(git, writer, ours, files)
    parents = (theirs,) if alone else (ours, theirs)
    return write_commit(writer, tree, parents, message, Authorship.of(git, author), sign)


def advance(root: Path, old: str, new: str) -> None:
    """Fast-forward from the last commit to one that follows it.

    Args:
        root: The program folder; nothing in it is unsaved.
        old: The last commit.
        new: The one that follows.

    Raises:
        Conflict: Somebody has changed one of the files meanwhile; nothing has changed.
        WriteError: A file cannot be written; nothing has changed.
        GitError: Git refuses, or the folder is at another commit by now.
    """
    _go(root, old, new, AFTER)


def replace_own(root: Path, old: str, new: str) -> None:
    """Go on from a commit that has what the last one has, and does not follow it.

    Args and errors are those of `advance`.
    """
    _go(root, old, new, INSTEAD)


def _go(root: Path, old: str, new: str, how: str) -> None:
    git = Git(root)
    note = git.folder / NOTE
    spare = note.with_name(f"{note.name}.{os.getpid()}")
    try:
        with held_index(git.folder) as making:
            if head_of(git) != old:
                raise GitError(
                    "something else was saved in this folder at the same time",
                    "run mentorctl sync again",
                )
            spare.touch()
            spare.write_text(f"{old} {new} {how} {copy_of(root, spare)}\n", encoding="ascii")
            spare.replace(note)
            _go_on(git, making, old, new, again=False)
            note.unlink()
    except (Conflict, WriteError):
        # nothing was written, so nothing is to be finished
        note.unlink(missing_ok=True)
        raise
    finally:
        spare.unlink(missing_ok=True)


def finish(root: Path) -> bool:
    """Finish a fast-forward that was interrupted; a file that was changed since stays as it is.

    Args:
        root: The program folder.

    Returns:
        False where one was begun in another copy of the folder: that is not gone on with, as
        whoever sends a folder could choose what it becomes.

    Raises:
        WriteError: A file cannot be written.
        GitError: Git refuses.
    """
    git = Git(root)
    note = git.folder / NOTE
    if note.is_symlink() or not note.is_file():
        return True
    with held_index(git.folder) as making:
        words = note.read_text(encoding="ascii", errors="replace").split()
        is_own = len(words) == _WORDS and words[-1] == copy_of(root, note)
        ids, how = words[:2], words[2:3]
        good = is_own and all(map(objects.is_id, ids)) and head_of(git) == ids[0]
        if good and (how == [INSTEAD] or is_ancestor(root, *ids)):
            _go_on(git, making, *ids, again=True)
        note.unlink(missing_ok=True)
    return is_own


def _go_on(git: Git, making: Path, old: str, new: str, *, again: bool) -> None:
    """Write files, then the index, then the branch: until that, the fast-forward counts as open."""
    before, after = (commit.tree for commit in objects.commits(git, (old, new)))
    changed = differences(git, before, after)
    _write_files(git, changed, again=again)
    index = making / "index"
    with contextlib.suppress(FileNotFoundError):
        shutil.copy2(git.folder / "index", index)
    env = {"GIT_INDEX_FILE": str(index)}
    lines = _lines({path: now for path, (_, now) in changed.items()}, len(new))
    git("update-index", "-z", "--index-info", data=lines, env=env)
    git("update-index", "-q", "--refresh", env=env, fine=(0, 1))
    index.replace(git.folder / "index")
    git("update-ref", "-m", "mentorctl sync", "HEAD", new, old)


def _write_files(git: Git, changed: Mapping[str, Both], *, again: bool) -> None:
    """Write all files, or none.

    Raises:
        Conflict: One is neither as it was nor as it shall be, and this is the first try.
        WriteError: One cannot be written.
    """
    ids = {entry.id for pair in changed.values() for entry in pair if entry}
    # what is larger than any record comes as well
    held = {name: git("cat-file", "blob", name) if data is None else data
            for name, data in objects.blobs(git, sorted(ids))}  # fmt: skip
    with locked(git.root):
        settle_all(git.root)
        files: dict[str, tuple[bytes | None, bytes | None]] = {}
        for path, pair in changed.items():
            was, shall = (held[entry.id] if entry else None for entry in pair)
            there = _content(git.root, path, shall)
            if _alike(there, shall):
                continue
            if not _alike(there, was):
                if again or path.startswith(MADE):
                    # an editor's own settings are nobody else's business
                    continue
                raise Conflict(path, is_new=was is None)
            files[path] = (there, shall)
        if files:
            write(git.root, files)
    for path, (_, entry) in changed.items():
        if entry is not None and entry.mode == EXECUTABLE and os.name != "nt":
            git.root.joinpath(*path.split("/")).chmod(0o755)


def _content(root: Path, path: str, shall: bytes | None) -> bytes | None:
    """What is where a file goes; None for nothing.

    Raises:
        WriteError: Nothing can be there, or it cannot be read.
    """
    if shall is not None and not is_writable(path):
        shown = path if len(path) <= MOST_SHOWN else f"{path[:MOST_SHOWN]}…"
        raise WriteError(
            f"{shown} has a name that a computer cannot hold, so nothing came in",
            "have whoever put it there give it another name, then run mentorctl sync again",
        )
    try:
        return whole_content(checked(root, path))
    except OSError as error:
        raise write_error(error, path) from error


def _alike(one: bytes | None, other: bytes | None) -> bool:
    """Whether two contents are the same apart from CRLF line endings."""
    if one is None or other is None:
        return one is other
    return one == other or one.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n")


def _lines(files: Mapping[str, TreeEntry | None], digits: int) -> bytes:
    """Files as update-index takes them; those that go come first, to make room."""
    lines = []
    for path, entry in sorted(files.items(), key=lambda each: each[1] is not None):
        mode, name = (entry.mode, entry.id) if entry else ("0", "0" * digits)
        lines.append(f"{mode} {name}\t{path}\0".encode("utf-8", "surrogateescape"))
    return b"".join(lines)
