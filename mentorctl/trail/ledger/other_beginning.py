"""What comes in must not rest on a key register that others founded beside the one here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.trail.git import objects
from mentorctl.trail.git.borrowed import borrow, home_of
from mentorctl.trail.git.command import Git
from mentorctl.trail.ledger.ledger_cache import followed_ledger, has_keys

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["refuse_another"]


def refuse_another(root: Path, theirs: str) -> None:
    """Refuse a history in which others founded the key register, be it beside the one here.

    Args:
        root: The program folder.
        theirs: The last commit of that history, whose objects are here.

    Raises:
        OtherFounder: So it is.
        GitError: One of them is damaged.
    """
    if not has_keys(root):
        return
    ledger, home = followed_ledger(root), home_of(root)
    words = ("rev-list", "--parents", "--boundary", theirs, f"^{ledger.tip}")
    for line in objects.reading(Git(root), *words).decode().splitlines():
        name, *parents = line.split()
        known = ledger.at.get(name.removeprefix("-"))
        # only what goes on from before the register was founded can have another one
        is_old = known is not None and not ledger.registers[known].root
        if home is not None and (is_old or (known is None and not parents)):
            followed_ledger(borrow(home, theirs), root, past=True)
            return
