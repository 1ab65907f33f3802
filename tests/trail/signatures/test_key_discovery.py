from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from support.keys import key_of, lay_key, needs_openssh

from mentorctl.trail.signatures import key_discovery
from mentorctl.trail.signatures.key_discovery import own_key_setting, own_keys
from mentorctl.trail.ssh.openssh import SigningError, sign
from mentorctl.trail.ssh.sshsig import verify

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No agent and no setting of whoever runs the tests."""
    for name in ("SSH_AUTH_SOCK", "MENTORCTL_KEY"):
        monkeypatch.delenv(name, raising=False)
    if os.name == "nt":
        monkeypatch.setattr(key_discovery, "agent_keys", list)


def found(explicit: Path | None = None) -> list[tuple[bytes, str]]:
    return [(key.public.blob, key.origin) for key in own_keys(explicit)]


def blob(person: str) -> bytes:
    return key_of(person).public.blob


def set_git(home: Path, **values: str) -> None:
    for name, value in values.items():
        words = ["git", "config", "--file", str(home / "gitconfig"), name.replace("__", "."), value]
        subprocess.run(words, check=True)


def test_who_has_no_key_has_none() -> None:
    assert found() == []


def test_the_order_in_which_keys_are_tried(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = own_key_setting()
    place.parent.mkdir(parents=True)
    place.write_text(f"{lay_key(home / 'one', 'setting')}\n", encoding="utf-8")
    lay_key(home / "two", "git")
    set_git(home, gpg__format="ssh", user__signingKey="~/two/git.pub")
    lay_key(home / ".ssh", "rsa", "id_rsa")
    lay_key(home / ".ssh", "ed", "id_ed25519")
    lay_key(home / ".ssh", "setting", "id_ecdsa")
    monkeypatch.setattr(
        key_discovery, "agent_keys", lambda: [key_of("ed").public, key_of("agent").public]
    )
    assert found() == [
        (blob("setting"), str(place)),
        (blob("git"), "git"),
        (blob("ed"), str(home / ".ssh" / "id_ed25519")),
        (blob("rsa"), str(home / ".ssh" / "id_rsa")),
        (blob("agent"), "ssh-agent"),
    ]


@needs_openssh
def test_each_key_found_can_be_signed_with(home: Path) -> None:
    lay_key(home / ".ssh", "dana", "id_ed25519")
    (key,) = own_keys()
    assert verify(b"x", sign(b"x", key.handle, "git"), "git").blob == blob("dana")


def test_a_key_that_is_named_is_the_only_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_key(home / ".ssh", "ed", "id_ed25519")
    named, other = lay_key(home, "named"), lay_key(home, "other")
    monkeypatch.setenv("MENTORCTL_KEY", str(other))
    assert found() == [(blob("other"), "MENTORCTL_KEY")]
    assert found(named) == [(blob("named"), "--key")]
    monkeypatch.setenv("MENTORCTL_KEY", "~/named")
    assert found() == [(blob("named"), "MENTORCTL_KEY")]
    monkeypatch.setenv("MENTORCTL_KEY", "")
    assert found() == [(blob("ed"), str(home / ".ssh" / "id_ed25519"))]


def test_a_named_key_that_is_not_there_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SigningError, match="there is no key"):
        found(home / "gone")
    monkeypatch.setenv("MENTORCTL_KEY", str(home / "gone"))
    with pytest.raises(SigningError, match="there is no key"):
        found()
    monkeypatch.delenv("MENTORCTL_KEY")
    own_key_setting().parent.mkdir(parents=True)
    own_key_setting().write_text(str(home / "gone"))
    with pytest.raises(SigningError, match="there is no key"):
        found()


@pytest.mark.parametrize("prefix", ["key::", ""])
def test_git_may_name_a_key_itself(home: Path, prefix: str) -> None:
    set_git(home, gpg__format="ssh", user__signingKey=prefix + key_of("git").public_line("home"))
    (key,) = own_keys()
    assert (key.handle, key.origin) == (key_of("git").public._replace(comment="home"), "git")


def test_git_is_asked_only_where_it_signs_with_ssh(home: Path) -> None:
    path = lay_key(home, "git")
    set_git(home, user__signingKey=str(path))
    assert found() == []
    set_git(home, gpg__format="openpgp")
    assert found() == []
    set_git(home, gpg__format="ssh")
    assert found() == [(blob("git"), "git")]
    set_git(home, user__signingKey="git")
    assert found() == []


def test_the_folders_own_git_settings_do_not_count(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "program"
    subprocess.run(["git", "init", "-q", "--template=", str(folder)], check=True)
    subprocess.run(["git", "init", "-q", "--template=", str(home)], check=True)
    planted = lay_key(folder, "planted")
    for name, value in {"gpg.format": "ssh", "user.signingKey": str(planted)}.items():
        for place in (folder, home):
            subprocess.run(["git", "-C", str(place), "config", name, value], check=True)
    monkeypatch.chdir(folder)
    assert found() == []
    set_git(home, gpg__format="ssh")
    assert found() == []


def test_damaged_keys_at_home_are_passed_over(home: Path) -> None:
    lay_key(home / ".ssh", "rsa", "id_rsa")
    (home / ".ssh" / "id_ed25519").write_text("rubbish")
    (home / ".ssh" / "id_ecdsa").mkdir()
    assert found() == [(blob("rsa"), str(home / ".ssh" / "id_rsa"))]


def test_without_git(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_key(home / ".ssh", "ed", "id_ed25519")
    monkeypatch.setenv("PATH", str(home))
    assert len(found()) == 1
