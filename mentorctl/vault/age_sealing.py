"""Sealing: bytes that only the holders of certain keys can read (age-encryption.org/v1).

The only place that knows pyrage. Whom something is sealed for are registered OpenSSH keys of the
kind ssh-ed25519. `seal` names the keys in the sealed text, as age does for OpenSSH keys, and
`age --decrypt --identity ~/.ssh/id_ed25519` opens it without this toolkit. `seal_unnamed` says
neither whom it is for nor how many they are: the keys are turned into X25519 keys (RFC 7748, 4.1;
RFC 8032, 5.1.5), as ssh-to-age does, and keys that nobody has make up the number.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import random
from typing import TYPE_CHECKING

from mentorctl.trail.ssh.public_keys import split
from mentorctl.vault.errors import NotForThisKey, SealError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from mentorctl.trail.ssh.private_keys import PrivateKey
    from mentorctl.trail.ssh.public_keys import PublicKey

__all__ = ["CROWD", "KIND", "can_open", "open_sealed", "seal", "seal_unnamed"]

KIND = "ssh-ed25519"
# keys in what names nobody come in multiples of this
CROWD = 4
# opening takes the square of their number, and whoever writes to the shared folder sets it
MOST_KEYS = 64
# some implementations add one that is nobody's, so that readers get used to it
MOST_STANZAS = MOST_KEYS + 2
LARGEST_HEADER = 16 << 10

_ARMOUR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_PRIME = 2**255 - 19
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM = 6
_NEW_KEY = "let its owner make one that can, and register it: mentorctl key doctor --make"


def can_open(public: PublicKey) -> bool:
    """Whether the owner of a key can open what is sealed for it.

    A security key and an ECDSA key only sign; RSA is left out, so that one kind has to be right.
    """
    return public.algorithm == KIND


def seal(data: bytes, recipients: Iterable[PublicKey]) -> str:
    """Seal bytes for some keys, with age's armour, in lines of ASCII.

    Args:
        data: What to seal.
        recipients: The keys that can open it: all of them, and no others.

    Raises:
        SealError: There is no key, or one that opens nothing; or the library does not do it.
    """
    keys = _usable(recipients)
    with _library() as pyrage:
        named = [pyrage.ssh.Recipient.from_str(key._replace(comment="").line) for key in keys]
        made: bytes = pyrage.encrypt(data, named, armored=True)
    return made.decode("ascii")


def seal_unnamed(data: bytes, recipients: Iterable[PublicKey], crowd: int = CROWD) -> bytes:
    """Seal bytes for some keys without a word about whose they are, or how many.

    Args:
        data: What to seal; its length shows.
        recipients: The keys that can open it: all of them, and no others.
        crowd: The keys in it come in multiples of this.

    Raises:
        SealError: There is no key, or one that opens nothing; or the library does not do it.
    """
    keys = [_recipient(key) for key in _usable(recipients)]
    with _library() as pyrage:
        named = [pyrage.x25519.Recipient.from_str(key) for key in keys]
        strangers = -len(named) % crowd
        named += [pyrage.x25519.Identity.generate().to_public() for _ in range(strangers)]
        random.SystemRandom().shuffle(named)
        made: bytes = pyrage.encrypt(data, named)
    return made


def open_sealed(sealed: bytes | str, key: PrivateKey) -> bytes:
    """Open what was sealed for a key.

    Args:
        sealed: What `seal` or `seal_unnamed` gave.
        key: The private half.

    Raises:
        NotForThisKey: It is sealed for others.
        SealError: It was altered, or is nothing that was sealed.
    """
    content = sealed.encode("utf-8", "replace") if isinstance(sealed, str) else sealed
    _check_header(content)
    with _library() as pyrage:
        identities: list[Any] = [
            pyrage.x25519.Identity.from_str(_identity(key.seed)),
            pyrage.ssh.Identity.from_buffer(key.text),
        ]
        try:
            opened: bytes = pyrage.decrypt(content, identities)
        except pyrage.DecryptError as error:
            if str(error) == "No matching keys found":
                raise NotForThisKey(
                    "this is sealed for others", "use the key that was registered for you: --key"
                ) from None
            raise _altered() from None
    return opened


@contextlib.contextmanager
def _library() -> Iterator[Any]:
    """The sealing library; whatever goes wrong in it, or with it, is told as any other fault.

    Raises:
        SealError: It is not there, or does not do what it was asked.
    """
    try:
        import pyrage  # noqa: PLC0415 - only what is sealed needs it

        yield pyrage
    except BaseException as error:  # what goes wrong in Rust is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit, SealError)):
            raise
        raise SealError(
            f"the sealing library did not do it ({type(error).__name__}), so nothing was sealed or"
            " opened",
            "if something was to be opened, get an unharmed copy of it; else put the library in"
            " anew: python -m pip install --force-reinstall pyrage",
        ) from None


def _check_header(content: bytes) -> None:
    """Refuse what names more keys than anything that is sealed here does."""
    start = content.lstrip()[: 2 * LARGEST_HEADER]
    if start.startswith(_ARMOUR):
        lines = start.splitlines()[1:-1] or [b""]
        try:
            start = base64.b64decode(b"".join(line for line in lines if b"-" not in line))
        except binascii.Error:
            raise _altered() from None
    end = start.find(b"\n---", 0, LARGEST_HEADER)
    if end < 0 or start.count(b"\n-> ", 0, end) > MOST_STANZAS:
        raise SealError(
            f"it is sealed for more than {MOST_KEYS} keys, or is nothing that was sealed",
            "have it sealed again, for those who are to read it",
        )


def _altered() -> SealError:
    return SealError(
        "what was sealed is damaged or was altered, so it is not opened",
        "get an unharmed copy from someone who has one",
    )


def _usable(recipients: Iterable[PublicKey]) -> list[PublicKey]:
    keys = list({key.blob: key for key in recipients}.values())
    if not keys:
        raise SealError(
            "nobody could open it, so it was not sealed", "register the key of who shall open it"
        )
    if len(keys) > MOST_KEYS:
        raise SealError(
            f"it would be sealed for {len(keys)} keys, and {MOST_KEYS} are the most",
            "revoke the keys that are not used any more: mentorctl key revoke",
        )
    for key in keys:
        if not can_open(key):
            raise SealError(f"a key of the kind {key.algorithm} opens nothing", _NEW_KEY)
    return keys


def _recipient(key: PublicKey) -> str:
    """The X25519 key of an Ed25519 one, as age writes it (RFC 7748, 4.1: the map of curves)."""
    point = split(key.blob, 2)[1]
    y = int.from_bytes(point, "little") & (2**255 - 1)
    if y in (0, 1, _PRIME - 1):
        raise SealError("a key without a secret opens nothing", _NEW_KEY)
    u = (1 + y) * pow(1 - y, -1, _PRIME) % _PRIME
    return _bech32("age", u.to_bytes(32, "little"))


def _identity(seed: bytes) -> str:
    """The private half of that (RFC 8032, 5.1.5: the scalar of a seed)."""
    scalar = bytearray(hashlib.sha512(seed).digest()[:32])
    scalar[0] &= 248
    scalar[31] = scalar[31] & 127 | 64
    return _bech32("age-secret-key-", bytes(scalar)).upper()


def _bech32(prefix: str, content: bytes) -> str:
    """Bytes as age writes keys (BIP 173, without its limit of length)."""
    bits = int.from_bytes(content) << (-len(content) * 8 % 5)
    count = -(-len(content) * 8 // 5)
    values = [bits >> 5 * place & 31 for place in reversed(range(count))]
    head = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    check = _polymod([*head, *values, *[0] * _CHECKSUM]) ^ 1
    values += [check >> 5 * place & 31 for place in reversed(range(_CHECKSUM))]
    return f"{prefix}1" + "".join(_LETTERS[value] for value in values)


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                check ^= generator
    return check
