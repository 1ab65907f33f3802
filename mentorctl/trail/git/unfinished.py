"""What git has begun in a folder and not finished, so that nothing is committed in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.trail.git.command import Git

__all__ = ["refuse_unfinished", "way_out"]

# what shows that it is under way, what it is, and the command that gives it up; a rebase first, as
# it may be in the middle of the others
UNFINISHED = (
    (("rebase-merge", "rebase-apply"), "a rebase", "git rebase --abort"),
    (("MERGE_HEAD",), "a merge", "git merge --abort"),
    (("CHERRY_PICK_HEAD",), "a cherry-pick", "git cherry-pick --abort"),
    (("REVERT_HEAD",), "a revert", "git revert --abort"),
)
BRANCH, MAIN = "ref: ", "main"


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


def _way_back(git: Git) -> str:
    """The command that goes back to the newest, with edits and with what was saved elsewhere."""
    named = git("for-each-ref", "--format=%(refname:short)", "refs/heads").decode().splitlines()
    branch = MAIN if MAIN in named or not named else named[0]
    is_edited = bool(git("status", "--porcelain", "--untracked-files=no").strip())
    command = f"git switch {'--merge ' if is_edited else ''}{branch}"
    if named and git("rev-list", "--max-count=1", "HEAD", "--not", "--branches").strip():
        here = git("rev-parse", "--short", "HEAD").decode().strip()
        return f"{command}, then bring along what was kept here: git merge {here}"
    return command
