"""Sheets of a questionnaire: sealed for one person, handed over in an envelope for another.

The inner seal is for the counter alone, names nobody, and has one size for all sheets of a
questionnaire. The outer one is for the collector: it holds the sealed sheet, who hands it over,
and that person's signature. Whoever has one of the two keys learns who answered, or what was
answered, and never both.
"""

from __future__ import annotations

import base64
import json
import random
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mentorctl.model.canonical import canonical
from mentorctl.model.questionnaire import (
    MARK_BYTES,
    mark_of,
    mark_of_sheet,
    packed,
    unpacked,
)
from mentorctl.trail.ssh.public_keys import parse_public
from mentorctl.trail.ssh.sshsig import BadSignature, fingerprint, verify
from mentorctl.vault.age_sealing import CROWD, open_sealed, seal, seal_unnamed
from mentorctl.vault.errors import NotForThisKey, SealError
from mentorctl.vault.padding import filled, unfilled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mentorctl.model.questionnaire import (
        AnswerSheet,
        BegunQuestionnaire,
        ClosedQuestionnaire,
        SealedFor,
    )
    from mentorctl.trail.ssh.private_keys import PrivateKey
    from mentorctl.trail.ssh.public_keys import PublicKey

__all__ = [
    "ENVELOPE_NAMESPACE",
    "Envelope",
    "OpenedAnswers",
    "is_envelope",
    "keys_of",
    "open_envelope",
    "opened_answers",
    "seal_envelope",
    "seal_sheet",
    "sealed_size",
]

# what signatures on envelopes are for
ENVELOPE_NAMESPACE = "mentorctl-answer"
# what age adds: a head, a stanza for each key, and a tag for each chunk; with room to spare
_HEAD, _STANZA, _TAG, _CHUNK = 512, 128, 16, 1 << 16
_LENGTH = 4
_ARMOUR = "-----BEGIN AGE ENCRYPTED FILE-----"


class Envelope(NamedTuple):
    """What a collector sees.

    Attributes:
        person: The id of who hands it over, as they say.
        sheet: Their sheet, still sealed.
        key: The fingerprint of the key that signed it.
    """

    person: str
    sheet: bytes
    key: str


class OpenedAnswers(NamedTuple):
    """What a counter sees: every sheet, in no order.

    Attributes:
        sheets: Those that answer the questionnaire.
        refused: How many were sealed that do not, or are copies: they count for nothing.
    """

    sheets: tuple[AnswerSheet, ...]
    refused: int


class _Handed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    begun: str
    person: str
    sheet: str
    signature: str


def keys_of(who: SealedFor) -> list[PublicKey]:
    """The keys that a sheet or an envelope is sealed for."""
    return [parse_public(each) for each in who.keys]


def seal_sheet(begun: BegunQuestionnaire, sheet: AnswerSheet) -> bytes:
    """Seal a sheet for the counter, in the size that all sheets of a questionnaire have.

    Raises:
        SealError: A key of the counter opens nothing.
    """
    content = bytes.fromhex(mark_of(begun)) + packed(sheet, begun.questionnaire)
    if len(filled(content, begun.size)) != begun.size:
        raise SealError("the answers are longer than all others can be", "make them shorter")
    padded, size = filled(content, begun.size), sealed_size(begun)
    while True:
        # age adds some bytes by chance; in the end all sheets have one size
        sealed = seal_unnamed(padded, keys_of(begun.counter))
        if len(sealed) + _LENGTH <= size:
            return len(sealed).to_bytes(_LENGTH) + sealed + bytes(size - _LENGTH - len(sealed))


def sealed_size(begun: BegunQuestionnaire) -> int:
    """How many bytes every sealed sheet of a questionnaire has."""
    stanzas = -(-len(begun.counter.keys) // CROWD) * CROWD
    chunks = begun.size // _CHUNK + 1
    return _LENGTH + begun.size + _HEAD + _STANZA * stanzas + _TAG * chunks


def seal_envelope(
    begun: BegunQuestionnaire, person: str, sheet: bytes, sign: Callable[[bytes], str]
) -> str:
    """Put a sealed sheet into an envelope for the collector, signed by who hands it over.

    Args:
        begun: The questionnaire.
        person: The id of who answered.
        sheet: Their sealed sheet.
        sign: Signs a text with that person's key, for `ENVELOPE_NAMESPACE`.

    Raises:
        SealError: A key of the collector opens nothing.
    """
    mark = mark_of(begun)
    handed = {
        "begun": mark,
        "person": person,
        "sheet": base64.b64encode(sheet).decode(),
        "signature": sign(_text_of_envelope(mark, person, sheet)),
    }
    return seal(filled(json.dumps(handed).encode()), keys_of(begun.collector))


def is_envelope(data: bytes) -> bool:
    """Whether a file is one that was sealed, and not a sheet that can be read."""
    return data.lstrip().startswith(_ARMOUR.encode())


def open_envelope(data: bytes, begun: BegunQuestionnaire, key: PrivateKey) -> Envelope:
    """Open an envelope; what lies in it stays sealed.

    Args:
        data: The file.
        begun: The questionnaire that it should be for.
        key: The private half of the collector's key.

    Raises:
        NotForThisKey: It is sealed for somebody else.
        SealError: It is none, is for another questionnaire, or its signature is not its own.
    """
    try:
        content = unfilled(open_sealed(data.strip() + b"\n", key))
        held = msgspec.json.decode(content, type=_Handed)
        sheet = base64.b64decode(held.sheet, validate=True)
    except (msgspec.MsgspecError, ValueError):
        raise SealError(
            "this is no sheet that was handed over", "ask who sent it to make it again"
        ) from None
    if held.begun != mark_of(begun):
        raise SealError(
            "this is for another questionnaire, or for one that has changed since",
            "ask who sent it to answer again, in a copy that is up to date: mentorctl sync",
        )
    if len(sheet) != sealed_size(begun):
        raise SealError(
            "the sheet in it is not as all others are, so it could be told from them",
            "ask who sent it to make it again",
        )
    try:
        text = _text_of_envelope(held.begun, held.person, sheet)
        public = verify(text, held.signature, ENVELOPE_NAMESPACE)
    except BadSignature as error:
        raise SealError(
            f"nobody can tell who handed it over: {error}", "ask who sent it to make it again"
        ) from None
    return Envelope(held.person, sheet, fingerprint(public))


def opened_answers(
    begun: BegunQuestionnaire,
    closed: ClosedQuestionnaire,
    sheets: Sequence[bytes],
    key: PrivateKey,
) -> OpenedAnswers:
    """Open all sheets of a questionnaire at once, in memory, and mix them.

    Args:
        begun: The questionnaire, whose signature the caller has looked at.
        closed: That it is closed.
        sheets: The sealed sheets, all of them.
        key: The private half of the counter's key.

    Raises:
        NotForThisKey: The key is not the counter's.
        SealError: The sheets are not those that were closed, or fewer than the threshold.
    """
    if key.public.blob not in {each.blob for each in keys_of(begun.counter)}:
        raise NotForThisKey(
            f"only {begun.counter.person} opens these answers, with the key they were sealed for",
            "use the key that is named in what was signed: --key",
        )
    if closed.begun != mark_of(begun) or sorted(map(mark_of_sheet, sheets)) != [*closed.sheets]:
        raise SealError(
            "the sheets are not those that the questionnaire was closed with",
            "get them back as they were: mentorctl history tells who changed them",
        )
    least = begun.threshold
    if len(sheets) < least:
        raise _too_few(len(sheets), least)
    # two of the same content would never be sealed alike: whoever takes them has copied one
    opened = [_opened(each, begun, key) for each in dict.fromkeys(sheets)]
    found = [each for each in opened if each is not None]
    if len(found) < least:
        raise _too_few(len(found), least)
    random.SystemRandom().shuffle(found)
    return OpenedAnswers(tuple(found), len(sheets) - len(found))


def _too_few(count: int, least: int) -> SealError:
    return SealError(
        f"there are {count} answers, and nothing is opened below {least}",
        "among so few, people could be told from each other; leave them sealed",
    )


def _opened(sheet: bytes, begun: BegunQuestionnaire, key: PrivateKey) -> AnswerSheet | None:
    """A sheet; None where somebody sealed something else, or has made a copy look like another."""
    try:
        end = _LENGTH + int.from_bytes(sheet[:_LENGTH])
        if any(sheet[end:]):
            return None
        content = unfilled(open_sealed(sheet[_LENGTH:end], key), begun.size)
    except SealError:
        return None
    if content[:MARK_BYTES].hex() != mark_of(begun):
        return None
    return unpacked(content[MARK_BYTES:], begun.questionnaire, begun.groups)


def _text_of_envelope(mark: str, person: str, sheet: bytes) -> bytes:
    about: dict[str, Any] = {"begun": mark, "person": person, "sheet": mark_of_sheet(sheet)}
    return canonical(about)
