from __future__ import annotations

import errno
import hashlib
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mentorctl.store.folder import Folder
from mentorctl.store.write import journal
from mentorctl.store.write.change_set import ChangeSet, Conflict, WriteError, recover, unfinished
from mentorctl.store.write.fsync import checked
from mentorctl.store.write.journal import pending
from mentorctl.store.write.journal_folder import copy_of, foreign, home_of

if TYPE_CHECKING:
    from collections.abc import Iterator

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such thing")


@pytest.fixture(params=["with git", "without"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    folder.mkdir()
    if request.param == "with git":
        (folder / ".git").mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.yaml").write_bytes(b"n: 0\r\n")
    return folder


def files(root: Path) -> dict[str, str]:
    return {
        each.relative_to(root).as_posix(): each.read_bytes().decode()
        for each in sorted(root.rglob("*"))
        if each.is_file() and not {".git", ".mentorctl"} & set(each.relative_to(root).parts)
    }


def journals(root: Path) -> list[Path]:
    return [*root.glob(".git/mentorctl/journal-*"), *root.glob(".mentorctl/journal-*")]


OLD = {"a.yaml": "n: 0\r\n", "b.yaml": "n: 0\r\n", "c.yaml": "n: 0\r\n"}


def test_several_files_change_together_and_nothing_else_is_left(root: Path) -> None:
    changes = ChangeSet(root)
    changes.edit("a.yaml", lambda text: text.replace("0", "1"))
    changes.edit("a.yaml", lambda text: text + "m: é\n")
    changes.edit("b.yaml", lambda text: text)
    changes.replace("c.yaml", "new\n")
    changes.replace("d.yaml", "new\n")
    changes.create("people/ana.yaml", "name: Ana\n")
    changes.create_bytes("evidence/x.bin", b"\x00\x7f")
    assert dict(changes.pending)["a.yaml"] == "n: 1\r\nm: é\n".encode()
    assert files(root) == OLD
    done = changes.apply()
    assert done == ("a.yaml", "c.yaml", "d.yaml", "people/ana.yaml", "evidence/x.bin")
    assert files(root) == {
        "a.yaml": "n: 1\r\nm: é\n",
        "b.yaml": "n: 0\r\n",
        "c.yaml": "new\n",
        "d.yaml": "new\n",
        "evidence/x.bin": "\x00\x7f",
        "people/ana.yaml": "name: Ana\n",
    }
    assert journals(root) == []
    assert not unfinished(root)


def test_an_edit_that_changes_nothing_writes_nothing(root: Path) -> None:
    before = (root / "a.yaml").stat().st_mtime_ns
    changes = ChangeSet(root)
    changes.edit("a.yaml", lambda text: text)
    assert changes.apply() == ()
    assert (root / "a.yaml").stat().st_mtime_ns == before


@POSIX
def test_a_new_folder_appears_in_one_step_and_rights_stay(root: Path) -> None:
    (root / "a.yaml").chmod(0o640)
    changes = ChangeSet(root)
    changes.edit("a.yaml", lambda text: text + "x: 1\n")
    changes.apply()
    assert (root / "a.yaml").stat().st_mode & 0o777 == 0o640
    changes = ChangeSet(root)
    changes.create("pairings/2026-2027/a-b/pairing.yaml", "x: 1\n")
    changes.create("pairings/2026-2027/a-b/experiences/1.yaml", "slot: 1\n")
    changes.apply()
    folder = root / "pairings/2026-2027/a-b"
    assert (folder / "experiences/1.yaml").read_text() == "slot: 1\n"
    assert journals(root) == []


@pytest.mark.parametrize("others", [0, 2])
def test_a_file_changed_meanwhile_is_not_overwritten(root: Path, others: int) -> None:
    changes = ChangeSet(root)
    for name in ("b.yaml", "c.yaml")[:others]:
        changes.edit(name, lambda text: text + "x: 1\n")
    changes.edit("a.yaml", lambda text: text + "x: 1\n")
    (root / "a.yaml").write_bytes(b"mine\n")
    with pytest.raises(Conflict, match=r"a\.yaml was changed by somebody else") as raised:
        changes.apply()
    assert raised.value.path == "a.yaml"
    assert files(root) == {**OLD, "a.yaml": "mine\n"}
    assert journals(root) == []


@pytest.mark.parametrize("path", ["a.yaml", "people/ana.yaml"])
def test_a_file_that_is_there_is_not_created(root: Path, path: str) -> None:
    changes = ChangeSet(root)
    changes.create(path, "x: 1\n")
    changes.create("people/bo.yaml", "x: 1\n")
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_bytes(b"mine\n")
    with pytest.raises(Conflict, match="is there already"):
        changes.apply()
    assert files(root) == {**OLD, path: "mine\n"}


def test_what_validation_refuses_is_not_written(root: Path) -> None:
    def refuse(path: str, text: str) -> None:
        if path == "b.yaml" and "bad" in text:
            raise ValueError(path)

    changes = ChangeSet(root)
    changes.edit("a.yaml", lambda text: text + "good\n")
    changes.edit("b.yaml", lambda text: text + "bad\n")
    with pytest.raises(ValueError, match=r"b\.yaml"):
        changes.apply(refuse)
    assert files(root) == OLD


@pytest.mark.parametrize(
    "path",
    ["", "/etc/x", "../x", "a/../../x", "./x", "a//b", "c:x", "a\\b", "x\0", ".git/config",
     ".GIT/hooks/x", "a/.git/config", ".git./x", "git~1/x", "a.yaml/x"],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_refused(root: Path, path: str) -> None:
    changes = ChangeSet(root)
    for attempt in (changes.create, changes.replace):
        with pytest.raises(WriteError):
            attempt(path, "x")
    with pytest.raises(WriteError):
        changes.edit(path, str.upper)


@POSIX
def test_no_symbolic_link_is_followed(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.yaml").write_bytes(b"theirs\n")
    (root / "people").symlink_to(outside)
    (root / "link.yaml").symlink_to(outside / "x.yaml")
    for path in ("people/x.yaml", "people/new.yaml", "link.yaml"):
        with pytest.raises(WriteError, match="symbolic link"):
            ChangeSet(root).replace(path, "x")
    later = ChangeSet(root)
    later.create("visits/1.yaml", "x")
    later.create("a2.yaml", "x")
    (root / "visits").symlink_to(outside)
    with pytest.raises(WriteError, match="symbolic link"):
        later.apply()
    assert sorted(each.name for each in outside.iterdir()) == ["x.yaml"]
    assert (outside / "x.yaml").read_bytes() == b"theirs\n"


@POSIX
def test_the_journal_is_never_put_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "p/.git").mkdir(parents=True)
    (tmp_path / "p/.git/mentorctl").symlink_to(tmp_path / "outside")
    changes = ChangeSet(tmp_path / "p")
    changes.create("a.yaml", "x")
    with pytest.raises(WriteError, match="symbolic link"):
        changes.apply()
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_missing_or_unreadable_file_is_not_edited(root: Path) -> None:
    (root / "latin.yaml").write_bytes(b"name: Jos\xe9\n")
    with pytest.raises(WriteError, match="is not there"):
        ChangeSet(root).edit("zz.yaml", str.upper)
    with pytest.raises(WriteError, match="UTF-8"):
        ChangeSet(root).edit("latin.yaml", str.upper)


@pytest.fixture
def open_root() -> Iterator[Path]:
    """A program folder that everybody can reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        folder = Path(place) / "program"
        folder.mkdir()
        for name, text in OLD.items():
            (folder / name).write_bytes(text.encode())
        yield folder


@POSIX
def test_a_folder_that_may_not_be_written_leaves_the_old(open_root: Path) -> None:
    root = open_root
    (root / "locked").mkdir()
    (root / "locked/x.yaml").write_bytes(b"n: 0\n")
    script = """
        import os, pathlib, sys
        from mentorctl.store.write.change_set import ChangeSet, WriteError
        root = pathlib.Path(sys.argv[1])
        # whoever has no rights any more may not be able to import either
        warm = root.parent / "warm"
        warm.mkdir()
        for name in ("a.yaml", "a.yaml"):
            changes = ChangeSet(warm)
            changes.create(name, "x")
            changes.create("b/b.yaml", "x")
            try:
                changes.apply()
            except WriteError:
                pass
        if os.getuid() == 0:
            for each in [root, *root.rglob("*")]:
                os.chown(each, 65534, 65534)
            os.chown(root / "locked", 0, 0)
            os.setgid(65534)
            os.setuid(65534)
        changes = ChangeSet(root)
        for name in ("a.yaml", "b.yaml", "locked/x.yaml"):
            changes.edit(name, lambda text: text + "x: 1")
        changes.create("fresh/y.yaml", "x: 1")
        try:
            changes.apply()
        except WriteError as error:
            print(error.message)
    """
    (root / "locked").chmod(0o555)
    said = run(script, root).stdout
    (root / "locked").chmod(0o755)
    assert "may not be written by you, so nothing was written" in said
    assert files(root) == {**OLD, "locked/x.yaml": "n: 0\n"}
    assert not (root / "fresh").exists()
    assert journals(root) == []


FILLING = """
    import pathlib, sys
    from mentorctl.store.write.change_set import ChangeSet, WriteError
    limit(int(sys.argv[2]))
    many = sys.argv[3] == "many"
    changes = ChangeSet(pathlib.Path(sys.argv[1]))
    if many:
        changes.edit("a.yaml", lambda text: text + "x: 1")
        changes.create("new/y.yaml", "x: 1")
    changes.edit("b.yaml", lambda text: text + "x" * 200_000)
    try:
        changes.apply()
    except WriteError as error:
        print(error.message)
"""


@pytest.mark.parametrize("many", ["many", "one"])
def test_a_full_disk_leaves_the_old(root: Path, many: str) -> None:
    resource = pytest.importorskip("resource", reason="needs a limit that stands for a full disk")
    del resource
    limit = """
    import resource
    def limit(most):
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    """
    said = run(textwrap.dedent(limit) + textwrap.dedent(FILLING), root, "100000", many).stdout
    assert said == "the disk is full, so nothing was written\n"
    assert files(root) == OLD
    assert journals(root) == []


@pytest.mark.parametrize("many", ["many", "one"])
def test_a_really_full_disk_leaves_the_old(tmp_path: Path, many: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    try:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)],
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no small disk can be made here")
    try:
        for name in OLD:
            (disk / name).write_bytes(b"n: 0\r\n")
        script = "def limit(most): pass\n" + textwrap.dedent(FILLING)
        assert run(script, disk, "0", many).stdout == "the disk is full, so nothing was written\n"
        assert files(disk) == OLD
        assert journals(disk) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def run(script: str, *words: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 0, done.stderr
    return done


WRITING = """
    import itertools, pathlib, sys
    from mentorctl.store.write.change_set import ChangeSet
    root = pathlib.Path(sys.argv[1])
    for n in itertools.count(int(sys.argv[2])):
        changes = ChangeSet(root)
        for name in ("a", "b", "c"):
            changes.replace(f"{name}.yaml", f"n: {n}\\n" * 500)
        for k in range(40):
            changes.create(f"many/{n}/{k}.yaml", f"n: {n}\\n")
        changes.apply()
        changes = ChangeSet(root)
        changes.create(f"pair-{n}/x.yaml", f"n: {n}\\n")
        changes.create(f"pair-{n}/deep/y.yaml", f"n: {n}\\n")
        changes.apply()
        print(n, flush=True)
"""


@POSIX
@pytest.mark.parametrize("root", ["with git"], indirect=True)
def test_killed_at_any_moment_everything_is_old_or_new(root: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - moments, no secrets
    recovered = 0
    start = 1
    for turn in range(15):
        command = [sys.executable, "-c", textwrap.dedent(WRITING), str(root), str(start)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]
        ) as writer:
            assert writer.stdout is not None
            last = int(writer.stdout.readline())
            deadline = time.monotonic() + 5
            while turn % 2 and not unfinished(root) and time.monotonic() < deadline:
                pass
            time.sleep(chance.uniform(0, 0.003 if turn % 2 else 0.06))
            writer.kill()
            last = max([last, *map(int, writer.stdout.read().split())])
        recovered += unfinished(root)
        assert recover(root) == ()
        found = files(root)
        counts = {int(found[f"{name}.yaml"].split()[1]) for name in ("a", "b", "c")}
        assert len(counts) == 1, "some files are old and some are new"
        (count,) = counts
        assert count in (last, last + 1)
        assert {found[f"{name}.yaml"] for name in ("a", "b", "c")} == {f"n: {count}\n" * 500}
        assert {path for path in found if path.startswith("many/")} == {
            f"many/{n}/{k}.yaml" for n in range(1, count + 1) for k in range(40)
        }
        pairs = {path for path in found if path.startswith("pair-")}
        complete = [{f"pair-{n}/{inner}" for n in range(1, count + 1 - less) for inner in
                     ("x.yaml", "deep/y.yaml")} for less in (0, 1)]  # fmt: skip
        assert pairs in complete
        assert set(found) <= {"a.yaml", "b.yaml", "c.yaml"} | pairs | {
            path for path in found if path.startswith("many/")
        }
        assert journals(root) == []
        if pairs == complete[1]:
            done = ChangeSet(root)
            done.create(f"pair-{count}/x.yaml", "")
            done.create(f"pair-{count}/deep/y.yaml", "")
            done.apply()
        start = count + 1
    assert recovered, "no kill came while files were put in place: the test shows nothing"


def stopped_after(root: Path, moves: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change a, b, c and new/d, and die after so many files are in place."""
    changes = ChangeSet(root)
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        changes.edit(name, lambda text: text.replace("0", "1"))
    changes.create("new/d.yaml", "n: 1\r\n")
    counter = itertools.count()

    def dying(base: Path, path: str) -> Path:
        if next(counter) == moves:
            raise KeyboardInterrupt
        return checked(base, path)

    with monkeypatch.context() as patch:
        patch.setattr(journal, "checked", dying)
        with pytest.raises(KeyboardInterrupt):
            changes.apply()


NEW = {**dict.fromkeys(OLD, "n: 1\r\n"), "new/d.yaml": "n: 1\r\n"}


@pytest.mark.parametrize("moves", [0, 1, 3])
def test_what_was_begun_is_finished_later(
    root: Path, moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_after(root, moves, monkeypatch)
    assert unfinished(root)
    assert files(root) != NEW
    assert recover(root) == ()
    assert files(root) == NEW
    assert not unfinished(root)
    assert recover(root) == ()


def test_the_next_change_finishes_it_too(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped_after(root, 2, monkeypatch)
    changes = ChangeSet(root)
    changes.create("e.yaml", "x\n")
    changes.apply()
    assert files(root) == {**NEW, "e.yaml": "x\n"}


def test_what_a_person_changed_since_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped_after(root, 1, monkeypatch)
    (root / "b.yaml").write_bytes(b"by hand\n")
    assert recover(root) == ("b.yaml",)
    assert files(root) == {**NEW, "b.yaml": "by hand\n"}


@pytest.mark.parametrize("failing", [0, 1, 3])
def test_a_refusal_in_the_middle_puts_the_old_back(
    root: Path, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = ChangeSet(root)
    for name in ("a.yaml", "b.yaml", "c.yaml"):
        changes.edit(name, lambda text: text.replace("0", "1"))
    changes.create("new/deep/d.yaml", "n: 1\r\n")
    moving = Path.replace

    def refusing(self: Path, target: Path) -> Path:
        if self.name == f"{failing}.new":
            raise PermissionError(errno.EACCES, "no")
        return moving(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refusing)
        with pytest.raises(WriteError, match="nothing was written"):
            changes.apply()
    assert files(root) == OLD
    assert not (root / "new").exists()
    assert journals(root) == []


def test_an_incomplete_journal_is_thrown_away(root: Path) -> None:
    home = (root / ".git" if (root / ".git").is_dir() else root) / (
        "mentorctl" if (root / ".git").is_dir() else ".mentorctl"
    )
    home.mkdir()
    (home / "journal-1").mkdir()
    (home / "journal-1/0.new").write_bytes(b"half")
    assert not unfinished(root)
    assert recover(root) == ()
    assert journals(root) == []
    assert files(root) == OLD


@pytest.mark.parametrize(
    "manifest",
    [
        "nonsense",
        '{"entries": [{"path": "../evil", "old": null, "new": "%s"}], "folders": ["../out"]}',
        '{"entries": [{"path": ".git/config", "old": null, "new": "%s"}], "folders": []}',
        '{"entries": [{"path": "evil", "old": null, "new": "0"}], "folders": []}',
    ],
)
def test_a_forged_journal_writes_nothing_outside(root: Path, manifest: str) -> None:
    """Not even one that bears the marks of this copy."""
    journal = home_of(root) / "journal-1"
    journal.mkdir()
    (root / "../out").mkdir()
    (journal / "0.new").write_bytes(b"evil")
    text = manifest.replace("%s", hashlib.sha256(b"evil").hexdigest())
    if text.endswith("}"):
        text = f'{text[:-1]}, "copy": "{copy_of(root, journal)}"}}'
    (journal / "forward.json").write_text(text)
    recover(root)
    assert files(root) == OLD
    assert not (root / "../evil").exists()
    assert not (root / ".git/config").exists()


def _begun(root: Path) -> Path:
    """A folder in which a command died over a change of two files, and the journal it left."""
    changes = ChangeSet(root)
    changes.edit("a.yaml", lambda _: "n: 1\n")
    changes.edit("b.yaml", lambda _: "n: 1\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "_settle", _die)
        with pytest.raises(KeyboardInterrupt):
            changes.apply()
    assert unfinished(root)
    (left,) = journals(root)
    return left


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_change_is_finished_also_where_the_folder_was_moved(root: Path) -> None:
    _begun(root)
    moved = root.rename(root.with_name("elsewhere"))
    assert recover(moved) == ()
    assert files(moved)["a.yaml"] == files(moved)["b.yaml"] == "n: 1\n"
    assert journals(moved) == []


@pytest.mark.parametrize("manifest", ["as it is", "without the copy"])
def test_a_change_begun_in_another_copy_is_never_made_here(root: Path, manifest: str) -> None:
    left = _begun(root)
    if manifest == "without the copy":
        said = json.loads((left / "forward.json").read_text())
        del said["copy"]
        (left / "forward.json").write_text(json.dumps(said))
    copied = Path(shutil.copytree(root, root.with_name("copied")))
    assert not unfinished(copied)
    assert recover(copied) == ()
    assert files(copied) == OLD
    assert foreign(copied) == (left.relative_to(root).as_posix(),)
    changes = ChangeSet(copied)
    changes.edit("c.yaml", lambda _: "n: 1\n")
    changes.apply()
    assert files(copied) == OLD | {"c.yaml": "n: 1\n"}
    assert foreign(copied), "what somebody may want to look at was thrown away"


def test_a_journal_among_the_files_of_a_repository_is_none(root: Path) -> None:
    """Git brings `.mentorctl` along: not even the marks of this copy make it one of ours."""
    (root / ".git").mkdir(exist_ok=True)
    forged = root / ".mentorctl/journal-1"
    forged.mkdir(parents=True)
    (forged / "0.new").write_bytes(b"n: 9\n")
    entry = {"path": "a.yaml", "old": _sha(b"n: 0\r\n"), "new": _sha(b"n: 9\n")}
    said = {"entries": [entry], "folders": [], "copy": copy_of(root, forged)}
    (forged / "forward.json").write_text(json.dumps(said))
    assert not unfinished(root)
    assert pending(root) == {}
    assert recover(root) == ()
    assert files(root) == OLD


def test_only_one_writes_at_a_time(root: Path) -> None:
    holding = """
        import pathlib, sys
        from mentorctl.store.write.journal import locked
        with locked(pathlib.Path(sys.argv[1])):
            print("held", flush=True)
            sys.stdin.read()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(holding), str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with (
            pytest.raises(WriteError, match="another mentorctl is writing"),
            journal.locked(root, 0.1),
        ):
            pass
        other.kill()
        other.wait()
        with journal.locked(root, 5):
            pass


def test_readers_see_a_change_whole_that_was_interrupted(tmp_path: Path) -> None:
    """Whoever only reads after a crash writes nothing, and still never sees half of it."""
    root = tmp_path / "p"
    root.mkdir()
    preset = Path(__file__).parents[3] / "templates/programs/missouri-career-education"
    shutil.copy(preset / "program.yaml", root)
    (root / "people").mkdir()
    old = "name: Ana Ruiz\nroles: [mentor]\n"
    (root / "people" / "ana-ruiz.yaml").write_text(old, encoding="utf-8")
    home = root / ".mentorctl" / "journal-0"
    home.mkdir(parents=True)
    new = b"name: Ana Ruiz Vega\nroles: [mentor]\n"
    added = b"name: Bo Lee\nroles: [mentee]\n"
    (home / "0.new").write_bytes(new)
    (home / "1.new").write_bytes(added)
    entries = [
        {"path": "people/ana-ruiz.yaml", "old": _sha(old.encode()), "new": _sha(new)},
        {"path": "people/bo-lee.yaml", "old": None, "new": _sha(added)},
    ]
    manifest = json.dumps({"entries": entries, "folders": [], "copy": copy_of(root, home)})
    (home / "manifest").write_text(manifest, encoding="utf-8")
    assert Folder(root).people["ana-ruiz"].name == "Ana Ruiz"
    assert "bo-lee" not in Folder(root).people
    (home / "manifest").rename(home / "forward.json")
    folder = Folder(root)
    assert folder.people["ana-ruiz"].name == "Ana Ruiz Vega"
    assert folder.people["bo-lee"].name == "Bo Lee"
    assert (root / "people" / "ana-ruiz.yaml").read_text(encoding="utf-8") == old
    recover(root)
    assert (root / "people" / "ana-ruiz.yaml").read_bytes() == new
    assert Folder(root).people["bo-lee"].name == "Bo Lee"


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
