"""Whether anybody has a key in a program yet, or has signed something: until then nobody can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import (
    ALLOWED_SIGNERS,
    PAIRINGS,
    SIGNATURES,
    pairing_file,
    pairings_of,
    person_file,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mentorctl.store.folder import Folder
    from mentorctl.trail.ledger.ledger import Ledger

__all__ = ["has_begun", "signature_files"]


def has_begun(folder: Folder, past: Callable[[], Ledger]) -> bool:
    """Whether anybody has a key in a program, or has signed something.

    Whoever takes all signs of that out of the folder takes nobody's key: its history tells.

    Args:
        folder: The program folder.
        past: Reads what its history says, where the folder is as it was on an earlier day.
    """
    if ALLOWED_SIGNERS in folder.reader.overlay or (
        folder.past is None and folder.root.joinpath(ALLOWED_SIGNERS).is_file()
    ):
        return True
    # a register begins with the key of a coordinator
    keepers = (person_file(each) for each in folder.program.coordinators)
    if any(folder.reader.may_say(each, "public") for each in keepers if each in folder.files):
        return True
    return any(True for _ in signature_files(folder)) or _is_registered(folder, past)


def _is_registered(folder: Folder, past: Callable[[], Ledger]) -> bool:
    from mentorctl.trail.errors import GitError  # noqa: PLC0415 - where nothing shows it
    from mentorctl.trail.ledger.ledger_cache import has_keys  # noqa: PLC0415 - as above

    try:
        return has_keys(folder.root) if folder.past is None else bool(past().register.root)
    except GitError:
        # by a history that cannot be read, nobody has a key
        return False


def signature_files(folder: Folder) -> Iterator[str]:
    """Every file of signatures, of all years."""
    files = folder.files
    for year in files.folders(PAIRINGS):
        for name in files.each_folder(pairings_of(year)):
            place = pairing_file(year, name, SIGNATURES)
            yield from (f"{place}/{each}" for each in files.inside(place))
