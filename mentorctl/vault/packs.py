"""How documents lie in a vault: in packs that all look alike, whatever is in them.

What somebody adds is a message: the documents that are new to some readers. It is cut into packs
of one size, and of one number of keys, each sealed for itself. Packs that are for nobody make up
the number, so that an escalation looks like a note.

Whoever destroys a grievance takes out packs that they cannot open, too: what was sealed for earlier
steps. A message says which these are, and somebody could name packs of others in one. So the name
of a pack is made from the first document of its grievance, which only its readers know, and from a
salt, and what a message says is the salt: it leads to no pack of another grievance.

Whoever reads a message could seal other shares in its name. So it is called by the digest of its
first share and of what its second one is called by, and so on: no other share is one of its own.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mentorctl.trail.ssh.in_memory_keys import SoftKey
from mentorctl.vault.age_sealing import open_sealed, seal_unnamed
from mentorctl.vault.errors import NotForThisKey, SealError, VaultError
from mentorctl.vault.padding import MOST, filled, unfilled
from mentorctl.vault.sealed_documents import SignedDocument, unreadable
from mentorctl.vault.vault_repository import BATCH, new_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from mentorctl.trail.ssh.private_keys import PrivateKey
    from mentorctl.trail.ssh.public_keys import PublicKey

__all__ = ["Message", "Opened", "cover", "opened_packs", "pack_name", "packed"]

SIZE = 1 << 15
# keys in each come in multiples of this
CROWD = 8
# what a pack says beside its share
_ABOUT = 192
_SHARE = SIZE - _ABOUT
_MOST_PARTS = MOST // _SHARE + 1
SALT_BYTES = 16
# as many as `new_name` gives
NAME_LETTERS = 32
# so many bytes that are for one key are kept in mind at once
MOST_OPENED = 1 << 27


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is new to the same readers.

    Attributes:
        documents: The documents, in their order.
        salts: Those of the packs with the same grievance that were there before.
        packs: As earlier toolkits named these: read, and not followed, as they could be anybody's.
    """

    documents: tuple[SignedDocument, ...]
    salts: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()


class Opened(NamedTuple):
    """What a key opens in a vault.

    Attributes:
        messages: Each with the names of the files that it was in, whose salts it says, too.
        refused: Why others are left out.
        others: The digests of the files that are not for this key.
    """

    messages: tuple[tuple[Message, frozenset[str]], ...]
    refused: tuple[VaultError, ...]
    others: frozenset[str]


class _Pack(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
):
    """A share of a message.

    Attributes:
        message: What the message is called.
        share: The share.
        salt: What the name of the pack is made with.
        next: What the next share is called, empty behind the last; None of an earlier toolkit.
        part: Of an earlier toolkit, the number of the share; its messages have any name.
        parts: Of an earlier toolkit, how many there are.
    """

    message: str
    share: bytes
    salt: str = ""
    next: str | None = None
    part: int = 0
    parts: int = 0

    @property
    def name(self) -> str:
        """What the share is called."""
        return _name_of(self.share, self.next or "")


# by message and number of parts: each part's file and what that holds
_Parts = dict[tuple[str, int], dict[int, tuple[str, _Pack]]]
# by message and name of the share: the files that hold it
_Shares = dict[str, dict[str, list[tuple[str, _Pack]]]]


def pack_name(first: str, salt: str) -> str:
    """What a pack of a grievance is called; it says nothing to who does not read the grievance.

    Args:
        first: The digest of the grievance's first document.
        salt: What is random in it.
    """
    return hashlib.sha256(f"{first}\0{salt}".encode()).hexdigest()[:NAME_LETTERS]


def packed(messages: Iterable[tuple[Message, Sequence[PublicKey]]], first: str) -> dict[str, bytes]:
    """Messages as they lie in a vault, with packs for nobody up to a multiple of `BATCH`.

    Args:
        messages: Each with the keys of who may read it; the later ones say the salts of the
            earlier ones.
        first: The digest of the grievance's first document.

    Returns:
        What each pack holds, by a name of its own.

    Raises:
        SealError: One is longer than a vault takes, or is for nobody; or a key opens nothing.
    """
    found: dict[str, bytes] = {}
    salts: list[str] = []
    for message, readers in messages:
        before = (*message.salts, *salts)
        content = msgspec.json.encode(msgspec.structs.replace(message, salts=before))
        if len(content) > MOST:
            filled(content)
        shares = [content[at : at + _SHARE] for at in range(0, len(content), _SHARE)]
        names = [""]
        for share in reversed(shares):
            names.append(_name_of(share, names[-1]))
        names.reverse()
        for share, behind in zip(shares, names[1:], strict=True):
            salt = secrets.token_hex(SALT_BYTES)
            pack = _Pack(message=names[0], share=share, salt=salt, next=behind)
            found[pack_name(first, salt)] = _sealed(msgspec.msgpack.encode(pack), readers)
            salts.append(salt)
    found |= cover(-len(found) % BATCH)
    mixed = secrets.SystemRandom().sample(sorted(found), len(found))
    return {each: found[each] for each in mixed}


def cover(count: int = BATCH) -> dict[str, bytes]:
    """Packs for nobody, which nobody can tell from others."""
    return {new_name(): _sealed(b"", [SoftKey.generate().public]) for _ in range(count)}


def _sealed(content: bytes, readers: Sequence[PublicKey]) -> bytes:
    return seal_unnamed(filled(content, SIZE), readers, CROWD)


def opened_packs(
    files: Iterable[tuple[str, bytes | None]], key: PrivateKey, others: Collection[str] = ()
) -> Opened:
    """What a key opens in a vault, the files of earlier toolkits included.

    Args:
        files: What each file of the vault holds, by name; None of one that is too large to read.
        key: The private half.
        others: The digests of files that are known not to be for this key: to try takes time.
    """
    closed, room = set[str](), MOST_OPENED
    messages: list[tuple[Message, frozenset[str]]] = []
    parts, shares = _Parts(), _Shares()
    refused: list[VaultError] = []
    for name, content in files:
        # not by the name: another content can have lain there for a while
        mark = hashlib.sha256(content or b"").hexdigest()[:NAME_LETTERS]
        if mark in others:
            closed.add(mark)
            continue
        try:
            plain = _opened(name, content, key)
            room -= len(plain)
            if room < 0:
                refused.append(_too_much())
                break
            if plain.startswith(b"{"):  # one document a file, as it was once
                document = msgspec.json.decode(plain, type=SignedDocument)
                messages.append((Message((document,)), frozenset((name,))))
            else:
                _take(name, plain, parts, shares)
        except NotForThisKey:
            closed.add(mark)
        except msgspec.MsgspecError:
            refused.append(unreadable())
        except VaultError as error:
            refused.append(error)
    whole = [partial(_put_together, found, count) for (_, count), found in parts.items()]
    whole += [partial(_chained, name, found) for name, found in shares.items()]
    for each in whole:
        try:
            messages.append(each())
        except VaultError as error:
            refused.append(error)
    return Opened(tuple(messages), tuple(refused), frozenset(closed))


def _take(name: str, plain: bytes, parts: _Parts, shares: _Shares) -> None:
    """Put what one pack says beside what others of the same message do."""
    pack = msgspec.msgpack.decode(plain, type=_Pack)
    if pack.next is not None:
        shares.setdefault(pack.message, {}).setdefault(pack.name, []).append((name, pack))
        return
    there = parts.setdefault((pack.message, min(pack.parts, _MOST_PARTS)), {})
    if there.setdefault(pack.part, (name, pack))[1].share != pack.share:
        raise unreadable()


def _opened(name: str, content: bytes | None, key: PrivateKey) -> bytes:
    if content is None:
        raise VaultError(
            f"{name} of the vault is larger than anything that is sealed here",
            "whoever can write to the vault has put it there; it is no document of a grievance",
        )
    return unfilled(open_sealed(content, key), SIZE)


def _too_much() -> VaultError:
    return VaultError(
        f"more than {MOST_OPENED >> 20} million letters of the vault are for you, and what is over"
        " is not read",
        "destroy what need not be kept: mentorctl grievance destroy --due",
    )


def _chained(
    message: str, found: Mapping[str, Sequence[tuple[str, _Pack]]]
) -> tuple[Message, frozenset[str]]:
    """A message out of the shares that it is called by; others in its name are none of it."""
    packs: list[tuple[str, _Pack]] = []
    content: list[bytes] = []
    at = message
    while at:
        if at not in found or len(content) >= _MOST_PARTS:
            raise _part_gone()
        packs += found[at]
        content.append(found[at][0][1].share)
        at = found[at][0][1].next or ""
    return _message(b"".join(content), packs)


def _put_together(
    found: Mapping[int, tuple[str, _Pack]], count: int
) -> tuple[Message, frozenset[str]]:
    if found.keys() != set(range(count)):
        raise _part_gone()
    content = b"".join(found[part][1].share for part in range(count))
    return _message(content, found.values())


def _message(
    content: bytes, packs: Collection[tuple[str, _Pack]]
) -> tuple[Message, frozenset[str]]:
    try:
        message = msgspec.json.decode(content, type=Message)
    except msgspec.MsgspecError:
        raise unreadable() from None
    own = (pack.salt for _, pack in packs if pack.salt)
    message = msgspec.structs.replace(message, salts=(*message.salts, *own))
    return message, frozenset(name for name, _ in packs)


def _part_gone() -> SealError:
    return SealError(
        "a part of what was sealed for you is gone from the vault",
        "whoever can write to it can have taken it out; get an unharmed copy from somebody who"
        " has one",
    )


def _name_of(share: bytes, behind: str) -> str:
    """What a share is called: by itself and by what comes behind it."""
    return hashlib.sha256(behind.encode() + b"\0" + share).hexdigest()[:NAME_LETTERS]
