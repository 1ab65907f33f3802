"""Reverts one commit: which one, what it would change, and what prevents it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.errors import TrailError
from mentorctl.trail.git import repository as saved
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import full_id, is_ancestor
from mentorctl.trail.git.file_versions import contents, difference, newest
from mentorctl.trail.git.last_touches import last_commits
from mentorctl.trail.git.new_commit import subject_of, undid
from mentorctl.trail.git.objects import commits, kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from mentorctl.trail.git.objects import Commit

__all__ = ["NotUndone", "Undo", "last_own", "last_undone", "undoing"]

UNDO, REDO = "undo: ", "redo: "
_FILES = ("100644", "100755", "000000")
_MOST = 3


class NotUndone(TrailError):
    """A commit that cannot be reverted."""


class Undo(NamedTuple):
    """A commit that can be reverted.

    Attributes:
        commit: The commit.
        now: What its files hold, by path; None for one that is not there.
        then: What they held before it.
    """

    commit: Commit
    now: Mapping[str, bytes | None]
    then: Mapping[str, bytes | None]

    @property
    def subject(self) -> str:
        """The first line for a commit that takes this one back: `undo: …`, `redo: …`."""
        first = subject_of(self.commit.message)
        # undo and redo alternate
        if undid(self.commit.message):
            for was, now in ((UNDO, REDO), (REDO, UNDO)):
                if first.startswith(was):
                    return now + first.removeprefix(was)
        return UNDO + first

    @property
    def is_redo(self) -> bool:
        """Whether this brings back what another undoing took."""
        return self.subject.startswith(REDO)


def last_own(root: Path, signer_of: Callable[[str], str], person: str) -> str:
    """The id of the user's last commit that still stands.

    What undid something is passed over, and so is what was undone: the next one lies further back.

    Args:
        root: The program folder.
        signer_of: Tells the id of the person who signed a commit; empty for nobody known.
        person: The id of the person whose key the user has; empty for nobody's.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
        NotUndone: There is none.
    """
    is_any = False
    for commit in _standing(root, signer_of, person):
        is_any = True
        if not undid(commit.message):
            return commit.id
    if is_any:
        raise NotUndone(
            "all of your changes are taken back already", "bring the last one back: mentorctl redo"
        )
    raise NotUndone(
        "none of the changes in this folder's history is yours",
        "name the one to take back: mentorctl undo CHANGE; see them with: mentorctl history",
    )


def last_undone(root: Path, signer_of: Callable[[str], str], person: str) -> str:
    """The id of the commit with which the user last undid something, if nothing came after it.

    Args:
        root: The program folder.
        signer_of: Tells the id of the person who signed a commit; empty for nobody known.
        person: The id of the person whose key the user has; empty for nobody's.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
        NotUndone: There is none, or a change came after it.
    """
    later = ""
    for commit in _standing(root, signer_of, person):
        first = subject_of(commit.message)
        if not undid(commit.message):
            later = later or first
        elif first.startswith(UNDO):
            if not later:
                return commit.id
            raise NotUndone(
                f"after the last undo you have changed something else: {later}",
                f"bring back what it took all the same: mentorctl redo {commit.id[:10]}",
            )
    raise NotUndone("nothing of yours is undone", "see what happened: mentorctl history")


def _standing(root: Path, signer_of: Callable[[str], str], person: str) -> Iterator[Commit]:
    """The user's own commits that nothing of theirs has undone, the newest first."""
    email = Git(root).identity()[1].casefold()
    undone = set()
    for commit in newest(root):
        signer = signer_of(commit.id)
        is_own = signer == person if signer else commit.author.email.casefold() == email
        if not is_own or len(commit.parents) > 1:
            continue
        if commit.id not in undone:
            undone.add(undid(commit.message))
            yield commit


def undoing(root: Path, start: str) -> Undo:
    """The changes that revert a commit.

    Args:
        root: The program folder.
        start: The commit's id, or its start.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, its history is damaged, or there is no such commit.
        NotUndone: It cannot be taken back: it is a merge, the beginning, or not in this history;
            or a later commit has changed one of its files again.
    """
    name, head = full_id(root, start), saved.head(root)
    short = name[:10]
    if head is None or not is_ancestor(root, name, head):
        raise NotUndone(
            f"{short} is not in the history that led to the present state",
            "see what is: mentorctl history",
        )
    _refuse_ends(Git(root), next(commits(Git(root), [name])))
    version = difference(root, name)
    if any(change.mode not in _FILES for change in version.changes):
        raise NotUndone(
            f"{short} has changed a link or another repository, which are never followed",
            "take that back by hand, then: mentorctl save",
        )
    held = contents(root, [name for each in version.changes for name in (each.before, each.after)])
    if None in held.values():
        raise NotUndone(
            f"{short} has changed a file that is too large to be looked at",
            "take that back by hand, then: mentorctl save",
        )
    left = {each.path: held[each.after] if each.after else None for each in version.changes}
    then = {each.path: held[each.before] if each.before else None for each in version.changes}
    now = saved.contents(root, left)
    if now == then:
        raise NotUndone(f"{short} is taken back already", "see how: mentorctl history")
    _refuse_later(root, short, [path for path in left if now[path] != left[path]])
    return Undo(version.commit, now, then)


def _refuse_ends(git: Git, commit: Commit) -> None:
    short = commit.id[:10]
    if None in kinds(git, commit.parents).values():
        raise NotUndone(
            f"this copy of the folder begins with {short}, and what was before is not in it",
            "undo it in the whole copy: get one with mentorctl sync or git fetch --unshallow",
        )
    if not commit.parents:
        raise NotUndone(
            f"{short} begins the program; without it nothing would be left",
            "take back a later change",
        )
    if len(commit.parents) > 1:
        raise NotUndone(
            f"{short} brings two histories together and is no change of its own",
            "take back one of the changes that it brought: mentorctl history names them",
        )


def _refuse_later(root: Path, short: str, changed: list[str]) -> None:
    """Refuse where a file was changed again after the commit."""
    if not changed:
        return
    touches = last_commits(root, changed)
    later = dict.fromkeys(
        f"{path} by {touches[path].commit[:10]} of {touches[path].author}"
        if path in touches
        else path
        for path in changed
    )
    named = ", ".join(list(later)[:_MOST]) + (" …" if len(later) > _MOST else "")
    first = next((touches[path].commit[:10] for path in changed if path in touches), "")
    raise NotUndone(
        f"what {short} changed was changed again later: {named}",
        f"take the later one back first: mentorctl undo {first}; or change the record by hand",
    )
