"""Holds days and rights to when commits came in, by the clock of who keeps the shared folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mentorctl.trail.git.command import Git
from mentorctl.trail.git.merging import merge_base
from mentorctl.trail.ledger.arrivals import Arrivals
from mentorctl.trail.ledger.brought_in import BroughtIn
from mentorctl.trail.ledger.dated_facts import told_of
from mentorctl.trail.ledger.history_input import FileContents
from mentorctl.trail.ledger.writing import FORBIDDEN, WritingCheck

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from mentorctl.trail.ledger.ledger import Ledger, Remark

__all__ = ["late_by_clock", "without_right"]


def without_right(
    root: Path,
    ledger: Ledger,
    times: Mapping[str, int],
    ends: Mapping[str, int],
    later: Collection[str] = (),
) -> list[Remark]:
    """What people wrote who had lost the right to it when it came into the shared folder.

    Args:
        root: The program folder.
        ledger: What its history proves; it stays as it is.
        times: When commits came in, in seconds since 1970.
        ends: When they came into the main branch, by which rights end.
        later: The commits that have not come in there yet.

    Raises:
        GitMissing: There is no git.
        GitError: The history is damaged.
    """
    unproven = {path: dict(marks) for path, marks in ledger.unproven.items()}
    held = {
        name: dict(getattr(ledger, name))
        for name in ("unread", "since", "taken", "lost", "gone", "left")
    }
    apart = msgspec.structs.replace(ledger, unproven=unproven, **held)
    known = {(each.commit, each.path) for each in ledger.remarks if each.code == FORBIDDEN}
    found = dict.fromkeys(_arrivals(Git(root), apart).rights_by_clock(times, ends, later))
    return [each for each in found if (each.commit, each.path) not in known]


def late_by_clock(root: Path, ledger: Ledger, times: Mapping[str, int]) -> list[Remark]:
    """What comes late by when commits came into the shared folder, beside what is known to.

    Args:
        root: The program folder.
        ledger: What its history proves.
        times: When commits came in, in seconds since 1970.

    Raises:
        GitMissing: There is no git.
        GitError: The history is damaged.
    """

    def claim(remark: Remark) -> tuple[str, ...]:
        return remark.code, remark.commit, remark.path, told_of(remark.message)

    known = set(map(claim, ledger.remarks))
    found = _arrivals(Git(root), ledger).by_clock(times)
    return [each for each in found if claim(each) not in known]


def _arrivals(git: Git, ledger: Ledger) -> Arrivals:
    said, pairings = FileContents(git, {}), dict[tuple[str, str], str | None]()
    ancestry = merge_base.Ancestry(ledger.parents)
    brought = BroughtIn(git, ledger, said, ancestry)
    writing = WritingCheck(ledger, said, pairings, ancestry)
    return Arrivals(git, ledger, brought, writing, pairings, {})
