"""Finds in the history when a signed record was changed, and which fields."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mentorctl.model.canonical import digest
from mentorctl.model.content_diff import differences
from mentorctl.model.kinds import part_model
from mentorctl.model.list_identity import Shape, name_of
from mentorctl.store.recorded_files import entries_of
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mentorctl.model.recorded import Recorded
    from mentorctl.model.signature import Standing

__all__ = ["traced"]

_LOG = ("log", "--format=%H %ct", "--raw", "--no-abbrev", "--no-renames", "HEAD", "--")
_BLOB = 3
_NOTHING = "0"


def traced(root: Path, standing: Standing, content: str, record: Recorded, number: int) -> Standing:
    """Add to a stale signature what changed since, and when.

    Args:
        root: The program folder.
        standing: The stale signature's standing.
        content: The digest of what was signed.
        record: The record as it is now, one entry for an entry of a log.
        number: The format in which it was signed.

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
        for held in _held(git, blob, record, entry, number) if blob else ():
            before = held.covered(standing.role, number)
            if digest(before) == content:
                after = record.covered(standing.role, number)
                found = list(differences(before, after, Shape.of(part_model(record.kind))))
                return standing._replace(
                    fields=tuple(each.way for each in found),
                    named=tuple(name_of(each.steps, {}) for each in found),
                    changed_in=later[0],
                    changed=later[1],
                )
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


def _held(git: Git, blob: str, record: Recorded, entry: str, number: int) -> Iterator[Recorded]:
    """What an object held of a record, as each format since it was signed would have it."""
    data = dict(objects.blobs(git, [blob]))[blob]
    for each in range(number, max(number, record.format) + 1):
        found = entries_of(record.kind, data, each) if data is not None else None
        if found and entry in found:
            yield found[entry]
