"""What one signed statement is worth: by the history, the register, the record and its form."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING

from mentorctl.model.canonical import digest
from mentorctl.model.formats import CURRENT
from mentorctl.model.paths import PAIRING_FILE, person_file, signature_file
from mentorctl.model.roles import SIDES
from mentorctl.model.signature import NEWER, RECORD_ONLY, Doubt, SignatureState, Standing, moment
from mentorctl.model.surroundings import VERSION
from mentorctl.trail.ledger.displaced import proven
from mentorctl.trail.ledger.statement_check import entry_id, says_more

if TYPE_CHECKING:
    from mentorctl.model.program_settings import SigningSetting
    from mentorctl.model.recorded import (
        Recorded,
        RecordedTeam,
        SignedStatement,
        SignedSurroundings,
        Statement,
    )
    from mentorctl.trail.ledger.statement_check import JudgedStatement
    from mentorctl.trail.signatures.signature_trail import Trail

__all__ = ["judged", "not_read", "role_holder"]

_GONE = "the record is not there any more"
_CHANGED = "the record was changed since"
_AROUND = "what its form takes from elsewhere was changed since"
_NOT_LOOKED = Doubt(
    "nobody has looked at what its form takes from elsewhere", "see it with: mentorctl status"
)


def role_holder(team: RecordedTeam, role: str) -> str:
    """The id of the person who holds a role in a pairing; empty when nobody does."""
    person = getattr(team.pairing, role) if team.pairing and role in SIDES else None
    return person or ""


def not_read(team: RecordedTeam, file: str) -> Doubt:
    """What is said where a file of a pairing cannot be read on which a signature rests."""
    return _unread_file(team.path(file))


def judged(
    team: RecordedTeam,
    path: str,
    record: Recorded | None,
    role: str,
    signed: SignedStatement,
    trail: Trail,
) -> Standing:
    """How the signature on a record stands by one statement.

    Args:
        team: The pairing.
        path: The record relative to it.
        record: The record; None where it is not there.
        role: The role that signed.
        signed: The statement.
        trail: What the history says.
    """
    said = signed.statement
    file = team.path(signature_file(path, role))
    brought = trail.brought.get((file, entry_id(signed))) or trail.judge(file, signed)
    at = moment(said.signed_at)
    stand = Standing(
        team.path(path), role, said.person, SignatureState.VALID, at, brought.key, "", (),
        brought.commit,
    )  # fmt: skip
    fault = brought.fault or ("" if trail.doubt else _since(said, brought, at, trail))
    fault = fault or _not_the_holder(said, team, role, trail)
    if fault:
        return stand._replace(state=SignatureState.INVALID, why=fault)
    doubt = _doubt(signed, team, role, trail)
    if doubt is not None:
        return stand.doubted(doubt)
    if said.declined is not None:
        return stand._replace(state=SignatureState.DECLINED, why=said.declined)
    why = _GONE if record is None else _changed(said, record, team.folder, trail)
    if isinstance(why, Doubt):
        return stand.doubted(why)
    if why:
        by = said.paper.attested_by if said.paper else ""
        return stand._replace(state=SignatureState.STALE, why=why, attested_by=by)
    return _good(stand, said, trail.asks)


def _good(stand: Standing, said: Statement, asks: SigningSetting | None) -> Standing:
    asked = asks and (asks.attestation if said.paper else asks.intent)
    is_other = asked is not None and not _sentence(asked).fullmatch(" ".join(said.intent.split()))
    told = (
        RECORD_ONLY if said.context is None else "",
        f"is in other words than the program's: “{said.intent}”" if is_other else "",
    )
    stand = stand._replace(but="; ".join(filter(None, told)))
    if said.paper is None:
        return stand
    by = said.paper.attested_by
    why = f"on paper, attested by {by}"
    return stand._replace(state=SignatureState.ATTESTED, why=why, attested_by=by)


@cache
def _sentence(asked: str) -> re.Pattern[str]:
    """What a sentence of program.yaml may read once its blanks are filled in, then or now."""
    # what fills one in is a name or a title, and nothing that says something of its own
    parts = re.split(r"\[(?:record|role|person)\]", " ".join(asked.split()))
    return re.compile(r"[^\n;:!?]{1,80}".join(map(re.escape, parts)))


def _doubt(signed: SignedStatement, team: RecordedTeam, role: str, trail: Trail) -> Doubt | None:
    """Why nobody can tell whether a statement counts that nothing stands against."""
    if trail.doubt is not None:
        return trail.doubt
    if says_more(signed.said):
        return NEWER
    if role in SIDES:
        return not_read(team, PAIRING_FILE) if team.pairing is None else None
    if trail.holds(signed.statement.person, role) is None:
        return _unread_file(person_file(signed.statement.person))
    return None


def _unread_file(path: str) -> Doubt:
    return Doubt(f"{path} cannot be read", f"see what is wrong with it: mentorctl check {path}")


def _changed(said: Statement, record: Recorded, folder: str, trail: Trail) -> str | Doubt:
    """Why a statement is no longer on what its form says; nothing where it is."""
    number = said.format or 1
    if said.content != digest(record.covered(said.role, number)):
        return NEWER if max(number, record.format) > CURRENT else _CHANGED
    if said.context is None:
        return ""
    return _around_changed(said.context, said.role, record, folder, trail)


def _around_changed(
    context: SignedSurroundings, role: str, record: Recorded, folder: str, trail: Trail
) -> str | Doubt:
    """Why what a form takes from elsewhere is not what was signed; nothing where it is."""
    if context.version > VERSION:
        return NEWER
    if trail.sources is None:
        return _NOT_LOOKED
    if context == trail.sources.covered(record, role, folder):
        return ""
    unread = trail.sources.unread_around(record, role, folder)
    return _unread_file(unread) if unread else _AROUND


def _since(said: Statement, brought: JudgedStatement, at: dt.datetime | None, trail: Trail) -> str:
    """Why a statement that counted when it was committed does not count now."""
    span = trail.register.spans.get(brought.key)
    signer = said.paper.attested_by if said.paper else said.person
    if at is None or at.date() > trail.today + dt.timedelta(days=1):
        return f"it is dated in the future, {said.signed_at}"
    if span is None or span.person != signer:
        return f"its key {brought.key} is not registered as {signer}'s"
    if span.revoked is not None and at.date() >= span.revoked:
        return f"its key was revoked as of {span.revoked}"
    return ""


def _not_the_holder(said: Statement, team: RecordedTeam, role: str, trail: Trail) -> str:
    """Why a person cannot sign in a role; nothing where they hold it, or nobody can tell."""
    if role not in SIDES:
        there = trail.holds(said.person, role)
        return f"{said.person} does not hold the role {role}" if there is False else ""
    if team.pairing is None:
        return ""
    marks = trail.unproven.get(team.path(PAIRING_FILE), ())
    person = getattr(proven(team.pairing, marks), role)
    if said.person == person:
        return ""
    if person:
        return f"{said.person} signed it, and {person} is the {role} here"
    named = role_holder(team, role)
    if named:
        return f"{named} was made the {role} here by somebody who may not"
    return f"{said.person} signed it, and nobody is the {role} here"
