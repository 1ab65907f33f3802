"""The branch of a shared repository by which all that comes in is judged, and that newcomers get.

It is what HEAD names. A repository can be made before anybody knows what the program's branch is
called, so HEAD may name one that is not there: whoever sent that next would decide what newcomers
get.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import start
from mentorctl.trail.git.refs import HEADS, branch_of, commit_at, last_commit, main_branch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["TWO_PROGRAMS", "last_of_program", "name_branch", "named_branch", "refuse_another"]

TWO_PROGRAMS = "what comes in has nothing in common with what is there: they are two programs"


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
    said = _git(repository, "for-each-ref", "--format=%(refname)", HEADS)
    heads = said.split("\n") if said else []
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


def refuse_another(repository: Path, begun: Mapping[str, str]) -> None:
    """Refuse branches of another program than one that came in, or comes in, at the same moment.

    Whoever sends first is judged while nothing is there, and so may be two who both do. Git has
    locked each branch by now that is about to be made, so at least one of them sees the other.

    Args:
        repository: The bare repository.
        begun: The branches that are about to be made, each with its commit.

    Raises:
        GitMissing: There is no git.
        GitError: They are, or nothing tells.
    """
    # of one that is only moved git need not say where it was
    begun = {ref: commit for ref, commit in begun.items() if not commit_at(repository, ref)}
    if not begun:
        return
    head = last_commit(repository) or _git(
        repository, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"
    )
    others = {head}
    if not head:
        there = _git(repository, "for-each-ref", "--format=%(objectname)", HEADS)
        others = {*there.split(), *_coming(repository, begun)}
    for commit in begun.values():
        for other in others:
            if not _git(repository, "merge-base", commit, other):
                raise GitError(TWO_PROGRAMS, "see that the address is right")


def _coming(repository: Path, begun: Mapping[str, str]) -> Iterator[str]:
    """The commits at which others are about to make a branch."""
    for lock in (repository / HEADS).rglob("*.lock"):
        if lock.relative_to(repository).as_posix().removesuffix(".lock") in begun:
            continue
        held = lock.read_text("ascii", "replace").strip() if lock.is_file() else ""
        if not held:
            raise GitError(
                "somebody else is sending there at this moment, so nothing is taken",
                "send again; if nobody is, have whoever keeps it run there:"
                f" rm {lock.relative_to(repository).as_posix()}",
            )
        yield held


def named_branch(repository: Path) -> str:
    """The full name of the branch that HEAD names, whether it is there or not; empty for none."""
    return branch_of(repository) or _git(repository, "symbolic-ref", "--quiet", "HEAD")


def _git(repository: Path, *words: str) -> str:
    fine = (0, 1) if "--quiet" in words or words[0] == "merge-base" else (0,)
    said = start(repository, words, None, {"GIT_DIR": str(repository)}, {}, fine)
    return said.decode("utf-8", "surrogateescape").strip()
