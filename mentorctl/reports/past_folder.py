"""A program folder as it was recorded, read from its history and not checked out.

Rules, names and signatures are those of that commit: what was recorded later is not there.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mentorctl.model.paths import PROGRAM_FILE
from mentorctl.store.errors import StoreError
from mentorctl.store.folder import Folder, NoProgram
from mentorctl.store.past_state import PastState
from mentorctl.store.recorded_files import program_facts
from mentorctl.trail.git.borrowed import borrow, home_of, tip_of
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.committed_folder import Contents, ObjectCache, TreeFiles
from mentorctl.trail.git.history_point import named
from mentorctl.trail.git.objects import commits
from mentorctl.trail.ledger.day_point import recorded_by

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.trail.git.borrowed import Home

__all__ = ["day_in", "folder_at"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_in(point: str) -> dt.date | None:
    """The day that `DATE|CHANGE` names; None for a commit.

    Raises:
        StoreError: It looks like a day, and is none.
    """
    if not _DAY.fullmatch(point):
        return None
    try:
        return dt.date.fromisoformat(point)
    except ValueError:
        raise StoreError(f"{point} is no day", "write it like 2026-12-14") from None


def folder_at(start: Path, point: str) -> Folder:
    """A program folder as it was recorded.

    Args:
        start: The program folder or one in it, a worktree, or a bare repository of it.
        point: A day, `YYYY-MM-DD`: as it was recorded at its end, in the program's time zone. Or
            the id of a commit, or how it starts.

    Raises:
        NoProgram: There was none, or its program.yaml cannot be read.
        StoreError: The day is none.
        GitMissing: There is no git.
        GitError: There is no history, it has no such commit, or it cannot be read.
    """
    day = day_in(point)
    home = _home(start)
    tip = tip_of(home)
    if tip is None:
        raise NoProgram("nothing has been recorded yet", "begin with: mentorctl save")
    root = borrow(home, tip)
    zone = _zone(root, tip)
    if day is None:
        found = named(root, point, tip)
    else:
        end = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
        found = recorded_by(root, end, home.top)
    commit = found.commit
    root = borrow(home, commit.id)
    cache = ObjectCache(Git(root))
    files = TreeFiles(cache, commit.tree)
    if PROGRAM_FILE not in files:
        raise NoProgram(
            f"the commit {commit.id[:10]} has no {PROGRAM_FILE}",
            "name a later one, or a later day",
        )
    when = commit.committer.when.astimezone(zone)
    contents = Contents(cache, files)
    past = PastState(
        commit.id, home.top, when, contents.sha256, found.late, is_claim=found.is_claim
    )
    return Folder(root, files, contents, past)


def _home(start: Path) -> Home:
    """The history of the nearest folder that has one.

    Raises:
        NoProgram: None has, or the nearest one is the history of more than the program.
    """
    place = start.resolve()
    for folder in (place, *place.parents):
        home = home_of(folder)
        if home is not None:
            return home
        if (folder / PROGRAM_FILE).is_file():
            raise NoProgram(
                "the program folder has no history of its own",
                "leave out --at, or begin a history: mentorctl save --begin",
            )
    raise NoProgram(
        f"there is no history at {start} or above it",
        "go to your program folder, or name it, or a bare repository of it, with -C FOLDER",
    )


def _zone(root: Path, tip: str) -> ZoneInfo:
    """The program's time zone, as the last commit has it."""
    git = Git(root)
    (commit,) = commits(git, [tip])
    cache = ObjectCache(git)
    data = Contents(cache, TreeFiles(cache, commit.tree)).get(PROGRAM_FILE)
    program = program_facts(data)
    try:
        return ZoneInfo(program.timezone if program else "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
