"""Which commit brought in an approval that was typed by hand, in histories of every shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from support.histories import Made, lay_history

from mentorctl.model.formats import CURRENT
from mentorctl.store.recorded_files import entries_of
from mentorctl.trail.git import objects
from mentorctl.trail.signatures.typed_approvals import TypedApprovals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mentorctl.model.recorded import Recorded
    from mentorctl.trail.git.command import Git

YEAR = "2026-2027"
PATH = f"pairings/{YEAR}/amara-teo/plan.yaml"
OTHERS = [f"pairings/{YEAR}/{each}/plan.yaml" for each in ("bo-cy", "di-ed")]
OPEN = "approved:\n"
BOX = "approved:\n  by: noor\n  initials: NH\n  on: 2026-09-24\n"
AGAIN = BOX.replace("24", "25")
GONE = b""


def plan(area: str, box: str = OPEN) -> bytes:
    return f"content_area: {area}\n{box}received:\n".encode()


def read(data: bytes) -> Recorded:
    found = entries_of("plan", data, CURRENT)
    assert found is not None
    return found[""]


def made(data: bytes, *parents: int) -> Made:
    """A commit with a plan, or without one; after the one before where no others are named."""
    files = {PATH: data} if data else {}
    return Made(files | {"README.md": b"read"}, parents or None)


class Way(NamedTuple):
    """A history, and the place in it of the commit that brought the approval of the last in."""

    commits: Sequence[Made]
    came: int | None
    now: bytes = b""


WAYS = {
    "the first commit": Way([made(plan("A", BOX))], 0),
    "changed since": Way([made(plan("A")), made(plan("A", BOX)), made(plan("B", BOX))], 1),
    "changed back and forth": Way(
        [made(plan(area, box)) for area, box in zip("AABAA", (OPEN, *[BOX] * 4), strict=True)], 1
    ),
    "taken out between": Way([made(plan("A", each)) for each in (BOX, OPEN, BOX)], 2),
    "left out between": Way([made(plan("A", each)) for each in (BOX, "", BOX)], 2),
    "of another day before": Way([made(plan("A", each)) for each in (BOX, AGAIN, AGAIN)], 1),
    "in a box of another hand": Way(
        [
            made(plan("A", each.replace("approved", '"approved"')))
            for each in (OPEN, AGAIN, BOX, BOX + "  # seen\n")
        ],
        2,
    ),
    "with a remark since": Way(
        [made(plan("A", each)) for each in (OPEN, BOX, BOX.replace(":\n", ": # seen\n", 1))], 1
    ),
    "with an empty line since": Way(
        [
            made(plan("A", BOX.replace("  initials: NH\n", each)))
            for each in ("", "  initials:\n", "")
        ],
        0,
    ),
    "begun with no box at all": Way([made(b"approved: soon\n"), made(plan("A", BOX))], 1),
    "begun with nothing": Way([made(b"\n"), made(plan("A", BOX))], 1),
    "unreadable before": Way([made(b"a: [\n"), made(plan("A", BOX))], 1),
    "unreadable between": Way(
        [made(plan("A", BOX)), made(plan("[", BOX)), made(plan("B", BOX))], 0
    ),
    "unreadable as it came": Way([made(plan("[", BOX)), made(plan("B", BOX))], None),
    "deleted between": Way([made(plan("A", BOX)), made(GONE), made(plan("A", BOX))], 2),
    "not saved": Way([made(plan("A"))], None, plan("A", BOX)),
    "not saved as it is now": Way([made(plan("A", BOX))], None, plan("A", AGAIN)),
    "of a plan that was not saved": Way([made(GONE)], None, plan("A", BOX)),
    "changed beside": Way(
        [made(plan("A")), made(plan("A", BOX)), made(plan("B"), 0), made(plan("B", BOX), 1, 2)], 1
    ),
    "on both sides": Way(
        [
            made(plan("A")), made(plan("A", BOX)), made(plan("B", BOX), 0),
            made(plan("C", BOX), 2, 1),
        ],
        2,
    ),
    "in the merge": Way(
        [made(plan("A")), made(plan("B")), made(plan("C"), 0), made(plan("B", BOX), 1, 2)], 3
    ),
    "in the merge, another one before": Way(
        [made(plan("A")), made(plan("B", BOX)), made(plan("A"), 0), made(plan("B", AGAIN), 1, 2)],
        3,
    ),
    "in a merge that first has the plan": Way(
        [
            made(GONE), made(GONE, 0), made(GONE, 0), made(plan("A", BOX), 1, 2),
            made(plan("B", BOX), 3),
        ],
        3,
    ),
    "dropped by a merge, and given again": Way(
        [
            made(plan("A")), made(plan("A", BOX)), made(plan("B"), 0), made(plan("B"), 1, 2),
            made(plan("B", BOX), 3),
        ],
        4,
    ),
    "dropped by a merge the other way, and given again": Way(
        [
            made(plan("A")), made(plan("A", BOX)), made(plan("B"), 0), made(plan("B"), 2, 1),
            made(plan("B", BOX), 3),
        ],
        4,
    ),
    "changed since the merge": Way(
        [
            made(plan("A")), made(plan("A", BOX)), made(plan("B"), 0), made(plan("B", BOX), 2, 1),
            made(plan("C", BOX), 3), made(plan("D", BOX), 4),
        ],
        1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_an_approval_is_of_the_plan_as_it_came_with_it(way: Way, tmp_path: Path) -> None:
    ids = lay_history(tmp_path, way.commits)
    now = read(way.now or way.commits[-1].files[PATH])
    found = TypedApprovals(tmp_path, YEAR).arrived(PATH, now)
    if way.came is None:
        assert found is None
    else:
        assert found is not None
        assert found.commit == ids[way.came]
        assert found.record == read(way.commits[way.came].files[PATH])


def test_the_history_is_read_once_for_one_plan_and_once_for_all_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = (PATH, *OTHERS)
    first = {path: plan(path[-9]) for path in paths}
    approved = {path: plan(path[-9], BOX) for path in paths}
    # a name in which some would see the end of a line, and then a line of git's
    odd = f"pairings/{YEAR}/0\u2028:x/plan.yaml"
    commits = (Made({**first, odd: plan("A")}), Made({**approved, odd: plan("B")}))
    ids = lay_history(tmp_path, commits)
    asked: list[str] = []
    reading = objects.reading

    def counted(git: Git, *words: str) -> bytes:
        asked.append(words[-1])
        return reading(git, *words)

    monkeypatch.setattr(objects, "reading", counted)
    approvals = TypedApprovals(tmp_path, YEAR)

    def look(*plans: str) -> list[str]:
        for path in plans:
            found = approvals.arrived(path, read(approved[path]))
            assert found is not None
            assert (found.commit, found.record) == (ids[1], read(approved[path]))
        return asked

    literal, every = f":(literal){PATH}", f":(glob)pairings/{YEAR}/*/plan.yaml"
    assert look(PATH, PATH) == [literal]
    assert look(*OTHERS, PATH) == [literal, every]
    assert approvals.arrived(PATH.replace("amara", "no"), read(plan("A", BOX))) is None
    assert asked == [literal, every]
    approvals.close()
    assert look(PATH)[-1] == literal


@pytest.mark.parametrize("begins", [0, 1, 2])
def test_a_copy_of_the_last_commits_does_not_tell_what_came_before(
    begins: int, tmp_path: Path
) -> None:
    ids = lay_history(tmp_path, WAYS["changed since"].commits)
    (tmp_path / ".git/shallow").write_text(f"{ids[begins]}\n", encoding="ascii")
    found = TypedApprovals(tmp_path, YEAR).arrived(PATH, read(plan("B", BOX)))
    assert (found and found.commit) == (ids[1] if not begins else None)
