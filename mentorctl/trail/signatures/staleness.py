"""Finds in the history when a signed form was changed, and what of it."""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mentorctl.model.canonical import digest
from mentorctl.model.content_diff import differences
from mentorctl.model.kinds import part_model
from mentorctl.model.list_identity import Shape, name_of
from mentorctl.model.surroundings import VERSION, surroundings_digest
from mentorctl.model.surroundings_diff import changed_surroundings
from mentorctl.store.recorded_files import entries_of
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.signatures.committed_sources import committed_sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mentorctl.model.recorded import Recorded, Statement
    from mentorctl.model.signature import Standing
    from mentorctl.model.surroundings import Surrounding
    from mentorctl.store.form_sources import FormSources

__all__ = ["SignedForm", "changed_since", "signed_surroundings", "traced"]

_LOG = ("log", "--format=%H %ct", "--raw", "--no-abbrev", "--no-renames")
_BLOB = 3
_NOTHING = "0"


class SignedForm(NamedTuple):
    """A statement and the form that it is about, as that is now.

    Attributes:
        said: The statement.
        record: The record, one entry for an entry of a log.
        folder: The pairing's folder.
        sources: What its form takes from elsewhere; None where nobody can tell.
    """

    said: Statement
    record: Recorded
    folder: str
    sources: FormSources | None


class _Change(NamedTuple):
    """What is another than it was signed; when and by which commit, the last of several."""

    named: tuple[str, ...] = ()
    fields: tuple[tuple[str | int, ...], ...] = ()
    commit: str = ""
    at: dt.datetime | None = None


def traced(root: Path, standing: Standing, form: SignedForm) -> Standing:
    """Add to a stale signature what changed since, and when.

    Args:
        root: The program folder.
        standing: The stale signature's standing.
        form: What was signed.

    Returns:
        The standing as it is where the history never had what was signed.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    git = Git(root)
    said = form.said
    record, changed = _in_record(
        git, standing.record, form.record, said.role, said.content, said.format or 1
    )
    around = _around(root, standing, form._replace(record=record))
    found = [each for each in (changed, around) if each.named]
    if not found:
        return standing
    unsaved = any(not each.commit for each in found)
    last = max(found, key=lambda each: each.at.timestamp() if each.at else 0)
    return standing._replace(
        fields=tuple(chain.from_iterable(each.fields for each in found)),
        named=tuple(chain.from_iterable(each.named for each in found)),
        changed_in="" if unsaved else last.commit,
        changed=None if unsaved else last.at,
    )


def signed_surroundings(
    root: Path, commit: str, said: Statement, record: Recorded, folder: str
) -> tuple[Surrounding, ...] | None:
    """What a signed form took from elsewhere, as it was signed; None where no history has it.

    Args:
        root: The program folder.
        commit: The commit that brought the statement in.
        said: The statement.
        record: The record as it was signed.
        folder: The pairing's folder.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    if said.context is None or said.context.version > VERSION:
        return None
    past = committed_sources(root)
    for name in dict.fromkeys((commit, "")):
        found = past.at(name).surroundings(record, said.role, folder)
        if surroundings_digest(found) == said.context.sha256:
            return found
    return None


def changed_since(
    root: Path, path: str, record: Recorded, role: str, content: str, number: int
) -> str:
    """What of a record is another than somebody saw it: `target date of experience 2`.

    Args:
        root: The program folder.
        path: The record's file.
        record: The record as it is now.
        role: The role that saw it: what comes after that does not count.
        content: The digest of what they saw.
        number: The format in which that was read.

    Returns:
        The names of what changed; nothing where the history never had what they saw.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    _, found = _in_record(Git(root), path, record, role, content, number)
    names = list(dict.fromkeys(found.named))
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _in_record(
    git: Git, path: str, record: Recorded, role: str, content: str, number: int
) -> tuple[Recorded, _Change]:
    """The record as somebody saw it, where the history has it, and what changed in it since."""
    after = record.covered(role, number)
    if digest(after) == content:
        return record, _Change()
    file, _, entry = path.partition("#")
    later: tuple[str, dt.datetime | None] = ("", None)
    for commit, when, blob in list(_versions(git, file)):
        for held in _held(git, blob, record, entry, number) if blob else ():
            before = held.covered(role, number)
            if digest(before) == content:
                found = list(differences(before, after, Shape.of(part_model(record.kind))))
                return held, _Change(
                    tuple(name_of(each.steps, {}) for each in found),
                    tuple(each.way for each in found),
                    *later,
                )
        later = commit, when
    return record, _Change()


def _around(root: Path, standing: Standing, form: SignedForm) -> _Change:
    """What changed of all that the form takes from elsewhere."""
    said, sources = form.said, form.sources
    if said.context is None or said.context.version > VERSION or sources is None:
        return _Change()
    now = sources.surroundings(form.record, said.role, form.folder)
    if surroundings_digest(now) == said.context.sha256:
        return _Change()

    past, signed = committed_sources(root), said.context.sha256

    def then(commit: str) -> tuple[Surrounding, ...] | None:
        held = past.at(commit).surroundings(form.record, said.role, form.folder)
        return held if surroundings_digest(held) == signed else None

    before = then(standing.commit) if standing.commit else None
    known = list(changed_surroundings(before, now)) if before is not None else []
    places = {source for _, source in known} or {each.source for each in now}
    later: tuple[str, dt.datetime | None] = ("", None)
    for commit, when in past.changes(sorted(places)):
        held = then(commit)
        if held is not None:
            before = held
            break
        later = commit, when
    else:
        if before is None:
            return _Change()
    named = tuple(name for name, _ in changed_surroundings(before, now))
    return _Change(named, (), *later)


def _versions(git: Git, path: str) -> Iterator[tuple[str, dt.datetime, str]]:
    """The commits that changed a file, the newest first, with the id of what it held then."""
    commit, when = "", dt.datetime.min.replace(tzinfo=dt.UTC)
    said = objects.reading(git, *_LOG, "HEAD", "--", path)
    for line in said.decode("utf-8", "surrogateescape").splitlines():
        if line.startswith(":"):
            blob = line.split(" ")[_BLOB]
            yield commit, when, "" if not blob.strip(_NOTHING) else blob
        elif line:
            commit, _, seconds = line.partition(" ")
            when = dt.datetime.fromtimestamp(objects.moment(seconds.encode()), dt.UTC)


def _held(git: Git, blob: str, record: Recorded, entry: str, number: int) -> Iterator[Recorded]:
    """What an object held of a record, as each format since it was signed would have it."""
    data = dict(objects.blobs(git, [blob]))[blob]
    for each in range(number, max(number, record.format) + 1):
        found = entries_of(record.kind, data, each) if data is not None else None
        if found and entry in found:
            yield found[entry]
