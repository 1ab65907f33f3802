"""What was drafted before, as the folder's `reminders/` say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import REMINDED, stem_in
from mentorctl.model.record import day_written
from mentorctl.model.reminders import Reminders
from mentorctl.reports.folder_reading import not_opened

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from mentorctl.model.finding import Finding
    from mentorctl.reports.counted_folder import CountedFolder

__all__ = ["DraftMemory", "drafts_of", "unread_drafts"]


class DraftMemory:
    """What was drafted up to a day.

    Attributes:
        last: The last day on which each person was reminded, by their id.
        ahead: The next day for which a draft was made ahead, likewise.
        asked: What each person was asked for and not thanked for yet, by their id.

    Args:
        drafted: What was drafted on each day.
        today: The day on which drafts are made.
    """

    def __init__(self, drafted: Mapping[dt.date, Reminders], today: dt.date) -> None:
        self.last: dict[str, dt.date] = {}
        self.ahead: dict[str, dt.date] = {}
        self.asked: dict[str, dict[str, None]] = {}
        for day in sorted(drafted):
            if day > today:
                for draft in drafted[day].drafts:
                    self.ahead.setdefault(draft.person, day)
                continue
            for draft in drafted[day].drafts:
                self.last[draft.person] = day
                mine = self.asked.setdefault(draft.person, {})
                mine.update(dict.fromkeys(draft.items))
                for key in draft.thanks:
                    mine.pop(key, None)


def drafts_of(counted: CountedFolder) -> dict[dt.date, Reminders]:
    """What was drafted on each day, as far as it can be read."""
    found = {}
    for path, each in counted.each(Reminders).items():
        day = day_written(stem_in(REMINDED, path) or "")
        if day is not None:
            found[day] = each
    return found


def unread_drafts(counted: CountedFolder) -> list[Finding]:
    """What of that cannot be read, the first fault of each file: somebody may be nagged twice."""
    found: dict[str, Finding] = {}
    for each in (*counted.reader.findings, *not_opened(counted)):
        if each.path == REMINDED or each.path.startswith(f"{REMINDED}/"):
            found.setdefault(each.path, each)
    return [found[path] for path in sorted(found)]
