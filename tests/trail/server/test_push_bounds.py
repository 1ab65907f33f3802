"""Whatever somebody with a key sends, judging it ends soon and takes little."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from cli.commands.test_guard import MENTOR, PAIRING, program, save, shared

from mentorctl.trail.server.push_bounds import MOST_COMMITS, MOST_FILES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["program", "shared"]

MEMORY = 140 << 20
SECONDS = 120


def git(folder: Path, *words: str, data: bytes = b"") -> str:
    done = subprocess.run(["git", *words], cwd=folder, input=data, capture_output=True, check=True)
    return done.stdout.decode().strip()


def of_many_files(folder: Path) -> str:
    blob = git(folder, "hash-object", "-w", "--stdin", data=b"x")
    names = "".join(f"100644 blob {blob}\tf{each:06}\n" for each in range(MOST_FILES + 1))
    tree = git(folder, "mktree", data=names.encode())
    top = f"{git(folder, 'ls-tree', 'HEAD')}\n040000 tree {tree}\tzz\n"
    made = git(folder, "mktree", data=top.encode())
    return git(folder, "commit-tree", made, "-p", "HEAD", "-m", "wide")


def of_many_commits(folder: Path) -> str:
    first = f"from {git(folder, 'rev-parse', 'HEAD')}\n"
    made = (
        f"commit refs/heads/long\ncommitter A <a@b.example> {1790000000 + each} +0000\ndata 1\nx\n"
        f"{first if each == 0 else ''}\n"
        for each in range(MOST_COMMITS + 1)
    )
    git(folder, "fast-import", "--quiet", data="".join(made).encode())
    return git(folder, "rev-parse", "long")


def of_records_that_unpack_to_much(folder: Path) -> str:
    (folder / PAIRING / "visits").mkdir(exist_ok=True)
    for each in range(28):
        record = folder / PAIRING / f"visits/2026-10-{each + 1:02}.yaml"
        record.write_bytes(b"#%02d " % each * (1 << 20))
    return save(folder, MENTOR, "much")


@pytest.fixture(autouse=True)
def _started_as_in_earnest(shared: Path, real_guard: Callable[[Path], None]) -> None:
    """What the system allows a push is handed on to what the push starts."""
    real_guard(shared)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (of_many_files, "at most 50000 are judged at once"),
        (of_many_commits, "more than 5000 commits"),
        (of_records_that_unpack_to_much, "a record holds at most 1 MiB"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="only there the system bounds memory like this")
def test_what_is_too_much_is_refused_within_bounds(
    shared: Path, program: Path, make: Callable[[Path], str], said: str
) -> None:
    if sys.platform == "win32":
        return
    import resource

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))

    tip = make(program)
    done = subprocess.run(
        ["git", "push", "-q", "origin", f"{tip}:refs/heads/main"], cwd=program, check=False,
        capture_output=True, text=True, preexec_fn=limited, timeout=SECONDS,
    )  # fmt: skip
    assert (done.returncode != 0, said in done.stderr) == (True, True), done.stderr
    assert git(shared, "rev-parse", "main") != tip


@pytest.mark.parametrize("what", ["a file", "another history"])
def test_a_tag_brings_nothing_in_that_nobody_judges(shared: Path, program: Path, what: str) -> None:
    del shared
    if what == "a file":
        name = git(program, "hash-object", "-w", "--stdin", data=os.urandom(1000))
    else:
        name = git(program, "commit-tree", "HEAD^{tree}", "-m", "unsigned", "-p", "HEAD")
    for each in (name, "HEAD"):
        git(program, "update-ref", "refs/tags/mine", each)
        done = subprocess.run(
            ["git", "push", "-q", "origin", "refs/tags/mine"], cwd=program, check=False,
            capture_output=True, text=True,
        )  # fmt: skip
        assert (done.returncode == 0) == (each == "HEAD"), done.stderr
        assert done.returncode == 0 or "names nothing that is in the main branch" in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="the hook is ended with a program that is not there")
def test_a_killed_guard_leaves_nothing_where_temporary_files_are(
    shared: Path, program: Path, tmp_path: Path
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    hook = shared / "hooks/pre-receive"
    # long enough to have begun, too short to be done
    hook.write_text(hook.read_text("utf-8").replace("exec ", "exec timeout -s KILL 0.4 "), "utf-8")
    with (program / PAIRING / "log.yaml").open("a") as log:
        log.write("# more\n")
    save(program, MENTOR, "more")
    subprocess.run(
        ["git", "push", "-q", "origin", "main"], cwd=program, check=False, capture_output=True,
        env={**os.environ, "TMPDIR": str(place)},
    )  # fmt: skip
    assert list(place.iterdir()) == []
    kept = {each.name for each in (shared / "objects").iterdir()}
    assert not [each for each in kept if each.startswith(("tmp_objdir", "incoming", "mentorctl"))]
