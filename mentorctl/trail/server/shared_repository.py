"""Makes the shared repository of a program: bare, with the guard before it, whole or not at all."""

from __future__ import annotations

import tempfile
from pathlib import Path

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import start
from mentorctl.trail.server.installation import install
from mentorctl.trail.server.pre_receive import HEADS

__all__ = ["is_made", "make_shared"]

PREFIX = ".mentorctl-host-"


def is_made(place: Path) -> bool:
    """Whether a folder looks like a bare repository already."""
    return (place / "HEAD").is_file() and (place / "objects").is_dir()


def make_shared(place: Path, branch: str, *, form: str = "sha1") -> bool:
    """Make a shared repository, or make one that is there ready; again is harmless.

    Args:
        place: Where it is, or shall be: a folder that is not there yet, or is empty.
        branch: The branch that whoever gets a copy shall be at.
        form: How its objects get their ids: sha1 or sha256.

    Returns:
        Whether it is new.

    Raises:
        GitError: Something else is there, or git fails.
        OSError: It cannot be written.
    """
    if is_made(place):
        install(place)
        _name_branch(place, branch)
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
                f"--initial-branch={branch}", str(fresh))  # fmt: skip
        start(place.parent, args, None, {}, {}, (0,))
        install(fresh)
        if place.exists():
            place.rmdir()
        fresh.rename(place)
    return True


def _name_branch(place: Path, branch: str) -> None:
    """Point a HEAD that names no branch of the repository at the one that others will get."""
    env = {"GIT_DIR": str(place)}
    verify = ("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if start(place, verify, None, env, {}, (0, 1)).strip():
        return
    listed = start(place, ("for-each-ref", "--format=%(refname)", HEADS), None, env, {}, (0,))
    name, heads = f"{HEADS}{branch}", listed.decode().split()
    if name in heads or not heads:
        start(place, ("symbolic-ref", "HEAD", name), None, env, {}, (0,))
