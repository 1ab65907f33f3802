"""Which commit the shared folder was at on a day.

What a guard noted of when something came in says it. Where nothing is noted, only the dates that
commits bear do, which are claims, and so is the order in which a merge names its sides.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.history_point import HistoryPoint, named_as_shared
from mentorctl.trail.git.merging.merge_base import Ancestry
from mentorctl.trail.git.tree_diff import listed
from mentorctl.trail.ledger.ledger_cache import ledger_of
from mentorctl.trail.ledger.receptions import on_main, receptions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from mentorctl.trail.git.objects import Commit
    from mentorctl.trail.git.tree_diff import CommitNode
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["recorded_by"]


def recorded_by(root: Path, end: dt.datetime, place: Path) -> HistoryPoint:
    """The commit that the shared folder was at at a moment.

    Where nothing is noted of that, a commit counts as made when it says, and never before those
    that it follows. Where two sides were brought together after the moment, the side that was
    shared before counts, and the one that was brought in does not: it arrived later.

    Args:
        root: A program folder.
        end: The moment; what came in then is not there yet.
        place: Where its history lies for good, if the folder is one for the moment.

    Raises:
        GitMissing: There is no git.
        GitError: There was no commit yet; or the history, or what was noted of it, is damaged.
    """
    git = Git(root)
    nodes, _ = listed(git, "--reverse", "HEAD")
    known = {node.id: node for node in nodes}
    made = {each.id: each for each in objects.commits(git, list(known))}
    ledger, latest = ledger_of(root, place), end.timestamp()
    times = ledger.times()
    floor, at = _noted(git, ledger, latest)
    at, after = at or nodes[-1].id, _after(floor, known)
    while at != floor and times[at] >= latest:
        sides = known[at].parents
        at = _shared(made[at], sides, ledger) if sides else ""
        # whatever else a merge brought in was not there before it
        at = at if at in known and (not floor or at in after) else floor
        if not at:
            raise _nothing_yet(nodes, times, end)
    led = _led_to(known, at)
    late = sum(each not in led for each in known if times[each] < latest)
    return HistoryPoint(made[at], late, is_claim=at != floor)


def _noted(git: Git, ledger: Ledger, latest: float) -> tuple[str, str]:
    """What the main branch was at by the last note before a moment, and at the next note after it.

    Both empty where nothing tells.

    Raises:
        GitError: The notes are damaged, and a guard was named whose notes count.
    """
    if not ledger.receivers:
        return "", ""
    before = ""
    for each in on_main(receptions(git), ledger.receivers):
        for move in each.moves:
            if move.new not in ledger.parents:
                continue
            # what follows came in later, though the clock may have been set back
            if each.seconds >= latest:
                old = move.old if move.old in ledger.parents else before
                return before, old or move.new
            before = move.new
    return before, ""


def _after(floor: str, known: Mapping[str, CommitNode]) -> set[str]:
    """The commits that have another one behind them, and that one; each stands behind its own."""
    found = {floor} if floor else set[str]()
    for name, node in known.items() if floor else ():
        if not found.isdisjoint(node.parents):
            found.add(name)
    return found


def _shared(commit: Commit, sides: Sequence[str], ledger: Ledger) -> str:
    """Which side of a commit was shared before.

    A coordinator's merge says so itself. Anybody else could name the sides and their order as they
    like; what one person made alone is theirs to bring in, and never what others had.
    """
    register = ledger.registers[ledger.at[commit.id]]
    keepers = register.coordinators
    maker = ledger.who_signed(commit.id)
    if len(sides) > 1 and register.root and maker not in keepers:
        apart = Ancestry(ledger.parents).apart(sides)
        who = [{ledger.who_signed(each) for each in some} for some in apart]
        for brought in (
            [bool(people) for people in who],
            [len(people) == 1 and not people & keepers for people in who],
            [people == {maker} for people in who],
        ):
            if brought.count(False) == 1:
                return sides[brought.index(False)]
    return named_as_shared(commit, sides)


def _nothing_yet(
    nodes: Sequence[CommitNode], times: Mapping[str, int], end: dt.datetime
) -> GitError:
    first = min(times[each.id] for each in nodes)
    day = dt.datetime.fromtimestamp(first, end.tzinfo).date()
    cut = "; for what came before: git fetch --unshallow" if any(x.cut for x in nodes) else ""
    return GitError(
        "nothing was recorded yet on that day", f"the history here begins on {day}{cut}"
    )


def _led_to(known: Mapping[str, CommitNode], name: str) -> Collection[str]:
    found, todo = {name}, [name]
    while todo:
        node = known.get(todo.pop())
        new = [each for each in node.parents if each not in found] if node else []
        found.update(new)
        todo += new
    return found
