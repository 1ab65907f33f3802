"""What signed forms take from elsewhere, as commits have it."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from mentorctl.store.evidence import LARGEST
from mentorctl.store.form_sources import FormSources
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.merging.merge_base import ids_in
from mentorctl.trail.git.one_run import shared
from mentorctl.trail.git.repository import head

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["CommittedSources", "committed_sources"]

# so many versions of the files around a record are looked through
_MOST_VERSIONS = 500


def committed_sources(root: Path) -> CommittedSources:
    """What forms take from elsewhere in a folder's history; what was read is kept for the run.

    Args:
        root: The program folder.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository.
    """
    return shared(("form sources", root), lambda: CommittedSources(root))


class CommittedSources:
    """The files of commits that signed forms take something from."""

    def __init__(self, root: Path) -> None:
        self._git = Git(root)
        self._tip = head(root) or ""
        self._known: dict[str, FormSources] = {}
        self._changes: dict[tuple[str, ...], list[tuple[str, dt.datetime]]] = {}

    def close(self) -> None:
        """Forget what was read."""
        self._known.clear()
        self._changes.clear()

    def at(self, commit: str) -> FormSources:
        """The files of a commit, by its full id; the last one where it is empty.

        Raises:
            GitError: The history is damaged; as soon as a file is asked for.
        """
        name = commit or self._tip
        if name not in self._known:
            self._known[name] = FormSources(
                lambda path: self._read(name, path, objects.LARGEST),
                lambda path: self._sha256(name, path),
            )
        return self._known[name]

    def changes(self, places: Sequence[str]) -> Sequence[tuple[str, dt.datetime]]:
        """The commits that changed some files, the newest first, and when.

        Raises:
            GitError: The history is damaged.
        """
        wanted = tuple(sorted(set(places)))
        if wanted not in self._changes:
            words = ("log", f"-{_MOST_VERSIONS}", "--format=%H %ct", "--", *wanted)
            lines = objects.reading(self._git, *words).decode("ascii").splitlines()
            self._changes[wanted] = [_commit(line) for line in lines]
        return self._changes[wanted]

    def _read(self, commit: str, path: str, largest: int) -> bytes | None:
        name = ids_in(self._git, [(commit, path)])[commit, path]
        return dict(objects.blobs(self._git, [name], largest))[name] if name else None

    def _sha256(self, commit: str, path: str) -> str:
        data = self._read(commit, path, LARGEST)
        return "" if data is None else hashlib.sha256(data).hexdigest()


def _commit(line: str) -> tuple[str, dt.datetime]:
    name, _, seconds = line.partition(" ")
    return name, dt.datetime.fromtimestamp(objects.moment(seconds.encode()), dt.UTC)
