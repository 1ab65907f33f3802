"""Two histories brought together, as far as `sync` does not show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.histories import Made, lay_history, plain

from mentorctl.store.file_merge import merge_file
from mentorctl.trail.errors import GitError
from mentorctl.trail.git import objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.merging import merge_cache
from mentorctl.trail.git.merging.three_way_merge import merge_commits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from mentorctl.store.record_merge import Merged

FOLDER = "pairings/2026-2027/ada-bo"
LOG = f"{FOLDER}/log.yaml"


def entry(topics: str) -> bytes:
    return f"entries:\n  - id: 2026-11-05-1\n    topics: {topics}\n".encode()


def signed(number: str) -> bytes:
    return (f"signed:\n  - statement:\n      record: {LOG}#{number}\n      role: mentor\n"
            "    signature: x\n").encode()  # fmt: skip


def sides(
    root: Path, base: Mapping[str, bytes], ours: Mapping[str, bytes], theirs: Mapping[str, bytes]
) -> tuple[str, str]:
    made = [Made(base), Made(ours), Made(theirs, parents=(0,))]
    _, one, two = lay_history(root, made)
    return one, two


def content(root: Path, ours: str, theirs: str, path: str) -> str:
    found = merge_commits(root, ours, theirs)
    assert found.clashes == ()
    made = found.files[path]
    assert made is not None
    return (found.new.get(made.id) or dict(objects.blobs(Git(root), [made.id]))[made.id] or b"") \
        .decode()  # fmt: skip


@pytest.mark.parametrize(
    ("who", "kept"), [("ours", "soil"), ("theirs", "rain"), ("both", "soil"), ("none", "soil")]
)
def test_of_two_entries_with_one_id_the_signed_one_keeps_it(
    tmp_path: Path, who: str, kept: str
) -> None:
    base = {LOG: b"entries: []\n"}
    ours, theirs = {LOG: entry("soil")}, {LOG: entry("rain")}
    if who in ("ours", "both"):
        ours[f"{FOLDER}/signatures/log.mentor.yaml"] = signed("2026-11-05-1")
    if who in ("theirs", "both"):
        theirs[f"{FOLDER}/signatures/log.mentee.yaml"] = signed("2026-11-05-1")
    ids = sides(tmp_path, base, ours, theirs)
    text = content(tmp_path, *ids, LOG)
    assert f"id: 2026-11-05-1\n    topics: {kept}\n" in text
    assert text.count("id: 2026-11-05-2\n") == 1
    assert merge_commits(tmp_path, *ids).renamed == ((LOG, "2026-11-05-1", "2026-11-05-2"),)


def test_what_was_handed_in_is_never_merged_and_both_stay(tmp_path: Path) -> None:
    path = f"{FOLDER}/evidence/answers.yaml"
    ids = sides(tmp_path, {path: b"a: 1\n"}, {path: b"a: 1\nb: 2\n"}, {path: b"a: 3\n"})
    found = merge_commits(tmp_path, *ids)
    beside = f"{FOLDER}/evidence/answers-2.yaml"
    assert (found.clashes, found.kept_both) == ((), [(path, beside)])
    assert found.files.keys() == {path, beside}


def test_a_file_that_one_side_made_a_folder_stops_it(tmp_path: Path) -> None:
    ids = sides(tmp_path, {"x": b"1"}, {"x": b"1", "a": b"1"}, {"x": b"1", "a/b": b"1"})
    with pytest.raises(GitError, match="a is a file on one side and a folder on the other"):
        merge_commits(tmp_path, *ids)


def test_a_file_taken_out_here_and_changed_there_asks(tmp_path: Path) -> None:
    ids = sides(tmp_path, {"x": b"1", "a.yaml": b"a: 1\n"}, {"x": b"1"},
                {"x": b"1", "a.yaml": b"a: 2\n"})  # fmt: skip
    found = merge_commits(tmp_path, *ids)
    assert [each.path for each in found.clashes] == ["a.yaml"]
    choices = {"a.yaml": {(): "ours"}}
    assert merge_commits(tmp_path, *ids, choices).files == {}  # type: ignore[arg-type] # a literal
    choices = {"a.yaml": {(): "theirs"}}
    assert list(merge_commits(tmp_path, *ids, choices).files) == ["a.yaml"]  # type: ignore[arg-type] # same


def test_histories_that_crossed_give_back_nothing_that_was_taken_out(tmp_path: Path) -> None:
    """With only one of the two places where they parted, a change would come undone."""
    a, b = b"a: 1\nb: 1\n", b"a: 2\nb: 1\n"
    c, both = b"a: 1\nb: 2\n", b"a: 2\nb: 2\n"
    made = [
        Made({"x.yaml": a}), Made({"x.yaml": b}), Made({"x.yaml": c}, parents=(0,)),
        Made({"x.yaml": both}, parents=(1, 2)), Made({"x.yaml": both}, parents=(2, 1)),
        Made({"x.yaml": b"a: 1\nb: 2\n"}, parents=(3,)),
        Made({"x.yaml": b"a: 2\nb: 3\n"}, parents=(4,)),
    ]  # fmt: skip
    ids = lay_history(tmp_path, made)
    assert len(plain(tmp_path, "merge-base", "--all", ids[5], ids[6]).split()) == 2
    assert content(tmp_path, ids[5], ids[6], "x.yaml") == "a: 1\nb: 3\n"
    assert content(tmp_path, ids[6], ids[5], "x.yaml") == "a: 1\nb: 3\n"


def test_merges_that_follow_each_other_crosswise_are_not_worked_out_from_the_start_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people who bring in each other's state at once, many times over."""
    plan, log = b"a: 1\nb: 1\n", b"c: 1\n"
    commits = [Made({"plan.yaml": plan, "log.yaml": log})]
    one = other = 0
    for each in range(12):
        files = {"plan.yaml": plan, "log.yaml": log}
        parents = (one, other) if one != other else (one,)
        commits.append(Made({**files, "plan.yaml": plan + b"# %d\n" % each}, parents))
        commits.append(Made({**files, "log.yaml": log + b"# %d\n" % each}, parents[::-1]))
        one, other = len(commits) - 2, len(commits) - 1
    ids = lay_history(tmp_path, commits)
    done: list[str] = []

    def counted(path: str, *args: Any, **options: Any) -> Merged:
        done.append(path)
        return merge_file(path, *args, **options)

    monkeypatch.setattr(merge_cache, "merge_file", counted)
    for each in range(1, len(ids), 2):
        merge_commits(tmp_path, ids[each], ids[each + 1])
    assert len(done) <= 5 * len(ids) // 2
