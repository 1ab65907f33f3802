"""Commits made in this process, beside those of git itself."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.counted import counted_gits, needs_shell
from support.histories import Made, lay_history, plain

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import repository
from mentorctl.trail.git.one_run import one_run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

START = {
    "a.yaml": b"1\n", "b/c.yaml": b"2\n", "b/d/e.yaml": b"3\n", "b-f": b"4\n", "g/h": b"5\r\n",
}  # fmt: skip


def put(root: Path, path: str, data: bytes) -> None:
    place = root / path
    for each in reversed(place.relative_to(root).parents):
        if (root / each).is_file():
            (root / each).unlink()
    if place.is_dir():
        shutil.rmtree(place)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def lay(root: Path, form: str = "sha1") -> Path:
    root.mkdir()
    lay_history(root, [Made(START)], form)
    plain(root, "reset", "-q", "--hard")
    return root


def changed(root: Path) -> list[str]:
    return [each.path for each in repository.changed_files(root)]


def as_git_has_it(root: Path, paths: list[str]) -> str:
    """The tree that git itself makes of the last commit and of some files as they are on disk."""
    index = root / ".git/other-index"
    os.environ["GIT_INDEX_FILE"] = str(index)
    try:
        plain(root, "read-tree", "HEAD")
        listed = b"".join(os.fsencode(path) + b"\0" for path in paths)
        plain(root, "update-index", "--add", "--remove", "--replace", "-z", "--stdin", data=listed)
        return plain(root, "write-tree")
    finally:
        del os.environ["GIT_INDEX_FILE"]
        index.unlink(missing_ok=True)


def commit_as_git_does(root: Path, paths: list[str] | None = None) -> None:
    """Commit what differs, and hold it to what git makes of it."""
    paths = changed(root) if paths is None else paths
    expected = as_git_has_it(root, paths)
    repository.commit(root, paths, "a step")
    assert plain(root, "rev-parse", "HEAD^{tree}") == expected
    assert plain(root, "fsck", "--strict", "--no-dangling") == ""
    assert not set(changed(root)) & set(paths)


def step(root: Path, files: Mapping[str, bytes | None]) -> None:
    for path, data in files.items():
        if data is not None:
            put(root, path, data)
        elif (root / path).is_file():
            (root / path).unlink()


def link(root: Path) -> None:
    (root / "a.yaml").unlink()
    (root / "a.yaml").symlink_to("nowhere/at all")


def upright(root: Path) -> None:
    (root / "b/c.yaml").chmod(0o755)
    put(root, "b/new", b"7\n")


WAYS: dict[str, tuple[dict[str, bytes | None], tuple[str, ...]]] = {
    "changed": ({"b/d/e.yaml": b"other\n"}, ()),
    "new": ({"x/y/zoë \N{SNOWMAN}.yaml": b"new\n"}, ()),
    "gone": ({"g/h": None}, ()),
    "a folder where a file was": ({"a.yaml/b/c": b"\n"}, ()),
    "a file where a folder was": ({"b": b"\n"}, ()),
    "all gone": (dict.fromkeys(START), ()),
    "a name of an odd kind": ({'"q\\"\n\t': b"a\r\n"}, ()),
    "line ends by attribute": (
        {".gitattributes": b"* text=auto\n", "a.yaml": b"1\r\n2\r\n"}, (),
    ),
    "line ends by setting": ({"a.yaml": b"1\r\n2\r\n"}, ("core.autocrlf", "true")),
    "another encoding": (
        {".gitattributes": b"*.txt working-tree-encoding=UTF-16\n", "n.txt": b"\xff\xfen\0"}, (),
    ),
    "an id within": ({"b/.gitattributes": b"*.yaml ident\n", "b/c.yaml": b"$Id: 0123 $\n"}, ()),
    "a shared repository": ({"b/c.yaml": b"7\n"}, ("core.sharedRepository", "group")),
}  # fmt: skip


@pytest.mark.parametrize("form", ["sha1", "sha256"])
@pytest.mark.parametrize("way", WAYS)
def test_what_is_committed_is_what_git_would_commit(tmp_path: Path, way: str, form: str) -> None:
    root = lay(tmp_path / "folder", form)
    files, setting = WAYS[way]
    if setting:
        plain(root, "config", *setting)
    step(root, files)
    commit_as_git_does(root)


@pytest.mark.parametrize("said", ["*.yaml working-tree-encoding=ISO-8859-1", "* ident"])
def test_no_copy_has_other_words_committed_than_it_shows(tmp_path: Path, said: str) -> None:
    root = lay(tmp_path / "folder")
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/attributes").write_text(f"{said}\n", encoding="ascii")
    step(root, {"a.yaml": "Zo\u00eb $Id: 1 $\n".encode()})
    before = plain(root, "rev-parse", "HEAD")
    with pytest.raises(GitError, match=r"\.git/info/attributes has git keep other words"):
        repository.commit(root, ["a.yaml"], "a step")
    assert plain(root, "rev-parse", "HEAD") == before
    (root / ".git/info/attributes").write_text("*.yaml text eol=lf\n", encoding="ascii")
    commit_as_git_does(root)


@pytest.mark.skipif(os.name == "nt", reason="links and modes are of another kind there")
@pytest.mark.parametrize("way", [link, upright])
@pytest.mark.parametrize("setting", ["core.fileMode", "core.symlinks", "user.name"])
def test_links_and_modes_are_kept_as_git_keeps_them(
    tmp_path: Path, way: Callable[[Path], object], setting: str
) -> None:
    root = lay(tmp_path / "folder")
    upright(root)
    commit_as_git_does(root)
    way(root)
    plain(root, "config", setting, "false")
    commit_as_git_does(root, ["a.yaml", "b/c.yaml", "b/new"])


def test_an_index_that_says_nothing_changed_is_not_believed(tmp_path: Path) -> None:
    root = lay(tmp_path / "folder")
    plain(root, "update-index", "--assume-unchanged", "a.yaml")
    put(root, "a.yaml", b"this is to be kept\n")
    repository.commit(root, ["a.yaml"], "a step")
    assert plain(root, "show", "HEAD:a.yaml") == "this is to be kept"


def test_a_link_in_the_store_is_not_followed(tmp_path: Path) -> None:
    root = lay(tmp_path / "folder")
    out = tmp_path / "outside"
    out.mkdir()
    for number in range(256):
        place = root / f".git/objects/{number:02x}"
        if not place.exists():
            place.symlink_to(out, target_is_directory=True)
    put(root, "b/d/e.yaml", b"other\n")
    with pytest.raises(GitError, match="symbolic link"):
        repository.commit(root, ["b/d/e.yaml"], "a step")
    assert not list(out.iterdir())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.dictionaries(
            st.lists(st.sampled_from(["a", "b", "a.b", "a-b", "é"]), min_size=1, max_size=3).map(
                "/".join
            ),
            st.sampled_from([None, b"", b"x\n", b"y\r\n"]),
            max_size=4,
        ),
        max_size=3,
    )
)
def test_any_steps_lead_where_git_would_lead(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, bytes | None]]
) -> None:
    root = lay(tmp_path_factory.mktemp("any") / "folder")
    for files in steps:
        step(root, files)
        commit_as_git_does(root)


@needs_shell
def test_a_commit_starts_few_gits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lay(tmp_path / "folder")
    put(root, "b/d/e.yaml", b"other\n")
    started = counted_gits(tmp_path / "counted", monkeypatch)
    with one_run():
        repository.commit(root, ["b/d/e.yaml"], "a step")
    said = [each.split()[0] for each in started()]
    assert said == ["config", "cat-file", "update-index", "update-ref"]
