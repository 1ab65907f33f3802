"""Statements that a person signs with their own key: on records, and for other people's keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from mentorctl.model.canonical import data, digest
from mentorctl.model.paths import signature_file
from mentorctl.model.recorded import KeyStatement, SignedStatement, Statement, Vouch, text_to_sign
from mentorctl.model.signature import NAMESPACE
from mentorctl.trail.errors import TrailError
from mentorctl.trail.register.key_words import KEY_NAMESPACE, text_to_vouch
from mentorctl.trail.signatures.key_discovery import own_keys
from mentorctl.trail.signatures.signature_states import trail_of
from mentorctl.trail.ssh.openssh import agent_keys, has_passphrase, private_half, sign_each
from mentorctl.trail.ssh.sshsig import fingerprint

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from mentorctl.model.program import Program
    from mentorctl.model.recorded import PaperSignature, Recorded, RecordedTeam
    from mentorctl.store.form_sources import FormSources
    from mentorctl.trail.ledger.statement_check import StatementCheck
    from mentorctl.trail.register.key_register import Register
    from mentorctl.trail.signatures.key_discovery import OwnKey
    from mentorctl.trail.ssh.key_agent import KeyAgent
    from mentorctl.trail.ssh.public_keys import PublicKey

__all__ = [
    "NotCounted",
    "OwnSigner",
    "Signer",
    "Target",
    "fill_blanks",
    "needs_passphrase",
    "own_signer",
    "sign_statements",
    "sign_unchecked",
    "statement",
    "trail_of",
    "vouch",
]


class NotCounted(TrailError):
    """A signature that would not count once it is committed."""


class Signer(Protocol):
    """A person and a key that signs for them: the user's own, or one held in memory."""

    @property
    def person(self) -> str:
        """Their id."""

    @property
    def mark(self) -> str:
        """The key's fingerprint."""

    def sign(self, texts: Sequence[bytes], namespace: str) -> list[str]:
        """Sign some texts."""


class OwnSigner(NamedTuple):
    """The user as a signer: their person id, and the key on this computer registered as theirs.

    Attributes:
        person: Their id.
        key: The key.
        mark: Its fingerprint.
        announce: Called before a key is used that has to be touched.
        agent: Keeps the key for the run once its passphrase was typed.
    """

    person: str
    key: OwnKey
    mark: str
    announce: Callable[[PublicKey], None] | None = None
    agent: KeyAgent | None = None

    def unlock(self) -> str:
        """Have the passphrase asked for, where the key has one and nobody has typed it yet.

        Returns:
            The socket of the agent that has the key then; empty where it is not ours.

        Raises:
            SigningError: It was not given.
        """
        if self.agent is None or self.key.path is None:
            return ""
        return self.agent.unlock(self.key.path, self.key.public)

    def sign(self, texts: Sequence[bytes], namespace: str) -> list[str]:
        """Sign some texts; a passphrase is asked for once in a run.

        Raises:
            SigningError: OpenSSH does not do it.
        """
        socket = self.unlock()
        return sign_each(texts, self.key.handle, namespace, self.announce, socket)


class Target(NamedTuple):
    """A record that a role signs.

    Attributes:
        path: The record relative to its pairing; `log.yaml#ID` for one entry of the log.
        record: The record.
        role: The role.
        title: What a record of its kind is called.
        name: What this one is called.
    """

    path: str
    record: Recorded
    role: str
    title: str
    name: str


def own_signer(
    register: Register,
    explicit: Path | None = None,
    announce: Callable[[PublicKey], None] | None = None,
    agent: KeyAgent | None = None,
) -> OwnSigner | None:
    """The user as a signer, by their first key that is registered and not revoked.

    Args:
        register: Whose keys count.
        explicit: The file of the only key to look at.
        announce: Called before a key is used that has to be touched.
        agent: Keeps the key for the run once its passphrase was typed.

    Raises:
        SigningError: A key that the user has named cannot be read.
    """
    for key in own_keys(explicit) if register.spans else ():
        mark = fingerprint(key.public)
        span = register.spans.get(mark)
        if span is not None and span.revoked is None:
            return OwnSigner(span.person, key, mark, announce, agent)
    return None


def needs_passphrase(key: OwnKey) -> bool:
    """Whether OpenSSH asks for a passphrase: the key has one, and no agent holds it."""
    if key.path is None or any(each.blob == key.public.blob for each in agent_keys()):
        return False
    return has_passphrase(private_half(key.path))


def fill_blanks(sentence: str, **blanks: str) -> str:
    """A sentence of program.yaml with its blanks, `[record]` and the like, filled in."""
    for name, text in blanks.items():
        sentence = sentence.replace(f"[{name}]", text)
    return sentence


def statement(  # noqa: PLR0913 - one for each thing that it says
    program: Program,
    team: RecordedTeam,
    target: Target,
    sources: FormSources,
    *,
    person: str,
    intent: str,
    key: str,
    at: dt.datetime,
    declined: str | None = None,
    paper: PaperSignature | None = None,
) -> Statement:
    """Build the statement about a record as its form reads now.

    Args:
        program: The program.
        team: The pairing.
        target: The record and the role.
        sources: What its form takes from elsewhere.
        person: The id of the person whose signature it is.
        intent: The sentence that the signer agrees to.
        key: The fingerprint of the key that will sign.
        at: The moment, in the program's time zone.
        declined: Why the person does not sign.
        paper: Where it was signed by hand.
    """
    return Statement(
        program=program.id,
        record=team.path(target.path),
        content=digest(target.record.covered(target.role)),
        role=target.role,
        person=person,
        intent=intent,
        consent=program.signing.consent,
        signed_at=at.isoformat(timespec="seconds"),
        key=key,
        declined=declined,
        paper=paper,
        # a folder of the first format stays readable for those who know no other
        format=target.record.format if target.record.format > 1 else None,
        context=sources.covered(target.record, target.role, team.folder),
    )


def sign_statements(
    who: OwnSigner, team: RecordedTeam, statements: Iterable[Statement], judge: StatementCheck
) -> list[SignedStatement]:
    """Sign statements, and check that they will count.

    Args:
        who: Who signs them.
        team: The pairing whose records they are about.
        statements: What is signed.
        judge: Judges them as they will be when they come into the history.

    Raises:
        SigningError: OpenSSH does not do it.
        NotCounted: The history would not take it for a signature.
    """
    found = sign_unchecked(who, statements)
    for each in found:
        record = each.statement.record.removeprefix(team.path(""))
        path = team.path(signature_file(record, each.statement.role))
        fault = judge(path, each).fault
        if fault:
            raise NotCounted(f"this signature would not count: {fault}", "mentorctl key doctor")
    return found


def sign_unchecked(who: Signer, statements: Iterable[Statement]) -> list[SignedStatement]:
    """Sign statements without checking whether they will count.

    Raises:
        SigningError: OpenSSH does not do it.
    """
    said = list(statements)
    texts = [msgspec.json.encode(data(each)) for each in said]
    made = who.sign([text_to_sign(each) for each in texts], NAMESPACE)
    return [SignedStatement(*each) for each in zip(said, made, texts, strict=True)]


def vouch(who: Signer, about: KeyStatement) -> Vouch:
    """Sign, as a coordinator, that a key belongs to a person.

    Args:
        who: The coordinator.
        about: What is said of it; `by` and `key` are filled in.

    Raises:
        SigningError: OpenSSH does not do it.
    """
    said = msgspec.structs.replace(about, by=who.person, key=who.mark)
    return Vouch(said, who.sign([text_to_vouch(said)], KEY_NAMESPACE)[0])
