"""Since when a record is other than it was signed, and in what: found in the history."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mentorctl.model.canonical import covered, differing, digest
from mentorctl.model.kinds import kind_of
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.ledger.material import read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mentorctl.model.record import Record
    from mentorctl.model.signature import Standing

__all__ = ["traced"]

_LOG = ("log", "--format=%H %ct", "--raw", "--no-abbrev", "--no-renames", "HEAD", "--")
_BLOB = 3
_NOTHING = "0"


def traced(root: Path, standing: Standing, content: str, record: Record) -> Standing:
    """A stale signature, with what changed since and when.

    Args:
        root: The program folder.
        standing: The stale signature's standing.
        content: The digest of what was signed.
        record: The record as it is now, one entry for an entry of a log.

    Returns:
        The standing as it is where the history never had what was signed.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    git = Git(root)
    file, _, entry = standing.record.partition("#")
    later: tuple[str, dt.datetime | None] = ("", None)
    for commit, when, blob in list(_versions(git, file)):
        before = _held(git, blob, file, entry) if blob else None
        if before is not None and digest(covered(before, standing.role)) == content:
            ways = differing(covered(before, standing.role), covered(record, standing.role))
            return standing._replace(
                fields=tuple(ways), changed_in=later[0], changed=later[1]
            )  # fmt: skip
        later = commit, when
    return standing


def _versions(git: Git, path: str) -> Iterator[tuple[str, dt.datetime, str]]:
    """The commits that changed a file, the newest first, with the id of what it held then."""
    commit, when = "", dt.datetime.min.replace(tzinfo=dt.UTC)
    for line in objects.reading(git, *_LOG, path).decode("utf-8", "surrogateescape").splitlines():
        if line.startswith(":"):
            blob = line.split(" ")[_BLOB]
            yield commit, when, "" if not blob.strip(_NOTHING) else blob
        elif line:
            commit, _, seconds = line.partition(" ")
            when = dt.datetime.fromtimestamp(int(seconds), dt.UTC)


def _held(git: Git, blob: str, file: str, entry: str) -> Record | None:
    content, kind = dict(objects.blobs(git, [blob]))[blob], kind_of(file)
    record = read(content, kind.model) if content is not None and kind is not None else None
    return record.signed_part(entry) if record is not None else None
