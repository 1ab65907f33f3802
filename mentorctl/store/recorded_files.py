"""Reading what files say, whatever today's models make of it: for signatures and the past."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from mentorctl.model.formats import Tree, back
from mentorctl.model.kinds import WORK_KINDS
from mentorctl.model.paths import PAIRING_FILE, SIGNATURES, SUFFIX
from mentorctl.model.recorded import (
    Doubtful,
    PairingFacts,
    PersonFacts,
    ProgramFacts,
    RecordedTeam,
    facts,
    recorded,
    signatures,
)
from mentorctl.store.parse import fast

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentorctl.model.recorded import Recorded, SignatureFile

__all__ = [
    "TRAIL",
    "enter",
    "enter_anew",
    "entries_of",
    "format_of",
    "pairing_facts",
    "person_facts",
    "program_facts",
    "signature_content",
    "understood",
]

T = TypeVar("T")

# the trail reads what it needs by the names of the first format
TRAIL = 1
# of a format; what is higher is said to be that
_HIGHEST = 999_999_999
_SIGNABLE = {kind.folder or kind.path(): kind.name for kind in WORK_KINDS}


def understood(data: bytes, use: Callable[[Tree], T | None], tree: Tree = None) -> T | None:
    """What somebody makes of a file.

    Args:
        data: The file's content.
        use: Makes it of what the file says; None where it cannot.
        tree: What the fast path found in it, where that was asked already.

    Returns:
        None where the file cannot be read, or nothing can be made of it.
    """
    quick = fast.plain(data) if tree is None else tree
    if quick is not fast.DOUBTFUL:
        try:
            found = use(quick)
        except Doubtful:
            found = None
        if found is not None:
            return found
    from mentorctl.store.parse.nodes import compose, plain  # noqa: PLC0415 - hardly ever needed

    top, faults = compose(data)
    return None if faults else use(plain(top))


def enter(team: RecordedTeam, name: str, data: bytes, number: int, tree: Tree = None) -> None:
    """Enter one file of a pairing into what its files say.

    Args:
        team: The pairing; it is changed.
        name: The file, relative to the pairing's folder.
        data: Its content.
        number: The folder's format.
        tree: What the fast path found in it, where that was asked already.
    """
    place, _, rest = name.partition("/")
    kind = _SIGNABLE.get(place)
    if name == PAIRING_FILE:
        team.pairing = pairing_facts(data, number, tree)
    elif place == SIGNATURES:
        found = signature_content(data, tree)
        if found is None:
            team.unread.add(name)
        else:
            team.signatures[rest.removesuffix(SUFFIX)] = found
    elif kind is not None:
        said = understood(data, lambda each: list(recorded(kind, each, number)), tree)
        if said is None:
            team.unread.add(name)
        for entry, record in said or ():
            path = f"{name}#{entry}" if entry else name
            if path in team.records:
                team.twice.add(path)
            team.records[path] = record


def enter_anew(team: RecordedTeam, name: str, data: bytes | None, number: int) -> None:
    """Enter one file of a pairing in the place of what it says there.

    Args:
        team: The pairing; it is changed, what it shares with others is not.
        name: The file, relative to the pairing's folder.
        data: Its content; None where it is not there.
        number: The folder's format.
    """
    team.records = {path: each for path, each in team.records.items() if _file(path) != name}
    team.twice = {path for path in team.twice if _file(path) != name}
    team.unread, team.signatures = team.unread - {name}, dict(team.signatures)
    if data is not None:
        enter(team, name, data, number)


def _file(path: str) -> str:
    return path.partition("#")[0]


def entries_of(kind: str, data: bytes, number: int) -> dict[str, Recorded] | None:
    """What can be signed of a record's file; None where it cannot be read.

    Args:
        kind: The record's kind.
        data: The file's content.
        number: The folder's format.

    Returns:
        The record under an empty name; of a log, its entries by their ids.
    """
    return understood(data, lambda tree: dict(recorded(kind, tree, number)))


def signature_content(data: bytes | None, tree: Tree = None) -> SignatureFile | None:
    """The statements in a signature file; None where it is none or cannot be read."""
    return None if data is None else understood(data, signatures, tree)


def program_facts(data: bytes | None) -> ProgramFacts | None:
    """What of a program.yaml the history is judged by; None where that cannot be read."""

    def use(tree: Tree) -> ProgramFacts | None:
        number = format_of(tree)
        known = {**tree, "format": number} if isinstance(tree, dict) else tree
        return facts(ProgramFacts, back("program", known, number, TRAIL))

    return None if data is None else understood(data, use)


def person_facts(data: bytes | None, number: int) -> PersonFacts | None:
    """What of a person's file the trail needs; None where that cannot be read."""
    if data is None:
        return None
    return understood(data, lambda tree: facts(PersonFacts, back("person", tree, number, TRAIL)))


def pairing_facts(data: bytes | None, number: int, tree: Tree = None) -> PairingFacts | None:
    """Who is in a pairing; None where that cannot be read."""
    if data is None:
        return None
    return understood(
        data, lambda each: facts(PairingFacts, back("pairing", each, number, TRAIL)), tree
    )


def format_of(tree: Tree) -> int:
    """The format that a program.yaml names as its model reads it; the first where it names none."""
    said = tree.get("format") if isinstance(tree, dict) else None
    try:
        return min(max(TRAIL, msgspec.convert(said, int, strict=False)), _HIGHEST)
    except msgspec.ValidationError:
        return TRAIL
