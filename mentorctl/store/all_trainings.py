"""Which trainings people took, by what the pairings of all years say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.agreement import Trainings
from mentorctl.model.kinds import kind_with
from mentorctl.model.pairing import Pairing
from mentorctl.model.paths import PAIRINGS, pairing_file, pairings_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.store.listing import Files
    from mentorctl.store.parse.reader import Reader

__all__ = ["all_trainings"]


def all_trainings(reader: Reader, files: Files) -> Iterator[tuple[str, Pairing, Trainings]]:
    """Every trainings.yaml of a folder that can be read, with its path, and the pairing it is of.

    Where nobody can read who is in the pairing, it is left out.

    Args:
        reader: Reads them; it keeps their faults, which are told of where their pairing is.
        files: What lies in the folder.
    """
    name = kind_with(Trainings).path()
    for year in files.folders(PAIRINGS):
        for folder in files.folders(pairings_of(year)):
            path, its_file = pairing_file(year, folder, name), pairing_file(year, folder)
            held = reader.read(path, Trainings) if path in files else None
            if held is not None and its_file in files:
                pairing = reader.read(its_file, Pairing)
                if pairing is not None:
                    yield path, pairing, held
