"""What a pairing held when it was closed, so that a later change of it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.canonical import data, digest

if TYPE_CHECKING:
    from mentorctl.model.team import Team

__all__ = ["held_by"]

_SINGLE = ("agreement", "focal_points", "decision_points", "plan", "log", "trainings", "guide")
_MANY = ("experiences", "visits")


def held_by(team: Team) -> str:
    """The SHA-256 of everything in a pairing's records but pairing.yaml and the signatures.

    Layout and remarks do not count. Signatures may still come in: they say who stood by what.
    """
    return digest(data({name: getattr(team, name) for name in (*_SINGLE, *_MANY)}))
