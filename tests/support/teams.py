"""Pairings as rules, forms and reports get them, made of records by their short names."""

from __future__ import annotations

from typing import Any

import msgspec

from mentorctl.model.team import Team

__all__ = ["having", "team_of"]


def team_of(pairing_id: str, year: str, folder: str, **records: Any) -> Team:
    """A pairing with these records: `plan=…`, `experiences={"1": …}`."""
    return having(Team(id=pairing_id, year=year, folder=folder), **records)


def having(team: Team, **records: Any) -> Team:
    """The same pairing with other records."""
    found = msgspec.structs.replace(team, records=dict(team.records))
    for name, each in records.items():
        setattr(found, name, each)
    return found
