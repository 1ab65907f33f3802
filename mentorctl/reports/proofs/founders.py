"""Who founded a program's key register, held to what the user has seen, or asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.signature import Doubt
from mentorctl.trail.ledger import trust_on_first_use
from mentorctl.trail.ledger.ledger import OTHER_ROOT, Remark
from mentorctl.trail.ledger.ledger_cache import ledger_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["chosen", "doubt_of", "is_right", "root_faults"]


def chosen(root: Path, key: str, today: dt.date) -> Ledger:
    """What a history says once the founders with some key count as the right ones.

    Args:
        root: The program folder.
        key: The fingerprint; of nobody who founded a register there, nothing changes.
        today: The day.

    Raises:
        GitError: The history is damaged.
        TrailError: The user's file of pins cannot be read.
        OSError: It cannot be written.
    """
    ledger = ledger_of(root)
    found = next((each for each in ledger.registers if key in each.founders), None)
    if found is None or (found.root == ledger.register.root and not ledger.rivals):
        return ledger
    at = next(commit for commit, place in ledger.at.items() if ledger.registers[place] == found)
    program = ledger.every_settings[ledger.settled[at]].program
    trust_on_first_use.pin_founders(program, found, today)
    return ledger_of(root)


def doubt_of(ledger: Ledger, *, accept: bool) -> Doubt | None:
    """Why no signature can be judged by a history, be its founders accepted; None where they can.

    Raises:
        TrailError: The user's file of pins cannot be read.
    """
    fault = None if accept and not ledger.rivals else trust_on_first_use.refusal(ledger)
    return Doubt(fault.message, fault.hint) if fault else None


def root_faults(
    root: Path, ledger: Ledger, known: trust_on_first_use.Pin | None, asked_for: str | None
) -> Iterator[Remark]:
    """Faults of the key register's root, and differences from what the user has seen before."""
    founders = ledger.founders()
    if ledger.rivals:
        said = trust_on_first_use.RIVALS.format(", ".join(ledger.rivals))
        yield Remark(OTHER_ROOT, ledger.register.root, "", "", said)
    if known is not None and ledger.tip:
        yield from trust_on_first_use.differences_from(root, known, ledger)
    if asked_for and asked_for not in founders:
        others = ", ".join(sorted(founders)) or "nobody"
        said = f"the key register was founded by {others}, and not by {asked_for}"
        yield Remark(OTHER_ROOT, ledger.register.root, "", "", said)
    elif not ledger.register.root:
        said = "no coordinator's key is registered, so nothing proves who made these commits"
        yield Remark("no-keys", "", "", "", said)


def is_right(
    ledger: Ledger, remarks: Iterable[Remark], *, asked_for: str | None, accept: bool
) -> bool:
    """Whether a history is to be remembered as the right one.

    Args:
        ledger: What it says.
        remarks: What is wrong with it.
        asked_for: The fingerprint of a key that must have founded the register, if one was named.
        accept: Whether the user takes it as right, whatever they have seen before.
    """
    if accept and (asked_for is None or asked_for in ledger.founders()):
        return bool(ledger.tip) and not ledger.rivals
    strange = any(each.code in (OTHER_ROOT, "history-rewritten") for each in remarks)
    return bool(ledger.tip) and not strange
