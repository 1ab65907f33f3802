"""Which version of a calendar entry it is, by the history of what it says."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from mentorctl.model.paths import PROGRAM_FILE, meeting_file, pairing_file, person_file
from mentorctl.reports.notices.entry_sources import value_in
from mentorctl.store.parse.reader import understood
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import file_versions, repository
from mentorctl.trail.git.file_steps import file_steps

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from mentorctl.model.record import Record
    from mentorctl.reports.notices.entry_sources import EntrySource
    from mentorctl.store.folder import Folder
    from mentorctl.trail.git.file_steps import FileStep

__all__ = ["EntryStamps", "entry_stamps"]

# stands for what was not committed yet, and will be one commit
_EDITED = ""


class EntryStamps:
    """Which version an entry is: in how many commits what it says was changed, and when last.

    A file that says more than the entry does changes without it.

    Args:
        folder: The program folder.
        steps: The changes of its files.
        first: The moment of what has no history.
    """

    def __init__(
        self, folder: Folder, steps: Mapping[str, Sequence[FileStep]], first: dt.datetime
    ) -> None:
        self._folder, self._steps, self._first = folder, steps, first
        self._known: dict[EntrySource, dict[str, int]] = {}
        self._read: dict[tuple[bytes, type[Record]], Record | None] = {}

    def of(self, sources: Iterable[EntrySource]) -> tuple[int, dt.datetime]:
        """In how many commits some sources were changed since the first, and when last, in UTC."""
        found: dict[str, int] = {}
        for each in sources:
            if each not in self._known:
                self._known[each] = dict(self._changes(each))
            found |= self._known[each]
        if not found:
            return 0, self._first
        # an edit has no moment yet; it is newer than all that were made before it
        last = max(found.values()) + (_EDITED in found)
        return len(found) - 1, dt.datetime.fromtimestamp(last, dt.UTC)

    def _changes(self, source: EntrySource) -> Iterator[tuple[str, int]]:
        steps = self._steps.get(source.path, ())
        for each in steps:
            if each.before is None or each.after is None or (
                self._value(source, self._held.get(each.before))
                != self._value(source, self._held.get(each.after))
            ):  # fmt: skip
                yield each.commit, each.seconds
        if source.path in self._edited:
            now, before = self._edited[source.path]
            if self._value(source, now) != self._value(source, before):
                yield _EDITED, max((each.seconds for each in steps), default=0)

    def _value(self, source: EntrySource, data: bytes | None) -> Hashable:
        return None if data is None else value_in(source, lambda model: self._record(data, model))

    def _record(self, data: bytes, model: type[Record]) -> Record | None:
        """What a file said, as far as today's model reads it."""
        key = data, model
        if key not in self._read:
            self._read[key] = understood(data, model)
        return self._read[key]

    @cached_property
    def _held(self) -> Mapping[str, bytes | None]:
        """What files held, of those that were ever changed."""
        steps = (each for steps in self._steps.values() if len(steps) > 1 for each in steps)
        names = (name for each in steps for name in (each.before, each.after))
        return file_versions.contents(self._folder.root, names)

    @cached_property
    def _edited(self) -> Mapping[str, tuple[bytes | None, bytes | None]]:
        """What files hold that differ from the last commit, and held in it."""
        if not self._steps:
            return {}
        root = self._folder.root
        paths = [each.path for each in repository.changed_files(root)]
        before = repository.contents(root, paths)
        return {path: (self._content(path), before[path]) for path in paths}

    def _content(self, path: str) -> bytes | None:
        try:
            return self._folder.reader.content(path)
        except OSError:
            return None


def entry_stamps(folder: Folder, first_day: dt.date) -> EntryStamps:
    """The versions of the entries of a folder.

    Args:
        folder: The program folder.
        first_day: The first day of its year: the moment of what has no history.
    """
    year = folder.program.year
    patterns = (
        PROGRAM_FILE, meeting_file(year, "*"), pairing_file(year, "*"),
        pairing_file(year, "*", "plan.yaml"), person_file("*"),
    )  # fmt: skip
    try:
        steps = {} if folder.past is not None else file_steps(folder.root, patterns)
    except GitError:
        steps = {}
    return EntryStamps(folder, steps, dt.datetime.combine(first_day, dt.time(), dt.UTC))
