"""What the guard notes of a push, and who gets to know it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from cli.commands.test_guard import COORDINATOR, MENTOR, notes, program, push, save, shared
from support.histories import plain
from support.run import mentorctl

from mentorctl.trail.git.command import Git
from mentorctl.trail.git.refs import NOTES
from mentorctl.trail.ledger.receptions import receptions
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
    assert "a guard noted when 2 commits came in; the dates of the other 2 are claims" in said
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
