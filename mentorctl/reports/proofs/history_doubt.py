"""Why a folder alone does not tell what a signature is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.signature import Doubt

if TYPE_CHECKING:
    from mentorctl.trail.ledger.ledger import Ledger
    from mentorctl.trail.signatures.signature_trail import Trail

__all__ = ["CUT_OFF", "HISTORY", "NO_HISTORY", "UNKNOWN_SIGNATURE", "doubted"]

UNKNOWN_SIGNATURE = "signature-unknown"
# where a history lies, as lists name it
HISTORY = ".git"
NO_HISTORY = Doubt(
    "this folder has no history, and its files alone do not tell whose keys count",
    "work in a copy that has it: mentorctl help sharing",
)
CUT_OFF = Doubt(
    "this copy begins in the middle of the history, so nothing tells whose keys count",
    "bring in all of it: git fetch --unshallow",
)


def doubted(trail: Trail, ledger: Ledger, damage: Doubt | None, program: str) -> Trail:
    """What signatures are judged by; by nothing where there is no whole history that tells.

    Args:
        trail: What the history says of them.
        ledger: The history.
        damage: Why it cannot be read; None where it can be.
        program: The program's id as the folder has it.
    """
    doubt = damage or (NO_HISTORY if not ledger.tip else CUT_OFF if ledger.cut else None)
    return trail if doubt is None else trail._replace(program=program).doubted(doubt)
