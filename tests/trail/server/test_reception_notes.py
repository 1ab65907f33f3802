"""What the guard notes of a push, and who gets to know it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from cli.commands.test_guard import COORDINATOR, MENTOR, notes, program, push, save, shared
from support.histories import plain
from support.run import Result, mentorctl

from mentorctl.trail.errors import GitError
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.refs import NOTES
from mentorctl.trail.ledger.receptions import receptions
from mentorctl.trail.server import reception_notes
from mentorctl.trail.server.pre_receive import borrowed
from mentorctl.trail.server.reception_notes import lay_key

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["program", "shared"]


def test_each_push_is_noted_and_every_copy_knows_it(shared: Path, program: Path) -> None:
    trail = f"\ntrail:\n  received_by:\n    - {lay_key(shared)}\n"
    file = program / "program.yaml"
    file.write_text(file.read_text(encoding="utf-8") + trail, encoding="utf-8")
    save(program, COORDINATOR, "the guard of the shared folder")
    assert push(program).code == 0
    notes(program)
    last = save(program, MENTOR, "notes")
    assert push(program).code == 0
    copy = program.parent / "copy"
    mentorctl("join", shared, copy, cwd=program.parent)
    found = receptions(Git(copy))
    # the first was sent when the guard was set
    assert len(found) == 3
    assert found[-1].moves[0].new == last
    assert {each.key for each in found} == {lay_key(shared)}
    said = mentorctl("audit", cwd=copy).err
    noted = "a guard noted when 2 commits came in, as of the last sync"
    assert f"{noted}; the dates of the other 2 are claims" in said
    assert "dates are claims: no guard has noted" in mentorctl("audit", cwd=program).err
    assert mentorctl("sync", "--remote", shared, cwd=program).code == 0
    assert "a guard noted when 2 commits came in" in mentorctl("audit", cwd=program).err


def test_a_guard_that_nobody_named_is_told_with_what_to_write(shared: Path, program: Path) -> None:
    assert mentorctl("sync", "--remote", shared, cwd=program).code == 0
    said = " ".join(mentorctl("audit", cwd=program).err.split())
    assert f"received_by: [{lay_key(shared)}] below trail: in program.yaml" in said


@pytest.mark.skipif(sys.platform == "win32", reason="files have other rights there")
def test_with_a_key_that_others_can_read_nothing_is_noted(shared: Path, program: Path) -> None:
    before = plain(shared, "rev-parse", NOTES)
    (shared / "mentorctl/reception-key").chmod(0o644)
    notes(program)
    save(program, MENTOR, "notes")
    assert push(program).code == 0
    assert plain(shared, "rev-parse", NOTES) == before


@pytest.mark.usefixtures("shared")
def test_nobody_sends_notes_of_their_own(program: Path) -> None:
    done = push(program, f"+main:{NOTES}")
    assert done.code != 0
    assert "neither a branch nor a tag" in done.err


def changed(program: Path) -> str:
    notes(program)
    return save(program, MENTOR, "notes")


def refused(shared: Path, program: Path, said: str) -> None:
    """Nothing is taken of a push, and that is said."""
    before = plain(shared, "for-each-ref", "refs/heads")
    done = push(program)
    assert done.code != 0
    assert said in " ".join(done.err.replace("remote:", "").split())
    assert plain(shared, "for-each-ref", "refs/heads") == before


def sent(shared: Path, program: Path) -> Result:
    return mentorctl("sync", "--remote", shared, "--yes", cwd=program)


def test_what_could_not_be_noted_is_not_taken(shared: Path, program: Path) -> None:
    """It would count as there since the note before it."""
    changed(program)
    noted, lock = shared / NOTES, shared / f"{NOTES}.lock"
    last = noted.read_bytes()
    lock.touch()
    said = "another program is noting there what comes in, and is not done"
    refused(shared, program, said)
    by_sync = sent(shared, program)
    assert by_sync.code == 3
    assert f"{shared} takes nothing now: {said}" in " ".join(by_sync.err.split())
    what = f"have whoever keeps it run there: rm {NOTES}.lock; then run mentorctl sync again"
    assert what in " ".join(by_sync.err.split())
    lock.unlink()
    for broken in (b"nothing\n", b"1" * 40 + b"\n"):
        noted.write_bytes(broken)
        refused(shared, program, "what was noted there of when things came in cannot be read")
    noted.write_bytes(last)
    assert sent(shared, program).code == 0


def test_without_room_for_a_note_nothing_is_taken(shared: Path, program: Path) -> None:
    changed(program)

    class Full:
        def TemporaryFile(self, **_: object) -> object:  # noqa: N802 - as it is called there
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch, borrowed(shared) as (root, _):
        reception_notes.refuse_unnoted(root, shared)
        patch.setattr(reception_notes, "tempfile", Full())
        with pytest.raises(GitError, match="No space left on device"):
            reception_notes.refuse_unnoted(root, shared)
    assert [each.name for each in (shared / "mentorctl").iterdir()] == ["reception-key"]


def test_what_cannot_be_noted_as_it_comes_in_is_not_taken(shared: Path, program: Path) -> None:
    """After it was judged, and before the branch is at it."""
    changed(program)
    hook = shared / "hooks/pre-receive"
    judged = hook.read_text(encoding="utf-8").replace("exec ", "").rstrip()
    lock = shared / f"{NOTES}.lock"
    hook.write_text(f"{judged} || exit 1\ntouch {lock}\n", encoding="utf-8")
    by_sync = sent(shared, program)
    assert by_sync.code == 3
    said = f"{shared} takes nothing now: when this comes in could not be noted"
    assert said in " ".join(by_sync.err.split())


def test_whoever_hangs_up_keeps_nothing_from_being_noted(shared: Path, program: Path) -> None:
    """Git told nobody any more that something had come in, once it could not answer."""
    new = changed(program)
    old = plain(shared, "rev-parse", "main")
    server = subprocess.Popen(
        ["git", "receive-pack", shared], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert server.stdin is not None
    assert server.stdout is not None
    while size := int(server.stdout.read(4), 16):
        server.stdout.read(size - 4)
    words = ["git", "pack-objects", "--revs", "--stdout", "-q"]
    pack = subprocess.run(
        words, cwd=program, input=f"{new}\n^{old}\n".encode(), capture_output=True, check=True
    ).stdout
    line = f"{old} {new} refs/heads/main\0report-status side-band-64k"
    server.stdin.write(f"{len(line) + 4:04x}{line}0000".encode() + pack)
    server.stdin.close()
    server.stdout.close()
    assert server.wait() != 0
    assert plain(shared, "rev-parse", "main") == new
    assert f"refs/heads/main {old} {new}" in plain(shared, "log", "-1", "--format=%B", NOTES)


def test_the_hook_of_an_earlier_version_goes(shared: Path) -> None:
    hook = shared / "hooks/post-receive"
    for text, stays in (("#!/bin/sh\n# written by mentorctl guard --install\n", False),
                        ("#!/bin/sh\nmail everybody\n", True)):  # fmt: skip
        hook.write_text(text, encoding="utf-8")
        assert mentorctl("guard", "--install", shared, cwd=shared.parent).code == 0
        assert hook.exists() == stays
