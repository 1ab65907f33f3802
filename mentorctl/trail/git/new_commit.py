"""Writes a commit object: author, committer, parents, message and signature."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mentorctl.trail.git.command import Git
    from mentorctl.trail.git.object_writer import ObjectWriter

    # gives no signature where the person has none to give
    Sign = Callable[[bytes], str | None]

__all__ = ["TRAILER", "Authorship", "Sign", "subject_of", "undid", "write_commit"]

TRAILER = "Mentorctl-Undid"

# characters that git strips from the ends of a name, and from within it
_CRUD = "".join(map(chr, range(33))) + ".,:;<>\"\\'"
_INSIDE = re.compile(r"[<>\n]")


class Authorship(NamedTuple):
    """Who made a change, who commits it, and when.

    Attributes:
        author: Name and address.
        committer: Name and address.
        when: The moment, with its offset.
    """

    author: tuple[str, str]
    committer: tuple[str, str]
    when: dt.datetime

    @classmethod
    def of(
        cls, git: Git, author: tuple[str, str] | None = None, when: dt.datetime | None = None
    ) -> Authorship:
        """Author and committer: the user and the present moment, unless others are given."""
        user = git.identity()
        moment = when or dt.datetime.now().astimezone()
        return cls(author or user, user, moment if moment.tzinfo else moment.astimezone())


def subject_of(message: str) -> str:
    """The first line of what a commit says, or that it says nothing."""
    # whatever ends a line for some reader would begin one of its own where this is quoted
    return next(iter(message.strip().splitlines()), "a change without a word about it")


def undid(message: str) -> str:
    """The id of the commit that a commit undid, by what it says; empty where it undid none."""
    start = f"{TRAILER}: "
    found = (line.removeprefix(start) for line in message.split("\n") if line.startswith(start))
    return next(found, "").strip()


def write_commit(
    writer: ObjectWriter,
    tree: str,
    parents: Sequence[str],
    message: str,
    people: Authorship,
    sign: Sign | None,
) -> str:
    """Write a commit object and return its id.

    Args:
        writer: Writes it into the repository.
        tree: The id of the tree of all its files.
        parents: The commits that it follows.
        message: What happened, in plain words.
        people: Who and when.
        sign: Makes the armoured signature of its bytes; unsigned where it makes none.

    Raises:
        GitError: It cannot be written.
    """
    lines = [f"tree {tree}", *(f"parent {each}" for each in parents)]
    for word, (name, email) in (("author", people.author), ("committer", people.committer)):
        stamp = f"{int(people.when.timestamp())} {people.when:%z}"
        lines.append(f"{word} {_clean(name)} <{_clean(email)}> {stamp}")
    head = "\n".join(lines).encode("utf-8", "surrogateescape")
    text = f"{message.strip()}\n".encode("utf-8", "replace").replace(b"\0", b"")
    raw = head + b"\n\n" + text
    signature = sign(raw) if sign else None
    if signature is not None:
        from mentorctl.trail.ssh.sshsig import signed_commit  # noqa: PLC0415 - brings cryptography

        raw = signed_commit(raw, signature)
    return writer.add("commit", raw)


def _clean(name: str) -> str:
    return _INSIDE.sub("", name.strip(_CRUD))
