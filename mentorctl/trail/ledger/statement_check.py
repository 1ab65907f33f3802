"""Decides whether a signed statement counts when it is committed."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.model.paths import in_pairing, signature_file
from mentorctl.model.recorded import (
    PaperSignature,
    Scan,
    SignedStatement,
    SignedSurroundings,
    Statement,
    text_to_sign,
)
from mentorctl.model.signature import NAMESPACE, moment
from mentorctl.trail.ssh.sshsig import BadSignature, fingerprint, verify

if TYPE_CHECKING:
    from mentorctl.trail.register.key_register import Register

__all__ = ["JudgedStatement", "StatementCheck", "entry_id", "says_more"]


class JudgedStatement(NamedTuple):
    """A signed statement and how it was judged when it was committed.

    Attributes:
        commit: The commit that brought it in.
        key: The fingerprint of the key that made it; empty when it cannot be verified.
        fault: Why it counts for nothing, in words; empty when it counts.
        paper: Whether a coordinator vouches in it for a signature on paper.
    """

    commit: str
    key: str
    fault: str
    paper: bool = False


class StatementCheck:
    """Judges signed statements by the key register at that moment; later changes do not matter.

    Args:
        register: Whose keys count with the commit that brings the statement in; None where nobody
            can tell, and a statement is only held to itself.
        program: The program's id.
        gone: The keys that had been revoked before that commit: they sign nothing any more,
            whatever day a statement claims.
    """

    def __init__(
        self, register: Register | None, program: str, gone: frozenset[str] = frozenset()
    ) -> None:
        self.register = register
        self.program = program
        self._gone = gone

    def __call__(self, path: str, signed: SignedStatement, commit: str = "") -> JudgedStatement:
        """Whether a statement in a file was signed by the person it names, with a key of theirs.

        Args:
            path: The signature file, relative to the program folder.
            signed: The statement and its signature.
            commit: The commit that brought it in.
        """
        said = signed.statement
        try:
            key = fingerprint(verify(text_to_sign(signed.said), signed.signature, NAMESPACE))
        except BadSignature as error:
            return JudgedStatement(commit, "", str(error))
        return JudgedStatement(commit, key, self._fault(path, said, key), said.paper is not None)

    def _fault(self, path: str, said: Statement, key: str) -> str:
        place = in_pairing(path)
        record = said.record.removeprefix(place.folder) if place else said.record
        if said.program != self.program:
            return "it was signed for another program"
        if record == said.record or signature_file(record, said.role) != (place and place.file):
            return f"it was signed for {said.record} as {said.role}, and put here"
        if key != said.key:
            return f"the statement names the key {said.key}, and {key} signed it"
        signer = said.paper.attested_by if said.paper else said.person
        return self._of_key(said, key, signer)

    def _of_key(self, said: Statement, key: str, signer: str) -> str:
        at = moment(said.signed_at)
        if at is None:
            return f"its time {said.signed_at!r} is no time with an offset"
        if self.register is None:
            return ""
        span = self.register.spans.get(key)
        if span is None or not span.person:
            return f"the key {key} was registered for nobody when it was signed"
        faults = (
            (span.person != signer, f"the key is {span.person}'s, not {signer}'s"),
            (
                said.paper is not None and signer not in self.register.coordinators,
                f"{signer} is no coordinator, who alone can vouch for paper",
            ),
            (
                key in self._gone or (span.revoked is not None and at.date() >= span.revoked),
                f"its key was revoked as of {span.revoked}",
            ),
            (
                not span.has_begun(at.date()),
                f"its key was registered only on {span.added}",
            ),
        )
        return next((what for wrong, what in faults if wrong), "")


@lru_cache(1 << 16)
def says_more(said: bytes) -> bool:
    """Whether a statement, as its file has it, has a field that nobody here knows."""
    found = msgspec.json.decode(said)
    paper = found.get("paper") or {}
    return any(
        isinstance(held, dict) and not held.keys() <= set(model.__struct_fields__)
        for held, model in (
            (found, Statement),
            (found.get("context"), SignedSurroundings),
            (paper, PaperSignature),
            (paper.get("scan"), Scan),
        )
    )


@lru_cache(1 << 16)
def entry_id(signed: SignedStatement) -> str:
    """The unique name of a signed statement."""
    text = text_to_sign(signed.said) + b"\0" + "".join(signed.signature.split()).encode()
    return hashlib.sha256(text).hexdigest()
