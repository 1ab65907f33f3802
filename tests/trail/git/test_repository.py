from __future__ import annotations

import datetime as dt
import os
import random
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from mentorctl.trail.git import repository
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.repository import FileChange, GitError, GitMissing

TOP = Path(__file__).parents[3]
POSIX = pytest.mark.skipif(os.name == "nt", reason="the hostile programs are shell scripts")


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user of this computer whose own git configuration names them."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\n\tname = Dana Reyes\n\temail = dana@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    return settings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "programme é"
    folder.mkdir()
    repository.init(folder)
    return folder


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        place = root / f"{name.replace('__', '/')}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())


def plain(root: Path, *args: str) -> str:
    """What the user's own git says."""
    done = subprocess.run(["git", *args], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


def test_a_new_repository_is_on_main_and_has_no_head(root: Path, tmp_path: Path) -> None:
    assert repository.is_repository(root)
    assert not repository.is_repository(tmp_path)
    assert repository.head(root) is None
    assert plain(root, "symbolic-ref", "HEAD") == "refs/heads/main\n"
    repository.init(root)
    assert repository.head(root) is None


def test_the_first_commit_and_the_next(root: Path) -> None:
    write(root, plan="a: 1\n", people__zoë="b: 1\n")
    first = repository.commit(root, ["plan.yaml", "people/zoë.yaml"], "first: é\n\nmore  \n")
    assert repository.head(root) == first
    assert plain(root, "status", "--porcelain") == ""
    assert plain(root, "log", "-1", "--format=%an|%ae|%cn|%B") == (
        "Dana Reyes|dana@example.org|Dana Reyes|first: é\n\nmore\n\n"
    )
    (root / "plan.yaml").unlink()
    write(root, people__zoë="b: 2\n")
    noon = dt.datetime(2027, 4, 27, 12, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    second = repository.commit(
        root, ["plan.yaml", "people/zoë.yaml"], "x", author=("Bo Lee", "bo@example.org"), when=noon
    )
    assert plain(root, "log", "-1", "--format=%H %P %an %cn %aI") == (
        f"{second} {first} Bo Lee Dana Reyes 2027-04-27T12:00:00-05:00\n"
    )
    assert plain(root, "-c", "core.quotePath=no", "ls-tree", "-r", "--name-only", "HEAD") == (
        "people/zoë.yaml\n"
    )
    assert plain(root, "status", "--porcelain") == ""


def test_nothing_changed_makes_no_commit(root: Path) -> None:
    write(root, a="1\n")
    first = repository.commit(root, ["a.yaml"], "first")
    assert repository.commit(root, ["a.yaml"], "again") == first
    assert repository.commit(root, [], "nothing") == first


def test_only_the_named_files_are_committed(root: Path) -> None:
    write(root, a="1\n", b="1\n", c="1\n")
    repository.commit(root, ["a.yaml", "b.yaml", "c.yaml"], "first")
    write(root, a="2\n", b="2\n", c="2\n", d="new\n", e="new\n")
    plain(root, "add", "b.yaml", "d.yaml")
    write(root, b="half edited\n")
    repository.commit(root, ["a.yaml"], "a only")
    assert plain(root, "show", "--name-only", "--format=").split() == ["a.yaml"]
    assert plain(root, "diff", "--cached", "--name-only").split() == ["b.yaml", "d.yaml"]
    assert plain(root, "show", ":b.yaml") == "2\n"
    assert plain(root, "status", "--porcelain").splitlines() == [
        "MM b.yaml", " M c.yaml", "A  d.yaml", "?? e.yaml"
    ]  # fmt: skip


def test_changes_are_told_by_kind(root: Path) -> None:
    write(root, kept="1\n", edited="1\n", gone="1\n", staged="1\n", back="1\n", same="1\n")
    names = [f"{name}.yaml" for name in ("kept", "edited", "gone", "staged", "back", "same")]
    repository.commit(root, names, "first")
    write(root, edited="2\n", staged="2\n", new__ü="x\n")
    (root / "gone.yaml").unlink()
    plain(root, "add", "staged.yaml")
    plain(root, "rm", "-q", "--cached", "back.yaml", "same.yaml")
    write(root, back="2\n")
    assert repository.changed_files(root) == [
        FileChange("back.yaml", "changed", staged=True),
        FileChange("edited.yaml", "changed", staged=False),
        FileChange("gone.yaml", "deleted", staged=False),
        FileChange("new/ü.yaml", "added", staged=False),
        FileChange("staged.yaml", "changed", staged=True),
    ]


def test_line_endings_of_windows_are_normalised_as_git_would(root: Path) -> None:
    (root / ".gitattributes").write_bytes(b"* text=auto eol=lf\n")
    write(root, a="x\r\ny\r\n")
    repository.commit(root, [".gitattributes", "a.yaml"], "first")
    assert plain(root, "show", "HEAD:a.yaml") == "x\ny\n"
    assert repository.changed_files(root) == []


def test_a_newcomer_without_a_name_can_commit(
    root: Path, user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.write_text("[user]\n\tuseConfigOnly = true\n")
    monkeypatch.setenv("LOGNAME", "newcomer")
    write(root, a="1\n")
    repository.commit(root, ["a.yaml"], "first")
    assert plain(root, "log", "-1", "--format=%an %ae %cn") == (
        "newcomer newcomer@localhost newcomer\n"
    )


def test_surroundings_that_point_elsewhere_are_ignored(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    repository.init(other)
    for name, value in (
        ("GIT_DIR", other / ".git"),
        ("GIT_WORK_TREE", other),
        ("GIT_INDEX_FILE", tmp_path / "stray-index"),
        ("GIT_OBJECT_DIRECTORY", other / ".git/objects"),
    ):
        monkeypatch.setenv(name, str(value))
    write(root, a="1\n")
    commit = repository.commit(root, ["a.yaml"], "first")
    assert repository.head(root) == commit
    assert repository.head(other) is None
    assert not (tmp_path / "stray-index").exists()


def test_a_folder_inside_another_repository_is_none_itself(root: Path) -> None:
    (root / "inner").mkdir()
    write(root, inner__a="1\n")
    with pytest.raises(GitError, match="no history of its own"):
        repository.commit(root / "inner", ["a.yaml"], "first")
    assert repository.head(root) is None


# --- what a hostile folder brings along -----------------------------------------------------


@pytest.fixture
def sentinel(root: Path, tmp_path: Path) -> Path:
    """Every program that a folder's git could name, all of them leaving a trace."""
    trace = tmp_path / "trace"
    program = tmp_path / "program.sh"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> "{trace}"\ncat\n')
    program.chmod(0o755)
    hooks = root / ".git/hooks"
    hooks.mkdir()
    for name in ("pre-commit", "commit-msg", "post-commit", "reference-transaction",
                 "post-index-change", "post-checkout", "prepare-commit-msg"):  # fmt: skip
        (hooks / name).write_text(program.read_text())
        (hooks / name).chmod(0o755)
    with (root / ".git/config").open("a") as config:
        config.write(f"""
[core]
	hooksPath = {hooks}
	fsmonitor = {program}
	sshCommand = {program}
	editor = {program}
	alternateRefsCommand = {program}
[commit]
	gpgSign = true
[gpg]
	program = {program}
[log]
	showSignature = true
[filter "a=b.c"]
	clean = {program}
	smudge = {program}
	required = true
[filter "long"]
	process = {program}
	required = true
[diff "a"]
	textconv = {program}
	command = {program}
[diff]
	external = {program}
[include]
	path = more
""")
    (root / ".git/more").write_text(f'[filter "included"]\n\tclean = {program}\n')
    (root / ".gitattributes").write_text(
        "a.yaml filter=a=b.c diff=a\nb.yaml filter=long\nc.yaml filter=included\n"
    )
    return trace


@POSIX
def test_no_program_of_the_folder_runs(root: Path, sentinel: Path) -> None:
    names = [".gitattributes", "a.yaml", "b.yaml", "c.yaml"]
    for text in ("1\n", "2\n"):
        write(root, a=text, b=text, c=text)
        assert [change.path for change in repository.changed_files(root)][-3:] == names[1:]
        repository.commit(root, names, "step")
        assert repository.changed_files(root) == []
    assert Git(root)("show", "HEAD:b.yaml") == b"2\n"
    Git(root)("log", "-1", "--format=%s")
    assert not sentinel.exists(), sentinel.read_text()
    write(root, a="3\n")
    subprocess.run(["git", "add", "a.yaml"], cwd=root, check=False, capture_output=True)
    assert sentinel.exists(), "the trap itself does not work"


@POSIX
def test_settings_cannot_lead_out_of_the_folder(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("x")
    write(root, a="1\n")
    with (root / ".git/config").open("a") as config:
        config.write(f"[core]\n\tworktree = {outside}\n")
    assert [change.path for change in repository.changed_files(root)] == ["a.yaml"]
    repository.commit(root, ["a.yaml"], "first")
    assert Git(root)("ls-tree", "-r", "--name-only", "HEAD") == b"a.yaml\n"


@POSIX
@pytest.mark.parametrize("name", ["logs", "refs", "objects", "HEAD"])
def test_a_linked_repository_is_refused(root: Path, tmp_path: Path, name: str) -> None:
    write(root, a="1\n")
    repository.commit(root, ["a.yaml"], "first")
    (root / ".git" / name).rename(tmp_path / "away")
    (root / ".git" / name).symlink_to(tmp_path / "away")
    with pytest.raises(GitError, match=f".git/{name} is a symbolic link"):
        repository.commit(root, ["a.yaml"], "first")


@POSIX
def test_a_git_file_or_link_is_no_repository(root: Path, tmp_path: Path) -> None:
    pointing = tmp_path / "pointing"
    pointing.mkdir()
    (pointing / ".git").write_text(f"gitdir: {root / '.git'}\n")
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / ".git").symlink_to(root / ".git")
    for folder in (pointing, linked):
        assert not repository.is_repository(folder)
        with pytest.raises(GitError):
            repository.head(folder)
        with pytest.raises(GitError):
            repository.init(folder)


@POSIX
def test_nothing_behind_a_link_is_committed(root: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/x.yaml").write_text("secret")
    (root / "people").symlink_to(tmp_path / "outside")
    with pytest.raises(GitError, match="symbolic link"):
        repository.commit(root, ["people/x.yaml"], "x")
    assert repository.head(root) is None


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", ".git/config", "a/../b", "", "a\0b"])
def test_a_path_that_leads_elsewhere_is_refused(root: Path, path: str) -> None:
    with pytest.raises(GitError, match="no path inside"):
        repository.commit(root, [path], "x")


def test_without_git_it_says_so(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(GitMissing) as raised:
        repository.head(root)
    assert "install" in raised.value.hint


def test_a_broken_configuration_is_said_in_words(root: Path) -> None:
    (root / ".git/config").write_text("[core\n")
    with pytest.raises(GitError, match="settings of the repository cannot be read"):
        repository.head(root)


# --- several at once, and killed ones -------------------------------------------------------


def start(script: str, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script), *map(str, words)],
        cwd=TOP,
        stdout=subprocess.PIPE,
        text=True,
    )


COMMITTING = """
    import pathlib, sys
    from mentorctl.trail.git import repository as git
    root, who, times = pathlib.Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    for n in range(times):
        (root / f"{who}.yaml").write_text(f"n: {n}\\n")
        git.commit(root, [f"{who}.yaml"], f"{who} {n}")
        print(n, flush=True)
"""


def test_processes_that_commit_at_once_all_land(root: Path) -> None:
    running = [start(COMMITTING, root, f"p{number}", 5) for number in range(4)]
    for process in running:
        process.communicate()
        assert process.returncode == 0
    subjects = plain(root, "log", "--format=%s").split("\n")[:-1]
    assert sorted(subjects) == [f"p{number} {n}" for number in range(4) for n in range(5)]
    assert plain(root, "status", "--porcelain") == ""


def test_a_head_that_moves_meanwhile_is_built_upon(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, a="1\n")
    first = repository.commit(root, ["a.yaml"], "first")
    tree = plain(root, "rev-parse", "HEAD^{tree}").strip()
    asked = repository.head_of
    calls: list[str | None] = []

    def moving(handle: Git) -> str | None:
        found = asked(handle)
        if not calls:
            theirs = plain(root, "commit-tree", tree, "-p", first, "-m", "theirs").strip()
            plain(root, "update-ref", "HEAD", theirs)
        calls.append(found)
        return found

    monkeypatch.setattr(repository, "head_of", moving)
    write(root, a="2\n")
    repository.commit(root, ["a.yaml"], "ours")
    assert plain(root, "log", "--format=%s").split() == ["ours", "theirs", "first"]


@POSIX
def test_a_killed_commit_leaves_nothing_in_the_way(root: Path) -> None:
    chance = random.Random(3)  # noqa: S311 - moments, no secrets
    write(root, other="1\n")
    repository.commit(root, ["other.yaml"], "first")
    write(root, other="2\n")
    plain(root, "add", "other.yaml")
    locked = 0
    for _ in range(8):
        with start(COMMITTING, root, "killed", 1000) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.06))
            process.kill()
        locked += (root / ".git/index.lock").exists()
        plain(root, "fsck", "--strict")
        write(root, mine=f"{chance.random()}\n")
        commit = repository.commit(root, ["mine.yaml", "killed.yaml"], "after it")
        assert repository.head(root) == commit
        assert plain(root, "status", "--porcelain") == "M  other.yaml\n"
        assert not (root / ".git/index.lock").exists()
        assert list((root / ".git/mentorctl").glob("index-*")) == []
    assert locked, "no kill came while the index was held: the test shows nothing"


def test_a_lock_of_another_git_is_respected(root: Path) -> None:
    from mentorctl.trail.git import index_lock

    write(root, a="1\n")
    (root / ".git/index.lock").write_bytes(b"")
    with (
        pytest.raises(GitError, match="another program") as raised,
        index_lock.held_index(root / ".git", 0.2),
    ):
        pass
    assert "index.lock" in raised.value.hint
    assert (root / ".git/index.lock").exists()
    (root / ".git/index.lock").unlink()
    repository.commit(root, ["a.yaml"], "first")
