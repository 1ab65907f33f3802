"""What files say, apart from today's models: all that a verdict on the past may rest on.

Signed records are read as the folder's format has them (`formats`), whole. Of everything else only
what the trail needs is read, here by names of its own that no change of a model touches.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

import msgspec

from mentorctl.model.canonical import Data, canonical, data, text_of, without
from mentorctl.model.formats import CURRENT, Tree, back, record_format

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Doubtful",
    "HeldKey",
    "KeyStatement",
    "PairingFacts",
    "PaperSignature",
    "PersonFacts",
    "ProgramFacts",
    "Recorded",
    "RecordedTeam",
    "Scan",
    "SignatureFile",
    "SignedStatement",
    "SignedSurroundings",
    "Statement", "Vouch",
    "facts", "recorded",
    "signatures",
    "signed_entry",
    "text_to_sign",
    "typed",
]  # fmt: skip

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
# where whole numbers stand in a statement
_NUMBERS_SAID = {"format": "number", "context": {"version": "number"}}
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
_Id = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(?!\n)$", min_length=2, max_length=64)
]
F = TypeVar("F", bound="_Facts")


class Doubtful(Exception):
    """A value was not read as it was typed: only the exact way of reading tells."""


class _Facts(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """What is read of a file; whatever else it holds is passed over."""


class Scan(_Facts, frozen=True):
    """A scan of a page signed by hand: its name in evidence/, and its SHA-256."""

    file: str
    sha256: str


class PaperSignature(_Facts, frozen=True):
    """A signature on paper, for which a coordinator vouches."""

    signed_on: dt.date
    attested_by: _Id
    scan: Scan


class SignedSurroundings(_Facts, frozen=True):
    """What a signed form took from elsewhere: by which version of `surroundings`, its SHA-256."""

    version: int
    sha256: str


class Statement(_Facts, frozen=True, kw_only=True):
    """What a signature says.

    Attributes:
        content: The SHA-256 of what the role attests of the record, in hex.
        context: What its form took from elsewhere; None in a statement on the record only.
        format: The format in which that was read; the first where nothing says so.
    """

    program: str
    record: str
    content: str
    role: _Id
    person: _Id
    intent: str
    consent: str
    signed_at: str
    key: str
    declined: str | None = None
    paper: PaperSignature | None = None
    format: int | None = None
    context: SignedSurroundings | None = None


class SignedStatement(_Facts, frozen=True):
    """A statement and the signature that was made over it.

    Attributes:
        statement: What it says.
        signature: SSHSIG, armoured.
        said: Every field that the file has of the statement, as JSON: what was signed.
    """

    statement: Statement
    signature: str
    said: bytes


class SignatureFile(_Facts, frozen=True):
    """All statements of one role on one record, the newest last."""

    signed: tuple[SignedStatement, ...] = ()


class KeyStatement(_Facts, frozen=True, kw_only=True):
    """What a coordinator vouches for when a key is registered or revoked."""

    program: str
    person: _Id
    public: str
    added: dt.date
    revoked: dt.date | None = None
    by: _Id
    signed_at: str
    key: str


class Vouch(_Facts, frozen=True):
    """A coordinator's word for a key, which holds even where the commit is lost."""

    statement: KeyStatement
    signature: str


class HeldKey(_Facts, frozen=True):
    """A public key that a person signs with."""

    public: str
    added: dt.date
    revoked: dt.date | None = None
    vouched: tuple[Vouch, ...] = ()


class PersonFacts(_Facts, frozen=True):
    """What of a person's file keys, rights and signatures rest on."""

    roles: tuple[str, ...] = ()
    email: str | None = None
    keys: tuple[HeldKey, ...] = ()


class PairingFacts(_Facts, frozen=True):
    """Who is in a pairing, and which one, or which year, it goes on from."""

    mentee: str | None = None
    mentor: str | None = None
    advisor: str | None = None
    supervisor: str | None = None
    follows: str | None = None
    continues: str | None = None


class _Needs(_Facts, frozen=True):
    needs: tuple[str, ...] = ()


class _Need(_Facts, frozen=True):
    need: str


class _Completion(_Facts, frozen=True):
    needs: tuple[_Need, ...] = ()


class _Asked(_Facts, frozen=True):
    signed_by: tuple[str, ...] = ()


class _Trail(_Facts, frozen=True):
    grace_days: int = 30
    received_by: tuple[str, ...] = ()


class ProgramFacts(_Facts, frozen=True, kw_only=True):
    """What of program.yaml the history is judged by."""

    id: _Id
    timezone: str
    format: int = 1
    needs_mentorctl: str | None = None
    terms: dict[str, Any] = {}
    coordinators: tuple[str, ...] = ()
    records: dict[str, _Asked] = {}
    calendar: tuple[_Needs, ...] = ()
    completion: _Completion = _Completion()
    trail: _Trail = _Trail()


class Recorded(NamedTuple):
    """A record that can be signed, as its file says it.

    Attributes:
        kind: Its kind's name; of a log and the like, this is one item.
        content: Its canonical data, all of it.
        format: The format in which it is written.
    """

    kind: str
    content: Data | None
    format: int = CURRENT

    def covered(self, role: str, number: int | None = None) -> Data | None:
        """What a role's signature covers: all but the bookkeeping that comes after it.

        Args:
            role: The role that signs.
            number: The format in which it was or will be signed; the record's own when left out.
        """
        wanted = min(number or self.format, self.format)
        content = self.as_of(wanted)
        form = record_format(self.kind, wanted)
        for way in (*form.not_signed, *form.not_signed_by.get(role, ())):
            content = without(content, way.split("."))
        return content

    def as_of(self, number: int) -> Data | None:
        """All of it as an older format has it; as it is, where that is not older."""
        if number >= self.format or self.content is None:
            return self.content
        items = record_format(self.kind, self.format).items
        whole = {items: [self.content]} if items else self.content
        whole = back(self.kind, whole, self.format, number)
        return data(whole[record_format(self.kind, number).items][0] if items else whole)


class RecordedTeam(msgspec.Struct, kw_only=True):
    """One pairing as its files say it.

    Attributes:
        id: Its id.
        year: The program year it belongs to.
        folder: Its folder relative to the program, with `/`.
        pairing: Who is in it; None where that cannot be read.
        records: What can be signed, by file relative to the pairing; `log.yaml#ID` for an entry.
        signatures: The statements, by the stem of their file.
        evidence: Names of the files in its evidence folder.
        unread: Files that are there and cannot be read.
        twice: The entries of the log that share their id with another one.
    """

    id: str
    year: str
    folder: str
    pairing: PairingFacts | None = None
    records: dict[str, Recorded] = {}
    signatures: dict[str, SignatureFile] = {}
    evidence: frozenset[str] = frozenset()
    unread: set[str] = msgspec.field(default_factory=set)
    twice: set[str] = msgspec.field(default_factory=set)

    def path(self, record: str) -> str:
        """A file of this pairing, relative to the program folder."""
        return f"{self.folder}/{record}"


def recorded(kind: str, tree: Tree, number: int) -> Iterator[tuple[str, Recorded]]:
    """What can be signed of a record's file.

    Args:
        kind: The record's kind.
        tree: What the file says.
        number: The folder's format.

    Yields:
        Nothing, or the id of a log's entry, and the record.

    Raises:
        Doubtful: The tree has a number or a yes/no where a text was typed.
    """
    content = typed(tree, _marks(kind, number))
    items = record_format(kind, number).items
    if not items:
        yield "", Recorded(kind, content, number)
        return
    entries = content.get(items) if isinstance(content, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            yield str(entry["id"]), Recorded(kind, entry, number)


def facts(model: type[F], tree: Tree) -> F | None:
    """What the trail needs of a file; None where that is not there or not right."""
    try:
        return msgspec.convert({} if tree is None else tree, model, strict=False)
    except msgspec.ValidationError:
        return None


def signatures(tree: Tree) -> SignatureFile | None:
    """The statements in a signature file; None where one of them cannot be read.

    Raises:
        Doubtful: The tree has a number or a yes/no where a text was typed.
    """
    entries = (tree or {}).get("signed") if isinstance(tree, dict | None) else False
    if not isinstance(entries, list | None):
        return None
    found = []
    for entry in entries or ():
        said = entry.get("statement") if isinstance(entry, dict) else None
        signature = entry.get("signature") if isinstance(entry, dict) else None
        statement = facts(Statement, said) if said else None
        if statement is None or not isinstance(signature, str):
            return None
        text = msgspec.json.encode(typed(said, _NUMBERS_SAID))
        found.append(SignedStatement(statement, signature, text))
    return SignatureFile(tuple(found))


def signed_entry(signed: SignedStatement) -> dict[str, Any]:
    """A signed statement as its file has it."""
    said = msgspec.json.decode(signed.said)
    for held, name in ((said, "format"), (said.get("context", {}), "version")):
        if name in held:
            held[name] = int(held[name])
    return {"statement": said, "signature": signed.signature}


@lru_cache(1 << 16)
def text_to_sign(said: bytes) -> bytes:
    """What a signer's key signs: the statement's canonical JSON."""
    return canonical(msgspec.json.decode(said))


@lru_cache(256)
def _marks(kind: str, number: int) -> Tree:
    """Where numbers and choices stand in a record, as a tree of names."""
    form = record_format(kind, number)
    top: dict[str, Tree] = {}
    for ways, mark in ((form.numbers, "number"), (form.choices, "choice")):
        for way in ways:
            spot: Tree = top
            *names, last = way.split(".")
            for name in names:
                spot = spot.setdefault(name, {})
            spot[last] = mark
    return top


def typed(value: Tree, marks: Tree) -> Data | None:
    """A value's canonical data, with each number in one way of writing it.

    Args:
        value: What a file says.
        marks: Where in it numbers and choices stand, as a tree of names; `*` is each.

    Raises:
        Doubtful: It has a number or a yes/no where a text was typed.
    """
    if isinstance(value, dict):
        below = marks if isinstance(marks, dict) else {}
        every = below.get("*")
        each = ((name, typed(one, below.get(name, every))) for name, one in value.items())
        return {name: one for name, one in each if one is not None} or None
    if isinstance(value, list):
        every = marks.get("*") if isinstance(marks, dict) else None
        # an empty item still has a place among the others
        return [{} if (one := typed(each, every)) is None else one for each in value] or None
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return _text(value, marks)
    if marks != "number" or isinstance(value, bool):
        raise Doubtful
    return str(value)


def _text(text: str, mark: Tree) -> str | None:
    if not isinstance(mark, str):
        return text
    if text.lower() == "null":
        return None
    if mark == "number" and _WHOLE.fullmatch(text):
        return str(int(text))
    if mark == "number" and _NUMBER.fullmatch(text):
        return text_of(float(text))
    return text
