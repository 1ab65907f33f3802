"""Makes the shared repository of a program: bare, with the guard before it, whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import start
from mentorctl.trail.git.refs import HEADS
from mentorctl.trail.git.repository import BRANCH
from mentorctl.trail.server.installation import install

__all__ = ["is_made", "make_shared"]

PREFIX = ".mentorctl-host-"


def is_made(place: Path) -> bool:
    """Whether a folder looks like a bare repository already."""
    return (place / "HEAD").is_file() and (place / "objects").is_dir()


def make_shared(place: Path, branch: str, *, form: str = "sha1") -> bool:
    """Make a shared repository, or make one that is there ready; again is harmless.

    Args:
        place: Where it is, or shall be: a folder that is not there yet, or is empty.
        branch: The branch that whoever gets a copy shall be at; empty where that is not known yet.
        form: How its objects get their ids: sha1 or sha256.

    Returns:
        Whether it is new.

    Raises:
        GitError: Something else is there, or git fails.
        OSError: It cannot be written.
    """
    if is_made(place):
        install(place, branch and f"{HEADS}{branch}")
        return False
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise GitError(
            f"{place} holds something that is no shared folder",
            "name one that is not there yet, such as program.git",
        )
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=PREFIX) as made:
        fresh = Path(made, "shared.git")
        args = ("init", "--quiet", "--bare", "--template=", f"--object-format={form}",
                f"--initial-branch={branch or BRANCH}", str(fresh))  # fmt: skip
        start(place.parent, args, None, {}, {}, (0,))
        install(fresh)
        if place.exists():
            place.rmdir()
        fresh.rename(place)
    return True
