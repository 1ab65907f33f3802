"""The vault on disk: it stays whole, whoever else writes and whatever is left behind."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from support.counted import counted_gits, needs_shell

from mentorctl.trail.git.command import Git
from mentorctl.vault import vault_repository
from mentorctl.vault.errors import VaultError
from mentorctl.vault.vault_repository import BATCH, Vault, new_name

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault.made(tmp_path / "vault")


def _git(vault: Vault, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", vault.root, *words], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def test_what_goes_in_comes_out(vault: Vault) -> None:
    one, two = new_name(), new_name()
    vault.change({one: b"1", two: b"2"})
    assert dict(vault.files()) == {one: b"1", two: b"2"}
    vault.change({}, [one])
    assert dict(vault.files()) == {two: b"2"}
    assert not (vault.root / one).exists()
    assert _git(vault, "status", "--porcelain") == ""


def test_made_twice_it_is_the_same(vault: Vault) -> None:
    name = new_name()
    vault.change({name: b"1"})
    assert dict(Vault.made(vault.root).files()) == {name: b"1"}


@pytest.mark.parametrize("left", [(), ("vault",), ("vault", ".gitattributes"), ("vault", "mine")])
def test_one_that_was_not_finished_is_made_anew(vault: Vault, left: tuple[str, ...]) -> None:
    for ref in (vault.root / ".git/refs/heads").iterdir():
        ref.unlink()
    for name in {"vault", ".gitattributes"}.difference(left):
        (vault.root / name).unlink()
    with pytest.raises(VaultError, match="is no vault"):
        Vault(vault.root)
    if "mine" in left:
        (vault.root / "mine").touch()
        with pytest.raises(VaultError, match="is no vault"):
            Vault.made(vault.root)
    else:
        Vault.made(vault.root).change({new_name(): b"1"})
        assert list(dict(vault.files()).values()) == [b"1"]


def test_forgotten_is_in_no_commit(vault: Vault) -> None:
    one, two, copy = new_name(), new_name(), new_name()
    # anybody can put there again what they cannot read
    vault.change({one: b"to be forgotten", two: b"2", copy: b"to be forgotten"})
    gone = _git(vault, "rev-parse", f"HEAD:{one}")
    vault.change({}, [one], forget=True)
    assert dict(vault.files()) == {two: b"2"}
    with pytest.raises(subprocess.CalledProcessError):
        _git(vault, "cat-file", "-e", gone)


@pytest.mark.parametrize("ended", ["update-ref", "gc"])
def test_what_an_ended_run_began_to_forget_is_forgotten(
    vault: Vault, ended: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = new_name(), new_name()
    vault.change({one: b"to be forgotten", two: b"2"})
    gone = _git(vault, "rev-parse", f"HEAD:{one}")
    run = Git.__call__

    def killed(self: Git, *words: str, **others: Any) -> bytes:
        if words[0] == ended:
            raise KeyboardInterrupt
        return run(self, *words, **others)

    with monkeypatch.context() as patch:
        patch.setattr(Git, "__call__", killed)
        with pytest.raises(KeyboardInterrupt):
            vault.change({}, [one], forget=True)
    # before the history has another end, nothing was taken out
    there = {one: b"to be forgotten"} if ended == "update-ref" else {}
    assert dict(Vault(vault.root).files()) == {two: b"2", **there}
    found = subprocess.run(["git", "-C", vault.root, "cat-file", "-e", gone], check=False)
    assert (found.returncode == 0) == bool(there)


def test_every_commit_has_as_many_new_files(vault: Vault) -> None:
    vault.change({new_name(): b"1" for _ in range(3 * BATCH)})
    counts = [len(_git(vault, "show", "--format=", "--name-only", each).split())
              for each in _git(vault, "rev-list", "HEAD").split()[:-1]]  # fmt: skip
    assert counts == [BATCH] * 3


def test_no_more_files_than_are_read(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.change({new_name(): b"1" for _ in range(BATCH)})
    monkeypatch.setattr(vault_repository, "MOST_FILES", BATCH)
    with pytest.raises(VaultError, match="more than 4 files in the vault"):
        dict(vault.files())


def test_a_file_with_another_name_is_neither_read_nor_told(vault: Vault) -> None:
    strange = vault.root / "; echo x"
    strange.write_text("x")
    _git(vault, "add", "--", strange.name)
    _git(vault, "commit", "-qm", "change")
    strange.write_text("y")
    name = new_name()
    vault.change({name: b"1"}, [strange.name, "vault"])
    assert dict(vault.files()) == {name: b"1"}
    assert _git(vault, "ls-tree", "--name-only", "HEAD").split("\n")[-1] == "vault"


def test_every_bit_counts(vault: Vault) -> None:
    name = new_name()
    vault.change({name: b"sealed"})
    path = vault.root / name
    for place in range(len(b"sealed") * 8):
        altered = bytearray(b"sealed")
        altered[place // 8] ^= 1 << place % 8
        path.write_bytes(altered)
        with pytest.raises(VaultError, match="altered"):
            dict(vault.files())
    path.write_bytes(b"sealed")
    assert dict(vault.files()) == {name: b"sealed"}


def test_a_link_is_no_file_of_the_vault(vault: Vault, tmp_path: Path) -> None:
    name = new_name()
    vault.change({name: b"1"})
    (tmp_path / "elsewhere").write_bytes(b"1")
    (vault.root / name).unlink()
    (vault.root / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(VaultError, match="altered or is gone"):
        dict(vault.files())


@pytest.mark.skipif(os.name == "nt", reason="Windows words it in another way")
def test_nothing_is_written_through_a_link(vault: Vault, tmp_path: Path) -> None:
    """Neither where the lock lies nor over a file."""
    precious = tmp_path / "precious"
    precious.write_bytes(b"1")
    lock = vault.root / ".git" / vault_repository.LOCK
    lock.symlink_to(precious)
    with pytest.raises(OSError, match="symbolic link"):
        vault.change({new_name(): b"2"})
    lock.unlink()
    name = new_name()
    (vault.root / name).symlink_to(precious)
    vault.change({name: b"2"})
    assert precious.read_bytes() == b"1"
    assert dict(vault.files()) == {name: b"2"}


def test_what_an_ended_run_left_is_swept(vault: Vault) -> None:
    stray, name = new_name(), new_name()
    (vault.root / stray).write_bytes(b"of a run that was killed")
    (vault.root / ".git" / "vault-abcd").write_bytes(b"and before it was whole")
    assert dict(vault.files()) == {}
    vault.change({name: b"1"})
    assert not (vault.root / stray).exists()
    assert not list((vault.root / ".git").glob("vault-*"))


def test_where_a_git_was_ended_nothing_is_written_and_it_says_what_to_do(vault: Vault) -> None:
    lock = vault.root / ".git" / "index.lock"
    lock.touch()
    name = new_name()
    for run in (vault.rehearse, lambda: vault.change({name: b"1"})):
        with pytest.raises(VaultError, match="was ended there") as told:
            run()
        assert str(lock) in told.value.hint
    assert not (vault.root / name).exists()
    lock.unlink()
    vault.change({name: b"1"})
    assert dict(vault.files()) == {name: b"1"}


def test_a_repository_of_something_else_is_no_vault(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path / "other"], check=True)
    with pytest.raises(VaultError, match="is no vault"):
        Vault(tmp_path / "other")


def test_no_setting_of_the_vault_starts_a_program(vault: Vault, tmp_path: Path) -> None:
    hook = vault.root / ".git" / "hooks" / "reference-transaction"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path / 'ran'}\n")
    hook.chmod(0o755)
    _git(vault, "config", "core.fsmonitor", f"touch {tmp_path / 'ran'}")
    vault.change({new_name(): b"1"})
    assert dict(vault.files())
    # of git 2.42 and later, which no other setting takes back
    _git(vault, "config", "gc.recentObjectsHook", f"touch {tmp_path / 'ran'}")
    with pytest.raises(VaultError, match="names a program"):
        Vault(vault.root).change({}, forget=True)
    assert not (tmp_path / "ran").exists()


@needs_shell
def test_a_change_starts_few_gits_and_mends_settings(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = counted_gits(tmp_path / "counted", monkeypatch)
    vault.change({new_name(): b"one"})
    started()
    Vault(vault.root).change({new_name(): b"two"})
    assert len(started()) <= 8
    _git(vault, "config", "user.name", "Somebody")
    Vault(vault.root).change({new_name(): b"three"})
    assert _git(vault, "config", "user.name").strip() == "vault"
