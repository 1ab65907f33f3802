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
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mentorctl.model.recorded import Recorded, SignedSurroundings, Statement
    from mentorctl.model.signature import Standing
    from mentorctl.model.surroundings import Surrounding
    from mentorctl.store.form_sources import FormSources

__all__ = ["Change", "SeenForm", "changed_since", "signed_surroundings", "traced"]

_LOG = ("log", "--format=%H %ct", "--raw", "--no-abbrev", "--no-renames")
_BLOB = 3
_NOTHING = "0"


class SeenForm(NamedTuple):
    """A form as somebody saw it who signed or approved it, and its record as that is now.

    Attributes:
        path: The record's file in the program folder; `#ID` behind it is one log entry.
        record: The record as it is now, one entry for an entry of a log.
        role: The role in which they saw it: what comes after that does not count.
        content: The digest of the record as they saw it.
        format: The format in which that was read.
        folder: The pairing's folder.
        sources: What the form takes from elsewhere now; None where nobody can tell.
        context: The digest of what it took from elsewhere; None where nobody wrote it down.
    """

    path: str
    record: Recorded
    role: str
    content: str
    format: int
    folder: str
    sources: FormSources | None
    context: SignedSurroundings | None


class Change(NamedTuple):
    """What of a form is another than it was seen; when and by which commit, the last of several.

    Attributes:
        named: What it is called: `target date of experience 2`.
        fields: The ways to it in the record.
        commit: The commit; empty while it is not saved, or nothing changed.
        at: When that was.
    """

    named: tuple[str, ...] = ()
    fields: tuple[tuple[str | int, ...], ...] = ()
    commit: str = ""
    at: dt.datetime | None = None


def traced(root: Path, standing: Standing, seen: SeenForm) -> Standing:
    """Add to a stale signature what changed since, and when.

    Args:
        root: The program folder.
        standing: The stale signature's standing.
        seen: What was signed.

    Returns:
        The standing as it is where the history never had what was signed.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    found = changed_since(root, seen, standing.commit)
    return standing._replace(
        fields=found.fields, named=found.named, changed_in=found.commit, changed=found.at
    )


def changed_since(root: Path, seen: SeenForm, brought: str = "") -> Change:
    """What of a form is another than somebody saw it: nothing where no history has what they saw.

    Args:
        root: The program folder.
        seen: The form.
        brought: The commit that brought in that they saw it, where that is known.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    record, changed = _in_record(Git(root), seen)
    around = _around(root, seen._replace(record=record), brought)
    found = [each for each in (changed, around) if each.named]
    if not found:
        return Change()
    moments = [(each.at, each.commit) for each in found if each.at]
    at, commit = max(moments) if len(moments) == len(found) else (None, "")
    return Change(
        tuple(dict.fromkeys(chain.from_iterable(each.named for each in found))),
        tuple(chain.from_iterable(each.fields for each in found)),
        commit,
        at,
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


def _in_record(git: Git, seen: SeenForm) -> tuple[Recorded, Change]:
    """The record as somebody saw it, where the history has it, and what changed in it since."""
    record, role, number = seen.record, seen.role, seen.format
    after = record.covered(role, number)
    if digest(after) == seen.content:
        return record, Change()
    file, _, entry = seen.path.partition("#")
    later: tuple[str, dt.datetime | None] = ("", None)
    versions = list(_versions(git, file))
    for commit, when, blob in versions:
        for held in _held(git, blob, record, entry, number) if blob else ():
            before = held.covered(role, number)
            if digest(before) == seen.content:
                found = list(differences(before, after, Shape.of(part_model(record.kind))))
                return held, Change(
                    tuple(name_of(each.steps, None) for each in found),
                    tuple(each.way for each in found),
                    *(later if later[0] else _on_another_side(git, seen, versions)),
                )
        later = commit, when
    return record, Change()


def _on_another_side(
    git: Git, seen: SeenForm, versions: Iterable[tuple[str, dt.datetime, str]]
) -> tuple[str, dt.datetime | None]:
    """The last commit that made a record what it is, where a merge has it from there; or none."""
    file, _, entry = seen.path.partition("#")
    now = digest(seen.record.covered(seen.role, seen.format))

    def is_so(blob: str) -> bool:
        held = _held(git, blob, seen.record, entry, seen.format) if blob else ()
        return any(digest(each.covered(seen.role, seen.format)) == now for each in held)

    (last,) = git.reader.sizes([f"HEAD:{file}"])
    made = versions if last is not None and is_so(last.id) else ()
    return next(((commit, when) for commit, when, blob in made if is_so(blob)), ("", None))


def _around(root: Path, seen: SeenForm, brought: str) -> Change:
    """What changed of all that the form takes from elsewhere."""
    signed, sources = seen.context, seen.sources
    if signed is None or signed.version > VERSION or sources is None:
        return Change()
    now = sources.surroundings(seen.record, seen.role, seen.folder)
    if surroundings_digest(now) == signed.sha256:
        return Change()
    past = committed_sources(root)

    def then(held: FormSources) -> tuple[Surrounding, ...] | None:
        found = held.surroundings(seen.record, seen.role, seen.folder)
        return found if surroundings_digest(found) == signed.sha256 else None

    before = then(past.at(brought))
    known = list(changed_surroundings(before, now)) if before is not None else []
    places = {source for _, source in known} or {each.source for each in now}
    later: tuple[str, dt.datetime | None] = ("", None)
    for commit, when in past.changes(sorted(places)):
        held = past.at(commit)
        if before is not None:
            # files that came later, or that others changed meanwhile, have no part in it
            held = past.at(brought).with_files(held, places)
        found = then(held)
        if found is not None:
            before = found
            break
        later = commit, when
    if before is None:
        return Change()
    return Change(tuple(name for name, _ in changed_surroundings(before, now)), (), *later)


def _versions(git: Git, path: str) -> Iterator[tuple[str, dt.datetime, str]]:
    """The commits that changed a file, the newest first, with the id of what it held then."""
    commit, when = "", dt.datetime.min.replace(tzinfo=dt.UTC)
    said = objects.reading(git, *_LOG, "HEAD", "--", path)
    for line in said.decode("utf-8", "surrogateescape").split("\n"):
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
