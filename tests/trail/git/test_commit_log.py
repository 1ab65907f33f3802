from __future__ import annotations

import random
import zlib
from typing import TYPE_CHECKING

import pytest
from support.histories import Made, lay_history, plain

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import commit_log, repository, tree_diff
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import latest, walk
from mentorctl.trail.git.last_touches import last_commits
from mentorctl.trail.git.merging import merge_base
from mentorctl.trail.git.objects import CorruptObject
from mentorctl.trail.git.tree_diff import Difference

if TYPE_CHECKING:
    from pathlib import Path

PATHS = ["program.yaml", "people/ana.yaml", "pairings/2026-2027/a-b/plan.yaml", "people.yaml"]
SIDES = [
    Made({"a": b"1", "b": b"1"}),
    Made({"a": b"2", "b": b"1"}, (0,)),
    Made({"a": b"1", "b": b"2"}, (0,)),
]


def touched(root: Path, ids: list[str], *paths: str) -> dict[str, int]:
    """The place in the list of the commit that touched each file last."""
    found = last_commits(root, paths or None)
    return {path: ids.index(found[path].commit) for path in sorted(found)}


def random_history(seed: int, number: int) -> list[Made]:
    """Commits, merges of several, second roots, and sides that are not taken over."""
    chance = random.Random(seed)  # noqa: S311 - shapes, no secrets
    made: list[Made] = []
    loose: set[int] = set()
    for place in range(number):
        count = chance.choice([1, 1, 1, 1, 2, 2, 3])
        parents = tuple(chance.sample(range(max(0, place - 5), place), min(count, place, 5)))
        if place and chance.random() < 0.05:
            parents = ()
        if place == number - 1:
            parents = tuple(sorted(loose))
        loose = (loose - set(parents)) | {place}
        files = dict(made[parents[0]].files) if parents else {}
        for path in PATHS:
            kind = chance.random()
            if kind < 0.25:
                files[path] = b"%d" % chance.randrange(3)
            elif kind < 0.32:
                files.pop(path, None)
            elif kind < 0.6 and parents:
                taken = made[chance.choice(parents)].files
                files.pop(path, None)
                files |= {path: taken[path]} if path in taken else {}
        made.append(Made(files, parents, f"step {place}"))
    return made


# --- the last commit that touched a file ----------------------------------------------------


def test_the_last_commit_of_each_file(tmp_path: Path) -> None:
    ids = lay_history(
        tmp_path,
        [
            Made({"a b/é.yaml": b"1", "b": b"1", "gone": b"1", "old": b"same"}),
            Made({"a b/é.yaml": b"2", "b": b"1", "gone": b"1", "old": b"same"}),
            Made(
                {"a b/é.yaml": b"2", "b": b"1", "new": b"same"},
                author="Zoë Vogel <z@example.org> 1790000000 -0500",
                committer="Jo <jo@example.org> 1790009999 +0000",
            ),
            Made({"a b/é.yaml": b"2", "b": b"1", "new": b"same"}, message="nothing"),
        ],
    )
    assert touched(tmp_path, ids) == {"a b/é.yaml": 1, "b": 0, "gone": 2, "new": 2, "old": 2}
    assert touched(tmp_path, ids, "b", "gone", "never") == {"b": 0, "gone": 2}
    touch = last_commits(tmp_path, ["new"])["new"]
    assert touch.author == "Zoë Vogel"
    assert touch.when.isoformat() == "2026-09-21T09:13:20-05:00"


def test_before_the_first_commit_nothing_was_touched(tmp_path: Path) -> None:
    repository.init(tmp_path)
    (tmp_path / "a").write_text("1")
    assert last_commits(tmp_path) == {}
    assert list(walk(tmp_path)) == []
    commit_log.check_trees(tmp_path)
    assert commit_log.unsaved(tmp_path) == {"a"}
    assert last_commits(tmp_path, []) == {}


@pytest.mark.parametrize(
    ("merge", "expected"),
    [
        (Made({"a": b"2", "b": b"2"}, (1, 2)), {"a": 1, "b": 2}),
        (Made({"a": b"2", "b": b"1"}, (1, 2)), {"a": 1, "b": 0}),
        (Made({"a": b"1", "b": b"2"}, (1, 2)), {"a": 0, "b": 2}),
        (Made({"a": b"2", "b": b"3"}, (1, 2)), {"a": 1, "b": 3}),
        (Made({"a": b"2", "b": b"2", "c": b"x"}, (1, 2)), {"a": 1, "b": 2, "c": 3}),
        (Made({"b": b"2"}, (1, 2)), {"a": 3, "b": 2}),
        (Made({"a": b"1", "b": b"1"}, (1, 2)), {"a": 0, "b": 0}),
        (Made({"a": b"1", "b": b"1"}, (2, 1)), {"a": 0, "b": 0}),
        (Made({"a": b"2", "b": b"2"}, (0, 1, 2)), {"a": 1, "b": 2}),
        (Made({"a": b"2", "b": b"4"}, (0, 1, 2)), {"a": 1, "b": 3}),
    ],
    ids=["both", "ours", "theirs", "by hand", "something new", "deleted", "neither",
         "neither, turned round", "octopus", "octopus by hand"],
)  # fmt: skip
def test_a_merge_touches_only_what_it_changes_itself(
    tmp_path: Path, merge: Made, expected: dict[str, int]
) -> None:
    ids = lay_history(tmp_path, [*SIDES, merge])
    assert touched(tmp_path, ids) == expected
    assert touched(tmp_path, ids, *expected) == expected


def test_files_that_parted_meet_again(tmp_path: Path) -> None:
    ids = lay_history(
        tmp_path,
        [
            Made({"a": b"1", "b": b"1"}),
            Made({"a": b"2", "b": b"1"}, (0,)),
            Made({"a": b"1", "b": b"3"}, (0, 1)),
            Made({"a": b"1", "b": b"1"}, (2, 1)),
        ],
    )
    assert touched(tmp_path, ids) == {"a": 0, "b": 0}


@pytest.mark.parametrize("seed", range(5))
def test_every_file_has_the_commit_that_git_finds_for_it_alone(tmp_path: Path, seed: int) -> None:
    ids = lay_history(tmp_path, random_history(seed, 30))
    expected = {
        path: found
        for path in PATHS
        if (found := plain(tmp_path, "log", "-1", "--topo-order", "--format=%H", "--", path))
    }
    assert set(expected.values()) <= set(ids)
    for asked in (None, PATHS, PATHS[:2]):
        touches = last_commits(tmp_path, asked)
        assert {path: touch.commit for path, touch in touches.items()} == {
            path: name for path, name in expected.items() if asked is None or path in asked
        }


@pytest.mark.parametrize("seed", range(8))
def test_a_few_files_have_the_commits_that_they_have_among_all(tmp_path: Path, seed: int) -> None:
    lay_history(tmp_path, random_history(seed, 30))
    every = last_commits(tmp_path)
    for asked in (PATHS, PATHS[:2], PATHS[1:3], PATHS[3:]):
        found = last_commits(tmp_path, asked)
        for path in PATHS:
            assert found.get(path) == (every.get(path) if path in asked else None), path


def test_shares_of_any_size_tell_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_history(tmp_path, random_history(9, 30))
    steps, touches = list(walk(tmp_path)), last_commits(tmp_path)
    assert len(steps) == 30
    for size in (1, 2, 7):
        monkeypatch.setattr(tree_diff, "SHARE", size)
        assert list(walk(tmp_path)) == steps
        assert last_commits(tmp_path) == touches
    assert last_commits(tmp_path, ["never"]) == {}


def test_files_that_differ_from_the_last_commit(tmp_path: Path) -> None:
    lay_history(tmp_path, [Made({"a": b"1", "b": b"1", "folder/ü": b"1"})])
    plain(tmp_path, "reset", "-q", "--hard")
    (tmp_path / "a").write_bytes(b"2")
    (tmp_path / "folder/ü").unlink()
    (tmp_path / "c").write_bytes(b"")
    assert commit_log.unsaved(tmp_path) == {"a", "folder/ü", "c"}


# --- the walk -------------------------------------------------------------------------------


def blob(root: Path, commit: str, path: str) -> str:
    return plain(root, "rev-parse", f"{commit}:{path}")


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_the_walk_tells_each_change_against_each_parent(
    tmp_path: Path, seed: int, form: str
) -> None:
    made = random_history(seed, 25)
    ids = lay_history(tmp_path, made, form)
    used = {text for commit in made for text in commit.files.values()}
    texts = {text: plain(tmp_path, "hash-object", "--stdin", data=text) for text in used}
    passed: set[str] = set()
    for step in walk(tmp_path):
        assert set(step.commit.parents) <= passed
        passed.add(step.commit.id)
        commit = made[ids.index(step.commit.id)]
        assert commit.parents is not None
        assert step.commit.message == commit.message
        assert [ids.index(parent) for parent in step.commit.parents] == list(commit.parents)
        befores = [made[parent].files for parent in commit.parents] or [{}]
        assert not step.cut
        assert step.changes == tuple(
            tuple(
                Difference(
                    path,
                    texts[before[path]] if path in before else None,
                    texts[commit.files[path]] if path in commit.files else None,
                    "100644" if path in commit.files else "000000",
                )
                for path in sorted({*before, *commit.files})
                if before.get(path) != commit.files.get(path)
            )
            for before in befores
        )
    assert passed == set(ids)


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_a_short_history_in_one_line_is_told_the_same_without_a_walk(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [*random_history(1, 12)[:4], Made({}), Made({"a": b"x"}), Made({"a": b"x"})]
    ids = lay_history(tmp_path, [each._replace(parents=None) for each in made], form)
    assert latest(Git(tmp_path), None) == list(walk(tmp_path))
    (tmp_path / ".git/shallow").write_text(f"{ids[1]}\n")
    assert latest(Git(tmp_path), None) is None
    (tmp_path / ".git/shallow").unlink()
    monkeypatch.setattr(commit_log, "FEW", len(ids) - 1)
    assert latest(Git(tmp_path), None) is None
    assert latest(Git(tmp_path), ids[0]) == list(walk(tmp_path, ids[0]))


def test_where_sides_meet_it_is_walked(tmp_path: Path) -> None:
    lay_history(tmp_path, [*SIDES, Made({"a": b"2", "b": b"2"}, (1, 2))])
    assert latest(Git(tmp_path), None) is None


def test_a_walk_since_a_commit_begins_after_it(tmp_path: Path) -> None:
    made = [*SIDES, Made({"a": b"2", "b": b"2"}, (1, 2)), Made({"a": b"2", "b": b"2"}, (3,))]
    ids = lay_history(tmp_path, made)
    assert [step.commit.id for step in walk(tmp_path, ids[3])] == [ids[4]]
    assert list(walk(tmp_path, ids[4])) == []
    # the other side is not what led to the commit, so it is in the walk
    side, merge, last = walk(tmp_path, ids[1][:10])
    assert [side.commit.id, merge.commit.id, last.commit.id] == ids[2:]
    assert not side.cut
    assert [[change.path for change in each] for each in side.changes] == [["b"]]
    assert [[change.path for change in each] for each in merge.changes] == [["b"], ["a"]]
    assert last.changes == ((),)


@pytest.mark.parametrize("since", ["0" * 40, "main", "--all", ""])
def test_a_walk_since_no_commit_says_so(tmp_path: Path, since: str) -> None:
    lay_history(tmp_path, SIDES)
    with pytest.raises(GitError, match="no commit has an id") as raised:
        list(walk(tmp_path, since))
    assert "mentorctl history" in raised.value.hint


def test_the_start_of_an_id_is_enough(tmp_path: Path) -> None:
    ids = lay_history(tmp_path, [Made({"a": b"%d" % n}) for n in range(3)])
    plain(tmp_path, "branch", ids[0][:8], ids[2])
    assert commit_log.full_id(tmp_path, ids[0][:8]) == ids[0]
    assert commit_log.full_id(tmp_path, ids[0]) == ids[0]
    assert commit_log.full_id(tmp_path, ids[0][:10].upper()) == ids[0]
    few = next(size for size in range(1, 40) if len({each[:size] for each in ids}) == len(ids))
    assert commit_log.full_id(tmp_path, ids[0][:few]) == ids[0]
    with pytest.raises(GitError, match="no commit"):
        commit_log.full_id(tmp_path, blob(tmp_path, ids[0], "a"))


def test_two_commits_that_start_alike_are_not_guessed_between(tmp_path: Path) -> None:
    ids = lay_history(tmp_path, [Made({"a": b""}, (), f"number {n}") for n in range(900)])
    starts = [name[:4] for name in ids]
    twice = next(start for start in starts if starts.count(start) > 1)
    with pytest.raises(GitError, match="more than one commit") as raised:
        commit_log.full_id(tmp_path, twice)
    assert "write more of it" in raised.value.hint


def test_one_letter_is_enough_where_no_other_commit_starts_so(tmp_path: Path) -> None:
    ids = lay_history(tmp_path, [Made({"a": b"%d" % n}) for n in range(17)])
    for letter in "0123456789abcdef":
        found = [each for each in ids if each.startswith(letter)]
        if len(found) == 1:
            assert commit_log.full_id(tmp_path, letter) == found[0]
        else:
            number = "more than one" if found else "no"
            with pytest.raises(GitError, match=f"{number} commit has"):
                commit_log.full_id(tmp_path, letter)


def test_a_partly_read_walk_can_be_left(tmp_path: Path) -> None:
    lay_history(tmp_path, [Made({"a": b"%d" % n}) for n in range(20)])
    steps = walk(tmp_path)
    assert next(steps).commit.parents == ()
    steps.close()  # type: ignore[attr-defined]  # it is a generator


def test_names_that_are_no_text_and_links_and_repositories(tmp_path: Path) -> None:
    odd = 'café \udce9\n"x"\t.yaml'
    modules = b'[submodule "s"]\n\tpath = s\n\turl = /x\n\tignore = all\n'
    (first,) = lay_history(tmp_path, [Made({"plain": b"1", ".gitmodules": modules})])
    text = plain(tmp_path, "hash-object", "-w", "--stdin", data=b"x")
    listed = [f"100644 blob {text}\t{odd}", f"120000 blob {text}\tlink",
              f"160000 commit {first}\ts", ""]  # fmt: skip
    tree = plain(
        tmp_path, "mktree", "-z", data="\0".join(listed).encode("utf-8", "surrogateescape")
    )
    commit = plain(tmp_path, "commit-tree", tree, "-p", first, "-m", "odd")
    plain(tmp_path, "update-ref", "HEAD", commit)
    (tmp_path / ".gitmodules").write_bytes(modules)
    with (tmp_path / ".git/config").open("ab") as config:
        config.write(modules)
    assert "160000" not in plain(tmp_path, "diff-tree", "-r", commit), "the trap does not work"
    *_, step = walk(tmp_path)
    assert latest(Git(tmp_path), None) == list(walk(tmp_path))
    assert {change.path: change.mode for change in step.changes[0]} == {
        ".gitmodules": "000000", "plain": "000000", odd: "100644", "link": "120000", "s": "160000",
    }  # fmt: skip
    assert last_commits(tmp_path, [odd, "s"]).keys() == {odd, "s"}


# --- what a copy does not have, and what a folder only claims ---------------------------------


def test_a_shallow_copy_says_where_it_begins(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    ids = lay_history(
        whole,
        [
            Made({"a": b"1", "b": b"1", "c": b"1"}),
            Made({"a": b"2", "b": b"1", "c": b"1"}),
            Made({"a": b"2", "b": b"2", "c": b"1"}),
        ],
    )
    plain(tmp_path, "clone", "-q", "--depth=2", whole.as_uri(), "part")
    begin, last = walk(tmp_path / "part")
    assert (begin.commit.id, begin.cut, begin.changes) == (ids[1], True, ())
    assert begin.commit.parents == (ids[0],)
    assert (last.commit.id, last.cut) == (ids[2], False)
    assert [change.path for change in last.changes[0]] == ["b"]
    assert touched(tmp_path / "part", ids) == {"b": 2}
    assert not commit_log.is_ancestor(tmp_path / "part", ids[0], ids[2])
    assert commit_log.is_ancestor(tmp_path / "part", ids[1], ids[2])


def test_a_cut_that_the_folder_only_claims_is_told(tmp_path: Path) -> None:
    ids = lay_history(tmp_path, [Made({"a": b"%d" % n}) for n in range(3)])
    (tmp_path / ".git/shallow").write_text(f"{ids[1]}\n")
    assert [(step.commit.id, step.cut) for step in walk(tmp_path)] == [
        (ids[1], True), (ids[2], False)
    ]  # fmt: skip


def _replace(root: Path, ids: list[str]) -> None:
    plain(root, "replace", ids[1], ids[3])


def _replace_with_graft(root: Path, ids: list[str]) -> None:
    plain(root, "replace", "--graft", ids[2], ids[0])


def _graft(root: Path, ids: list[str]) -> None:
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/grafts").write_text(f"{ids[2]} {ids[0]}\n")


def _commit_graph(root: Path, ids: list[str]) -> None:
    plain(root, "commit-graph", "write", "--reachable")
    graph = root / ".git/objects/info/commit-graph"
    false, true = (plain(root, "rev-parse", f"{ids[n]}^{{tree}}") for n in (0, 1))
    data = graph.read_bytes()
    graph.chmod(0o644)
    graph.write_bytes(data.replace(bytes.fromhex(true), bytes.fromhex(false)))


@pytest.mark.parametrize("bend", [_replace, _replace_with_graft, _graft, _commit_graph])
def test_nothing_in_the_folder_bends_history(
    tmp_path: Path, bend: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = lay_history(
        tmp_path,
        [
            Made({"a": b"1", "b": b"1"}),
            Made({"a": b"2", "b": b"1"}),
            Made({"a": b"2", "b": b"2"}),
            Made({"a": b"x", "b": b"x"}, (0,)),
        ],
    )
    plain(tmp_path, "update-ref", "HEAD", ids[2])
    asked = ("log", "--topo-order", "--format=%P %T %s", "--raw")
    before = plain(tmp_path, *asked)
    true = list(walk(tmp_path))
    assert callable(bend)
    bend(tmp_path, ids)
    assert plain(tmp_path, *asked) != before, "the trap itself does not work"
    monkeypatch.setenv("GIT_GRAFT_FILE", str(tmp_path / ".git/info/grafts"))
    assert list(walk(tmp_path)) == true
    assert touched(tmp_path, ids) == {"a": 1, "b": 2}
    assert commit_log.is_ancestor(tmp_path, ids[1], ids[2])


@pytest.mark.parametrize("text", ["garbage", "", "1234567890" * 4])
def test_a_lost_tip_is_not_taken_for_an_empty_history(tmp_path: Path, text: str) -> None:
    lay_history(tmp_path, SIDES)
    (tmp_path / ".git/refs/heads/main").write_text(f"{text}\n")
    for call in (last_commits, lambda root: list(walk(root))):
        with pytest.raises(GitError, match=r"is damaged|bad object"):
            call(tmp_path)


@pytest.mark.parametrize(
    ("place", "old", "new"),
    [(place, old, new) for place in range(3)
     for old, new in ((b"Jo", b"Bo"), (b"tree ", b"tree 0"), (b"author", b"parents"))],
)  # fmt: skip
def test_a_forged_commit_stops_the_walk(tmp_path: Path, place: int, old: bytes, new: bytes) -> None:
    ids = lay_history(tmp_path, [Made({"a": b"%d" % n}) for n in range(3)])
    file = tmp_path / ".git/objects" / ids[place][:2] / ids[place][2:]
    _, _, raw = zlib.decompress(file.read_bytes()).partition(b"\0")
    forged = raw.replace(old, new)
    file.chmod(0o644)
    file.write_bytes(zlib.compress(b"commit %d\0%b" % (len(forged), forged)))
    with pytest.raises(GitError):
        list(walk(tmp_path))
    with pytest.raises(GitError):
        latest(Git(tmp_path), None)


def test_a_forged_parent_is_noticed(tmp_path: Path) -> None:
    ids = lay_history(tmp_path, [Made({"a": b"%d" % n}) for n in range(3)])
    file = tmp_path / ".git/objects" / ids[2][:2] / ids[2][2:]
    file.chmod(0o644)
    forged = zlib.decompress(file.read_bytes()).replace(ids[1].encode(), ids[0].encode())
    file.write_bytes(zlib.compress(forged))
    assert plain(tmp_path, "rev-list", "--count", "HEAD") == "2", "git itself does not notice"
    with pytest.raises(CorruptObject) as raised:
        list(walk(tmp_path))
    assert raised.value.id == ids[2]
    with pytest.raises(CorruptObject):
        latest(Git(tmp_path), None)


@pytest.mark.parametrize("place", [0, 2])
def test_a_forged_folder_is_noticed(tmp_path: Path, place: int) -> None:
    ids = lay_history(tmp_path, [Made({"f/a": b"%d" % n, "f/b": b"x"}) for n in range(3)])
    commit_log.check_trees(tmp_path)
    commit_log.check_trees(tmp_path, ids[0])
    tree = blob(tmp_path, ids[place], "f")
    true, false = (blob(tmp_path, ids[n], "f/a") for n in (place, 1))
    file = tmp_path / ".git/objects" / tree[:2] / tree[2:]
    file.chmod(0o644)
    data = zlib.decompress(file.read_bytes())
    file.write_bytes(zlib.compress(data.replace(bytes.fromhex(true), bytes.fromhex(false))))
    told = [change.after for step in walk(tmp_path) for change in step.changes[0]]
    assert true not in told, "git itself does not notice"
    with pytest.raises(CorruptObject) as raised:
        commit_log.check_trees(tmp_path)
    assert raised.value.id == tree
    with pytest.raises(CorruptObject):
        latest(Git(tmp_path), None)
    if place == 0:
        commit_log.check_trees(tmp_path, ids[0])


@pytest.mark.parametrize("folder", ["", "f"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_lost_folder_is_noticed(tmp_path: Path, folder: str, place: int) -> None:
    ids = lay_history(tmp_path, [Made({"f/a": b"%d" % n, "b": b"x"}) for n in range(3)])
    tree = blob(tmp_path, ids[place], folder)
    true = list(walk(tmp_path))
    (tmp_path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    calls = (last_commits, lambda root: list(walk(root)), commit_log.check_trees,
             lambda root: latest(Git(root), None))  # fmt: skip
    for call in calls:
        with pytest.raises(GitError):
            call(tmp_path)
    steps = walk(tmp_path)
    with pytest.raises(GitError):
        assert all(step == before for step, before in zip(steps, true, strict=True))


ODD = ["\nencoding UTF-16LE\n\nx", "\nencoding UTF-16LE\n\nxy",
       "\nencoding UTF-7\n\n+AAo-", "\n\nx\0{first}\ny", "\0{first}\nmore\n\nx",
       "\ngpgsig x\n y\n\n\ncommit {first}\n"]  # fmt: skip


@pytest.mark.parametrize("end", ODD)
def test_nothing_in_a_commit_is_taken_for_another(tmp_path: Path, end: str) -> None:
    first, stray = lay_history(tmp_path, [Made({"a": b"1"}), Made({"a": b"2"}, ())])
    tree = plain(tmp_path, "rev-parse", "HEAD^{tree}")
    stamp = "A <> 1 +0000"
    raw = f"tree {tree}\nparent {first}\nauthor {stamp}\ncommitter {stamp}" + end.format(
        first=stray
    )
    name = plain(tmp_path, "hash-object", "-w", "-t", "commit", "--literally", "--stdin",
                 data=raw.encode())  # fmt: skip
    plain(tmp_path, "update-ref", "--no-deref", "HEAD", name)
    begin, last = walk(tmp_path)
    assert (begin.commit.id, last.commit.id) == (first, name)
    assert last.commit.raw == raw.encode()
    assert [change.path for change in last.changes[0]] == ["a"]
    assert last_commits(tmp_path)["a"].commit == name


def test_settings_of_the_folder_hide_no_change(tmp_path: Path) -> None:
    ids = lay_history(tmp_path, [Made({"a": b"1", "b": b"x"}), Made({"a": b"2", "c": b"x"})])
    true = list(walk(tmp_path))
    (tmp_path / "order").write_text("c\n")
    with (tmp_path / ".git/config").open("a") as config:
        config.write(
            "[diff]\n\trenames = copies\n\tignoreSubmodules = all\n\torderFile = order\n"
            "\trelative = true\n\tnoprefix = true\n[log]\n\tshowRoot = false\n\tfollow = true\n"
            "\tdate = relative\n\tshowSignature = true\n[core]\n\tabbrev = 5\n\tquotePath = true\n"
            "[format]\n\tpretty = oneline\n[i18n]\n\tlogOutputEncoding = UTF-16\n"
            "[color]\n\tui = always\n[mailmap]\n\tfile = order\n"
        )
    assert list(walk(tmp_path)) == true
    assert touched(tmp_path, ids) == {"a": 1, "b": 1, "c": 1}


def test_a_commit_that_names_a_parent_twice(tmp_path: Path) -> None:
    ids = lay_history(tmp_path, [Made({"a": b"1"}), Made({"a": b"2"})])
    tree = plain(tmp_path, "rev-parse", "HEAD^{tree}")
    parent = f"parent {ids[0]}\n"
    raw = f"tree {tree}\n{parent * 2}author A <> 1 +0000\ncommitter A <> 1 +0000\n\nx"
    name = plain(tmp_path, "hash-object", "-w", "-t", "commit", "--literally", "--stdin",
                 data=raw.encode())  # fmt: skip
    plain(tmp_path, "update-ref", "HEAD", name)
    *_, step = walk(tmp_path)
    assert step.commit.parents == (ids[0], ids[0])
    assert [[change.path for change in each] for each in step.changes] == [["a"], ["a"]]
    assert last_commits(tmp_path)["a"].commit == name


def test_what_led_to_a_commit(tmp_path: Path) -> None:
    ids = lay_history(tmp_path, SIDES)
    text = blob(tmp_path, ids[0], "a")
    for old, new, led in (
        (ids[0], ids[2], True), (ids[0], ids[0], True), (ids[2], ids[0], False),
        (ids[1], ids[2], False), ("0" * 40, ids[2], False), (ids[0], "0" * 40, False),
        (text, ids[2], False), ("HEAD", ids[2], False), (ids[0], "--all", False),
    ):  # fmt: skip
        assert commit_log.is_ancestor(tmp_path, old, new) is led


@pytest.mark.parametrize("side", [False, True])
def test_what_led_to_a_commit_whatever_the_clocks_said(tmp_path: Path, side: bool) -> None:
    """A wrong clock makes commits that claim to be older than what they follow."""
    author = "A Name <a@example.org> {} +0000"
    made = [Made({"a": b"%d" % each}, author=author.format(1_790_000_000 + each))
            for each in range(70)]  # fmt: skip
    made += [Made({"a": b"%d" % each}, author=author.format(1_500_000_000 + each))
             for each in range(70, 140)]  # fmt: skip
    if side:
        made += [Made({"a": b"3"}, (100,)), Made({"a": b"139"}, (139, 140))]
    ids = lay_history(tmp_path, made)
    assert commit_log.is_ancestor(tmp_path, ids[69], ids[-1])
    assert commit_log.is_ancestor(tmp_path, ids[3], ids[-1])
    assert not commit_log.is_ancestor(tmp_path, ids[-1], ids[69])
    assert [step.commit.id for step in walk(tmp_path, ids[69])][:70] == ids[70:140]
    assert {step.commit.id for step in walk(tmp_path, ids[69])} == set(ids[70:])
    here = commit_log.new_here(tmp_path, ids[69], ids[-1])
    assert {each.id for each in here} == {*ids[70:141]} - ({ids[141]} if side else set())
    assert merge_base.last_touched(tmp_path, ["a"], ids[139], ids[-1]) is None


def test_a_folder_without_history_is_said(tmp_path: Path) -> None:
    for call in (last_commits, commit_log.unsaved, lambda root: list(walk(root))):
        with pytest.raises(GitError, match="no history of its own"):
            call(tmp_path)
