"""What was taken out is found on the way to what was changed last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.histories import Made, lay_history

from mentorctl.trail.git.command import Git
from mentorctl.trail.git.last_touches import last_commits, last_touches
from mentorctl.trail.git.tree_diff import since_merge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

BOTH = {"in/a": b"1", "in/b": b"1", "out": b"1"}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([Made({"in/a": b"1"}, (0,))], {"in/b": 1}),
        ([Made({"in/a": b"1"}, (0,)), Made(BOTH, (1,))], {"in/b": 1}),
        ([Made({"in/a": b"1"}, (0,)), Made(BOTH, (1,)), Made({"in/a": b"1"}, (2,))], {"in/b": 3}),
        # one side took it out, the other changed something else
        (
            [
                Made({"in/a": b"1", "out": b"1"}, (0,)),
                Made({**BOTH, "in/a": b"2"}, (0,)),
                Made({"in/a": b"2", "out": b"1"}, (1, 2)),
            ],
            {"in/b": 1},
        ),
        # neither side did, and the merge did
        (
            [
                Made({**BOTH, "in/b": b"2"}, (0,)),
                Made({**BOTH, "in/a": b"2"}, (0,)),
                Made({"in/a": b"2", "out": b"1"}, (1, 2)),
            ],
            {"in/b": 3},
        ),
    ],
    ids=["gone", "came again", "gone again", "on one side", "in the merge"],
)
def test_what_was_taken_out_of_a_place_has_its_commit(
    tmp_path: Path, steps: list[Made], expected: dict[str, int]
) -> None:
    ids = lay_history(tmp_path, [Made(BOTH), *steps])
    found = last_touches(tmp_path, ["in/a"], ["in"])
    assert {path: ids.index(commit) for path, commit in found.deleted.items()} == expected
    assert found.changed == last_commits(tmp_path, ["in/a"])
    # where it tells the last of them at all, it is the one that the whole history tells
    whole = since_merge(Git(tmp_path))
    about = {found.changed["in/a"].commit, *found.deleted.values()}
    assert not found.line or _last(found.line, about) == _last(whole, about)

    every = last_touches(tmp_path)
    assert list(every.line) == whole
    assert every.changed == last_commits(tmp_path)
    assert (
        expected.items() <= {path: ids.index(each) for path, each in every.deleted.items()}.items()
    )


def _last(line: Sequence[str], commits: set[str]) -> str:
    return next((each for each in line if each in commits), line[-1])


def test_more_places_than_fit_a_command_line_are_looked_for_among_all(tmp_path: Path) -> None:
    ids = lay_history(tmp_path, [Made(BOTH), Made({"in/a": b"1"}, (0,))])
    found = last_touches(tmp_path, ["in/a"], ["in", *(f"never-{each}" for each in range(200))])
    assert found.deleted["in/b"] == ids[1]
    assert found.changed["in/a"].commit == ids[0]
