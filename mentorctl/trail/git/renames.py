"""Which file of one side of a merge is another one under a new name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.kinds import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from mentorctl.trail.git.objects import TreeEntry

__all__ = ["candidates", "new_name"]

LEAST = 0.5


def candidates(
    path: str, base: Mapping[str, TreeEntry], side: Mapping[str, TreeEntry]
) -> Iterator[str]:
    """The files that a record may be called now on a side that does not have it any more.

    They are new on that side, lie where it lay, and are of its kind.
    """
    kind, folder = kind_of(path), path.rpartition("/")[0]
    if path not in base or path in side or kind is None:
        return
    for other in side.keys() - base.keys():
        if other.rpartition("/")[0] == folder and kind_of(other) is kind:
            yield other


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
