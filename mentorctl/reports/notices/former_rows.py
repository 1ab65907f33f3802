"""Rows of the calendar that program.yaml asked for this year and asks no more, by its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.model.program import Program
from mentorctl.reports.proofs.signature_report import ledger_if_any
from mentorctl.store.parse.reader import understood
from mentorctl.trail.errors import GitError
from mentorctl.trail.git.file_versions import contents, versions_about
from mentorctl.trail.git.repository import is_repository

if TYPE_CHECKING:
    from mentorctl.model.program import Milestone
    from mentorctl.store.folder import Folder

__all__ = ["former_rows"]


def former_rows(folder: Folder) -> tuple[Milestone, ...]:
    """The rows that were taken out of program.yaml in its year, or do not apply any more.

    Each is as it stood last while it applied. What never did stood in nobody's calendar, nor did
    what nobody set who may.

    Args:
        folder: The program folder; one without a history had no others.
    """
    if folder.past is not None or not is_repository(folder.root):
        return ()
    try:
        counts = ledger_if_any(folder)[0].by_coordinators(PROGRAM_FILE)
        versions = versions_about(folder.root, [PROGRAM_FILE], {})
        ids = [change.after for each in versions for change in each.changes
               if change.path == PROGRAM_FILE and counts(each.commit.id)]  # fmt: skip
        held = contents(folder.root, ids)
    except GitError:
        return ()
    found: dict[str, Milestone] = {}
    for name in ids:
        program = understood(held.get(name or "") or b"", Program)
        if program is not None and program.year == folder.program.year:
            found |= {row.id: row for row in program.calendar if row.applies == "yes"}
    now = {row.id for row in folder.program.calendar if row.applies == "yes"}
    return tuple(row for row in found.values() if row.id not in now)
