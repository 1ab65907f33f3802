"""Registers `mentorctl merge-driver` with git: plain `git merge` then merges as `sync` does."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mentorctl.trail.git.command import Git

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ATTRIBUTE", "own_command", "put_in_place"]

ATTRIBUTE = "*.yaml merge=mentorctl\n"


def own_command(name: str) -> str:
    """How a shell runs one of our commands, wherever it stands.

    The folder it stands in comes from others, so Python does not look for modules there.
    """
    return f"{shlex.quote(Path(sys.executable).as_posix())} -P -m mentorctl {name}"


def put_in_place(root: Path) -> None:
    """Name the merge driver in the folder's own settings, where .gitattributes alone is not enough.

    Raises:
        GitMissing: There is no git.
        GitError: The settings cannot be written.
    """
    git = Git(root)
    for key, value in _settings():
        if git.own_setting(key) != value:
            git("config", "--local", "--replace-all", key, value)


def _settings() -> Iterator[tuple[str, str]]:
    yield "merge.mentorctl.name", "records, by their fields"
    yield "merge.mentorctl.driver", f"{own_command('merge-driver')} %O %A %B %P"
