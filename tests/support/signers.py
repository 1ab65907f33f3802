"""Program folders in which everybody has a registered key, and the keys to sign with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.folders import commit_all
from support.histories import plain
from support.keys import key_of, lay_key
from support.run import Result, mentorctl
from support.signed import register_all

from mentorctl.model.paths import ALLOWED_SIGNERS
from mentorctl.trail.ledger.ledger_cache import ledger_of
from mentorctl.trail.ssh.sshsig import fingerprint, verify_commit

if TYPE_CHECKING:
    from pathlib import Path

    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["as_person", "book", "commit_as", "lay_registered", "mark", "seen_by_git", "signer_of"]


def lay_registered(root: Path) -> Path:
    """Give everybody in a program folder a key, and commit that."""
    register_all(root)
    commit_all(root, "everybody's keys")
    return root


def as_person(person: str, root: Path, *words: str | Path, **options: str | bool) -> Result:
    """Run mentorctl in a folder as somebody who has their own key and no other."""
    path = root.parent / "keys" / person
    if not path.exists():
        lay_key(path.parent, person)
    asked = {name: value for name, value in options.items() if value}
    return mentorctl(*words, cwd=root, env={"MENTORCTL_KEY": str(path)}, **asked)  # type: ignore[arg-type]  # passed on as they are


def commit_as(person: str, root: Path, message: str) -> None:
    """Commit everything in a folder with plain git, signed by somebody."""
    path = root.parent / "keys" / person
    if not path.exists():
        lay_key(path.parent, person)
    plain(root, "add", "-A")
    who = ("-c", "user.name=Jo Tester", "-c", "user.email=jo.tester@example.org")
    key = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={path}")
    plain(root, *who, *key, "commit", "-q", "-S", "-m", message)


def mark(person: str) -> str:
    """The fingerprint of an invented person's key."""
    return fingerprint(key_of(person).public)


def signer_of(root: Path, commit: str = "HEAD") -> str:
    """The fingerprint of the key that signed a commit; empty when nobody did."""
    raw = plain(root, "cat-file", "commit", commit) + "\n"
    key = verify_commit(raw.encode())
    return fingerprint(key) if key else ""


def book(root: Path) -> Ledger:
    """What the folder's history says."""
    return ledger_of(root)


def seen_by_git(root: Path) -> list[str]:
    """For each commit, the newest first, what plain git says of its signature, and whose it is."""
    allowed = f"gpg.ssh.allowedSignersFile={ALLOWED_SIGNERS}"
    return plain(root, "-c", allowed, "log", "--format=%G? %GS").splitlines()
