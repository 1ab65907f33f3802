"""What lies in a vault looks alike, whatever is in it; and what earlier toolkits left is read."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pyrage
import pytest
from support.folders import Once, copied
from support.histories import plain
from support.keys import key_of, needs_openssh, private_of
from support.run import mentorctl
from support.school import MATTER, PEOPLE, act, lay_grievances, opening

from mentorctl.model.grievance import Parties
from mentorctl.store.folder import Folder
from mentorctl.vault import packs
from mentorctl.vault.age_sealing import open_sealed, seal_unnamed
from mentorctl.vault.errors import SealError
from mentorctl.vault.packs import Message, cover, opened_packs, pack_name, packed
from mentorctl.vault.padding import filled, unfilled
from mentorctl.vault.sealed_documents import Document, signed
from mentorctl.vault.vault_repository import BATCH, Vault, new_name

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.vault.sealed_documents import SignedDocument

MEMORY, SECONDS = 512 << 20, 10
MENTEE, MENTOR, CHAIR, STATE = "wynn-abbott", "odalys-crane", "pell-harker", "thea-lockwood"


def _said(text: str = "x", program: str = "p-1") -> SignedDocument:
    about = Parties(MENTEE, MENTOR, "mentor", "Southwest")
    return signed(
        Document(program=program, case="abcd2345", number=0, after="", kind="opened", step=1,
                 on=dt.date(2026, 11, 20), by=MENTEE, parties=about, text=text),
        private_of(MENTEE),
    )  # fmt: skip


@pytest.mark.parametrize("length", [0, 20_000, 32_000, 40_000, 150_000])
def test_any_length_comes_out_again(length: int) -> None:
    message = Message((_said("x" * length),), ("a salt",))
    files = packed([(message, [key_of(CHAIR).public, key_of(MENTEE).public])], "f")
    assert len(files) % BATCH == 0
    for person in (CHAIR, MENTEE):
        ((found, names),) = opened_packs(files.items(), private_of(person)).messages
        assert found.documents == message.documents
        assert found.salts[0] == "a salt"
        assert names <= files.keys()
    assert not opened_packs(files.items(), private_of(MENTOR)).messages


def test_a_note_an_escalation_and_nothing_have_one_shape() -> None:
    people = [key_of(each).public for each in PEOPLE]
    note = packed([(Message((_said(),)), people[:1])], "f")
    longer = Message(tuple(_said("y" * 2_000) for _ in range(9)))
    taken_on = packed([(Message((_said(),)), people[:3]), (longer, people)], "f")
    for files in (note, taken_on, cover()):
        assert len(files) == BATCH
        heads = {each[: each.index(b"\n---")].count(b"\n-> X25519 ") for each in files.values()}
        assert heads == {8}
        bodies = {len(each[each.index(b"\n---") :]) for each in files.values()}
        assert len(bodies) == 1


def test_later_messages_tell_the_packs_of_earlier_ones() -> None:
    everybody = [key_of(CHAIR).public]
    files = packed([(Message((_said(),)), everybody), (Message((_said("y"),)), everybody)], "f")
    one, two = sorted(opened_packs(files.items(), private_of(CHAIR)).messages,
                      key=lambda each: len(each[0].salts))  # fmt: skip
    assert {pack_name("f", each) for each in one[0].salts} == one[1]
    assert {pack_name("f", each) for each in two[0].salts} == one[1] | two[1]


def test_a_part_that_is_gone_is_missed() -> None:
    files = packed([(Message((_said("x" * 100_000),)), [key_of(CHAIR).public])], "f")
    ((_, names),) = opened_packs(files.items(), private_of(CHAIR)).messages
    assert len(names) == 4
    for name in names:
        left = {each: files[each] for each in files if each != name}
        found = opened_packs(left.items(), private_of(CHAIR))
        assert not found.messages
        assert "a part of what was sealed for you is gone" in found.refused[0].message


@pytest.mark.parametrize("length", [0, 100_000])
def test_who_reads_a_message_puts_nothing_in_its_place(length: int) -> None:
    """Whatever they seal in its name, before it or behind it, and in whatever order it lies."""
    mine = private_of(CHAIR)
    files = packed([(Message((_said("x" * length),)), [mine.public])], "f")
    ((whole, names),) = opened_packs(files.items(), mine).messages
    forged: dict[str, bytes] = {}
    for name in names:
        held = msgspec.msgpack.decode(unfilled(open_sealed(files[name], mine), packs.SIZE))
        assert set(held) == {"message", "share", "salt", "next"}
        for other in ({"share": b"{}"}, {"next": ""}, {"next": "a" * 32}, {"part": 7, "parts": 9},
                      {"message": held["next"] or "b" * 32}):  # fmt: skip
            content = filled(msgspec.msgpack.encode(held | other), packs.SIZE)
            forged[new_name()] = seal_unnamed(content, [mine.public])
    for order in ((*forged.items(), *files.items()), (*files.items(), *forged.items())):
        found = [message for message, _ in opened_packs(order, mine).messages]
        assert whole.documents in [each.documents for each in found]


def test_a_share_that_fills_its_pack_has_the_size_of_all() -> None:
    files = packed([(Message((_said("x" * 200_000),)), [key_of(CHAIR).public])], "f")
    bodies = {len(each[each.index(b"\n---") :]) for each in (*files.values(), *cover().values())}
    assert len(bodies) == 1


def test_what_is_no_pack_stops_nothing() -> None:
    mine = private_of(CHAIR)
    junk = [b"{}", b"\x93\x01", msgspec.msgpack.encode({"message": "m", "part": 9, "parts": -1,
                                                        "share": b""})]  # fmt: skip
    files = {new_name(): seal_unnamed(filled(each, 1 << 15), [mine.public]) for each in junk}
    good = packed([(Message((_said(),)), [mine.public])], "f")
    found = opened_packs((files | good).items(), mine)
    assert len(found.messages) == 1
    assert len(found.refused) == len(junk)


def test_no_more_is_opened_than_is_kept_in_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    files = packed([(Message((_said(),)), [key_of(CHAIR).public]) for _ in range(3)], "f")
    monkeypatch.setattr(packs, "MOST_OPENED", 1_000)
    found = opened_packs(files.items(), private_of(CHAIR))
    assert len(found.messages) == 1
    assert "what is over is not read" in found.refused[0].message


def test_what_lay_in_its_place_for_a_while_keeps_nothing_from_being_read() -> None:
    """Whoever writes to a vault puts something else there, and then all back as it was."""
    mine = private_of(CHAIR)
    files = packed([(Message((_said(),)), [mine.public])], "f")
    others = opened_packs(dict.fromkeys(files, cover(1).popitem()[1]).items(), mine).others
    assert others
    assert len(opened_packs(files.items(), mine, others).messages) == 1


def test_what_is_longer_than_a_vault_takes_is_refused() -> None:
    with pytest.raises(SealError, match="longer than"):
        packed([(Message((_said("x" * (1 << 24)),)), [key_of(CHAIR).public])], "f")


@needs_openssh
class TestVaults:
    @pytest.fixture
    def folder(self, once: Once, tmp_path: Path) -> Path:
        return copied(once("school with grievances", lay_grievances), tmp_path / "s") / "program"

    def test_what_takes_too_much_is_refused_within_bounds(self, folder: Path) -> None:
        if sys.platform == "win32":
            pytest.skip("Windows sets no such limits")
        import resource

        act(CHAIR, folder, "list")  # lays the key
        crowd = [pyrage.x25519.Identity.generate().to_public() for _ in range(1500)]
        head = pyrage.encrypt(b"x", crowd)
        hostile = [head, head[:-200] + b"\0" * (33 << 20), b"\0" * (32 << 20)]
        Vault(folder.parent / "vault").change({new_name(): each for each in hostile})
        keys = {"MENTORCTL_KEY": str(folder.parent / "keys" / CHAIR),
                "MENTORCTL_VAULT": str(folder.parent / "vault")}  # fmt: skip

        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

        done = subprocess.run(
            [sys.executable, "-m", "mentorctl", "grievance", "list"], cwd=folder, check=False,
            env=os.environ | keys, capture_output=True, text=True, preexec_fn=limited,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("more than 64 keys") == 2, done.stderr
        assert done.stderr.count("larger than anything that is sealed") == 1, done.stderr
        assert "Traceback" not in done.stderr

    def test_one_of_an_earlier_toolkit_is_read_and_goes_on(self, folder: Path) -> None:
        """One document a file, in a size of its own, and with four keys."""
        name = Folder(folder).program.id
        vault = Vault(folder.parent / "vault")
        was = seal_unnamed(
            filled(msgspec.json.encode(_said(MATTER, name))), [key_of(MENTEE).public]
        )
        vault.change({new_name(): was})
        assert MATTER in act(MENTEE, folder, "show", "abcd2345").out
        act(MENTEE, folder, "record", "abcd2345", text="we talked")
        act(MENTEE, folder, "escalate", "abcd2345", text="it was not settled")
        assert MATTER in act(CHAIR, folder, "show", "abcd2345").out
        act(MENTEE, folder, "destroy", "abcd2345", "--early", "--yes")
        assert was not in dict(vault.files()).values()

    def test_cover_adds_what_is_for_nobody(self, folder: Path) -> None:
        vault = Vault(folder.parent / "vault")
        before = dict(vault.files())
        env = {"MENTORCTL_VAULT": str(vault.root), "MENTORCTL_KEY": "none"}
        done = mentorctl("grievance", "cover", cwd=folder, env=env)
        assert done.code == 0, done.err
        new = dict(vault.files()).keys() - before.keys()
        assert len(new) == 3 * BATCH
        assert "warning" not in act(MENTEE, folder, "list").err
        dry = mentorctl("grievance", "cover", "--dry-run", cwd=folder, env=env)
        assert "would be" in dry.err
        assert dict(vault.files()).keys() == before.keys() | new

    @pytest.mark.parametrize(("notes", "commits"), [(0, 3), (1, 3), (2, 3), (3, 3), (4, 6)])
    def test_with_cover_as_much_is_sent_whatever_was_added(
        self, folder: Path, notes: int, commits: int
    ) -> None:
        vault, shared = Vault(folder.parent / "vault"), folder.parent / "shared.git"
        plain(vault.root, "init", "-q", "--bare", str(shared))
        plain(vault.root, "remote", "add", "origin", str(shared))
        plain(vault.root, "push", "-q", "origin", "HEAD:main")
        before = plain(vault.root, "rev-parse", "HEAD")
        case = (folder.parent / "juno-sayers").read_text(encoding="utf-8")
        for number in range(notes):
            act(STATE, folder, "record", case, text=f"note {number}")
        env = {"MENTORCTL_VAULT": str(vault.root), "MENTORCTL_KEY": "none"}
        done = mentorctl("grievance", "cover", cwd=folder, env=env)
        assert done.code == 0, done.err
        assert plain(vault.root, "rev-list", "--count", f"{before}..HEAD") == str(commits)

    def test_who_destroys_one_takes_nothing_of_another_along(self, folder: Path) -> None:
        """Whoever reads a grievance can say of any file of the vault that it is of that one."""
        vault, act_as = Vault(folder.parent / "vault"), (MENTOR, folder)
        mine = act(*act_as, "open", "--text-file", "-", text=opening("juno-sayers")).out.strip()
        act(*act_as, "record", mine, text="we talked")
        act(*act_as, "escalate", mine, text="it was not settled")
        readable = opened_packs(vault.files(), private_of(MENTOR)).messages
        every = {each.digest: each for message, _ in readable for each in message.documents}
        last = max(every.values(), key=lambda each: each.document.number).document
        said = msgspec.structs.replace(
            last, number=last.number + 1, after=max(every, key=lambda each:
            every[each].document.number), kind="recorded", text="thanks",
        )  # fmt: skip
        names = tuple(name for name, _ in vault.files())
        forged = Message((signed(said, private_of(MENTOR)),), names, names)
        vault.change(packed([(forged, [key_of(STATE).public])], "f"))
        case = (folder.parent / "juno-sayers").read_text(encoding="utf-8")
        act(STATE, folder, "destroy", mine, "--early", "--yes")
        assert MATTER in act(STATE, folder, "show", case).out
        assert act(MENTEE, folder, "list").out.count(" open ") == 3

    def test_who_destroys_one_leaves_nothing_of_it_to_anybody(self, folder: Path) -> None:
        case = (folder.parent / "juno-sayers").read_text(encoding="utf-8")
        act(STATE, folder, "record", case, text="both were called")
        act(STATE, folder, "destroy", case, "--early", "--yes")
        vault = Vault(folder.parent / "vault")
        assert plain(vault.root, "rev-list", "--count", "--all", "--reflog") == "1"
        for _, content in vault.files():
            found = opened_packs([("a", content)], private_of(MENTEE))
            assert case not in {each.document.case for message, _ in found.messages
                                for each in message.documents}  # fmt: skip
