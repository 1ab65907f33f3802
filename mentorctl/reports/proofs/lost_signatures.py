"""The signatures that a change of people or of program.yaml would leave without what they cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.paths import PEOPLE, PROGRAM_FILE, SIGNATURES, person_file
from mentorctl.model.person import Person
from mentorctl.model.program import Program
from mentorctl.model.roles import SIDES
from mentorctl.model.signature import SignatureState
from mentorctl.reports.proofs.signature_report import looking_into, signing_of
from mentorctl.store.parse.fast import quiet_parser, reading
from mentorctl.store.parse.reader import understood

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from mentorctl.model.signature import Standing
    from mentorctl.reports.proofs.signature_report import Signing
    from mentorctl.store.folder import Folder

__all__ = ["lost_signatures"]


def lost_signatures(folder: Folder, changed: Mapping[str, bytes], today: dt.date) -> list[Standing]:
    """The signatures that hold now, and would not hold after a change.

    Forms print names and what program.yaml says; a signature covers both. What a change does to
    signatures on the records that it changes itself is a finding like any other.

    Args:
        folder: The folder as it is.
        changed: The new content of each file that changes or comes, by path.
        today: The day on which to judge.
    """
    with quiet_parser(), reading():
        ids = [each for each in _touched(folder, changed) if _is_signed(folder, each)]
        signing = signing_of(folder, today) if ids else None
        if signing is None:
            return []
        then = folder.as_if(changed)
        later = signing._replace(trail=looking_into(then.recorded, signing.trail))
        lost = []
        for each in ids:
            after = set(_holding(then, each, later))
            lost += [at for at in _holding(folder, each, signing).items() if at[0] not in after]
    return [standing for _, standing in lost]


def _touched(folder: Folder, changed: Mapping[str, bytes]) -> Iterator[str]:
    """The pairings whose forms may say something else afterwards."""
    program = changed.get(PROGRAM_FILE)
    if program is not None:
        said = understood(program, Program)
        # another year has pairings of its own, and those of this one stay under its rules
        if said is not None and said.year == folder.program.year:
            yield from folder.pairing_ids
        return
    renamed = {
        name
        for name in folder.people.ids
        if (data := changed.get(person_file(name))) is not None
        and _name(data) != _name(folder.reader.content(person_file(name)))
    } if any(path.startswith(f"{PEOPLE}/") for path in changed) else set()  # fmt: skip
    for each in folder.pairing_ids if renamed else ():
        pairing = folder.pairing(each)
        if pairing is None or renamed & {getattr(pairing, side) for side in SIDES}:
            yield each


def _name(data: bytes) -> str | None:
    found = understood(data, Person)
    return found.name if found is not None else None


def _is_signed(folder: Folder, pairing: str) -> bool:
    return any(each.startswith(f"{SIGNATURES}/") for each in folder.files_of(pairing))


def _holding(folder: Folder, pairing: str, signing: Signing) -> dict[tuple[str, str], Standing]:
    """The signatures of a pairing that hold, by record and role."""
    found = signing.standings(folder.team(pairing).recorded, asks_why=False)
    return {
        at: standing
        for at, standing in found.items()
        if standing.state in {SignatureState.VALID, SignatureState.ATTESTED}
    }
