"""What git has begun in a folder and not finished, so that nothing is committed in the middle."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import Git, is_repository
from mentorctl.trail.git.index_lock import has_index
from mentorctl.trail.git.refs import last_commit

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["lost_program", "refuse_unfinished", "way_out"]

# what shows that it is under way, what it is, and the command that gives it up; a rebase first, as
# it may be in the middle of the others
UNFINISHED = (
    (("rebase-merge", "rebase-apply"), "a rebase", "git rebase --abort"),
    (("MERGE_HEAD",), "a merge", "git merge --abort"),
    (("CHERRY_PICK_HEAD",), "a cherry-pick", "git cherry-pick --abort"),
    (("REVERT_HEAD",), "a revert", "git revert --abort"),
)
BRANCH, BRANCHES, MAIN = "ref: ", "refs/heads/", "main"


def way_out(git_folder: Path) -> tuple[str, str] | None:
    """What is under way, and the command that gives it up; None where nothing is."""
    for names, what, command in UNFINISHED:
        if any((git_folder / name).exists() for name in names):
            return what, command
    return None


def refuse_unfinished(git: Git) -> None:
    """Stop where a commit would come into the middle of something, or belong to no branch.

    Raises:
        GitError: So it is.
    """
    found = way_out(git.folder)
    if found is not None:
        what, command = found
        raise GitError(
            f"{what} that git began here is not finished, so nothing was kept",
            f"give it up with {command}, then run mentorctl sync, which brings both sides together",
        )
    try:
        head = (git.folder / "HEAD").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return  # git itself says what is wrong with it
    if not head.startswith(BRANCH):
        raise GitError(
            "this folder looks at an older state of its history (a detached HEAD), so nothing was"
            " kept",
            f"go back to the newest first: {_way_back(git)}",
        )
    if last_commit(git.folder) is not None:
        return
    branch = head.removeprefix(BRANCH).strip().removeprefix(BRANCHES)
    others = _branches(git)
    if others and branch not in others:
        raise GitError(
            f"this folder is at a branch of its own ({branch}) that has nothing yet, so nothing"
            " was kept",
            f"go back to where the history is: git switch {_first(others)}",
        )


def lost_program(start: Path) -> tuple[str, str] | None:
    """Where the history of a folder has a program and the folder has none, and the way back.

    Args:
        start: A folder without a program.yaml, as all above it are.

    Returns:
        What stands there, and one command that brings the program back; None where there is none.

    Raises:
        GitError: The history is damaged.
    """
    place = start.resolve()
    root = next(filter(is_repository, (place, *place.parents)), None)
    if root is None:
        return None
    git = Git(root)
    branches = _branches(git)
    points = ("HEAD", *(f"{BRANCHES}{each}" for each in branches))
    held = git.reader.contents(f"{each}:{PROGRAM_FILE}" for each in points)
    is_here, *is_there = [each is not None for each in held]
    where = "" if root == Path.cwd() else f"-C {shlex.quote(str(root))} "
    if is_here:
        return (f"{PROGRAM_FILE} is gone from {root}, and its history has it",
                f"bring it back: git {where}checkout HEAD -- {PROGRAM_FILE}")  # fmt: skip
    found = [each for each, has in zip(branches, is_there, strict=True) if has]
    if not found:
        return None
    return (f"{root} is at a branch without a program, and the branch {_first(found)} has one",
            f"go back to it: git {where}switch {_first(found)}")  # fmt: skip


def _branches(git: Git) -> list[str]:
    return git("for-each-ref", "--format=%(refname:lstrip=2)", BRANCHES).decode().splitlines()


def _first(branches: Sequence[str]) -> str:
    """The branch to go back to, as a shell takes it for one word."""
    return MAIN if MAIN in branches or not branches else shlex.quote(branches[0])


def _way_back(git: Git) -> str:
    """The command that goes back to the newest, with edits and with what was saved elsewhere."""
    named = _branches(git)
    branch = _first(named)
    # without an index git takes every file for one that it does not know
    is_lost = not has_index(git.folder)
    is_edited = is_lost or bool(git("status", "--porcelain", "--untracked-files=no").strip())
    first = "git read-tree HEAD, then " if is_lost else ""
    command = f"{first}git switch {'--merge ' if is_edited else ''}{branch}"
    if named and git("rev-list", "--max-count=1", "HEAD", "--not", "--branches").strip():
        here = git("rev-parse", "--short", "HEAD").decode().strip()
        return f"{command}, then bring along what was kept here: git merge {here}"
    return command
