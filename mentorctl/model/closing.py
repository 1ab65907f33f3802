"""What a pairing held when it was closed, so that a later change of it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.canonical import data, digest
from mentorctl.model.formats import record_format
from mentorctl.model.kinds import kind_named
from mentorctl.model.paths import record_name

if TYPE_CHECKING:
    from mentorctl.model.recorded import RecordedTeam

__all__ = ["held_by"]

# whatever format the folder has come to, a digest of years ago is of the first one's names
FORMAT = 1


def held_by(team: RecordedTeam) -> str:
    """The SHA-256 of everything in a pairing's records but pairing.yaml and the signatures.

    Layout and remarks do not count. Signatures may still come in: they say who stood by what.
    """
    held: dict[str, object] = {}
    for path, record in team.records.items():
        kind, content = kind_named(record.kind), record.as_of(FORMAT)
        # the names are part of the digest
        name, key = kind.in_needs.replace("-", "_"), record_name(path).partition("/")[2]
        items = record_format(record.kind, FORMAT).items
        if items:
            group = held.setdefault(name, {items: []})
            group[items].append({} if content is None else content)  # type: ignore[index] # as made above
        elif kind.many:
            held.setdefault(name, {})[key] = content  # type: ignore[index] # likewise
        else:
            held[name] = content
    return digest(data(held))
