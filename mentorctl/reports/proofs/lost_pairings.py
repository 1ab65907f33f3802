"""Pairings whose file somebody took away who may not, or left so that nobody can read it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import PAIRING_FILE, pairings_of
from mentorctl.reports.proofs.unproven_values import rightly
from mentorctl.store.parse.reader import understood

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mentorctl.store.folder import Folder
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["lost_pairings"]


def lost_pairings(
    folder: Folder, year: str, ledger: Ledger, history: Path | None
) -> Iterator[Pairing]:
    """Such pairings of a year as they last rightly were, with who is in them still.

    Args:
        folder: The program folder.
        year: The program year.
        ledger: What its history says.
        history: The folder whose `.git` has it; None where there is none.
    """
    start = f"{pairings_of(year)}/"
    held = {path: name for path, name in ledger.gone.items() if path not in folder.files}
    for each, name in ledger.unread.items():
        path = each.partition("\n")[0]
        if name and path in folder.reader.broken:
            held[path] = name
    held = {path: name for path, name in held.items()
            if path.startswith(start) and path.endswith(f"/{PAIRING_FILE}")}  # fmt: skip
    if history is None or not held:
        return
    from mentorctl.trail.git.file_versions import contents  # noqa: PLC0415 - hardly ever needed

    left = set(chain.from_iterable(ledger.left.values()))
    found = contents(history, held.values())
    for path, last in held.items():
        pairing = rightly(understood(found[last] or b"", Pairing), ledger.unproven.get(path))
        place = path.removesuffix(PAIRING_FILE)
        out = {each.person for each in left if each.folder == place}
        if pairing is not None and not out & {pairing.mentee, pairing.mentor}:
            yield pairing
