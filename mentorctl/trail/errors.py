"""Errors of the trail package: each means that the command cannot go on."""

from __future__ import annotations

from mentorctl.model.errors import Remediable

__all__ = ["GitError", "GitMissing", "TrailError"]


_AGAIN = "{again}"


class TrailError(Remediable):
    """The history or a signature cannot be read or written."""


class GitError(TrailError):
    """Git cannot do what it was asked.

    Args:
        message: What is wrong.
        remedy: What to do next; `{again}` stands for running the command once more.

    Attributes:
        said: What git itself said, where it said something.
    """

    said: str = ""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message, remedy.replace(_AGAIN, "run the command again"))
        self._remedy = remedy

    def hint_with(self, command: str) -> str:
        """What to do next where half of it is done, and `command` does the rest."""
        if _AGAIN in self._remedy:
            return self._remedy.replace(_AGAIN, f"run {command}")
        return f"{self.hint}; then run {command}"


class GitMissing(GitError):
    """There is no git on this computer."""

    def __init__(self) -> None:
        super().__init__(
            "git was not found on this computer",
            "install it from https://git-scm.com, open a new terminal and {again}",
        )
