"""How each signature of a pairing stands: valid, attested, stale, and so on, or unknown."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mentorctl.model.kinds import WORK_KINDS
from mentorctl.model.paths import SIGNATURES, file_in, signature_file
from mentorctl.model.signature import SignatureState, Standing, moment
from mentorctl.model.team import COUNTED
from mentorctl.trail.signatures.signature_trail import Trail, trail_of
from mentorctl.trail.signatures.statement_judging import judged, not_read, role_holder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mentorctl.model.program import Program
    from mentorctl.model.recorded import (
        ProgramFacts,
        Recorded,
        RecordedTeam,
        SignedStatement,
        Statement,
    )

__all__ = [
    "Trail",
    "misplaced",
    "orphans",
    "required_signatures",
    "role_holder",
    "signable",
    "standings",
    "trail_of",
]

# the kinds of record in the order in which they are told
_ORDER = {kind.name: place for place, kind in enumerate(WORK_KINDS)}


def signable(team: RecordedTeam) -> Iterator[tuple[str, str, Recorded]]:
    """The records of a pairing that can be signed.

    Yields:
        The kind's name in program.yaml, the record relative to the pairing (`log.yaml#ID` for
        one entry of the log, or whatever is signed item by item), and the record.
    """
    # items stay in the order in which their file has them
    for path, record in sorted(team.records.items(), key=_place):
        yield record.kind, path, record


def _place(item: tuple[str, Recorded]) -> tuple[int, str]:
    path, record = item
    return _ORDER[record.kind], path.partition("#")[0]


def required_signatures(
    program: Program | ProgramFacts, team: RecordedTeam
) -> Iterator[tuple[str, Recorded, str]]:
    """The signatures that program.yaml requires on the existing records of a pairing.

    Yields:
        The record relative to the pairing, the record, and the role that signs it.
    """
    for kind, path, record in signable(team):
        setting = program.records.get(kind)
        for role in setting.signed_by if setting else ():
            yield path, record, role


def standings(
    team: RecordedTeam, program: Program | ProgramFacts, trail: Trail
) -> dict[tuple[str, str], Standing]:
    """How every signature stands that the program asks for, or that was given anyway.

    Args:
        team: The pairing's records.
        program: Its program.
        trail: What the history says.

    Returns:
        By the record relative to the pairing and the role.
    """
    found = _by_files(team, program, trail)
    then = trail.counted and trail.counted(team, found, trail.sources)
    if not then:
        return found
    now, sources = then
    counted = _by_files(now, program, trail._replace(sources=sources))
    # of what nobody made who may, no signature is missing
    made_up = {at for at, each in found.items() if each.state is SignatureState.MISSING}
    kept = {
        at: each
        for at, each in found.items()
        if at not in counted.keys() | made_up
        or each.state in COUNTED
        or (at in counted and counted[at].state is each.state)
    }
    return {at: each._replace(by_counted=True) for at, each in counted.items()} | kept


def _by_files(
    team: RecordedTeam, program: Program | ProgramFacts, trail: Trail
) -> dict[tuple[str, str], Standing]:
    """How the signatures stand by what a pairing's files say."""
    given = _given(team)
    wanted = {(path, role) for path, _, role in required_signatures(program, team)}
    found: dict[tuple[str, str], Standing] = {}
    for _, path, record in signable(team):
        roles = {role for each, role in (*wanted, *given) if each == path}
        for role in sorted(roles):
            standing = _standing(team, path, record, role, given.get((path, role), ()), trail)
            if path in team.twice:
                # two entries of one id: nobody can say which of them was signed
                fault = f"two entries of the {path.partition('.')[0]} have the same id"
                standing = standing._replace(state=SignatureState.INVALID, why=fault)
            found[path, role] = standing
    found.update(_unread(team, program, given, trail))
    return found


def _unread(
    team: RecordedTeam,
    program: Program | ProgramFacts,
    given: Mapping[tuple[str, str], Sequence[SignedStatement]],
    trail: Trail,
) -> Iterator[tuple[tuple[str, str], Standing]]:
    """The signatures of which a file cannot be read: that of the record, or their own."""
    for (path, role), statements in given.items():
        file = path.partition("#")[0]
        if file in team.unread:
            said = statements[-1].statement
            stand = Standing(team.path(path), role, said.person, SignatureState.UNKNOWN,
                             moment(said.signed_at), said.key)  # fmt: skip
            yield (path, role), _unless_declined(stand.doubted(not_read(team, file)), trail)
    for path, _, role in required_signatures(program, team):
        file = signature_file(path, role)
        if file in team.unread:
            person = role_holder(team, role)
            stand = Standing(team.path(path), role, person, SignatureState.UNKNOWN)
            yield (path, role), _unless_declined(stand.doubted(not_read(team, file)), trail)


def orphans(team: RecordedTeam, trail: Trail) -> dict[tuple[str, str], Standing]:
    """The state of signatures on records that have been deleted.

    Args:
        team: The pairing's records, all of them read.
        trail: What the history says.

    Returns:
        By the record relative to the pairing and the role.
    """
    there = {path for _, path, _ in signable(team)}
    return {
        (path, role): _standing(team, path, None, role, statements, trail)
        for (path, role), statements in _given(team).items()
        if path not in there and path.partition("#")[0] not in team.unread
    }


def misplaced(team: RecordedTeam, trail: Trail) -> Iterator[tuple[str, SignedStatement, str]]:
    """Statements in the wrong signature file: of another record, role or pairing.

    Args:
        team: The pairing's records.
        trail: What the history says.

    Yields:
        The file relative to the pairing, the statement, and what is wrong with it.
    """
    for stem, file in team.signatures.items():
        name = file_in(SIGNATURES, stem)
        for signed in file.signed:
            if not _is_at_home(team, name, signed.statement):
                yield name, signed, trail.judge(team.path(name), signed).fault


def _given(team: RecordedTeam) -> dict[tuple[str, str], list[SignedStatement]]:
    """All statements that lie in the right file, by record and role."""
    found: dict[tuple[str, str], list[SignedStatement]] = {}
    for stem, file in team.signatures.items():
        for signed in file.signed:
            said = signed.statement
            if _is_at_home(team, file_in(SIGNATURES, stem), said):
                path = said.record.removeprefix(team.path(""))
                found.setdefault((path, said.role), []).append(signed)
    return found


def _is_at_home(team: RecordedTeam, name: str, said: Statement) -> bool:
    path = said.record.removeprefix(team.path(""))
    return path != said.record and signature_file(path, said.role) == name


def _standing(
    team: RecordedTeam,
    path: str,
    record: Recorded | None,
    role: str,
    statements: Iterable[SignedStatement],
    trail: Trail,
) -> Standing:
    person = role_holder(team, role)
    missing = Standing(team.path(path), role, person, SignatureState.MISSING)
    each = [judged(team, path, record, role, one, trail) for one in statements]
    if not each:
        return _unless_declined(missing, trail)
    # the newest statement counts: signed again after a change, or declined later
    good = [one for one in each if one.state is not SignatureState.INVALID]
    newest = max(reversed(good), key=_signed_at) if good else each[-1]
    return _unless_declined(newest, trail)


def _unless_declined(standing: Standing, trail: Trail) -> Standing:
    """The refusal that came after a signature, though its file may not hold it any more."""
    for person, at, why in trail.declined.get((standing.record, standing.role), ()):
        on = moment(at)
        if on is not None and person == standing.person and on > _signed_at(standing):
            standing = standing._replace(state=SignatureState.DECLINED, why=why, on=on)
    return standing


def _signed_at(standing: Standing) -> dt.datetime:
    return standing.on or dt.datetime.min.replace(tzinfo=dt.UTC)
