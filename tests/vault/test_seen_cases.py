"""What is taken out of a vault is missed by whoever has seen it, with who could have done it."""

from __future__ import annotations

import hashlib
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.folders import Once, commit_all, copied
from support.keys import lay_key, needs_openssh, private_of
from support.school import MATTER, act, lay_grievances
from support.signers import as_person, mark

from mentorctl.trail.ledger.trust_on_first_use import pins_file
from mentorctl.vault.seen_cases import SeenCases

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_openssh

MENTEE, OTHER_CHAIR, STATE = "wynn-abbott", "juno-sayers", "thea-lockwood"


@pytest.fixture
def folder(once: Once, tmp_path: Path) -> Path:
    """With a grievance in step 3, which mentee and state chair have seen in this home."""
    place = copied(once("school with grievances", lay_grievances), tmp_path / "school")
    for person in (MENTEE, STATE):
        act(person, place / "program", "list")
    return place / "program"


def _back(folder: Path, commit: str) -> None:
    """What somebody does who writes to the vault and cannot read it."""
    words = ("git", "-C", folder.parent / "vault", "reset", "-q", "--hard", commit)
    subprocess.run(words, check=True)


@pytest.mark.parametrize(
    ("changes", "what"), [(1, "has less in it than on "), (3, "is gone, which was here on ")]
)
def test_taken_back_it_is_told_until_it_is_accepted(folder: Path, changes: int, what: str) -> None:
    case = (folder.parent / OTHER_CHAIR).read_text()
    _back(folder, f"HEAD~{changes}")
    for _ in range(2):
        said = act(MENTEE, folder, "list", code=1).err
        assert f"the grievance {case} {what}" in said
        assert "whoever can write to the vault" in said
        assert "Thea Lockwood, Wynn Abbott" in said
    if changes == 1:
        refused = act(MENTEE, folder, "record", case, text="more", code=3)
        assert "seen more of this grievance than the vault has now" in refused.err
    assert "warning" not in act(MENTEE, folder, "list", "--as-it-is").err
    assert "warning" not in act(MENTEE, folder, "list").err


def test_what_is_there_again_is_missed_no_more(folder: Path) -> None:
    _back(folder, "HEAD~1")
    assert "is gone" in act(STATE, folder, "list", code=1).err
    _back(folder, "ORIG_HEAD")
    assert not act(STATE, folder, "list").err


def test_what_one_destroyed_oneself_is_not_missed(folder: Path) -> None:
    case = (folder.parent / OTHER_CHAIR).read_text()
    act(MENTEE, folder, "destroy", case, "--early", "--yes")
    assert not act(MENTEE, folder, "list").err
    assert "is gone" in act(STATE, folder, "list", code=1).err


def test_what_was_added_elsewhere_since_is_no_loss(folder: Path) -> None:
    case = (folder.parent / OTHER_CHAIR).read_text()
    act(STATE, folder, "record", case, text="both were called")
    act(STATE, folder, "rekey", case)
    assert not act(MENTEE, folder, "list").err


def test_who_seals_anew_takes_nothing_out_that_may_still_count(folder: Path) -> None:
    """Somebody has lost their key, and nobody has read yet what they said last with it."""
    case = (folder.parent / OTHER_CHAIR).read_text()
    act(STATE, folder, "record", case, text="both were called")
    act(MENTEE, folder, "record", case, text="it has happened again")
    lay_key(folder.parent / "keys", "second key of wynn", "second")
    second = folder.parent / "keys" / "second.pub"
    for words in (("add", MENTEE, second), ("revoke", MENTEE, mark(MENTEE))):
        assert as_person("ada-lindgren", folder, "key", *words).code == 0
    said = act(STATE, folder, "rekey", case).err
    assert "it is signed with a key of Wynn Abbott that was revoked" in said
    act(STATE, folder, "rekey", case, "--checked", mark(MENTEE))
    assert "it has happened again" in act(STATE, folder, "show", case).out


def test_another_id_of_the_program_hides_nothing(folder: Path) -> None:
    program = folder / "program.yaml"
    text = program.read_text(encoding="utf-8")
    program.write_text(re.sub("(?m)^id: .*$", "id: p-another", text), encoding="utf-8")
    commit_all(folder, "another id")
    case = (folder.parent / OTHER_CHAIR).read_text()
    assert case in act(STATE, folder, "list").out


def test_what_is_remembered_can_be_read_by_nobody_else(folder: Path) -> None:
    kept = sorted((pins_file().parent / "vaults").iterdir())
    assert len(kept) == 2
    case = (folder.parent / OTHER_CHAIR).read_text()
    for each in kept:
        assert each.read_bytes().startswith(b"age-encryption.org/v1\n")
        for word in (case, MENTEE, STATE, MATTER):
            assert word.encode() not in each.read_bytes()
    kept[0].write_bytes(b"something else")
    kept[1].write_bytes(b"something else")
    said = act(MENTEE, folder, "list", code=3).err
    assert "says what you have seen of grievances before" in said
    assert "move it away" in said


def test_nobody_else_in_the_account_is_told_whose_it_is(tmp_path: Path) -> None:
    """As they were by what earlier toolkits called it, which is found and gets another name."""
    mine, place = private_of(MENTEE), pins_file().parent / "vaults"
    SeenCases("p-1", mine, tmp_path).check(["somebody"])
    (kept,) = place.iterdir()
    told = hashlib.sha256(f"p-1\0{mark(MENTEE)}".encode()).hexdigest()[:32]
    assert kept.name != told
    kept.replace(place / told)
    assert SeenCases("p-1", mine, tmp_path).checked == {"somebody"}
    assert [*place.iterdir()] == [kept]
