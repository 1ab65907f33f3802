"""Years besides the one in program.yaml: the rules that were in force then, and who is still on.

The records of every year stay in the folder; the rules of an ended year are in its history.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mentorctl.model.pairing import ENDED
from mentorctl.model.paths import PAIRINGS, PROGRAM_FILE, pairings_of, year_file
from mentorctl.model.program import Program
from mentorctl.model.years import ProgramYear, today_in
from mentorctl.reports.counted_folder import as_counted
from mentorctl.store.errors import StoreError
from mentorctl.store.folder import Folder
from mentorctl.store.parse.reader import understood
from mentorctl.store.recorded_folder import waiting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mentorctl.model.pairing import Pairing
    from mentorctl.reports.counted_folder import CountedFolder

__all__ = ["as_data", "folder_of_year", "still_running"]

LISTS_REST_ON = frozenset({"pairings", "meetings"})


def folder_of_year(folder: Folder, year: str) -> Folder:
    """The folder as it is now, judged by the last rules that were in force for a year.

    Args:
        folder: The program folder.
        year: The program year.

    Raises:
        StoreError: The history has no program.yaml of that year, or records of it were destroyed.
        GitMissing: There is no git.
        GitError: The history cannot be read.
    """
    if year == folder.program.year:
        return folder
    known: dict[str, bytes] = {}
    for told, data in _programs(folder):
        known.setdefault(told, data)
    if year not in known:
        listed = ", ".join(sorted({*known, folder.program.year}))
        raise StoreError(
            f"no rules of the year {year} are in the history of this folder",
            f"name one of these: {listed}",
        )
    _refuse_destroyed(folder, year)
    return Folder(folder.root, None, {**waiting(folder.root), PROGRAM_FILE: known[year]})


def _refuse_destroyed(folder: Folder, year: str) -> None:
    """Stop where what a year's lists rest on was destroyed: each would say what is not so.

    Raises:
        StoreError: It was.
    """
    facts = as_counted(folder, today_in(folder.program.timezone)).years.get(year_file(year))
    gone = [each for each in facts.destroyed if each.record in LISTS_REST_ON] if facts else []
    if not gone:
        return
    last = max(gone, key=lambda each: each.on)
    before = min(each.on for each in gone) - dt.timedelta(days=1)
    # from when the next year was begun on, the lists of any day are that year's
    within = min(before, ProgramYear(year, folder.program.year_starts).last_day)
    raise StoreError(
        f"{last.record} of {year} were destroyed on {last.on}, so no list of that year can be made",
        f"its frozen lists, if there are any, are in lists/{year}; as long as the history has them,"
        f" a day before the next year was begun shows them, such as --at {within}",
    )


def _programs(folder: Folder) -> Iterator[tuple[str, bytes]]:
    """The years that program.yaml has had, the last first, each with what it held.

    What somebody made of it who may not were no rules of any year, whoever took that back.
    """
    from mentorctl.reports.proofs.signature_report import ledger_about  # noqa: PLC0415 - only for another year
    from mentorctl.trail.errors import GitError  # noqa: PLC0415 - as above
    from mentorctl.trail.git.command import is_repository  # noqa: PLC0415 - as above
    from mentorctl.trail.git.file_versions import contents, versions_about  # noqa: PLC0415 - as above

    if not is_repository(folder.root):
        raise GitError(
            "this folder has no history, which the rules of other years are in",
            "look at the year in program.yaml, or get a copy with its history",
        )
    counts = ledger_about(folder)[0].by_coordinators(PROGRAM_FILE)
    changes = [
        change.after
        for version in reversed(versions_about(folder.root, [PROGRAM_FILE], {}))
        for change in version.changes
        if change.path == PROGRAM_FILE and counts(version.commit.id)
    ]
    held = contents(folder.root, changes)
    for name in changes:
        data = held.get(name) if name else None
        program = understood(data, Program) if data else None
        if program is not None and data is not None:
            yield program.year, data


def still_running(folder: Folder, today: dt.date) -> dict[str, list[str]]:
    """The pairings of other years that no list of this year has, and that have not ended.

    One that runs on in a later year, or of which `rollover` noted how it ended, is none of them;
    nor is one that was handed on or given up, from the day on that is its last.

    Args:
        folder: The program folder.
        today: The day.

    Returns:
        Their ids by year.
    """
    found: dict[str, list[str]] = {}
    if all(year == folder.program.year for year in folder.files.folders(PAIRINGS)):
        return found
    counted = as_counted(folder, today).apart()
    others = [year for year in counted.files.folders(PAIRINGS) if year != counted.program.year]
    settled = _settled(counted) if others else frozenset()
    for year in others:
        for name in counted.files.folders(pairings_of(year)):
            if (year, name) in settled or _runs_on(counted, year, name):
                continue
            pairing = counted.pairing(name, year)
            if pairing is not None and pairing.continues and counted.files_of(name):
                # it ran on from this year, which has it, too
                continue
            if pairing is not None and not _is_over(pairing, today):
                found.setdefault(year, []).append(name)
    return found


def _is_over(pairing: Pairing, day: dt.date) -> bool:
    """Whether a pairing is over by the end of a day."""
    if pairing.state in ENDED:
        return pairing.ends is None or pairing.ends <= day
    return pairing.state != "active"


def _settled(counted: CountedFolder) -> frozenset[tuple[str, str]]:
    """The pairings that ended with their year, as a later one's file notes it."""
    return frozenset(
        (noted.after, name)
        for facts in counted.years.values()
        if (noted := facts.rolled_over) is not None
        for name in (*noted.completed, *noted.not_completed)
    )


def _runs_on(counted: CountedFolder, year: str, name: str) -> bool:
    """Whether a later year has the same pairing, which says that it runs on from this one."""
    for later in counted.files.folders(PAIRINGS):
        if later > year:
            pairing = counted.pairing(name, later)
            if pairing is not None and pairing.continues == year:
                return True
    return False


def as_data(running: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """The pairings of other years for scripts, to stand beside a list that has none of them."""
    return {
        "other_years": [
            {"year": year, "pairing": name} for year, names in running.items() for name in names
        ]
    }
