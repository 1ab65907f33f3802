"""How often an exchange starts git, and connects to the shared folder: counted, not timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.counted import counted_gits, loaded_by, needs_shell
from support.histories import plain
from support.keys import lay_key, needs_openssh
from support.office import IRIS, by, save_a_remark, sync

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

pytestmark = [needs_shell, needs_openssh]

TO_OTHERS = ("fetch", "push", "ls-remote")
MOST, MOST_FOR_NOTHING = 6, 5


def counted(started: list[str], most: int) -> list[str]:
    """The connections that a `sync` has made with not too many gits."""
    assert len(started) <= most, started
    return [word for each in started for word in each.split()[:1] if word in TO_OTHERS]


def test_a_sync_connects_once_to_bring_in_and_once_to_send(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sync(IRIS, office).code == 0
    save_a_remark(office)
    started = counted_gits(tmp_path / "counted", monkeypatch)

    assert "1 went out" in sync(IRIS, office).err
    assert counted(started(), MOST) == ["fetch", "push"]
    assert "nothing new" in sync(IRIS, office).err
    assert counted(started(), MOST_FOR_NOTHING) == ["fetch"]
    # what the guard has noted meanwhile came along
    noted = plain(office.parent / "shared.git", "rev-parse", "refs/mentorctl/received")
    assert plain(office, "rev-parse", "refs/mentorctl/received") == noted


def test_what_merges_is_loaded_only_where_two_sides_are_brought_together(office: Path) -> None:
    save_a_remark(office)
    env = {"MENTORCTL_KEY": str(lay_key(office.parent / "keys", IRIS))}

    shared = office.parent / "shared.git"
    code, loaded, said = loaded_by("sync", "--remote", shared, cwd=office, env=env)
    assert code == 0, said
    assert "1 went out" in said
    assert loaded.isdisjoint({"mentorctl.trail.git.merging.three_way_merge", "ruamel.yaml"})


def test_a_branch_that_is_not_there_yet_is_looked_for_and_sent(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = office.parent / "fresh.git"
    plain(office, "init", "-q", "--bare", str(fresh))
    started = counted_gits(tmp_path / "counted", monkeypatch)

    done = by(IRIS, office, "sync", fresh, "--yes")
    assert "everything here is at" in done.err, done.err
    assert counted(started(), MOST + 1) == ["fetch", "ls-remote", "push"]


def test_what_only_begins_like_the_notes_is_in_nobodys_way(office: Path) -> None:
    shared = office.parent / "shared.git"
    assert sync(IRIS, office).code == 0
    plain(shared, "update-ref", "-d", "refs/mentorctl/received")
    plain(shared, "update-ref", "refs/mentorctl/received/x", "HEAD")
    before = plain(office, "rev-parse", "refs/mentorctl/received")

    done = sync(IRIS, office)
    assert done.code == 0, done.err
    assert plain(office, "rev-parse", "refs/mentorctl/received") == before


def test_notes_that_are_gone_here_come_again(office: Path) -> None:
    assert sync(IRIS, office).code == 0
    noted = plain(office, "rev-parse", "refs/mentorctl/received").strip()
    (office / ".git/refs/mentorctl/received").write_text(f"{'1' * 40}\n", encoding="utf-8")

    done = sync(IRIS, office)
    assert done.code == 0, done.err
    assert plain(office, "rev-parse", "refs/mentorctl/received").strip() == noted
