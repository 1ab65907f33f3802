"""Which version of a calendar entry it is, by the history of the files that say it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mentorctl.model.paths import PROGRAM_FILE, meeting_file, pairing_file, person_file
from mentorctl.trail.errors import GitError
from mentorctl.trail.git.change_counts import change_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentorctl.store.folder import Folder
    from mentorctl.trail.git.change_counts import ChangeCount

__all__ = ["EntryStamps", "entry_stamps"]


class EntryStamps:
    """Which version an entry is: how often the files that say it were changed, and when last.

    Args:
        counts: What the history says of each file.
        first: The moment of what has no history.
    """

    def __init__(self, counts: Mapping[str, ChangeCount], first: dt.datetime) -> None:
        self._counts, self._first = counts, first

    def of(self, sources: Iterable[str]) -> tuple[int, dt.datetime]:
        """How often some files were changed since they were there, and when last, in UTC."""
        known = [self._counts[each] for each in sources if each in self._counts]
        if not known:
            return 0, self._first
        last = max(each.seconds for each in known)
        return sum(each.times - 1 for each in known), dt.datetime.fromtimestamp(last, dt.UTC)


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
        counts = {} if folder.past is not None else change_counts(folder.root, patterns)
    except GitError:
        counts = {}
    first = dt.datetime.combine(first_day, dt.time(), dt.UTC)
    return EntryStamps(counts, first)
