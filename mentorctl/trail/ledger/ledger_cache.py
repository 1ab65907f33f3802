"""Caches the ledger in the user's cache directory.

Nothing of it lies in the program folder, where a copied folder could bring a forged one along.
It can be deleted at any time: the history is then read again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

import msgspec

from mentorctl.caches import kept_in, tidy
from mentorctl.toolkit import fingerprint
from mentorctl.trail.git import repository
from mentorctl.trail.git.commit_log import is_ancestor
from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["ledger_of"]


def ledger_of(root: Path, place: Path | None = None, *, keep: bool = True) -> Ledger:
    """What the history of a program folder proves, up to its last commit.

    Args:
        root: The program folder.
        place: Where that history lies for good, if the folder is one for the moment.
        keep: Whether to keep it in the cache.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    head = repository.head(root)
    if head is None:
        return Ledger()
    file = _file(place or root)
    known = _kept(file) if file else None
    # of a copy that began in the middle, what was cut off may have come since
    if known is None or known.cut or (known.tip != head and not _goes_on(root, known.tip, head)):
        known = Ledger()
    if known.tip == head:
        return known
    from mentorctl.trail.ledger.build import keep_up  # noqa: PLC0415 - only where something is new

    found = keep_up(root, known)
    if keep and file:
        _keep(file, found)
    return found


def _goes_on(root: Path, tip: str, head: str) -> bool:
    try:
        return bool(tip) and is_ancestor(root, tip, head)
    except repository.GitError:
        # an object that is no longer there
        return False


def _file(root: Path) -> Path | None:
    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]
    file = kept_in("trail", name)
    return None if file is None else Path(file)


def _kept(file: Path) -> Ledger | None:
    try:
        found = msgspec.msgpack.decode(file.read_bytes(), type=Ledger)
    except (OSError, msgspec.MsgspecError):
        return None
    return found if found.toolkit == fingerprint() else None


def _keep(file: Path, ledger: Ledger) -> None:
    ledger.toolkit = fingerprint()
    spare = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        spare.write_bytes(msgspec.msgpack.encode(ledger))
        spare.replace(file)
        tidy()
    except OSError:
        # it is read again next time
        with contextlib.suppress(OSError):
            spare.unlink()
