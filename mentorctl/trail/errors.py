"""What stops the trail: exceptions mean that nothing more can be done."""

from __future__ import annotations

__all__ = ["GitError", "GitMissing", "TrailError"]


class TrailError(Exception):
    """The trail cannot be read or written.

    Attributes:
        message: What is wrong: no capital, no full stop, no blame.
        hint: What to do next.
    """

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


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
