"""Words about keys: what somebody signs of whose a key is, which holds where the commit is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentorctl.model.canonical import canonical, data
from mentorctl.trail.ssh.sshsig import BadSignature, fingerprint, parse_public, verify

if TYPE_CHECKING:
    from mentorctl.model.recorded import KeyStatement, Vouch

__all__ = ["KEY_NAMESPACE", "text_to_vouch", "vouching_key"]

KEY_NAMESPACE = "mentorctl-key"


def text_to_vouch(statement: KeyStatement) -> bytes:
    """What a coordinator's key signs: the statement's canonical JSON."""
    return canonical(data(statement))


def vouching_key(vouch: Vouch, program: str, person: str, public: str) -> str:
    """The fingerprint of the key that vouches for a key's being a person's; empty where none does.

    Args:
        vouch: What is said, and the signature.
        program: The program's id.
        person: Whose the key is.
        public: The key.
    """
    said = vouch.statement
    try:
        mark = fingerprint(verify(text_to_vouch(said), vouch.signature, KEY_NAMESPACE))
        same = parse_public(said.public).blob == parse_public(public).blob
    except BadSignature:
        return ""
    is_so = same and mark == said.key and (said.program, said.person) == (program, person)
    return mark if is_so else ""
