from __future__ import annotations

import datetime as dt
import subprocess
import zlib
from typing import TYPE_CHECKING

import pytest
from support.histories import Made, lay_history, plain

from mentorctl.trail.errors import GitError
from mentorctl.trail.git import object_reader, objects
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.objects import CorruptObject
from mentorctl.trail.git.tree_entry import TreeEntry

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ["sha1", "sha256"]


def store(root: Path, kind: str, data: bytes) -> str:
    """Put an object into the store that git itself might refuse."""
    return plain(root, "hash-object", "-w", "--literally", "-t", kind, "--stdin", data=data)


def forge(root: Path, name: str, kind: str, data: bytes) -> None:
    """Put something else in an object's place."""
    place = root / ".git/objects" / name[:2] / name[2:]
    place.chmod(0o644)
    place.write_bytes(zlib.compress(b"%b %d\0" % (kind.encode(), len(data)) + data))


@pytest.mark.parametrize("form", FORMATS)
def test_a_commit_says_who_when_and_what(tmp_path: Path, form: str) -> None:
    ids = lay_history(
        tmp_path,
        [
            Made({"a.yaml": b"1"}),
            Made({"a.yaml": b"2"}),
            Made(
                {"a.yaml": b"2"},
                (0, 1),
                "Send it on\n\nMentor: yes\n",
                author="Ngozi Okafor-Lindqvist <ngozi@example.org> 1790000000 +0530",
                committer="Jo <jo@example.org> 1790000060 -0230",
            ),
        ],
        form,
    )
    git = Git(tmp_path)
    *_, commit = objects.commits(git, ids)
    assert commit.id == ids[2]
    assert commit.parents == (ids[0], ids[1])
    assert commit.tree == plain(tmp_path, "rev-parse", f"{ids[2]}^{{tree}}")
    assert commit.author == ("Ngozi Okafor-Lindqvist", "ngozi@example.org", 1790000000, 330)
    assert commit.committer == ("Jo", "jo@example.org", 1790000060, -150)
    assert commit.author.when.isoformat() == "2026-09-21T19:43:20+05:30"
    assert commit.message == "Send it on\n\nMentor: yes"
    shown = subprocess.run(
        ["git", "cat-file", "commit", ids[2]], cwd=tmp_path, check=True, capture_output=True
    )
    assert commit.raw == shown.stdout


def test_bytes_that_are_no_text_are_shown_as_far_as_they_are(tmp_path: Path) -> None:
    (name,) = lay_history(
        tmp_path, [Made({"a": b""}, message=b"caf\xe9\n", author=b"Zo\xeb <z@example.org> 5 +0000")]
    )
    (commit,) = objects.commits(Git(tmp_path), [name])
    assert commit.message == "caf\N{REPLACEMENT CHARACTER}"
    assert commit.author.name == "Zo\N{REPLACEMENT CHARACTER}"
    assert b"caf\xe9\n" in commit.raw


@pytest.mark.parametrize(
    ("line", "stamp", "year"),
    [
        ("A <a@b> 99999999999999999 +0000", ("A", "a@b", objects.LAST_MOMENT, 0), 9999),
        (f"A <a@b> {'9' * 5000} -2359", ("A", "a@b", objects.LAST_MOMENT, -1439), 9999),
        (f"A <a@b> {'0' * 5000}7 +2359", ("A", "a@b", 7, 1439), 1970),
        ("A <a@b> 0 +9999", ("A", "a@b", 0, 1439), 1970),
        ("<> 7 -0000", ("", "", 7, 0), 1970),
        ("nobody at all", ("nobody at all", "", 0, 0), 1970),
        ("", ("", "", 0, 0), 1970),
    ],
)
def test_odd_names_and_times_stop_nothing(
    tmp_path: Path, line: str, stamp: tuple[object, ...], year: int
) -> None:
    lay_history(tmp_path, [Made({"a": b""})])
    tree = plain(tmp_path, "rev-parse", "HEAD^{tree}")
    raw = f"tree {tree}\nauthor {line}\ncommitter {line}\nauthor Z <z@z> 1 +0000\n\nx\0y"
    (commit,) = objects.commits(Git(tmp_path), [store(tmp_path, "commit", raw.encode())])
    assert commit.author == commit.committer == stamp
    assert commit.author.when.year == year
    assert commit.author.when.utcoffset() == dt.timedelta(minutes=commit.author.offset)
    assert commit.message == "x\0y"


@pytest.mark.parametrize("form", FORMATS)
def test_files_come_byte_for_byte_and_large_ones_do_not(tmp_path: Path, form: str) -> None:
    texts = [b"a\r\nb\n", b"", b"\0 blob 3\n", b"x" * 5000, b"last"]
    lay_history(tmp_path, [Made({".gitattributes": b"* text eol=crlf\n"})], form)
    ids = [store(tmp_path, "blob", text) for text in texts]
    git = Git(tmp_path)
    asked = [*ids, ids[0]]
    assert list(objects.blobs(git, asked)) == list(zip(asked, [*texts, texts[0]], strict=True))
    found = dict(objects.blobs(git, ids, largest=4999))
    assert [found[name] for name in ids] == [*texts[:3], None, texts[4]]
    assert list(objects.blobs(git, [])) == []


def test_many_files_are_read_in_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "AT_ONCE", 100)
    monkeypatch.setattr(object_reader, "PORTION", 100)
    ids = lay_history(tmp_path, [Made({"a": bytes([n]) * 40}, message=str(n)) for n in range(7)])
    git = Git(tmp_path)
    read = list(objects.commits(git, ids))
    assert [commit.message for commit in read] == list("0123456")
    held = [entry["a"].id for _, entry in objects.trees(git, [commit.tree for commit in read])]
    assert [data for _, data in objects.blobs(git, held)] == [bytes([n]) * 40 for n in range(7)]


@pytest.mark.parametrize("form", FORMATS)
def test_a_tree_lists_every_file_by_path(tmp_path: Path, form: str) -> None:
    paths = ["program.yaml", "people/zoë.yaml", "a b/c/d.yaml", "people.yaml", "odd\udce9.yaml"]
    lay_history(tmp_path, [Made({path: path.encode("utf-8", "replace") for path in paths})], form)
    git = Git(tmp_path)
    tree = plain(tmp_path, "rev-parse", "HEAD^{tree}")
    found = objects.files(git, tree)
    assert sorted(found) == sorted(paths)
    assert {entry.mode for entry in found.values()} == {"100644"}
    assert dict(objects.blobs(git, [found["a b/c/d.yaml"].id])).popitem()[1] == b"a b/c/d.yaml"
    ((_, top),) = objects.trees(git, [tree])
    assert sorted(top) == ["a b", "odd\udce9.yaml", "people", "people.yaml", "program.yaml"]
    assert top["people"].mode == "040000"


def test_a_link_is_told_from_a_file(tmp_path: Path) -> None:
    lay_history(tmp_path, [Made({"a": b"x"})])
    blob = store(tmp_path, "blob", b"/etc/passwd")
    tree = plain(tmp_path, "mktree", data=f"120000 blob {blob}\tkey.yaml\n".encode())
    assert objects.files(Git(tmp_path), tree) == {"key.yaml": TreeEntry("120000", blob)}


def test_a_tree_that_names_itself_many_times_over_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(objects, "MOST_FILES", 10_000)
    monkeypatch.setattr(objects, "DEEPEST", 9)
    lay_history(tmp_path, [Made({"a": b"x"})])
    wide = deep = plain(tmp_path, "rev-parse", "HEAD^{tree}")
    for _ in range(8):
        lines = "".join(f"040000 tree {wide}\t{n}\n" for n in range(30))
        wide = plain(tmp_path, "mktree", data=lines.encode())
    for _ in range(objects.DEEPEST):
        deep = plain(tmp_path, "mktree", data=f"040000 tree {deep}\td\n".encode())
    for bomb in (wide, deep):
        with pytest.raises(GitError, match="more files or deeper folders"):
            objects.files(Git(tmp_path), bomb)


@pytest.mark.parametrize(
    "raw",
    [b"100644 a\0" + b"x" * 19, b"100644 a\0" + b"x" * 20 + b"100644 a\0" + b"y" * 20,
     b"100644 \0" + b"x" * 20, b"100644", b"x a\0" + b"x" * 20],
    ids=["cut short", "one name twice", "no name", "no end", "no mode"],
)  # fmt: skip
def test_a_tree_that_hides_something_is_damaged(tmp_path: Path, raw: bytes) -> None:
    lay_history(tmp_path, [Made({"a": b"x"})])
    name = store(tmp_path, "tree", raw)
    with pytest.raises(CorruptObject, match="no folder that can be read") as raised:
        objects.files(Git(tmp_path), name)
    assert raised.value.id == name


def test_what_is_no_commit_is_damaged(tmp_path: Path) -> None:
    lay_history(tmp_path, [Made({"a": b"x"})])
    name = store(tmp_path, "commit", b"tree nothing\n\n")
    with pytest.raises(CorruptObject, match="no commit that can be read"):
        list(objects.commits(Git(tmp_path), [name]))


@pytest.mark.parametrize("name", ["HEAD", "HEAD\nHEAD", "", "--all", "0" * 39, "G" * 40])
def test_only_ids_are_asked_for(tmp_path: Path, name: str) -> None:
    lay_history(tmp_path, [Made({"a": b"x"})])
    git = Git(tmp_path)
    assert objects.kinds(git, [name]) == {name: None}
    for read in (objects.commits, objects.trees, objects.blobs):
        with pytest.raises(CorruptObject):
            list(read(git, [name]))


def test_kinds_of_objects(tmp_path: Path) -> None:
    (commit,) = lay_history(tmp_path, [Made({"a": b"x"})])
    tree = plain(tmp_path, "rev-parse", "HEAD^{tree}")
    blob = plain(tmp_path, "rev-parse", "HEAD:a")
    git = Git(tmp_path)
    asked = [blob, "0" * 40, commit, tree]
    assert list(objects.kinds(git, asked).items()) == list(
        zip(asked, ["blob", None, "commit", "tree"], strict=True)
    )
    for read, wrong in (
        (objects.commits, [tree, blob, "0" * 40]),
        (objects.trees, [commit, blob, "0" * 40]),
        (objects.blobs, [commit, tree, "0" * 40]),
    ):
        for name in wrong:
            with pytest.raises(CorruptObject) as raised:
                list(read(git, [name]))
            assert raised.value.id == name


@pytest.mark.parametrize("form", FORMATS)
def test_a_forged_store_is_noticed(tmp_path: Path, form: str) -> None:
    (commit,) = lay_history(tmp_path, [Made({"a": b"true", "b": b"other"})], form)
    git = Git(tmp_path)
    tree = plain(tmp_path, "rev-parse", "HEAD^{tree}")
    blob = plain(tmp_path, "rev-parse", "HEAD:a")
    raw = next(iter(objects.commits(git, [commit]))).raw
    other = plain(tmp_path, "mktree", data=f"100644 blob {blob}\tb\n".encode())
    forge(tmp_path, blob, "blob", b"false")
    forge(tmp_path, commit, "commit", raw.replace(b"Jo", b"Bo"))
    half = len(other) // 2
    forge(tmp_path, tree, "tree", b"100644 b\0" + bytes.fromhex(blob)[:half])
    assert plain(tmp_path, "show", "HEAD:b") == "false", "git itself does not notice"
    for read, name in ((objects.commits, commit), (objects.trees, tree), (objects.blobs, blob)):
        with pytest.raises(CorruptObject, match="is not what its id says") as raised:
            list(read(git, [name]))
        assert raised.value.id == name
    with pytest.raises(CorruptObject):
        objects.files(git, tree)


def test_replaced_objects_are_read_as_they_are(tmp_path: Path) -> None:
    ids = lay_history(tmp_path, [Made({"a": b"true"}), Made({"a": b"false"}, message="Forged")])
    true, false = (plain(tmp_path, "rev-parse", f"{name}:a") for name in ids)
    plain(tmp_path, "replace", true, false)
    plain(tmp_path, "replace", ids[0], ids[1])
    assert plain(tmp_path, "cat-file", "-p", true) == "false", "the trap itself does not work"
    git = Git(tmp_path)
    assert list(objects.blobs(git, [true])) == [(true, b"true")]
    assert next(iter(objects.commits(git, [ids[0]]))).message == "step"
