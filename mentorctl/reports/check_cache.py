"""What was found in a folder, kept by what its files held, so that only what changed is judged.

It lies in the user's own cache, where no copied folder can bring a forged one along, and can be
deleted at any time. A file counts as the one that was read while its times and size are the same,
and they are older than the reading; any other file is compared by the digest of what it holds.
"""

from __future__ import annotations

import contextlib
import datetime as dt  # noqa: TC003 - what is kept is read by it
import hashlib
import os
import time
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.caches import MOST_BYTES, kept_in, tidy
from mentorctl.model.finding import Finding
from mentorctl.model.paths import (
    EVIDENCE,
    MEETINGS,
    PAIRING_FILE,
    PROGRAM_FILE,
    YEARS,
    in_pairing,
    pairing_file,
)
from mentorctl.model.signature import SignatureState
from mentorctl.reports.looked_at import EVERYTHING
from mentorctl.store.evidence import sha256_of
from mentorctl.store.parse.reader import digest, record_content, unreadable
from mentorctl.toolkit import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentorctl.model.team import Team
    from mentorctl.reports.proofs.signature_report import Signing
    from mentorctl.store.folder import Folder

__all__ = ["CheckCache", "KeptTeam", "Signed", "is_possible", "place_of", "signed", "traced"]

# coarse clocks of file systems: a change within this time of another may not show
SLACK_NS = 2_000_000_000
UNSURE = (0, 0, 0)
# stands for the last commit, where it was not asked for yet
_TRACED = "."
# what every pairing is judged by
COMMON = (f"{MEETINGS}/", f"{YEARS}/")

Stamp = tuple[int, int, int]


class KeptFile(NamedTuple):
    """A file as it was read.

    Attributes:
        changed: When it changed, as its folder says: two times in nanoseconds, and its size; all
            0 where that was too near to the reading to tell.
        digest: Of what it held; empty for a file of which only the name counts.
    """

    changed: Stamp
    digest: bytes


class KeptTeam(NamedTuple):
    """What was found in a pairing.

    Attributes:
        findings: The findings.
        needs: The files of others that were looked at, besides those that all look at.
        broken: Its files that cannot be read.
        signed: What the history says of its signatures, as a digest.
        commit: The last commit, where the history was asked what made a signature stale.
        listed_since: The day since which it is on the list of completers, where that is asked.
    """

    findings: tuple[Finding, ...] = ()
    needs: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    signed: bytes = b""
    commit: str = ""
    listed_since: dt.date | None = None


class Kept(msgspec.Struct, kw_only=True):
    """All that is kept of a folder.

    Attributes:
        basis: What all of it rests on besides files.
        names: The folders, and what is neither file nor folder, as a digest.
        files: Every file there was.
        teams: The pairings that there is anything to say of.
        rest: What was found in all else.
    """

    basis: bytes = b""
    names: bytes = b""
    files: dict[str, KeptFile] = {}
    teams: dict[str, KeptTeam] = {}
    rest: tuple[Finding, ...] = ()


class Signed(NamedTuple):
    """What the history says of signatures, as far as it may change what is found.

    Attributes:
        keys: Whose keys count, on which day, as a digest.
        statements: The signed statements of each pairing, as digests by its folder.
        commit: The last commit.
    """

    keys: bytes = b""
    statements: Mapping[str, bytes] = MappingProxyType({})
    commit: str = ""


class CheckCache:
    """What is known of a folder from the last check, and what has changed since.

    Args:
        folder: The program folder, all of it listed.
        today: The day on which is judged.
        signed: What the history says of signatures.
    """

    def __init__(self, folder: Folder, today: dt.date, signed: Signed) -> None:
        self._root, self._signed = folder.root, signed
        file = place_of(folder.root)
        assert file is not None, "asked only where something can be kept"
        self._file = file
        year, listing = folder.program.year, folder.listing
        self._year = year
        about = (fingerprint(), str(folder.root), year, today, signed.keys)
        self._basis = digest(repr(about).encode())
        names = "\0".join((*listing.folders, "", *listing.others))
        self._names = digest(names.encode("utf-8", "surrogateescape"))
        self._known = _read(self._file)
        self._started = time.time_ns()
        self._now = {path: _stamp(f"{folder.root}{os.sep}{path}") for path in listing.files}
        self._digests: dict[str, bytes] = {}
        self._changed = self._compared()
        own = {path: found for path in self._changed if (found := in_pairing(path))}
        own = {path: found for path, found in own.items() if found.year == year}
        self._touched = {found.pairing for found in own.values()}
        self._all_over = self._known.basis != self._basis or any(
            path == PROGRAM_FILE or path.startswith(COMMON) for path in self._changed
        )
        self._rest_is_other = (
            self._all_over
            or self._known.names != self._names
            or self._known.files.keys() != self._now.keys()
            or any(path not in own or own[path].file == PAIRING_FILE for path in self._changed)
        )

    def team(self, pairing: str) -> KeptTeam | None:
        """What was found in a pairing of the year; None where it has to be judged."""
        known = self._known.teams.get(pairing, KeptTeam())
        if (
            self._all_over
            or pairing in self._touched
            or known.signed != self._statements(pairing)
            or known.commit not in {"", self._signed.commit}
            or EVERYTHING in known.needs
        ):
            return None
        return known if self._changed.isdisjoint(known.needs) else None

    def rest(self, teams: Mapping[str, KeptTeam]) -> tuple[Finding, ...] | None:
        """What was found in all else; None where it has to be looked at.

        Args:
            teams: What there is to say now of each pairing.
        """
        known = self._known
        if self._rest_is_other or _told(known.teams) != _told(teams):
            return None
        return None if any(each.path in self._changed for each in known.rest) else known.rest

    def keep(
        self,
        teams: Mapping[str, KeptTeam],
        rest: Sequence[Finding],
        digests: Mapping[str, bytes],
    ) -> None:
        """Keep what was found now.

        Args:
            teams: What was found in each pairing.
            rest: What was found in all else, each with its place.
            digests: Of the files that were read now.
        """
        trusted = self._started - SLACK_NS
        self._digests.update(digests)
        said = {name: self._with_history(name, team) for name, team in teams.items()}
        files = {
            path: KeptFile(
                stamp if max(stamp[:2]) < trusted else UNSURE, self._digests.get(path, b"")
            )
            for path, stamp in self._now.items()
        }
        said = {name: team for name, team in said.items() if team != KeptTeam()}
        now = Kept(basis=self._basis, names=self._names, files=files, teams=said, rest=tuple(rest))
        if now != self._known:
            _write(self._file, now)

    def _with_history(self, name: str, team: KeptTeam) -> KeptTeam:
        statements = self._statements(name)
        commit = self._signed.commit if team.commit else ""
        if (statements, commit) == (team.signed, team.commit):
            return team
        return team._replace(signed=statements, commit=commit)

    def _statements(self, pairing: str) -> bytes:
        return self._signed.statements.get(pairing_file(self._year, pairing, ""), b"")

    def _compared(self) -> frozenset[str]:
        """The files that came, went, or hold something else."""
        known = self._known.files
        changed = set(known.keys() ^ self._now.keys())
        for path, stamp in self._now.items():
            kept = known.get(path)
            if kept is None or not kept.digest:
                continue
            is_same = kept.changed == stamp and stamp != UNSURE
            now = kept.digest if is_same else digest_of(f"{self._root}{os.sep}{path}")
            self._digests[path] = now
            if now != kept.digest:
                changed.add(path)
        return frozenset(changed)


def _told(teams: Mapping[str, KeptTeam]) -> tuple[set[str], dict[str, dt.date]]:
    """What of pairings is asked for as a whole: what cannot be read, and who has completed."""
    listed = {name: day for name, team in teams.items() if (day := team.listed_since)}
    return {path for team in teams.values() for path in team.broken}, listed


def traced(team: Team) -> str:
    """What stands for the last commit, where what is said of a pairing hangs on the history."""
    is_stale = any(each.state is SignatureState.STALE for each in team.standings.values())
    is_open = not team.approval_known and bool(team.plan and team.plan.approved)
    return _TRACED if is_stale or is_open or team.approval_change else ""


def signed(root: Path, signing: Signing | None) -> Signed:
    """What the history says of signatures, as far as it may change what is found."""
    if signing is None:
        return Signed()
    from mentorctl.trail.git.repository import GitError, head, is_repository  # noqa: PLC0415 - only where somebody signs

    try:
        commit = head(root) if is_repository(root) else None
    except GitError:
        commit = None
    trail = signing.trail
    register = msgspec.msgpack.encode(trail.register, order="deterministic")
    keys = (trail.program, register, trail.today, signing.today, str(signing.zone), trail.doubt,
            {path: sorted(marks) for path, marks in sorted(trail.unproven.items())},
            [(path, each, lost[each].by)
             for path, lost in sorted(trail.ledger.lost.items() if trail.ledger else ())
             for each in sorted(lost)])  # fmt: skip
    parts: dict[str, list[str]] = {}
    for (path, entry), brought in trail.brought.items():
        folder = found.folder if (found := in_pairing(path)) else ""
        parts.setdefault(folder, []).append(repr((path, entry, brought)))
    statements = {folder: digest("".join(sorted(each)).encode()) for folder, each in parts.items()}
    return Signed(digest(repr(keys).encode()), statements, commit or "")


def digest_of(path: str) -> bytes:
    """A short name for what a file holds now, or for why it cannot be read."""
    if f"/{EVIDENCE}/" in path.replace(os.sep, "/"):
        return sha256_of(path).encode()
    try:
        return digest(record_content(path))
    except OSError as error:
        return unreadable(error)


def is_possible(root: Path) -> bool:
    """Whether anything can be kept on this computer: not what is said without asking git."""
    from mentorctl.trail.git.command import is_installed  # noqa: PLC0415 - only where it is checked

    file = place_of(root)
    if file is None or not is_installed():
        return False
    place = file.parent
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return False
    return os.access(place, os.W_OK)


def _stamp(path: str) -> Stamp:
    try:
        found = os.lstat(path)
    except OSError:
        return UNSURE
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size


def place_of(root: Path) -> Path | None:
    """The file that keeps what was found in a program folder; None where nothing is kept."""
    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]
    file = kept_in("check", name)
    return None if file is None else Path(file)


def _read(file: Path) -> Kept:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=Kept)
    except (OSError, msgspec.MsgspecError):
        return Kept()


def _write(file: Path, kept: Kept) -> None:
    try:
        data = msgspec.msgpack.encode(kept)
    except UnicodeEncodeError:
        return  # a file's name is no UTF-8: what was found of it is found again next time
    spare = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        if len(data) > MOST_BYTES:
            file.unlink(missing_ok=True)
            return
        spare.write_bytes(data)
        spare.replace(file)
        tidy()
    except OSError:
        # all is judged again next time
        with contextlib.suppress(OSError):
            spare.unlink()
