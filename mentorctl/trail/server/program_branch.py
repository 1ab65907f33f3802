"""The branch of a shared repository by which all that comes in is judged, and that newcomers get.

It is what HEAD names. A repository can be made before anybody knows what the program's branch is
called, so HEAD may name one that is not there: whoever sent that next would decide what newcomers
get.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.git.command import start
from mentorctl.trail.git.refs import HEADS, branch_of, last_commit, main_branch

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["last_of_program", "name_branch", "named_branch"]


def name_branch(repository: Path, wanted: str = "") -> str:
    """Have HEAD name the program's branch, where it names none that is there.

    Args:
        repository: The bare repository.
        wanted: The full name of the branch that it is, if there is a choice, or there is none yet.

    Returns:
        Its full name; empty where there is none yet.

    Raises:
        GitMissing: There is no git.
        GitError: Nothing tells which it is, or HEAD cannot be written.
    """
    named = branch_of(repository)
    if named and last_commit(repository):
        return named
    named = named_branch(repository)
    heads = _git(repository, "for-each-ref", "--format=%(refname)", HEADS).split()
    if named in heads:
        return named
    found = wanted if wanted in heads else main_branch(heads, named)
    if found or wanted:
        _git(repository, "symbolic-ref", "HEAD", found or wanted)
    return found


def last_of_program(repository: Path) -> str | None:
    """The last commit of the program's branch, which HEAD names from then on; None without one.

    Raises:
        GitMissing: There is no git.
        GitError: Nothing tells which branch it is, or HEAD cannot be written.
    """
    name = name_branch(repository)
    found = name and last_commit(repository)
    # where the repository keeps its branches in another way than in files
    asked = ("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    return found or (name and _git(repository, *asked)) or None


def named_branch(repository: Path) -> str:
    """The full name of the branch that HEAD names, whether it is there or not; empty for none."""
    return branch_of(repository) or _git(repository, "symbolic-ref", "--quiet", "HEAD")


def _git(repository: Path, *words: str) -> str:
    fine = (0, 1) if "--quiet" in words else (0,)
    return start(repository, words, None, {"GIT_DIR": str(repository)}, {}, fine).decode().strip()
