"""That a program has keys is told by its history, whatever of its files somebody takes away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from forgery.test_merges import name_coordinators
from support.histories import plain
from support.run import mentorctl
from support.story import AMARA, FIRST, IRIS, NOOR, ONE, TEO, TODAY, Story

if TYPE_CHECKING:
    from pathlib import Path

LISTED = "completers", "--today", str(TODAY)


def signs_taken_away(story: Story) -> None:
    """A mentor leaves no sign of anybody's key, and writes what their mentee achieved."""
    name_coordinators(story, "grace-whitfield")
    story.files.pop(".mentorctl/allowed_signers", None)
    for each in (IRIS, TEO, AMARA, NOOR):
        path = f"people/{each}.yaml"
        story.files[path] = story.files[path].partition(b"keys:")[0]
    for path in [each for each in story.files if "/signatures/" in each]:
        del story.files[path]


@pytest.mark.parametrize("has_seen", [True, False])
def test_nothing_counts_that_somebody_writes_with_it(tmp_path: Path, *, has_seen: bool) -> None:
    root, story = tmp_path / "program", Story()
    whole = story.files[ONE]
    story.put(ONE, "achieved: 2026-11-05", "achieved:")
    story.put(ONE, "sent_to_mentor: 2026-11-09", "sent_to_mentor:")
    story.files[".mentorctl/allowed_signers"] = b"# nobody\n"
    before = story.commit(IRIS)
    story.files[ONE] = whole
    signs_taken_away(story)
    story.commit(TEO, "2026-11-10T09:00")
    ids = story.lay_in(root)
    plain(root, "reset", "-q", "--hard", ids[before])
    if has_seen:
        assert FIRST.rpartition("/")[2] not in mentorctl(*LISTED, cwd=root).out
    plain(root, "reset", "-q", "--hard", ids[-1])
    for _ in range(2):
        assert "Amara Okafor" not in mentorctl(*LISTED, cwd=root).out


def test_sync_names_it_and_goes_on_naming(tmp_path: Path) -> None:
    root, shared, copy = (tmp_path / each for each in ("program", "shared.git", "copy"))
    story = Story()
    story.files[".mentorctl/allowed_signers"] = b"# nobody\n"
    before = story.commit(IRIS)
    signs_taken_away(story)
    first = story.commit(TEO, "2026-11-10T09:00")
    story.put(ONE, "achieved: 2026-11-05", "achieved: 2026-11-04")
    story.commit(TEO, "2026-11-10T10:00")
    ids = story.lay_in(root)
    plain(root, "init", "-q", "--bare", "-b", "main", str(shared))
    plain(root, "push", "-q", str(shared), f"{ids[before]}:refs/heads/main")
    mentorctl("join", shared, copy, cwd=tmp_path)
    for place, path in ((first, "program.yaml"), (first + 1, ONE)):
        plain(root, "push", "-q", str(shared), f"{ids[place]}:refs/heads/main")
        done = mentorctl("sync", cwd=copy)
        assert "counts for nothing" in done.err
        assert f"{ids[place][:10]} of {TEO}: {path}" in done.err


def test_a_program_without_keys_has_nothing_to_say_of_them(tmp_path: Path) -> None:
    root, story = tmp_path / "program", Story()
    story.commits.clear()
    story.signers.clear()
    signs_taken_away(story)
    story.commit(None, "2026-08-03T09:00")
    story.lay_in(root)
    for _ in range(2):
        done = mentorctl(*LISTED, cwd=root)
        assert (done.code, "Amara Okafor" in done.out) == (0, True)
