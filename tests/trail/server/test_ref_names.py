"""Which names of branches and tags git, or some computer, could take for others."""

from __future__ import annotations

import pytest

from mentorctl.trail.server.ref_names import refusal

KNOWN = ("refs/heads/main", "refs/heads/plans/spring", "refs/tags/v1")


@pytest.mark.parametrize(
    "ref",
    [
        "refs/heads/refs/heads/main", "refs/tags/refs/heads/main", "refs/heads/heads/main",
        "refs/tags/tags/x", "refs/heads/remotes/x", "refs/tags/origin/main", "refs/heads/origin",
        "refs/heads/HEAD", "refs/heads/x/HEAD", "refs/heads/FETCH_HEAD", "refs/heads/@",
        "refs/heads/-x", f"refs/tags/{'a' * 40}", f"refs/heads/{'0' * 64}",
    ],
)  # fmt: skip
def test_what_git_could_take_for_something_else(ref: str) -> None:
    assert "could be taken for something else of git's" in refusal(ref, KNOWN)


@pytest.mark.parametrize(
    "ref",
    ["refs/heads/con", "refs/heads/aux/b", 'refs/heads/a"b', f"refs/heads/{'a' * 251}",
     "refs/heads/a./b", f"refs/heads/{'/'.join(['a' * 200] * 4)}", "refs/heads/a\udcff",
     "refs/tags/a\u00a0b", "refs/heads/a\u2028b", "refs/heads/a\u202eb"],
)  # fmt: skip
def test_what_not_every_computer_can_hold(ref: str) -> None:
    assert "not every computer can hold" in refusal(ref, KNOWN)


@pytest.mark.parametrize(
    ("ref", "twin"),
    [
        ("refs/tags/main", "main"), ("refs/heads/Main", "main"), ("refs/heads/V1", "v1"),
        ("refs/heads/MAIN/x", "main"), ("refs/heads/Plans", "plans/spring"),
    ],
)  # fmt: skip
def test_twins(ref: str, twin: str) -> None:
    assert refusal(ref, KNOWN).startswith(f"there is {twin} already")


@pytest.mark.parametrize(
    "ref",
    ["refs/heads/main2", "refs/heads/plans/autumn", "refs/tags/main/1", "refs/tags/2026-09",
     "refs/heads/teo/headers", f"refs/heads/{'a' * 250}", "refs/heads/20260901"],
)  # fmt: skip
def test_any_other_name_is_fine(ref: str) -> None:
    assert refusal(ref, KNOWN) == ""
