"""What a reader has seen of grievances: only so is it noticed when something is taken out.

It lies in the reader's own configuration, where nobody who writes to a vault can change it, sealed
for their own key: it says which grievances there are, and who reads them. Nor does its name tell
others who work in the same account whose it is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from typing import TYPE_CHECKING

import msgspec

from mentorctl.trail.ledger.trust_on_first_use import pins_file
from mentorctl.trail.ssh.public_keys import fingerprint
from mentorctl.vault.age_sealing import open_sealed, seal_unnamed
from mentorctl.vault.errors import VaultError
from mentorctl.vault.padding import filled, unfilled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from mentorctl.trail.ssh.private_keys import PrivateKey

__all__ = ["SeenCase", "SeenCases"]


class SeenCase(msgspec.Struct, frozen=True):
    """What was seen of one grievance.

    Attributes:
        head: The digest of its last document.
        on: The day on which it was seen.
        place: In which vault, as a digest of its place on this computer.
        readers: The ids of those who read it then, and could take it out.
        until: The day from which it need not be kept any longer, so that nobody misses it.
        beside: The digests of others that nothing followed: what several had added at once.
    """

    head: str
    on: dt.date
    place: str
    readers: tuple[str, ...]
    until: dt.date | None = None
    beside: tuple[str, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The digests of all documents that nothing followed."""
        return (*self.beside, self.head)


class _Kept(msgspec.Struct):
    cases: dict[str, SeenCase] = {}
    checked: set[str] = set()
    others: dict[str, frozenset[str]] = {}


def _file(whose: bytes) -> Path:
    return pins_file().parent / "vaults" / hashlib.sha256(whose).hexdigest()[:32]


class SeenCases:
    """What one key has seen of a program's grievances.

    Args:
        program: The program's id.
        key: The reader's key.
        vault: The folder of the vault.

    Raises:
        VaultError: What was kept cannot be read.
    """

    def __init__(self, program: str, key: PrivateKey, vault: Path) -> None:
        # by what nobody else knows: so it does not tell whose it is
        self._file = _file(f"{program}\0".encode() + key.seed)
        was = _file(f"{program}\0{fingerprint(key.public)}".encode())
        if was.is_file() and not self._file.exists():
            was.replace(self._file)
        self._key = key
        self._place = hashlib.sha256(os.fsencode(vault)).hexdigest()[:32]
        self._kept = self._read()

    @property
    def checked(self) -> frozenset[str]:
        """The keys and people that the reader has asked about, as `CaseStanding.noted` has them."""
        return frozenset(self._kept.checked)

    @property
    def others(self) -> frozenset[str]:
        """The digests of the vault's files that were found not to be for this key."""
        return self._kept.others.get(self._place, frozenset())

    def of(self, name: str) -> SeenCase | None:
        """What was seen of a grievance."""
        return self._kept.cases.get(name)

    def lost(self, now: Mapping[str, Collection[str]], today: dt.date) -> dict[str, SeenCase]:
        """What was seen and is not there: grievances that are gone, or were taken back a step.

        Args:
            now: What the vault has now: for each grievance the digests of its documents.
            today: The day.

        Returns:
            What was seen of each, by its name.
        """
        return {
            name: seen
            for name, seen in self._kept.cases.items()
            if (
                not set(seen.heads) <= set(now[name])
                if name in now
                else seen.place == self._place and not (seen.until and seen.until <= today)
            )
        }

    def see(
        self,
        heads: Mapping[str, tuple[tuple[str, ...], Iterable[str], dt.date | None]],
        others: frozenset[str],
        today: dt.date,
    ) -> None:
        """Remember how grievances stand, and what is for others.

        Args:
            heads: For each, the digests of the documents that nothing follows, the ids of its
                readers, and until when it is to be kept.
            others: The digests of the vault's files that are not for this key.
            today: The day.
        """
        before, known = dict(self._kept.cases), self.others
        for name, ((*beside, head), readers, until) in heads.items():
            old = before.get(name)
            on = old.on if old and old.heads == (*beside, head) else today
            self._kept.cases[name] = SeenCase(
                head, on, self._place, tuple(readers), until, tuple(beside)
            )
        self._kept.others[self._place] = others
        if (self._kept.cases, others) != (before, known):
            self._write()

    def check(self, asked: Iterable[str]) -> None:
        """Remember what the reader has asked about, as `CaseStanding.noted` has it."""
        new = set(asked) - self._kept.checked
        if new:
            self._kept.checked |= new
            self._write()

    def forget(self, names: Iterable[str]) -> None:
        """Miss some grievances no more."""
        for name in names:
            self._kept.cases.pop(name, None)
        self._write()

    def _read(self) -> _Kept:
        try:
            content = self._file.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return _Kept()
        try:
            return msgspec.json.decode(unfilled(open_sealed(content, self._key)), type=_Kept)
        except (VaultError, msgspec.MsgspecError):
            raise VaultError(
                f"{self._file} cannot be read, which says what you have seen of grievances before",
                "move it away to begin anew; what was taken out of the vault is then not noticed",
            ) from None

    def _write(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        content = seal_unnamed(filled(msgspec.json.encode(self._kept)), [self._key.public])
        spare = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        try:
            spare.write_bytes(content)
            spare.replace(self._file)
        finally:
            spare.unlink(missing_ok=True)
