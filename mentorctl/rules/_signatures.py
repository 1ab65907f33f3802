"""What the rules about signatures share: whom they name, and what they tell them to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.kinds import WORK_KINDS
from mentorctl.model.paths import record_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentorctl.model.finding import Where
    from mentorctl.model.signature import SignatureState, Standing
    from mentorctl.model.team import Team
    from mentorctl.rules.base import Context

__all__ = ["each", "file_and_place", "signer", "to_attest", "to_sign"]


def each(team: Team, state: SignatureState) -> Iterator[tuple[str, Standing]]:
    """The records with a signature that stands so, relative to the pairing, and how it stands."""
    for (path, _), standing in sorted(team.standings.items()):
        if standing.state is state:
            yield path, standing


def signer(standing: Standing, ctx: Context) -> str:
    """The role and the person: `the mentor dale-kirchner`."""
    return f"the {ctx.words[standing.role]} {standing.person}".strip()


def to_sign(team: Team, path: str) -> str:
    """The command that signs a record."""
    return f"mentorctl sign {team.id} {record_name(path)}"


def to_attest(team: Team, path: str, role: str) -> str:
    """The command that attests one on paper."""
    record = record_name(path)
    return f"mentorctl attest {team.id} {record} {role} --scan FILE --signed-on DATE"


def file_and_place(team: Team, path: str, way: Where) -> tuple[str, Where]:
    """The file that a signed record stands in, and the way to one of its values there."""
    file, _, entry = path.partition("#")
    record = next((record for _, name, record in team.held(WORK_KINDS) if name == file), None)
    if not entry or record is None:
        return file, way
    at = [name for name, _ in record.signed_parts()].index(entry)
    return file, (record.signed_by_item, at, *way)
