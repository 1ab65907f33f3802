"""One document of a grievance: what it says, and who signed it."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from mentorctl.model.grievance import Parties
from mentorctl.trail.ssh.in_memory_keys import SoftKey
from mentorctl.trail.ssh.public_keys import BadSignature, fingerprint
from mentorctl.trail.ssh.sshsig import verify
from mentorctl.vault.errors import SealError

if TYPE_CHECKING:
    from mentorctl.trail.ssh.private_keys import PrivateKey

__all__ = ["NAMESPACE", "Document", "Kind", "SignedDocument", "signed", "unreadable"]

NAMESPACE = "mentorctl-grievance"
FORMAT = 1
MOST_STEPS = 99
Kind = Literal["opened", "recorded", "escalated", "passed-on", "resolved", "withdrawn", "resealed"]


def _nonce() -> str:
    return secrets.token_hex(16)


class Document(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What somebody says in a grievance.

    Attributes:
        format: How this is written down.
        program: The program's id.
        case: The grievance.
        number: Its place in the grievance, from 0 on.
        after: The digest of the one before; empty for the first.
        kind: What is done.
        step: In which step; when it is passed on, the one that is left.
        on: The day.
        by: The id of the person who says it.
        parties: Who has a grievance with whom, on the first.
        text: What is said.
        nonce: Random, so that nobody can guess the text from its digest.
    """

    format: int = FORMAT
    program: str
    # whoever seals something chooses what these say
    case: Annotated[str, msgspec.Meta(pattern="^[a-z0-9]{1,32}$")]
    number: Annotated[int, msgspec.Meta(ge=0)]
    after: str
    kind: Kind
    step: Annotated[int, msgspec.Meta(ge=1, le=MOST_STEPS)]
    on: dt.date
    by: str
    parties: Parties | None = None
    text: str = ""
    nonce: str = msgspec.field(default_factory=_nonce)


class SignedDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document with its signature, byte for byte as it was signed.

    Attributes:
        text: The document as JSON.
        signature: SSHSIG with armour, namespace `mentorctl-grievance`.
    """

    text: str
    signature: str

    @property
    def document(self) -> Document:
        """What it says.

        Raises:
            SealError: It is no document.
        """
        try:
            return msgspec.json.decode(self.text, type=Document)
        except msgspec.MsgspecError:
            raise unreadable() from None

    @property
    def digest(self) -> str:
        """What the next one names it by."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def key(self) -> str:
        """The fingerprint of the key that signed it.

        Raises:
            SealError: The signature does not count.
        """
        try:
            return fingerprint(verify(self.text.encode(), self.signature, NAMESPACE))
        except BadSignature as error:
            raise SealError(
                f"a signature in the vault does not count: {error.reason}",
                "get an unharmed copy of the vault",
            ) from None


def signed(document: Document, key: PrivateKey) -> SignedDocument:
    """Sign a document.

    In this process and not by OpenSSH, which reads what it signs from a file; the key is open here
    anyway, as nothing else can open what is sealed.
    """
    text = msgspec.json.encode(document).decode()
    return SignedDocument(text, SoftKey.generate(key.seed).sign(text.encode(), NAMESPACE))


def unreadable() -> SealError:
    """What is said of a file that holds nothing of a grievance."""
    # never what stands in it: an error may end up in a log
    return SealError(
        "a file of the vault holds no document of a grievance", "get an unharmed copy of the vault"
    )
