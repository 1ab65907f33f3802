"""Notes what comes into a shared repository: git's reference-transaction hook.

What is noted is signed with a key that lies in the repository itself, for the account alone that
set the guard. Where others may read it, or whoever pushes is somebody else, nothing is noted.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import Git, start
from mentorctl.trail.git.objects import object_id
from mentorctl.trail.git.refs import HEADS, NOTES, branch_of, commit_at
from mentorctl.trail.ledger.receptions import BranchMove, message, tip
from mentorctl.trail.ssh.in_memory_keys import SoftKey
from mentorctl.trail.ssh.sshsig import fingerprint

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["lay_key", "note", "own_key", "refuse_unnoted"]

# several pushes at once, of several branches
TRIES = 25
PAUSE = 0.1
# what a note and its place among git's objects take at most
_ROOM = 65_536
_KEY = PurePosixPath("mentorctl/reception-key")
_OTHERS = 0o077
_BY = "guard <guard@localhost>"


def lay_key(repository: Path) -> str:
    """Make the key with which a shared repository notes what comes in, unless there is one.

    Args:
        repository: The bare repository.

    Returns:
        Its fingerprint; empty where this account may not read it.

    Raises:
        OSError: It cannot be written.
    """
    file = repository / _KEY
    if not os.path.lexists(file):
        file.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write(SoftKey.generate().private_openssh())
    return own_key(repository)


def own_key(repository: Path) -> str:
    """The fingerprint of the key with which a shared repository notes what comes in.

    Returns:
        Empty where there is none, or this account may not read it: then nothing is noted.
    """
    key = _key(repository)
    return fingerprint(key.public) if key else ""


def refuse_unnoted(root: Path, repository: Path) -> None:
    """Refuse a push where it could not be noted when it comes in.

    Args:
        root: A folder that borrows the repository's objects, and knows its notes.
        repository: The bare repository.

    Raises:
        GitError: What was noted before cannot be read, is being written by somebody else, or
            there is no room for more.
    """
    if not own_key(repository):
        return
    try:
        tip(Git(root))
    except GitError as error:
        raise GitError(
            "what was noted there of when things came in cannot be read, so nothing is taken",
            "have whoever keeps it bring that back from a copy, there:"
            f" git fetch COPY +{NOTES}:{NOTES}",
        ) from error
    lock = repository / f"{NOTES}.lock"
    for _ in range(TRIES):
        if not os.path.lexists(lock):
            break
        time.sleep(PAUSE)
    else:
        raise GitError(
            "another program is noting there what comes in, and is not done, so nothing is taken",
            f"send again; if none runs, have whoever keeps it run there: rm {NOTES}.lock",
        )
    try:
        with tempfile.TemporaryFile(dir=repository / _KEY.parent, buffering=0) as spare:
            spare.write(bytes(_ROOM))
    except OSError as error:
        raise GitError(
            f"when this comes in cannot be noted there ({error.strerror}), so nothing is taken",
            "tell whoever keeps it; then send again",
        ) from error


def note(repository: Path, moves: Iterable[BranchMove], now: dt.datetime) -> None:
    """Note how the branches of a shared repository are about to be moved.

    Args:
        repository: The bare repository.
        moves: How; git's zeros stand for the old commit of a new branch.
        now: The moment.

    Raises:
        GitMissing: There is no git.
        GitError: It cannot be written, so that nothing may be moved.
    """
    key = _key(repository)
    moved = [each for each in moves if each.ref.startswith(HEADS) and each.new.strip("0")]
    if key is None or not moved:
        return
    env = {"GIT_DIR": str(repository)}

    def git(*words: str, data: bytes | None = None) -> str:
        fine = (0, 1) if "--quiet" in words else (0,)
        return start(repository, words, data, env, {}, fine).decode().strip()

    main = branch_of(repository) or git("symbolic-ref", "--quiet", "HEAD")
    if not all(each.old.strip("0") for each in moved):
        head = git("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        moved = [
            each if each.old.strip("0") or not head or each.new == head else each._replace(old=head)
            for each in moved
        ]
    # an empty folder, which is there as soon as there is a note
    tree = object_id("tree", b"", like=moved[0].new)
    stamp = f"{_BY} {int(now.timestamp())} +0000"
    for _ in range(TRIES):
        last = commit_at(repository, NOTES) or git("rev-parse", "--verify", "--quiet", NOTES)
        if not last:
            git("mktree")
        lines = [f"tree {tree}", *([f"parent {last}"] if last else [])]
        lines += [f"author {stamp}", f"committer {stamp}", "", message(moved, main), ""]
        raw = key.sign_commit("\n".join(lines).encode("utf-8", "surrogateescape"))
        made = git("hash-object", "-t", "commit", "-w", "--stdin", data=raw)
        try:
            git("update-ref", NOTES, made, last or "0" * len(made))
        except GitError:
            time.sleep(PAUSE * random.uniform(0.5, 1.5))  # noqa: S311 - how long to wait, no secret
            continue
        return
    raise GitError(
        "when this comes in could not be noted, as others were noting, so nothing is taken",
        "send again",
    )


def _key(repository: Path) -> SoftKey | None:
    """The key; None where it is not for this account alone."""
    file = repository / _KEY
    try:
        with file.open("rb") as opened:
            if sys.platform != "win32" and os.fstat(opened.fileno()).st_mode & _OTHERS:
                return None
            return SoftKey.loaded(opened.read())
    except (OSError, ValueError):
        return None
