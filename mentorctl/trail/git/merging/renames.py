"""Which file of one side of a merge is another one under a new name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.kinds import kind_of
from mentorctl.model.paths import PAIRING_FILE, in_pairing, pairing_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mentorctl.trail.git.objects import TreeEntry

__all__ = ["candidates", "new_name", "with_its_pairing"]

LEAST = 0.5


def candidates(
    path: str, base: Mapping[str, TreeEntry], side: Mapping[str, TreeEntry]
) -> Iterator[str]:
    """The files that a record may be called now on a side that does not have it any more.

    They are new on that side, and are of its kind where it lay; or it went with its pairing.
    """
    kind, folder = kind_of(path), path.rpartition("/")[0]
    if path not in base or path in side or kind is None:
        return
    moved = with_its_pairing(path, base, side)
    if moved:
        yield moved
        return
    for other in side.keys() - base.keys():
        if other.rpartition("/")[0] == folder and kind_of(other) is kind:
            yield other


def with_its_pairing(
    path: str, base: Mapping[str, TreeEntry], side: Mapping[str, TreeEntry]
) -> str:
    """What a record is called on a side where its pairing's folder has another name.

    Only a pairing that is word for word the same is that one: of two people's scaffolds nobody
    could tell whose they are.

    Returns:
        The file there; empty where the folder has its name, or nobody can tell the new one.
    """
    found = in_pairing(path)
    home = pairing_file(found.year, found.pairing) if found else ""
    if found is None or home not in base or home in side or path in side:
        return ""
    new = (in_pairing(other) for other in side.keys() - base.keys() if side[other] == base[home])
    homes = [each for each in new if each is not None and each.file == PAIRING_FILE]
    if len(homes) != 1:
        return ""
    now = pairing_file(homes[0].year, homes[0].pairing, found.file)
    return now if now in side else ""


def new_name(before: bytes, names: list[str], content: Callable[[str], bytes | None]) -> str:
    """The one of some files that says at least half of what a record said; empty for none.

    Args:
        before: The record's content.
        names: The files that may be it.
        content: Gives what a file holds.
    """
    said = _said(before)
    shares = {name: len(said & _said(content(name) or b"")) / len(said) for name in names if said}
    best = max(shares, key=lambda name: (shares[name], name), default="")
    return best if best and shares[best] >= LEAST else ""


def _said(content: bytes) -> set[bytes]:
    """The lines of a record that say something; scaffolds are all alike."""
    lines = (line.strip() for line in content.splitlines())
    return {line for line in lines if line and not line.startswith(b"#") and line[-1:] != b":"}
