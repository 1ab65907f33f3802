"""The verdicts on commits, beside those of the real git."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from support.keys import key_of, lay_key, needs_openssh, sign_as

from mentorctl.trail.ssh.sshsig import (
    BadSignature,
    fingerprint,
    signed_commit,
    verify_commit,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = needs_openssh


def git(folder: Path, *words: str, data: bytes = b"") -> bytes:
    done = subprocess.run(["git", *words], cwd=folder, input=data, check=True, capture_output=True)
    return done.stdout


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("commits")
    git(folder, "init", "--quiet", "--template=", ".")
    path = lay_key(folder, "dana")
    people = "".join(
        f"{each}@example.org {key_of(each).public_line()}\n" for each in ("dana", "arlo")
    )
    (folder / "allowed").write_text(people)
    for name, value in {
        "user.name": "Dana Okafor",
        "user.email": "dana@example.org",
        "gpg.format": "ssh",
        "user.signingkey": str(path),
        "gpg.ssh.allowedSignersFile": str(folder / "allowed"),
    }.items():
        git(folder, "config", name, value)
    return folder


@pytest.fixture(scope="module")
def signed(repository: Path) -> bytes:
    git(repository, "commit", "--quiet", "--allow-empty", "-S", "-m", "first é\n\ngpgsig none\n")
    return git(repository, "cat-file", "commit", "HEAD")


def theirs(repository: Path, raw: bytes) -> str:
    """What the real git finds: the fingerprint of the key, or nothing."""
    words = ("hash-object", "-t", "commit", "-w", "--literally", "--stdin")
    made = git(repository, *words, data=raw).decode().strip()
    done = subprocess.run(
        ["git", "verify-commit", "--raw", made], cwd=repository, capture_output=True, check=False
    )
    said = done.stderr.decode()
    return said.split("SHA256:")[1].split()[0] if done.returncode == 0 else ""


def ours(raw: bytes) -> str:
    try:
        public = verify_commit(raw)
    except BadSignature:
        return ""
    return fingerprint(public).removeprefix("SHA256:") if public else ""


def _header(raw: bytes) -> bytes:
    """The signature as it stands in the commit."""
    start = raw.index(b"gpgsig ")
    return raw[start : raw.index(b"-----END SSH SIGNATURE-----\n") + 28]


def _moved(raw: bytes) -> bytes:
    header = _header(raw)
    return header + raw.replace(header, b"")


def _swapped(raw: bytes) -> bytes:
    head, _, rest = raw.partition(b"\n\n")
    lines = head.split(b"\n")
    lines[1], lines[2] = lines[2], lines[1]
    return b"\n".join(lines) + b"\n\n" + rest


def _by_arlo(raw: bytes) -> bytes:
    bare = raw.replace(_header(raw), b"")
    return signed_commit(bare, sign_as("arlo", bare, "git"))


def _other_namespace(raw: bytes) -> bytes:
    bare = raw.replace(_header(raw), b"")
    return signed_commit(bare, sign_as("dana", bare, "mentorctl"))


CHANGES: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda raw: raw,
    "unsigned": lambda raw: raw.replace(_header(raw), b""),
    "other message": lambda raw: raw.replace(b"first", b"First"),
    "longer message": lambda raw: raw + b"more\n",
    "no message": lambda raw: raw.partition(b"\n\n")[0] + b"\n\n",
    "other author": lambda raw: raw.replace(b"author Dana", b"author Arlo"),
    "author and committer swapped": _swapped,
    "a header more": lambda raw: raw.replace(b"\n\n", b"\nencoding x\n\n", 1),
    "a signature in the message": lambda raw: raw.replace(_header(raw), b"") + _header(raw),
    "signed by another": _by_arlo,
    "signed for another purpose": _other_namespace,
    "signature without its end": lambda raw: raw.replace(b" -----END SSH SIGNATURE-----\n", b""),
}


@pytest.mark.parametrize("what", CHANGES)
def test_git_says_the_same(repository: Path, signed: bytes, what: str) -> None:
    raw = CHANGES[what](signed)
    assert ours(raw) == theirs(repository, raw)


def test_the_signer_is_found(repository: Path, signed: bytes) -> None:
    dana, arlo = (fingerprint(key_of(each).public)[7:] for each in ("dana", "arlo"))
    assert ours(signed) == theirs(repository, signed) == dana
    assert ours(_by_arlo(signed)) == arlo


def test_every_tenth_byte_changed(repository: Path, signed: bytes) -> None:
    armour = range(signed.index(b"gpgsig "), signed.index(b"-----END SSH SIGNATURE-----") + 28)
    for place in range(0, len(signed), 10):
        changed = bytearray(signed)
        changed[place] ^= 4
        if place in armour:
            # in the signature itself, that is shown elsewhere
            continue
        raw = bytes(changed)
        assert not ours(raw)
        assert place < 46 or not theirs(repository, raw)


def test_a_commit_signed_twice_is_refused(signed: bytes) -> None:
    twice = signed.replace(b"gpgsig ", b"gpgsig-sha256 x\ngpgsig ", 1)
    again = signed_commit(signed, sign_as("arlo", signed, "git"))
    for raw in (twice, again, signed.replace(b"gpgsig ", b"gpgsigs \ngpgsig ", 1)):
        with pytest.raises(BadSignature, match="more than one signature"):
            verify_commit(raw)


def test_two_signatures_under_one_name_are_refused(signed: bytes) -> None:
    bare = signed.replace(_header(signed), b"")
    both = sign_as("arlo", bare, "git") + sign_as("dana", bare, "git")
    with pytest.raises(BadSignature):
        verify_commit(signed_commit(bare, both))


@pytest.mark.parametrize(
    ("signature", "words"),
    [
        ("-----BEGIN PGP SIGNATURE-----\n\niQ==\n-----END PGP SIGNATURE-----\n", "PGP"),
        ("-----BEGIN SIGNED MESSAGE-----\nMII=\n-----END SIGNED MESSAGE-----\n", "X.509"),
        ("hello", "not a signature"),
    ],
)
def test_signatures_of_other_kinds(signed: bytes, signature: str, words: str) -> None:
    bare = signed.replace(_header(signed), b"")
    with pytest.raises(BadSignature, match=words):
        verify_commit(signed_commit(bare, signature))


def test_a_signature_for_the_other_kind_of_repository(signed: bytes) -> None:
    with pytest.raises(BadSignature, match="another kind of repository"):
        verify_commit(signed.replace(b"gpgsig ", b"gpgsig-sha256 "))


def test_what_is_no_commit() -> None:
    with pytest.raises(BadSignature, match="no commit"):
        verify_commit(b"object 1\ngpgsig x\n\n")
    assert verify_commit(b"") is None


def test_git_takes_a_commit_that_a_soft_key_signed(repository: Path, signed: bytes) -> None:
    bare = signed.replace(_header(signed), b"")
    assert key_of("dana").sign_commit(bare) == signed
    merge = bare.replace(b"author", b"mergetag object 1\n gpgsig x\n y\nauthor", 1)
    raw = key_of("dana").sign_commit(merge)
    assert ours(raw) == theirs(repository, raw) != ""


def test_a_repository_of_long_ids(tmp_path: Path, repository: Path) -> None:
    folder = tmp_path / "long"
    folder.mkdir()
    git(folder, "init", "--quiet", "--template=", "--object-format=sha256", ".")
    for name in ("user.name", "user.email", "gpg.format", "user.signingkey"):
        git(folder, "config", name, git(repository, "config", name).decode().strip())
    git(folder, "config", "gpg.ssh.allowedSignersFile", str(repository / "allowed"))
    git(folder, "commit", "--quiet", "--allow-empty", "-S", "-m", "first")
    raw = git(folder, "cat-file", "commit", "HEAD")
    assert b"\ngpgsig-sha256 " in raw
    assert ours(raw) == theirs(folder, raw) != ""
