"""What a pairing held when it was closed, so that a later change of it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.canonical import data, digest
from mentorctl.model.kinds import WORK_KINDS

if TYPE_CHECKING:
    from mentorctl.model.team import Team

__all__ = ["held_by"]


def held_by(team: Team) -> str:
    """The SHA-256 of everything in a pairing's records but pairing.yaml and the signatures.

    Layout and remarks do not count. Signatures may still come in: they say who stood by what.
    """
    held: dict[str, object] = {}
    for kind in WORK_KINDS:
        records = team.each(kind.model)
        # the names are part of the digest
        held[kind.in_needs.replace("-", "_")] = records if kind.many else team.one(kind.model)
    return digest(data(held))
