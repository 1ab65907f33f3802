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

from mentorctl.caches import MOST_BYTES, kept_in, tidy
from mentorctl.model.paths import ALLOWED_SIGNERS
from mentorctl.toolkit import fingerprint as toolkit
from mentorctl.trail.git import repository
from mentorctl.trail.git.borrowed import borrow, home_of, tip_of
from mentorctl.trail.git.command import Git
from mentorctl.trail.git.commit_log import is_ancestor
from mentorctl.trail.git.one_run import shared
from mentorctl.trail.ledger.ledger import Ledger
from mentorctl.trail.ledger.trust_on_first_use import followed, founders_seen

__all__ = ["followed_ledger", "has_keys", "ledger_of"]


# a day long past of a large history is read again rather than drive out what today needs
MOST_OF_A_PAST = MOST_BYTES // 8


class _InThisRun:
    """The ledger that a run has asked for already."""

    ledger: Ledger | None = None

    def close(self) -> None:
        self.ledger = None


def ledger_of(root: Path, place: Path | None = None, *, past: bool = False) -> Ledger:
    """What the history of a program folder proves, up to its last commit.

    Args:
        root: The program folder.
        place: Where that history lies for good, if the folder is one for the moment.
        past: Whether that last commit is an earlier one of the history that lies there; it is
            kept beside what is known up to today.

    Raises:
        GitMissing: There is no git.
        GitError: The folder is no repository, or its history is damaged.
    """
    head = repository.head(root)
    if head is None:
        return Ledger()
    here = shared(("ledger", root.resolve()), _InThisRun)
    # what was brought further since is of another commit
    if here.ledger is None or here.ledger.tip != head or not _is_told_the_same(root, here.ledger):
        here.ledger = _read(root, head, place or root, past=past)
    return here.ledger


def followed_ledger(root: Path, place: Path | None = None, *, past: bool = False) -> Ledger:
    """The same, where it is to be gone by: refused where others founded it than the user has seen.

    Args:
        root: The program folder.
        place: Where that history lies for good, if the folder is one for the moment.
        past: Whether that last commit is an earlier one of the history that lies there.

    Raises:
        GitMissing: There is no git.
        OtherFounder: Others founded it.
        GitError: The folder is no repository, or its history is damaged.
    """
    return followed(ledger_of(root, place, past=past), past=past)


def has_keys(root: Path) -> bool:
    """Whether anybody's key is registered in a program, whatever its files say of that now.

    The file of keys is written with the first one. Whoever takes it away takes nobody's key; so
    where it is not there the history tells. That it knows of none is kept for its last commit.

    Args:
        root: The program folder.

    Raises:
        GitMissing: There is no git.
        GitError: The history is damaged.
    """
    if root.joinpath(ALLOWED_SIGNERS).is_file():
        return True
    home = home_of(root)
    tip = tip_of(home) if home else None
    if home is None or tip is None:
        return False
    kept = _file(root, "without-keys")
    with contextlib.suppress(OSError):
        if kept and kept.read_text(encoding="ascii", errors="replace") == f"{toolkit()} {tip}":
            return False
    place = root if home.own == home.common else borrow(home, tip)
    if ledger_of(place, root).register.root:
        return True
    if kept:
        with contextlib.suppress(OSError):
            kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            kept.write_text(f"{toolkit()} {tip}", encoding="ascii")
    return False


def _read(root: Path, head: str, place: Path, *, past: bool) -> Ledger:
    files = [file for file in (_file(place), _file(place, "past") if past else None) if file]
    known = next(filter(None, (_known(root, head, file) for file in files)), Ledger())
    if known.tip == head:
        return known
    from mentorctl.trail.ledger.build import keep_up  # noqa: PLC0415 - only where something is new

    found = keep_up(root, known)
    if files:
        _keep(files[-1], found, MOST_OF_A_PAST if past else MOST_BYTES)
    return found


def _known(root: Path, head: str, file: Path) -> Ledger | None:
    """What is kept in a file, if the history goes on from there."""
    known = _kept(file)
    # of a copy that began in the middle, what was cut off may have come since
    if known is None or known.cut or (known.tip != head and not _goes_on(root, known.tip, head)):
        return None
    return known if _is_told_the_same(root, known) else None


def _is_told_the_same(root: Path, known: Ledger) -> bool:
    """Whether pins and notes still say by what founders and rights were judged."""
    if any(founders_seen(program) != each for program, each in known.seen.items()):
        return False
    if not known.told:
        return True
    from mentorctl.trail.ledger.stood_first import tells_the_same  # noqa: PLC0415 - only where asked

    return tells_the_same(Git(root), known)


def _goes_on(root: Path, tip: str, head: str) -> bool:
    try:
        return bool(tip) and is_ancestor(root, tip, head)
    except repository.GitError:
        # an object that is no longer there
        return False


def _file(root: Path, which: str = "") -> Path | None:
    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:32]
    file = kept_in("trail", f"{name}{which and '-'}{which}")
    return None if file is None else Path(file)


def _kept(file: Path) -> Ledger | None:
    try:
        found = msgspec.msgpack.decode(file.read_bytes(), type=Ledger)
    except (OSError, msgspec.MsgspecError):
        return None
    return found if found.toolkit == toolkit() else None


def _keep(file: Path, ledger: Ledger, most: int) -> None:
    ledger.toolkit = toolkit()
    content = msgspec.msgpack.encode(ledger)
    if len(content) > most:
        return
    spare = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        spare.write_bytes(content)
        spare.replace(file)
        tidy()
    except OSError:
        # it is read again next time
        with contextlib.suppress(OSError):
            spare.unlink()
