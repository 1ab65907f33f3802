"""When commits came into the shared folder, by the clock of the computer that keeps it.

The guard notes each push in a commit of its own, signed with its own key, in a line of commits
beside the program's history. A commit's own date is a claim; a note proves that whoever holds the
guard's key had the commit by then, and did not have it where the branch was before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import objects
from mentorctl.trail.git.refs import NOTES, commit_at, has_file, is_absent
from mentorctl.trail.ssh import sshsig

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.objects import Commit

__all__ = [
    "BranchMove", "Reception", "arrival_times", "go_on", "heads_when_it_came", "keep", "message",
    "not_noted_yet", "on_main", "receptions", "tip",
]  # fmt: skip

SUBJECT = "came in"
# of a team that shares every few minutes, some years
MOST = 100_000
_MAIN = "main "
_MOVE = re.compile(r"(refs/\S+) ([0-9a-f]{40,64}) ([0-9a-f]{40,64})")


class BranchMove(NamedTuple):
    """How a push moved a branch.

    Attributes:
        ref: Its full name.
        old: The commit that it was at; of a new branch, the main branch's; zeros for none.
        new: The commit that it is at now.
    """

    ref: str
    old: str
    new: str


class Reception(NamedTuple):
    """What the guard noted of a push.

    Attributes:
        seconds: When, in seconds since 1970.
        key: The fingerprint of the key that signed the note.
        moves: How branches moved.
        main: The full name of the main branch; empty where the note does not say.
    """

    seconds: int
    key: str
    moves: tuple[BranchMove, ...]
    main: str = ""


def message(moves: Iterable[BranchMove], main: str = "") -> str:
    """What the commit says in which a push is noted; `receptions` reads it."""
    lines = [" ".join(each) for each in moves]
    return "\n".join([SUBJECT, "", *lines, *([f"{_MAIN}{main}"] if main else [])])


def receptions(git: Git, last: str = "") -> list[Reception]:
    """What was noted, the first first; nothing unsigned is among it.

    Args:
        git: The repository.
        last: The last commit of the notes; as this copy knows them when left out.

    Raises:
        GitMissing: There is no git.
        GitError: The notes are damaged.
    """
    last = last or tip(git)
    if not last:
        return []
    words = ("rev-list", "--first-parent", f"--max-count={MOST}", last)
    names = objects.reading(git, *words).decode().split()
    found = [_noted(each) for each in objects.commits(git, names)]
    return [each for each in reversed(found) if each is not None]


def tip(git: Git) -> str:
    """The last commit of the notes, as this copy knows them; empty for none.

    Raises:
        GitError: There are some, and they cannot be read.
    """
    if is_absent(git.folder, NOTES):
        return ""
    found = commit_at(git.folder, NOTES)
    if found is None:
        found = git("rev-parse", "--verify", "--quiet", NOTES, fine=(0, 1)).decode().strip()
    if not found and not has_file(git.folder, NOTES):
        return ""
    if not found or objects.kinds(git, [found]) != {found: "commit"}:
        raise GitError(
            "what the guard of the shared folder noted of when things came in cannot be read here",
            "have it come in anew: mentorctl sync",
        )
    return found


def _noted(commit: Commit) -> Reception | None:
    try:
        key = sshsig.verify_commit(commit.raw)
    except sshsig.BadSignature:
        return None
    subject, _, rest = commit.message.partition("\n")
    if key is None or subject != SUBJECT:
        return None
    moves = tuple(
        BranchMove(*found.groups()) for found in map(_MOVE.fullmatch, rest.split("\n")) if found
    )
    said = (line.removeprefix(_MAIN) for line in rest.split("\n") if line.startswith(_MAIN))
    return Reception(commit.committer.seconds, sshsig.fingerprint(key), moves, next(said, ""))


def keep(git: Git, last: str, keys: Callable[[], Collection[str]] = tuple) -> bool:
    """Keep what a shared folder has noted, once its objects are here.

    Args:
        git: The repository.
        last: The last commit of the notes.
        keys: Gives the fingerprints of the keys whose notes count; none where nobody has named any.

    Returns:
        Whether it has all that is known and counts, or may yet count; if not, that stays.

    Raises:
        GitError: It cannot be written, or is damaged.
    """
    if objects.kinds(git, [last]) != {last: "commit"}:
        return False
    try:
        known = tip(git)
    except GitError:
        # git itself changes no ref that it cannot read
        (git.folder / NOTES).unlink(missing_ok=True)
        known = ""
    if known == last:
        return True
    if known and not go_on(git, known, last) and not _has_all(git, known, last, keys()):
        return False
    git("update-ref", NOTES, last)
    return True


def go_on(git: Git, known: str, last: str) -> bool:
    """Whether notes are those that are known with others after them.

    Args:
        git: The repository.
        known: The last commit of those known.
        last: That of the others.

    Raises:
        GitError: They are damaged.
    """
    from mentorctl.trail.git import commit_log  # noqa: PLC0415 - none of it where a note is made

    return commit_log.is_ancestor(git.root, known, last, straight=True)


def _has_all(git: Git, known: str, last: str, keys: Collection[str]) -> bool:
    """Whether notes have all of others that count; where no guard is named, any may yet."""
    counted = {each for each in receptions(git, known) if not keys or each.key in keys}
    return counted.issubset(receptions(git, last))


def on_main(noted: Iterable[Reception], keys: Collection[str]) -> list[Reception]:
    """What is noted of the main branch alone, by which rights end for everybody.

    Whoever lost a right on a branch beside it has it in the shared folder until that is joined.

    Args:
        noted: The notes, the first first.
        keys: The fingerprints of the keys whose notes count.
    """
    counted = [each for each in noted if each.key in keys and each.moves]
    # the first notes did not say which it was, and went to it
    main = next((each.main or each.moves[0].ref for each in counted), "")
    main = next((each.main for each in counted if each.main), main)
    found = []
    for each in counted:
        main = each.main or main
        found.append(each._replace(moves=tuple(one for one in each.moves if one.ref == main)))
    return found


def arrival_times(
    noted: Iterable[Reception], keys: Collection[str], parents: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """When commits came in at the earliest, in seconds since 1970, as far as that is known.

    What was there when the notes began is not among it. What came into a branch without a note was
    not there yet at the note before.

    Args:
        noted: The notes, the first first.
        keys: The fingerprints of the keys whose notes count.
        parents: Each commit's parents.
    """
    times: dict[str, int] = {}
    known: set[str] = set()
    last: dict[str, int] = {}
    for each in noted:
        for ref, old, new in each.moves if each.key in keys else ():
            is_first, before = not known, last.get(ref)
            # what a branch begins with that nobody has noted is judged by where it comes in
            there = known if is_first or before else set(known)
            came = dict.fromkeys(_walk(old, there, parents), before)
            news = list(_walk(new, there, parents))
            came |= dict.fromkeys(news, None if is_first and old not in parents else each.seconds)
            known.update(news)
            times |= {commit: at for commit, at in came.items() if at is not None}
            last[ref] = each.seconds
    return times


def not_noted_yet(
    noted: Iterable[Reception], keys: Collection[str], parents: Mapping[str, Sequence[str]]
) -> set[str]:
    """The commits that no note knows of: they come in later than all that is noted.

    Args:
        noted: The notes.
        keys: The fingerprints of the keys whose notes count.
        parents: Each commit's parents.
    """
    known: set[str] = set()
    for each in noted:
        for _, old, new in each.moves if each.key in keys else ():
            for last in (old, new):
                known.update(_walk(last, known, parents))
    return parents.keys() - known


def heads_when_it_came(
    moves: Iterable[BranchMove], parents: Mapping[str, Sequence[str]]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """What the branch was at to which each commit came first, by what is noted.

    Args:
        moves: How branches were moved, the first first.
        parents: Each commit's parents.

    Returns:
        The branch's last commit before, by commit; empty where nothing tells. And the last commits
        that are noted, which came before whatever is not noted yet.
    """
    found: dict[str, str] = {}
    known: set[str] = set()
    last: dict[str, str] = {}
    for ref, old, new in moves:
        # what came in without a note was not there yet at the note before
        found |= dict.fromkeys(_walk(old, known, parents), last.get(ref, ""))
        found |= dict.fromkeys(_walk(new, known, parents), old if old in parents else "")
        last[ref] = new
    return found, tuple(sorted({each for each in last.values() if each in parents}))


def _walk(last: str, known: set[str], parents: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The commits that led to one and are not known yet; they are, then."""
    waiting = [last]
    while waiting:
        name = waiting.pop()
        if name not in known and name in parents:
            known.add(name)
            waiting += parents[name]
            yield name
