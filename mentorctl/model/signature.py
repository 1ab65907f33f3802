"""Who signed what: `signatures/<record>.<role>.yaml` of a pairing.

A statement is what a person signs with their own key; its canonical JSON (RFC 8785) is the
signed text. The models here say what such a file holds; `recorded` reads it for the trail.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, NamedTuple

from mentorctl.model.record import Day, Record, Slug, Text, says

__all__ = [
    "NAMESPACE",
    "NEWER",
    "RECORD_ONLY",
    "Doubt",
    "SignatureState",
    "Signatures",
    "Standing",
    "changed_fields",
    "moment",
]

NAMESPACE = "mentorctl"
# what is said of a signature that was made before forms were signed as they read
RECORD_ONLY = "covers the record only, not what its form takes from elsewhere"


class SignatureState(StrEnum):
    """What a signature is worth."""

    VALID = "valid"
    ATTESTED = "attested"
    STALE = "stale"
    INVALID = "invalid"
    DECLINED = "declined"
    MISSING = "missing"
    UNKNOWN = "unknown"


class Doubt(NamedTuple):
    """Why nobody can tell what a signature is worth.

    Attributes:
        why: In words.
        hint: What to do, so that it can be told.
    """

    why: str
    hint: str


# what an older toolkit does not understand
NEWER = Doubt(
    "only a newer mentorctl can tell what was signed",
    "install the newer one: mentorctl help administrators",
)


class ScanFields(Record, frozen=True):
    """A scan of a page signed by hand."""

    file: Annotated[Text, says("File", "Its name in evidence/")]
    sha256: Annotated[Text, says("SHA-256", "Of the file, in hex")]


class PaperFields(Record, frozen=True):
    """A signature on paper, for which a coordinator vouches."""

    signed_on: Annotated[Day, says("Signed on", "The day that stands on the paper")]
    attested_by: Annotated[Slug, says("Attested by", "Id of the coordinator who saw it")]
    scan: Annotated[ScanFields, says("Scan")]


class SurroundingsFields(Record, frozen=True):
    """What the signed form took from elsewhere."""

    version: Annotated[int, says("Version", "Of what a form's surroundings are made of")]
    sha256: Annotated[Text, says("SHA-256", "Of them, in hex")]


class StatementFields(Record, frozen=True):
    """What a signature says."""

    program: Annotated[Text, says("Program", "Its id")]
    record: Annotated[
        Text, says("Record", "Its path in the program folder; #ID behind it is one log entry")
    ]
    content: Annotated[Text, says("Content", "SHA-256 of what this role attests, in hex")]
    role: Annotated[Slug, says("Role")]
    person: Annotated[Slug, says("Person", "Id of a person in people/")]
    intent: Annotated[Text, says("Intent", "The sentence that the signer agreed to")]
    consent: Annotated[Text, says("Consent", "To sign electronically")]
    signed_at: Annotated[Text, says("Signed at", "Time with offset: 2026-12-14T15:30:00-06:00")]
    key: Annotated[Text, says("Key", "Its fingerprint, SHA256:…")]
    declined: Annotated[Text | None, says("Declined", "Why this person does not sign")] = None
    paper: Annotated[PaperFields | None, says("Paper", "Where it was signed by hand")] = None
    format: Annotated[
        int | None, says("Format", "Of the folder when it was signed; the first where it is empty")
    ] = None
    context: Annotated[
        SurroundingsFields | None,
        says("Context", "What the form took from elsewhere; none covers the record only"),
    ] = None


class SignatureEntry(Record, frozen=True):
    """A statement and the signature that was made over it."""

    identity = ("signature",)
    statement: Annotated[StatementFields, says("Statement")]
    signature: Annotated[Text, says("Signature", "SSHSIG, armoured, namespace mentorctl")]


class Signatures(Record, frozen=True):
    """All statements of one role on one record, the newest last."""

    signed: Annotated[tuple[SignatureEntry, ...], says("Signed", "The newest last")] = ()


class Standing(NamedTuple):
    """How one role's signature on one record stands.

    Attributes:
        record: The record's path in the program folder; `#ID` behind it is one log entry.
        role: The role that signs.
        person: The id of the person who holds that role; empty while nobody does.
        state: What it is worth.
        on: When it was signed, with offset; None while it is missing.
        key: The key's fingerprint; empty while it is missing.
        why: In words: what changed since, why it is invalid or declined, who attested it.
        fields: The ways to the values that changed since, of a stale one.
        commit: The commit that brought it in; empty while it is not saved.
        changed: When the record became other than it was signed, of a stale one; None while
            that is not saved or not known.
        changed_in: The commit that did it.
        asked: Whether the program asks for this signature.
        attested_by: The id of the coordinator who attested one on paper that counts, or did.
        named: What the values are called that changed since.
        but: What is told beside one that counts: that it covers the record only, and not what its
            form takes from elsewhere, or that it is in other words than the program's.
        hint: What to do, where nobody can tell what it is worth.
        by_counted: Whether it stands so by what counts of the record, and not by what its file
            says: what somebody wrote there who may not, it does not cover.
    """

    record: str
    role: str
    person: str
    state: SignatureState
    on: dt.datetime | None = None
    key: str = ""
    why: str = ""
    fields: tuple[tuple[str | int, ...], ...] = ()
    commit: str = ""
    changed: dt.datetime | None = None
    changed_in: str = ""
    asked: bool = True
    attested_by: str = ""
    named: tuple[str, ...] = ()
    but: str = ""
    hint: str = ""
    by_counted: bool = False

    def doubted(self, doubt: Doubt) -> Standing:
        """The same, where nobody can tell what it is worth."""
        return self._replace(state=SignatureState.UNKNOWN, why=doubt.why, hint=doubt.hint)


def changed_fields(standing: Standing) -> str:
    """The names of what changed since it was signed: `target date of experience 2`."""
    names = list(dict.fromkeys(standing.named))
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def moment(text: str) -> dt.datetime | None:
    """A time with its offset, or None when it is not written so."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
