"""What stops the trail: exceptions mean that nothing more can be done."""

from __future__ import annotations

from mentorctl.model.errors import Remediable

__all__ = ["GitError", "GitMissing", "TrailError"]


class TrailError(Remediable):
    """The trail cannot be read or written."""


class GitError(TrailError):
    """Git cannot do what it was asked.

    Attributes:
        said: What git itself said, where it said something.
    """

    said: str = ""


class GitMissing(GitError):
    """There is no git on this computer."""

    def __init__(self) -> None:
        super().__init__(
            "git was not found on this computer",
            "install it from https://git-scm.com, open a new terminal and run the command again",
        )
