"""What git has begun in a folder and not finished, so that nothing is committed in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["refuse_unfinished", "way_out"]

# what shows that it is under way, what it is, and the command that gives it up; a rebase first, as
# it may be in the middle of the others
UNFINISHED = (
    (("rebase-merge", "rebase-apply"), "a rebase", "git rebase --abort"),
    (("MERGE_HEAD",), "a merge", "git merge --abort"),
    (("CHERRY_PICK_HEAD",), "a cherry-pick", "git cherry-pick --abort"),
    (("REVERT_HEAD",), "a revert", "git revert --abort"),
)
BRANCH = "ref: "


def way_out(git_folder: Path) -> tuple[str, str] | None:
    """What is under way, and the command that gives it up; None where nothing is."""
    for names, what, command in UNFINISHED:
        if any((git_folder / name).exists() for name in names):
            return what, command
    return None


def refuse_unfinished(git_folder: Path) -> None:
    """Stop where a commit would come into the middle of something, or belong to no branch.

    Raises:
        GitError: So it is.
    """
    found = way_out(git_folder)
    if found is not None:
        what, command = found
        raise GitError(
            f"{what} that git began here is not finished, so nothing was kept",
            f"give it up with {command}, then run mentorctl sync, which brings both sides together",
        )
    try:
        head = (git_folder / "HEAD").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return  # git itself says what is wrong with it
    if not head.startswith(BRANCH):
        raise GitError(
            "this folder looks at an older state of its history (a detached HEAD), so nothing was"
            " kept",
            "go back to the newest first: git switch main",
        )
